"""From the values given to a question to the rows of its VALUES line: typed, checked, escaped."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import product
from types import MappingProxyType

from rdflib.namespace import GEO

from graph.store.base import Store
from graph.store.errors import DataSyntaxError
from graph.store.sparql_text import iri_text, literal_text
from queries import refusals
from queries.front_matter import PARAMETER_ROW
from queries.question import Parameter, ParameterType, Question
from queries.resolution import resolve
from queries.wkt import ShapeError, checked_shape

Values = Mapping[str, str | Sequence[str]]
"""What is given to a question: a text, or several for a repeatable parameter, by the parameter's name."""

MAX_VALUES = 100  # of one repeatable parameter

_XSD = "http://www.w3.org/2001/XMLSchema#"
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")


def read_arguments(store: Store, question: Question, values: Values) -> Mapping[str, tuple[str, ...]]:
    """Return each parameter's values as SPARQL terms; none where it is neither given nor has a default.

    Raises ParameterError.
    """
    _refuse_unknown(question, values)
    return {
        parameter.name: tuple(dict.fromkeys(_read(store, parameter, text) for text in _given(parameter, values)))
        for parameter in question.parameters
    }


def bind(question: Question, arguments: Mapping[str, tuple[str, ...]]) -> str:
    """Return the question's SELECT with the arguments, in every combination, in place of its UNDEF row."""
    if not any(arguments.values()):
        return question.select
    columns = [arguments[parameter.name] or ("UNDEF",) for parameter in question.parameters]
    rows = " ".join(f"({' '.join(row)})" for row in product(*columns))
    return PARAMETER_ROW.sub(lambda found: f"VALUES ({found[1]}) {{ {rows} }}", question.select)


def _refuse_unknown(question: Question, values: Values) -> None:
    known = {parameter.name for parameter in question.parameters}
    for name in values:
        if name not in known:
            raise refusals.unknown(question, name)


def _given(parameter: Parameter, values: Values) -> tuple[str, ...]:
    given = values.get(parameter.name, ())
    texts = tuple(text.strip() for text in ((given,) if isinstance(given, str) else given))
    if not all(texts):
        raise refusals.missing(parameter, empty=True)
    if parameter.required and not texts:
        raise refusals.missing(parameter, empty=False)
    allowed = MAX_VALUES if parameter.repeatable else 1
    if len(texts) > allowed:
        raise refusals.too_often(parameter, texts, allowed)
    return texts or (() if parameter.default is None else (parameter.default,))


def _read(store: Store, parameter: Parameter, given: str) -> str:
    try:
        return _READERS[parameter.type](store, parameter, given)
    except DataSyntaxError as error:
        raise refusals.no_text(parameter, given) from error


def _read_iri(store: Store, parameter: Parameter, given: str) -> str:
    return iri_text(resolve(store, parameter, given))


def _read_date(_store: Store, parameter: Parameter, given: str) -> str:
    """Write a day; a year or a month is its last day, or its first where the parameter begins a period."""
    found = _DATE.fullmatch(given)
    try:
        if found is None:
            raise ValueError(given)
        year, month = int(found[1]), int(found[2] or (1 if parameter.begins else 12))
        last = 1 if parameter.begins else monthrange(year, month)[1]
        day = date(year, month, int(found[3]) if found[3] else last)
    except ValueError:
        raise refusals.no_date(parameter, given) from None
    return literal_text(day.isoformat(), f"{_XSD}date")


def _read_integer(_store: Store, parameter: Parameter, given: str) -> str:
    number = int(given) if _INTEGER.fullmatch(given) else None
    least, most = parameter.minimum, parameter.maximum
    if number is None or (least is not None and number < least) or (most is not None and number > most):
        raise refusals.no_number(parameter, given)
    return literal_text(str(number), f"{_XSD}integer")


def _read_text(_store: Store, _parameter: Parameter, given: str) -> str:
    return literal_text(given)


def _read_choice(_store: Store, parameter: Parameter, given: str) -> str:
    if given not in parameter.choices:
        raise refusals.no_choice(parameter, given)
    return literal_text(given)


def _read_wkt(_store: Store, parameter: Parameter, given: str) -> str:
    try:
        return literal_text(checked_shape(given), str(GEO.wktLiteral))
    except ShapeError as error:
        raise refusals.no_shape(parameter, given, error.sentences) from error


_READERS: Mapping[ParameterType, Callable[[Store, Parameter, str], str]] = MappingProxyType(
    {
        ParameterType.IRI: _read_iri,
        ParameterType.DATE: _read_date,
        ParameterType.INTEGER: _read_integer,
        ParameterType.TEXT: _read_text,
        ParameterType.CHOICE: _read_choice,
        ParameterType.WKT: _read_wkt,
    }
)
