"""Putting plans into a store: all of them, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rdflib import Graph, URIRef
from rdflib.namespace import PROV
from rdflib.term import Node

from graph.model import PlanGraph
from graph.relocating import with_imported
from graph.store import Format, Store

Statement = tuple[Node, Node, Node]


def keep(store: Store, plans: Iterable[PlanGraph], others: Mapping[URIRef, Iterable[Statement]] | None = None) -> None:
    """Make the store hold these plans' graphs (and the others), in one transaction; every other graph stays.

    Positions that were imported from a town's own GIS outlive the plan's next build. The provenance graph is shared by
    all plans: what it says of the runs of other plans is kept.
    """
    graphs: dict[str, Iterable[Statement]] = {str(name): triples for name, triples in (others or {}).items()}
    told: dict[str, Graph] = {}
    for built in plans:
        plan = with_imported(store, built)
        graphs.update((str(made.name), made.triples) for made in plan.own)
        name = str(plan.provenance.name)
        told.setdefault(name, _provenance(store, name))
        _tell_anew(told[name], plan)
    store.replace(graphs | {name: tuple(graph) for name, graph in told.items()})


def _provenance(store: Store, name: str) -> Graph:
    """What the store says so far of how its graphs were made."""
    graph = Graph()
    if store.has_graph(name):
        graph.parse(data=store.read_graph(name, Format.N_TRIPLES).read(), format="nt")
    return graph


def _tell_anew(provenance: Graph, plan: PlanGraph) -> None:
    """Put the plan's last run in the place of the one before."""
    stale: set[Node] = {subject for subject, _, _ in plan.provenance.triples}
    stale.update(run for made in plan.own for run in provenance.objects(made.name, PROV.wasGeneratedBy))
    for subject in stale:
        provenance.remove((subject, None, None))
    for triple in plan.provenance.triples:
        provenance.add(triple)
