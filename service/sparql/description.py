"""What this endpoint is and can do, in the SPARQL 1.1 Service Description vocabulary; only what is true."""

from __future__ import annotations

from rdflib import DCTERMS, RDF, RDFS, BNode, Graph, URIRef

from graph.geo.names import (
    AGGREGATE_NAMES,
    CONFORMANCE_CLASSES,
    FUNCTION_NAMES,
    FUNCTIONS,
    OUR_FUNCTION_NAMES,
    OURS,
    RELATION_NAMES,
)
from graph.store.formats import Format
from ontology.namespaces import SD, bind_prefixes
from service.answers.serialization import serialized
from service.context import Context
from service.datasets.void import describe_computed
from service.http.negotiation import DATASETS, GRAPHS, RESULTS
from service.process.stores import is_remote, keeps_empty_graphs
from service.questions.executables import PATH as EXECUTABLES


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
    if wiring.settings.services:
        graph.add((service, SD.feature, SD.BasicFederatedQuery))
    if keeps_empty_graphs(wiring.settings, wiring.store):
        graph.add((service, SD.feature, SD.EmptyGraphs))
    if not is_remote(wiring.settings):
        _describe_geometry(graph, service)
    for told in (".well-known/void", f"{EXECUTABLES}?format=ttl"):  # what there is, by class; what can be asked
        graph.add((service, RDFS.seeAlso, URIRef(wiring.address + told)))
    _describe_dataset(graph, service, wiring)
    return serialized(graph, media)


def _describe_geometry(graph: Graph, service: URIRef) -> None:
    """What of GeoSPARQL 1.1 the engine in this process has; a server behind the service has its own."""
    for name in (*RELATION_NAMES, *FUNCTION_NAMES):
        graph.add((service, SD.extensionFunction, URIRef(FUNCTIONS + name)))
    for name in OUR_FUNCTION_NAMES:
        graph.add((service, SD.extensionFunction, URIRef(OURS + name)))
    for name in AGGREGATE_NAMES:
        graph.add((service, SD.extensionAggregate, URIRef(FUNCTIONS + name)))
    for met in CONFORMANCE_CLASSES:
        graph.add((service, DCTERMS.conformsTo, URIRef(met)))
    describe_computed(graph, service)


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
