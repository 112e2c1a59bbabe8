"""The spatial conditions among a group's filters: two geometries that must meet, or must not be far apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.geo.names import FUNCTIONS
from graph.geo.relations import DISTANT, RELATIONS
from graph.store.embedded.spatial.groups import Group, QueryText

_MEETING = frozenset(FUNCTIONS + name for name in RELATIONS if name not in DISTANT)
_DISTANCES = {f"{FUNCTIONS}distance": 3, f"{FUNCTIONS}metricDistance": 2}


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a function: a variable, or an expression without any."""

    variable: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Two geometries have a point in common; or their distance, in a unit, is at most so much (an expression)."""

    first: Argument
    second: Argument
    covers: tuple[int, int]
    """The tokens that say it."""
    relation: str = ""
    """The IRI of the function, where it is a relation."""
    unit: str | None = None
    most: str | None = None


@dataclass(frozen=True, slots=True)
class Distance:
    """A call of a distance function; the unit is an expression, None for metres."""

    first: Argument
    second: Argument
    unit: str | None


def conditions(query: QueryText, group: Group) -> Iterator[Condition]:
    """Those that every solution of a group meets: the conjuncts of its filters that are spatial."""
    bound = bindings(query, group)
    for element in group.of("FILTER"):
        for start, end in _conjuncts(query, element.start + 1, element.end):
            found = _condition(query, start, end, bound)
            if found is not None:
                yield found


def bindings(query: QueryText, group: Group) -> dict[str, tuple[int, int]]:
    """The tokens of the expression that each BIND of a group gives a variable."""
    bound = {}
    for element in group.of("BIND"):
        opening = element.start + 1
        closing = query.match[opening]
        if closing - 2 > opening and query.tokens[closing - 2].text == "AS":
            bound[query.tokens[closing - 1].text[1:]] = (opening + 1, closing - 2)
    return bound


def distance_call(
    query: QueryText, start: int, end: int, bound: dict[str, tuple[int, int]] | None = None
) -> Distance | None:
    """The distance that some tokens call for, or a variable that is bound to one."""
    start, end = unbracketed(query, start, end)
    if end - start == 1 and query.tokens[start].kind == "variable" and bound:
        place = bound.get(query.tokens[start].text[1:])
        return distance_call(query, *place) if place else None
    call = _call(query, start, end)
    if call is None or _DISTANCES.get(call[0]) != len(call[1]):
        return None
    arguments = [_argument(query, *place) for place in call[1]]
    if any(argument is None for argument in arguments):
        return None
    first, second, *unit = arguments
    if first is None or second is None or (unit and (unit[0] is None or unit[0].variable)):
        return None
    return Distance(first, second, unit[0].text if unit and unit[0] else None)


def unbracketed(query: QueryText, start: int, end: int) -> tuple[int, int]:
    """The tokens within the brackets about some tokens."""
    while end - start > 2 and query.tokens[start].text == "(" and query.match.get(start) == end - 1:
        start, end = start + 1, end - 1
    return start, end


def _conjuncts(query: QueryText, start: int, end: int) -> Iterator[tuple[int, int]]:
    start, end = unbracketed(query, start, end)
    if len(query.split(start, end, "||")) > 1:
        return
    parts = query.split(start, end, "&&")
    if len(parts) == 1:
        yield start, end
        return
    for part in parts:
        yield from _conjuncts(query, *part)


def _condition(query: QueryText, start: int, end: int, bound: dict[str, tuple[int, int]]) -> Condition | None:
    call = _call(query, start, end)
    if call is not None and call[0] in _MEETING and len(call[1]) == 2:
        first, second = (_argument(query, *place) for place in call[1])
        return Condition(first, second, (start, end), call[0]) if first and second else None
    for mark, near in (("<=", 0), ("<", 0), (">=", 1), (">", 1)):
        sides = query.split(start, end, mark)
        if len(sides) == 2:
            distance = distance_call(query, *sides[near], bound)
            most = _argument(query, *sides[1 - near])
            if distance is None or most is None or most.variable:
                return None
            return Condition(distance.first, distance.second, (start, end), unit=distance.unit, most=most.text)
    return None


def _call(query: QueryText, start: int, end: int) -> tuple[str, list[tuple[int, int]]] | None:
    """The function that some tokens call, and the tokens of its arguments."""
    if end - start < 3 or query.tokens[start + 1].text != "(" or query.match.get(start + 1) != end - 1:
        return None
    name = query.iri(start)
    return None if name is None else (name, query.split(start + 2, end - 1, ","))


def _argument(query: QueryText, start: int, end: int) -> Argument | None:
    """An argument; None for an expression of variables, or of functions that may not say the same twice (NOW, RAND)."""
    start, end = unbracketed(query, start, end)
    if end - start == 1 and query.tokens[start].kind == "variable":
        return Argument(query.tokens[start].text[1:], "")
    if any(token.kind in ("variable", "word") for token in query.tokens[start:end]) or end <= start:
        return None
    return Argument(None, query.source(start, end))
