r"""Triples as N-Triples and N-Quads text, sorted: the same graph is always the same bytes.

rdflib's `Literal.n3()` writes Turtle, which two engines read differently for raw tabs and
`\uXXXX`; this writes the canonical N-Triples escapes only (https://www.w3.org/TR/n-triples/#canonical-ntriples).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rdflib import BNode, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from graph.model import Triple

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"})


def write_term(term: Node) -> str:
    """One term in N-Triples; a blank node is refused, for a built graph has none."""
    if isinstance(term, URIRef):
        return f"<{term}>"
    if isinstance(term, Literal):
        text = f'"{str(term).translate(_ESCAPES)}"'
        if term.language:
            return f"{text}@{term.language}"
        if term.datatype is None or term.datatype == XSD.string:
            return text
        return f"{text}^^<{term.datatype}>"
    kind = "a blank node" if isinstance(term, BNode) else repr(term)
    raise ValueError(f"{kind} cannot be written: a plan's graph has IRIs and literals only")


def write_ntriples(triples: Iterable[Triple]) -> str:
    """The triples as sorted N-Triples, a line each."""
    return "".join(sorted({_line(triple, "") for triple in triples}))


def write_nquads(graphs: Mapping[URIRef, Iterable[Triple]]) -> str:
    """The named graphs as sorted N-Quads, a line each."""
    return "".join(sorted({_line(triple, f" {write_term(name)}") for name, part in graphs.items() for triple in part}))


def _line(triple: Triple, graph: str) -> str:
    subject, predicate, value = triple
    return f"{write_term(subject)} {write_term(predicate)} {write_term(value)}{graph} .\n"
