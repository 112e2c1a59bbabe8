"""The vocabulary's files as graphs and bytes, opened wherever the package is installed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from rdflib import BNode, Graph, URIRef
from rdflib.term import Node

from ontology.namespaces import PLANGRAPH

VOCABULARIES: Final = ("ontology", "shapes", "schemes")
_IN_ORDER: Final = "SimpleMemory"  # rdflib's store that gives triples back in the order they came


def vocabulary_bytes(name: str) -> bytes:
    """The Turtle of a vocabulary (`ontology`, `shapes` or `schemes`)."""
    return b"\n".join(file.read_bytes() for file in _vocabulary_files(name))


@cache
def vocabulary(name: str) -> Graph:
    """A vocabulary as a graph, read once: shared, so not to be changed.

    Blank nodes are labelled by their place in the files, so that every reading gives the same graph.
    """
    graph = Graph(_IN_ORDER)
    for triple in _stably_labelled(Graph(_IN_ORDER).parse(data=vocabulary_bytes(name), format="turtle"), name):
        graph.add(triple)
    return graph


def vocabulary_graphs(base: str) -> Mapping[URIRef, tuple[tuple[Node, Node, Node], ...]]:
    """Every vocabulary's triples in a fixed order, by the IRI of its named graph below `base`.

    Blank nodes become Skolem IRIs (https://www.w3.org/TR/rdf11-concepts/#section-skolemization): an engine labels
    blank nodes as it likes, and then the same data would not be dumped as the same bytes.
    """
    return {
        URIRef(f"{base}graph/vocabulary/{name}"): tuple(
            (_skolem(subject), predicate, _skolem(value)) for subject, predicate, value in vocabulary(name)
        )
        for name in VOCABULARIES
    }


def _skolem(term: Node) -> Node:
    return URIRef(f"{PLANGRAPH}.well-known/genid/{term}") if isinstance(term, BNode) else term


def context_bytes() -> bytes:
    """The JSON-LD context."""
    return _ontology_file("context.jsonld").read_bytes()


def example_bytes() -> bytes:
    """The Turtle of the smallest plan that uses every term."""
    return _ontology_file("example.ttl").read_bytes()


def _ontology_file(name: str) -> Traversable:
    return files("ontology").joinpath(name)


def _vocabulary_files(name: str) -> tuple[Traversable, ...]:
    if name == "schemes":
        return tuple(sorted(_ontology_file("schemes").iterdir(), key=lambda file: file.name))
    return (_ontology_file({"ontology": "plan.ttl", "shapes": "shapes.ttl"}[name]),)


def _stably_labelled(graph: Graph, name: str) -> Iterator[tuple[Node, Node, Node]]:
    # rdflib labels blank nodes at random
    labels: dict[Node, BNode] = {}

    def label(term: Node) -> Node:
        return labels.setdefault(term, BNode(f"{name}{len(labels)}")) if isinstance(term, BNode) else term

    for subject, predicate, value in graph:
        yield label(subject), predicate, label(value)
