"""The vocabulary as its pages show it: classes, properties and concepts, each with what it means."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rdflib import Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import BNode, Literal, Node

from ontology.files import vocabulary, vocabulary_bytes
from ontology.namespaces import BASIS, INDUSTRY, KIND, LEVEL, LOCATING, ONTOLOGY, SHAPES, STATUS, bind_prefixes

_PROPERTIES = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
# The name in /def/{name}, the vocabulary's file, and the namespace its terms are in.
_DEFINED = {
    "plan": ("ontology", ONTOLOGY),
    "shapes": ("shapes", SHAPES),
    "level": ("schemes", LEVEL),
    "kind": ("schemes", KIND),
    "industry": ("schemes", INDUSTRY),
    "status": ("schemes", STATUS),
    "locating": ("schemes", LOCATING),
    "basis": ("schemes", BASIS),
}
NAMES = tuple(_DEFINED)


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property, concept or shape."""

    iri: str
    name: str
    label: str
    comment: str
    group: str  # "classes", "properties" or "others"
    broader: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    examples: tuple[str, ...]


@cache
def defined(name: str) -> Graph:
    """The graph of a vocabulary by its name in /def/, one of NAMES; shared, so not to be changed."""
    file, namespace = _DEFINED[name]
    whole = vocabulary(file)
    if file != "schemes":
        return bind_prefixes(whole)
    graph = bind_prefixes(Graph())
    for subject, predicate, value in whole:
        if str(subject).startswith(str(namespace)):
            graph.add((subject, predicate, value))
    return graph


def turtle(name: str) -> bytes | None:
    """A vocabulary's own Turtle, comments and order included, where it has a file to itself."""
    file, _ = _DEFINED[name]
    return None if file == "schemes" else vocabulary_bytes(file)


def terms(name: str, language: str) -> list[Term]:
    """The terms of a vocabulary, in the order of their names."""
    graph = defined(name)
    _, namespace = _DEFINED[name]
    subjects = {s for s in graph.subjects(RDF.type) if isinstance(s, URIRef) and s.startswith(str(namespace))}
    return [_term(graph, subject, str(namespace), language) for subject in sorted(subjects)]


def _term(graph: Graph, subject: URIRef, namespace: str, language: str) -> Term:
    """One term."""
    types = set(graph.objects(subject, RDF.type))
    group = "classes" if OWL.Class in types else "properties" if types & _PROPERTIES else "others"
    return Term(
        iri=str(subject),
        name=str(subject)[len(namespace) :],
        label=_best(graph, subject, RDFS.label, language),
        comment=_best(graph, subject, RDFS.comment, language) or _best(graph, subject, SKOS.definition, language),
        group=group,
        broader=_named(graph, subject, RDFS.subClassOf, RDFS.subPropertyOf, SKOS.broader, SKOS.inScheme),
        domain=_named(graph, subject, RDFS.domain),
        range=_named(graph, subject, RDFS.range),
        examples=tuple(str(value) for value in graph.objects(subject, SKOS.example)),
    )


def _named(graph: Graph, subject: URIRef, *predicates: URIRef) -> tuple[str, ...]:
    """The IRIs a term is related to, those of a union included."""
    found: list[str] = []
    for predicate in predicates:
        for value in graph.objects(subject, predicate):
            found += _members(graph, value)
    return tuple(sorted(found))


def _members(graph: Graph, value: Node) -> list[str]:
    """A named class itself, or the classes of a union."""
    if isinstance(value, URIRef):
        return [str(value)]
    union = graph.value(value, OWL.unionOf) if isinstance(value, BNode) else None
    return [str(member) for member in Collection(graph, union)] if union is not None else []


def _best(graph: Graph, subject: Node, predicate: URIRef, language: str) -> str:
    """A text in the language, or in any."""
    texts = [value for value in graph.objects(subject, predicate) if isinstance(value, Literal)]
    texts.sort(key=lambda value: value.language != language)
    return str(texts[0]) if texts else ""
