"""Which features of a table a CQL2 expression is true of."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Set
from functools import reduce
from typing import Any

import numpy as np

from queries.features.collections import GEOMETRY
from queries.features.filtering.operands import (
    Operand,
    Sort,
    arguments,
    constant,
    operand,
    property_name,
    refused,
    require,
)
from queries.features.filtering.parsing import Expression
from queries.features.filtering.patterns import matcher
from queries.features.filtering.spatial import FUNCTIONS, spatial
from queries.features.filtering.times import RELATIONS, Bounds, days, edge
from queries.features.filtering.truth import Truth, always, known
from queries.features.systems import System
from queries.features.table import FeatureTable, Mask

_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_SETS: Mapping[str, Callable[[Set[Any], Set[Any]], bool]] = {
    "a_contains": operator.ge,
    "a_containedby": operator.le,
    "a_equals": operator.eq,
    "a_overlaps": lambda one, other: not one.isdisjoint(other),
}


def answer(expression: Expression, table: FeatureTable, system: System) -> Mask:
    """The features of which a filter is true; its coordinates are in the system given."""
    return _Answering(table, system).truth(expression).true


class _Answering:
    """The conditions of a filter over one table."""

    def __init__(self, table: FeatureTable, system: System) -> None:
        self._table = table
        self._system = system

    def truth(self, expression: Expression) -> Truth:
        """Whether each feature satisfies an expression."""
        if isinstance(expression, bool):
            return always(true=expression, features=len(self._table))
        if not isinstance(expression, dict) or "op" not in expression:
            raise refused("a condition is missing: a comparison, a function, or several with AND, OR and NOT")
        op = str(expression["op"]).lower()
        if op in ("and", "or"):
            parts = [self.truth(part) for part in expression["args"]]
            if not parts:
                raise refused(f"{op} takes conditions")
            return reduce(operator.and_ if op == "and" else operator.or_, parts)
        if op == "not":
            (inner,) = arguments(expression, 1)
            return ~self.truth(inner)
        return self._condition(op, expression)

    def _condition(self, op: str, expression: Mapping[str, Any]) -> Truth:
        if op in _COMPARED:
            return self._compared(op, *self._operands(expression, 2))
        if op in FUNCTIONS:
            return spatial(op, expression, self._table, self._system)
        if op in RELATIONS:
            return self._timed(op, expression)
        if op in _SETS:
            return self._sets(op, *self._operands(expression, 2))
        if op in _WORDS:
            return _WORDS[op](self, expression)
        raise refused(f"there is no function {str(expression['op'])[:50]!r} that is true or false")

    def _operands(self, expression: Mapping[str, Any], count: int) -> Iterator[Operand]:
        return (operand(part, self._table) for part in arguments(expression, count))

    def _compared(self, op: str, first: Operand, second: Operand) -> Truth:
        first, second = _alike(op, first, second)
        return self._each(_COMPARED[op], first, second)

    def _each(self, holds: Callable[[Any, Any], bool], first: Operand, second: Operand) -> Truth:
        """Whether something holds of the pairs of values; unknown where either is NULL."""
        count = len(self._table)
        pairs = [
            None if one is None or other is None else holds(one, other)
            for one, other, _ in zip(first, second, range(count), strict=False)
        ]
        true = np.fromiter((found is True for found in pairs), bool, count)
        return Truth(true, np.fromiter((found is False for found in pairs), bool, count))

    def is_null(self, expression: Mapping[str, Any]) -> Truth:
        """IS NULL."""
        (subject,) = arguments(expression, 1)
        if property_name(subject) == GEOMETRY:
            return known(~self._table.located, np.ones(len(self._table), dtype=bool))
        count = len(self._table)
        values = zip(operand(subject, self._table), range(count), strict=False)
        true = np.fromiter((value is None for value, _ in values), bool, count)
        return Truth(true, ~true)

    def like(self, expression: Mapping[str, Any]) -> Truth:
        """LIKE."""
        value, pattern = self._operands(expression, 2)
        require(value, Sort.TEXT, "LIKE")
        if not pattern.is_constant or pattern.sort is not Sort.TEXT:
            raise refused("LIKE takes a pattern in quotes, with % and _")
        matches = matcher(pattern.constant)
        return self._each(lambda text, _: matches(text), value, pattern)

    def between(self, expression: Mapping[str, Any]) -> Truth:
        """BETWEEN, both ends included."""
        value, low, high = self._operands(expression, 3)
        return self._compared(">=", value, low) & self._compared("<=", value, high)

    def one_of(self, expression: Mapping[str, Any]) -> Truth:
        """IN."""
        value, offered = self._operands(expression, 2)
        if not offered.is_constant or offered.sort is not Sort.LIST:
            raise refused("IN takes a list of values in brackets")
        if value.sort is Sort.LIST:
            raise _several("IN")
        listed = [operand(part, self._table) for part in offered.constant]
        alike = [_alike("IN", value, part)[1].constant for part in listed]
        return self._each(lambda one, _: one in alike, value, constant(Sort.LIST, tuple(alike)))

    def _sets(self, op: str, first: Operand, second: Operand) -> Truth:
        if not first.sort is second.sort is Sort.LIST:
            raise refused(f"{op} takes lists: a property with several values, and values in brackets")
        return self._each(_SETS[op], first.mapped(frozenset), second.mapped(frozenset))

    def _timed(self, op: str, expression: Mapping[str, Any]) -> Truth:
        first, second = (self._bounds(part) for part in arguments(expression, 2))
        return self._each(RELATIONS[op], first, second)

    def _bounds(self, expression: Expression) -> Operand:
        """From when to when, for each feature."""
        if isinstance(expression, dict) and "interval" in expression:
            edges = expression["interval"]
            if len(edges) != 2:
                raise refused("INTERVAL takes a beginning and an end")
            start, end = (self._edge(part, is_start=place == 0) for place, part in enumerate(edges))
        else:
            start = end = require(operand(expression, self._table), Sort.TIME, "a temporal function")
        if start.is_constant and end.is_constant:
            return constant(Sort.TIME, _pair(start.constant, end.constant))
        return Operand(Sort.TIME, [_pair(one, other) for one, other in zip(start, end, strict=False)])

    def _edge(self, expression: Expression, *, is_start: bool) -> Operand:
        if isinstance(expression, str):
            return constant(Sort.TIME, edge(expression, is_start=is_start))
        return require(operand(expression, self._table), Sort.TIME, "INTERVAL")


_WORDS: Mapping[str, Callable[[_Answering, Mapping[str, Any]], Truth]] = {
    "isnull": _Answering.is_null,
    "like": _Answering.like,
    "between": _Answering.between,
    "in": _Answering.one_of,
}


def _alike(op: str, first: Operand, second: Operand) -> tuple[Operand, Operand]:
    """Two operands that can be compared; text is read as a time where the other is one."""
    if Sort.LIST in (first.sort, second.sort):
        raise _several(op)
    if Sort.NULL in (first.sort, second.sort) or first.sort is second.sort:
        return first, second
    if {first.sort, second.sort} == {Sort.TIME, Sort.TEXT}:
        return _as_time(first), _as_time(second)
    raise refused(f"{op} compares {first.sort} with {second.sort}")


def _as_time(found: Operand) -> Operand:
    if found.sort is Sort.TIME:
        return found
    if not found.is_constant:
        raise refused("a time is compared with text that is none")
    return constant(Sort.TIME, days(found.constant))


def _several(op: str) -> Exception:
    return refused(f"{op} takes a single value, and the property has several; ask A_CONTAINS(property, ('value'))")


def _pair(start: float | None, end: float | None) -> Bounds | None:
    return None if start is None or end is None else (start, end)
