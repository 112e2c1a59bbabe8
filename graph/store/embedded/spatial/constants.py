"""Geometries that a query itself writes as arguments of a function: one that cannot be read is told."""

from __future__ import annotations

import pyoxigraph as ox

from graph.geo.errors import GeometryError
from graph.geo.functions import FUNCTION_TABLE, Kind
from graph.geo.names import DATATYPES
from graph.store.embedded.spatial.calling import geometry_of
from graph.store.embedded.spatial.groups import QueryText
from graph.store.errors import QuerySyntaxError


def require_readable(query: QueryText) -> None:
    """Raise QuerySyntaxError for a function's argument that is a geometry literal which cannot be read.

    In the data such a literal is an expression error, as SPARQL has it, and the rows about it are not there. In the
    query it is a slip of whoever asks, who would take an empty answer for an answer.
    """
    for opening in query.match:
        function = FUNCTION_TABLE.get(query.iri(opening - 1) or "") if query.tokens[opening].text == "(" else None
        if function is None:
            continue
        places = query.split(opening + 1, query.match[opening], ",")
        for kind, (start, end) in zip(function.kinds, places, strict=False):
            if kind is Kind.GEOMETRY and end - start == 4 and query.tokens[start].kind == "string":
                _require_readable(query, start, end)


def _require_readable(query: QueryText, start: int, end: int) -> None:
    datatype = query.iri(end - 1)
    if not query.has_mark(start + 1, "^^") or datatype not in DATATYPES:
        return
    text = query.source(start, start + 1)
    term = next(iter(ox.parse(f"<x:> <x:> {text}^^<{datatype}> .".encode(), ox.RdfFormat.TURTLE))).object
    try:
        geometry_of(term)
    except GeometryError as error:
        before = query.text[: query.tokens[start].start]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        where = f"at line {line}, column {column}"
        raise QuerySyntaxError(f"The geometry {where} cannot be read. {error}", line, column) from error
