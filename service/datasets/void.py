"""A dataset in VoID: what was counted, by class and by property, so that an editor can complete a query from it."""

from __future__ import annotations

from urllib.parse import quote

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import VOID, XSD
from rdflib.term import Node

from ontology.namespaces import ONTOLOGY, PREFIXES
from service.context import Context
from service.datasets.listing import Dataset
from service.datasets.partitions import Partitions, PropertyCount
from service.http.negotiation import GRAPHS

_COMPUTED = {
    "zh": "数据集说明(VoID)中的数字只计各图中写明的陈述。/sparql 的查询还会由几何实时算出空间关系"
    "(geo:sfWithin、geo:ehInside、geo:rcc8ntpp 等),这些关系不计入数字。",
    "en": "The figures of the datasets (VoID) count what the graphs state. A query of /sparql also finds spatial "
    "relations (geo:sfWithin, geo:ehInside, geo:rcc8ntpp …) that are computed from the geometries as it asks; these "
    "are not counted.",
}


def describe_figures(graph: Graph, subject: URIRef, dataset: Dataset) -> None:
    """State what was counted in a named graph, and where to fetch it."""
    graph.add((subject, RDF.type, VOID.Dataset))
    graph.add((subject, VOID.triples, _count(dataset.triples)))
    graph.add((subject, VOID.distinctSubjects, _count(dataset.subjects)))
    graph.add((subject, VOID.properties, _count(dataset.properties)))
    graph.add((subject, VOID.vocabulary, URIRef(str(ONTOLOGY))))
    for media_type in GRAPHS:
        graph.add((subject, VOID.feature, URIRef(str(media_type.iri))))


def describe_access(graph: Graph, subject: URIRef, wiring: Context) -> None:
    """State where the whole can be asked, looked up and fetched."""
    links, address = wiring.links, wiring.address
    graph.add((subject, RDF.type, VOID.Dataset))
    graph.add((subject, VOID.sparqlEndpoint, URIRef(address + "sparql")))
    graph.add((subject, VOID.uriSpace, Literal(links.iri("id/"))))
    graph.add((subject, VOID.vocabulary, URIRef(str(ONTOLOGY))))
    for name in ("nq", "trig"):
        graph.add((subject, VOID.dataDump, URIRef(links.absolute(address, "graphs", [("format", name)]))))


def describe_computed(graph: Graph, subject: URIRef) -> None:
    """State that queries also find spatial relations that no graph states, which the counts leave out."""
    for language, sentence in _COMPUTED.items():
        graph.add((subject, RDFS.comment, Literal(sentence, lang=language)))


def describe_partitions(graph: Graph, subject: URIRef, partitions: Partitions) -> None:
    """State how many things of each class and statements of each property there are, and these within each class."""
    if partitions.classes:
        graph.set((subject, VOID.classes, _count(len(partitions.classes))))
    if partitions.properties:
        graph.set((subject, VOID.properties, _count(len(partitions.properties))))
    for name, things in partitions.classes.items():
        part = URIRef(f"{subject}#class={_short(name)}")
        graph.add((subject, VOID.classPartition, part))
        graph.add((part, VOID["class"], URIRef(name)))
        graph.add((part, VOID.entities, _count(things)))
        for predicate, count in partitions.within.get(name, {}).items():
            _describe_property(graph, part, URIRef(f"{part}&property={_short(predicate)}"), predicate, count)
    for predicate, count in partitions.properties.items():
        _describe_property(graph, subject, URIRef(f"{subject}#property={_short(predicate)}"), predicate, count)


def _describe_property(graph: Graph, whole: Node, part: URIRef, predicate: str, count: PropertyCount) -> None:
    graph.add((whole, VOID.propertyPartition, part))
    graph.add((part, VOID.property, URIRef(predicate)))
    graph.add((part, VOID.triples, _count(count.triples)))
    graph.add((part, VOID.distinctSubjects, _count(count.subjects)))


def _short(iri: str) -> str:
    """An IRI as the part of a fragment: prefix and name where there is a prefix."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(str(namespace)) and len(iri) > len(str(namespace)):
            return f"{prefix}:{quote(iri[len(str(namespace)) :], safe='')}"
    return quote(iri, safe="")


def _count(number: int) -> Literal:
    return Literal(number, datatype=XSD.integer)
