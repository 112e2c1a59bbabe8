"""The servers that are measured side by side, ours first."""

from __future__ import annotations

from collections.abc import Mapping

from bench.peers.base import Peer
from bench.peers.fuseki import FusekiInMemory, FusekiTdb2
from bench.peers.jena_geosparql import JenaGeosparql
from bench.peers.oxigraph import OxigraphInMemory, OxigraphOnDisk
from bench.peers.plangraph import PlanGraph
from bench.peers.rdflib_endpoint import RdflibEndpoint
from bench.peers.virtuoso import Virtuoso

OURS = PlanGraph.name
PEERS: Mapping[str, type[Peer]] = {
    peer.name: peer
    for peer in (
        PlanGraph,
        OxigraphOnDisk,
        OxigraphInMemory,
        Virtuoso,
        FusekiTdb2,
        FusekiInMemory,
        JenaGeosparql,
        RdflibEndpoint,
    )
}
QUICK = (PlanGraph.name, OxigraphOnDisk.name, OxigraphInMemory.name, Virtuoso.name)
