"""Small graphs as a reader wants to see them: with prefixes, in every graph format."""

from __future__ import annotations

from rdflib import Graph

from graph.store.formats import Format
from ontology.namespaces import PREFIXES, bind_prefixes

_NAMES = {
    Format.TURTLE: "turtle",
    Format.N_TRIPLES: "nt11",
    Format.RDF_XML: "xml",
    Format.JSON_LD: "json-ld",
}


def read_ntriples(data: bytes) -> Graph:
    """N-Triples as a graph with our prefixes."""
    return bind_prefixes(Graph()).parse(data=data, format="nt11")


def serialized(graph: Graph, media: Format) -> bytes:
    """A graph in a format; JSON-LD is compacted with our prefixes."""
    name = _NAMES[media]
    if media is Format.JSON_LD:
        context = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()}
        return graph.serialize(format=name, encoding="utf-8", context=context, auto_compact=True)
    return graph.serialize(format=name, encoding="utf-8")
