"""Our names, terms, patterns and formats as the engine's, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice

import pyoxigraph as ox

from graph.store.errors import DataSyntaxError, FormatNotOffered
from graph.store.formats import Format
from graph.store.sparql_text import iri_text, literal_text

_Resource = ox.NamedNode | ox.BlankNode
_Term = _Resource | ox.Literal | ox.Triple

HasMany = Callable[[ox.NamedNode | None, ox.NamedNode | None, ox.NamedNode | ox.Literal | None, int, bool], bool]
"""Says whether so many triples have this subject, predicate and object; None is any.

Or, if asked for it, whether the predicate leads to so many things, again and again from the subject, or back from the
object where there is no subject.
"""


def node(name: str) -> ox.NamedNode:
    """A graph's name; raises DataSyntaxError for what is no IRI."""
    iri_text(name)
    try:
        return ox.NamedNode(name)
    except ValueError as error:  # the engine takes no character that RFC 3987 does not
        raise DataSyntaxError(f"{name!r} is not an absolute IRI: {error}.") from error


def nodes(names: Iterable[str]) -> list[ox.NamedNode]:
    """The names of several graphs."""
    return [node(name) for name in names]


def counting(quads: ox.Store, graph: ox.DefaultGraph | None = None) -> HasMany:
    """What says whether so many quads are like this, in a graph or in any; it looks at little more than so many."""

    def reached(subject: _Resource | None, predicate: ox.NamedNode | None, value: _Term | None) -> Iterator[_Term]:
        seen: set[_Term] = set()
        to_do: list[tuple[_Resource | None, _Term | None]] = [(subject, None if subject else value)]
        while to_do:
            begin, end = to_do.pop()
            for quad in quads.quads_for_pattern(begin, predicate, end, graph):
                far = quad.object if begin else quad.subject
                if far not in seen:
                    seen.add(far)
                    yield far
                    if end is not None:
                        to_do.append((None, far))
                    elif isinstance(far, _Resource):
                        to_do.append((far, None))

    def has_many(
        subject: ox.NamedNode | None,
        predicate: ox.NamedNode | None,
        value: ox.NamedNode | ox.Literal | None,
        many: int,
        again: bool,
    ) -> bool:
        if again:
            return next(islice(reached(subject, predicate, value), many - 1, None), None) is not None
        found = quads.quads_for_pattern(subject, predicate, value, graph)
        return next(islice(found, many - 1, None), None) is not None

    return has_many


def term_text(term: object) -> str:
    """Write an engine's term as SPARQL text."""
    if isinstance(term, ox.NamedNode):
        return iri_text(term.value)
    if isinstance(term, ox.Literal) and term.direction is None:
        datatype = None if term.language else term.datatype.value
        return literal_text(term.value, datatype, term.language)
    return str(term)  # blank nodes, and what only RDF 1.2 has


@cache
def results_format(media: Format) -> ox.QueryResultsFormat:
    """The format of bindings or a boolean."""
    found = ox.QueryResultsFormat.from_media_type(media.value)
    if found is None:
        raise FormatNotOffered(f"{media} is not a format for the results of a query.")
    return found


@cache
def rdf_format(media: Format) -> ox.RdfFormat:
    """The format of a graph or a dataset."""
    found = ox.RdfFormat.from_media_type(media.value)
    if found is None:
        raise FormatNotOffered(f"{media} is not a format for a graph.")
    return found
