"""What this endpoint is and can do, in the SPARQL 1.1 Service Description vocabulary; only what is true."""

from __future__ import annotations

from rdflib import RDF, RDFS, BNode, Graph, URIRef

from graph.store.formats import Format
from ontology.namespaces import SD, bind_prefixes
from service.context import Context
from service.executables import PATH as EXECUTABLES
from service.negotiation import DATASETS, GRAPHS, RESULTS
from service.serialization import serialized


def description(wiring: Context, media: Format) -> bytes:
    """The service description, serialised."""
    graph = bind_prefixes(Graph())
    service = URIRef(wiring.address + "sparql")
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, SD.endpoint, service))
    graph.add((service, SD.supportedLanguage, SD.SPARQL10Query))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    for media_type in (*RESULTS, *GRAPHS, *DATASETS):
        graph.add((service, SD.resultFormat, URIRef(str(media_type.iri))))
    if wiring.settings.writable:
        graph.add((service, SD.supportedLanguage, SD.SPARQL11Update))
        for media_type in GRAPHS:
            graph.add((service, SD.inputFormat, URIRef(str(media_type.iri))))
    if wiring.settings.union_default_graph:
        graph.add((service, SD.feature, SD.UnionDefaultGraph))
    graph.add((service, SD.feature, SD.EmptyGraphs))
    for told in (".well-known/void", f"{EXECUTABLES}?format=ttl"):  # what there is, by class; what can be asked
        graph.add((service, RDFS.seeAlso, URIRef(wiring.address + told)))
    _describe_dataset(graph, service, wiring)
    return serialized(graph, media)


def _describe_dataset(graph: Graph, service: URIRef, wiring: Context) -> None:
    """The default dataset and the names of its graphs."""
    dataset, default = BNode(), BNode()
    graph.add((service, SD.defaultDataset, dataset))
    graph.add((dataset, RDF.type, SD.Dataset))
    graph.add((dataset, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    for name in wiring.store.graph_names():
        named = BNode()
        graph.add((dataset, SD.namedGraph, named))
        graph.add((named, RDF.type, SD.NamedGraph))
        graph.add((named, SD.name, URIRef(name)))
