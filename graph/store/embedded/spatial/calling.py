"""GeoSPARQL's functions and aggregates as the engine calls them: terms in, a term or nothing out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

import pyoxigraph as ox
import shapely

from graph.geo.errors import GeometryError
from graph.geo.functions import AGGREGATE_TABLE, FUNCTION_TABLE, Aggregate, Function, Iri, Kind, Result
from graph.geo.literals import Reader, write_literal
from graph.geo.values import Spatial

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_ANY_URI: Final = ox.NamedNode("http://www.w3.org/2001/XMLSchema#anyURI")
_TRUE: Final = ox.Literal(True)
_FALSE: Final = ox.Literal(False)
_NUMBERS: Final = frozenset(
    "http://www.w3.org/2001/XMLSchema#" + name
    for name in (
        *("decimal", "double", "float", "integer", "int", "long", "short", "byte", "nonNegativeInteger"),
        *("positiveInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
        *("nonPositiveInteger", "negativeInteger"),
    )
)

READER: Final = Reader()
"""What this process has read of literals."""


@cache
def functions() -> dict[ox.NamedNode, Callable[..., Term | None]]:
    """All functions, by name."""
    return {ox.NamedNode(iri): _called(function) for iri, function in FUNCTION_TABLE.items()}


@cache
def aggregates() -> dict[ox.NamedNode, Callable[[], ox.AggregateFunctionAccumulator]]:
    """All aggregates, by name."""
    return {ox.NamedNode(iri): _gathering(aggregate) for iri, aggregate in AGGREGATE_TABLE.items()}


class Gathering:
    """The geometries of one group; one that cannot be read makes the whole aggregate an error, as SPARQL has it."""

    def __init__(self, aggregate: Aggregate) -> None:
        self._aggregate = aggregate
        self._values: list[Spatial] = []
        self._failed = False

    def accumulate(self, element: Term) -> None:
        """Take a term of the group."""
        try:
            self._values.append(geometry_of(element))
        except GeometryError:
            self._failed = True

    def finish(self) -> Term | None:
        """The aggregate; nothing for no geometry at all."""
        if self._failed or not self._values:
            return None
        try:
            return term_of(self._aggregate.compute(self._values))
        except (GeometryError, shapely.errors.ShapelyError):
            return None


def _gathering(aggregate: Aggregate) -> Callable[[], Gathering]:
    return lambda: Gathering(aggregate)


def geometry_of(term: Term) -> Spatial:
    """The geometry of a literal; raises GeometryError."""
    if not isinstance(term, ox.Literal):
        raise GeometryError("Only a literal is a geometry.")
    return READER.read(term.value, term.datatype.value)


def _literal_of(term: Term) -> tuple[str, str]:
    if isinstance(term, ox.Literal):
        return term.value, term.datatype.value
    raise GeometryError("Only a literal is a geometry.")


def _number_of(term: Term) -> float:
    if isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS:
        try:
            return float(term.value)
        except ValueError as error:
            raise GeometryError("This is no number.") from error
    raise GeometryError("This is no number.")


def _iri_of(term: Term) -> str:
    """An IRI, or a literal that says one: GeoSPARQL's parameters are xsd:anyURI, its examples IRIs."""
    if isinstance(term, ox.NamedNode | ox.Literal):
        return term.value
    raise GeometryError("This is no IRI.")


def _text_of(term: Term) -> str:
    if isinstance(term, ox.Literal):
        return term.value
    raise GeometryError("This is no text.")


_TAKES: Final[Mapping[Kind, Callable[[Term], Any]]] = {
    Kind.GEOMETRY: geometry_of,
    Kind.LITERAL: _literal_of,
    Kind.NUMBER: _number_of,
    Kind.IRI: _iri_of,
    Kind.TEXT: _text_of,
}


def term_of(result: Result) -> Term | None:
    """The term of a result."""
    if result is True:
        return _TRUE
    if result is False:
        return _FALSE
    if isinstance(result, Spatial):
        return ox.Literal(write_literal(result), datatype=ox.NamedNode(result.datatype))
    if isinstance(result, Iri):
        return ox.Literal(str(result), datatype=_ANY_URI)
    return None if result is None else ox.Literal(result)


def _called(function: Function) -> Callable[..., Term | None]:
    takes = [_TAKES[kind] for kind in function.kinds]
    compute, required, most = function.compute, function.required, len(takes)

    def call(*terms: Term) -> Term | None:
        if not required <= len(terms) <= most:
            return None
        try:
            return term_of(compute(*[take(term) for take, term in zip(takes, terms, strict=False)]))
        except (GeometryError, shapely.errors.ShapelyError):
            return None  # an expression error: the row is not chosen, the variable not bound

    return call
