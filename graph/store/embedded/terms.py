"""Our names, terms and formats as the engine's, and back."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox

from graph.store.errors import DataSyntaxError, FormatNotOffered
from graph.store.formats import Format
from graph.store.sparql_text import iri_text, literal_text


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
