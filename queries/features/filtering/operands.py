"""What a filter compares: the values of a property, a value that is written out, or what is reckoned from these."""

from __future__ import annotations

import operator
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import repeat
from typing import Any

from queries.features.collections import GEOMETRY, ValueType
from queries.features.errors import FeatureRequestError
from queries.features.filtering.parsing import Expression
from queries.features.filtering.times import days
from queries.features.table import FeatureTable


class Sort(StrEnum):
    """What kind of value an operand has, as messages call it."""

    TEXT = "text"
    NUMBER = "a number"
    TRUTH = "true or false"
    TIME = "a time"
    LIST = "a list"
    NULL = "NULL"


_SORTS = {
    ValueType.TEXT: Sort.TEXT,
    ValueType.IRI: Sort.TEXT,
    ValueType.NUMBER: Sort.NUMBER,
    ValueType.INTEGER: Sort.NUMBER,
    ValueType.DATE: Sort.TIME,
    ValueType.TEXTS: Sort.LIST,
}


@dataclass(frozen=True, slots=True)
class Operand:
    """A value for each feature; None is NULL. Times are days since the year 1 with fractions."""

    sort: Sort
    values: Iterable[Any]
    is_constant: bool = False

    def __iter__(self) -> Iterator[Any]:
        return iter(self.values)

    @property
    def constant(self) -> Any:
        """The one value of a constant."""
        return next(iter(self.values))

    def mapped(self, change: Callable[[Any], Any]) -> Operand:
        """The operand with each value changed; NULL stays NULL."""
        if self.is_constant:
            return constant(self.sort, None if self.constant is None else change(self.constant))
        return Operand(self.sort, [None if value is None else change(value) for value in self.values])


def constant(sort: Sort, value: Any) -> Operand:
    """The same value for all features."""
    return Operand(sort, repeat(value), is_constant=True)


def operand(expression: Expression, table: FeatureTable) -> Operand:
    """What an expression stands for; raises FeatureRequestError for an unknown property or function."""
    if isinstance(expression, dict):
        return _composed(expression, table)
    if isinstance(expression, list):
        return constant(Sort.LIST, tuple(_plain(part) for part in expression))
    if expression is None:
        return constant(Sort.NULL, None)
    sort = {bool: Sort.TRUTH, str: Sort.TEXT}.get(type(expression), Sort.NUMBER)
    return constant(sort, expression)


def property_name(expression: Expression) -> str | None:
    """The property that an expression is."""
    name = expression.get("property") if isinstance(expression, dict) else None
    return name if isinstance(name, str) else None


def arguments(expression: Mapping[str, Any], count: int) -> list[Expression]:
    """The arguments of an operation, which must be so many."""
    args: list[Expression] = expression.get("args", [])
    if len(args) != count:
        raise refused(f"{expression['op']} takes {count} arguments, not {len(args)}")
    return args


def refused(what: str) -> FeatureRequestError:
    """The error of a filter that can be read, but not answered."""
    return FeatureRequestError("filter", f"filter: {what}.")


def _composed(expression: Mapping[str, Any], table: FeatureTable) -> Operand:
    name = property_name(expression)
    if name is not None:
        return _column(name, table)
    for kind in ("date", "timestamp"):
        if kind in expression:
            return constant(Sort.TIME, days(str(expression[kind])))
    op = str(expression.get("op", "")).lower()
    if op in _FOLDS:
        (inner,) = (operand(part, table) for part in arguments(expression, 1))
        return require(inner, Sort.TEXT, op).mapped(_FOLDS[op])
    if op in _RECKONED:
        first, second = (require(operand(part, table), Sort.NUMBER, op) for part in arguments(expression, 2))
        return _reckoned(_RECKONED[op], first, second)
    raise refused(f"{op or next(iter(expression), 'nothing')!r} is no function that gives a value")


def _column(name: str, table: FeatureTable) -> Operand:
    known = table.collection.property(name)
    if known is None:
        offered = ", ".join([*(listed.name for listed in table.collection.properties), GEOMETRY])
        raise refused(f"{table.collection.name} has no property {name[:50]!r}; there are {offered}")
    column = table.columns[name]
    if known.type is ValueType.DATE:
        return Operand(Sort.TIME, [None if value is None else days(str(value)) for value in column])
    return Operand(_SORTS[known.type], column)


def require(found: Operand, sort: Sort, op: str) -> Operand:
    """The operand, where it is of that sort or NULL."""
    if found.sort not in (sort, Sort.NULL):
        raise refused(f"{op} takes {sort}, not {found.sort}")
    return found


def _reckoned(reckon: Callable[[float, float], float], first: Operand, second: Operand) -> Operand:
    if first.is_constant and second.is_constant:
        return constant(Sort.NUMBER, _number(reckon, first.constant, second.constant))
    return Operand(Sort.NUMBER, [_number(reckon, one, other) for one, other in zip(first, second, strict=False)])


def _number(reckon: Callable[[float, float], float], one: float | None, other: float | None) -> float | None:
    """A result; NULL of NULL, and where there is none (a division by 0)."""
    if one is None or other is None:
        return None
    try:
        found = reckon(float(one), float(other))
    except (ArithmeticError, ValueError):
        return None
    return None if isinstance(found, complex) else found


def _plain(part: Expression) -> Any:
    """A member of a list; folded where the list says so: CASEI('a')."""
    if isinstance(part, dict) and str(part.get("op", "")).lower() in _FOLDS:
        (inner,) = arguments(part, 1)
        folded = _plain(inner)
        return _FOLDS[part["op"].lower()](folded) if isinstance(folded, str) else folded
    if isinstance(part, dict) and ("date" in part or "timestamp" in part):
        return days(str(part.get("date", part.get("timestamp"))))
    if isinstance(part, (dict, list)):
        raise refused("a list may only hold values")
    return part


def _without_accents(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFD", text) if unicodedata.category(one) != "Mn")


_FOLDS: Mapping[str, Callable[[str], str]] = {"casei": str.casefold, "accenti": _without_accents}
_RECKONED: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": operator.mod,
    "div": operator.floordiv,
    "^": operator.pow,
}
