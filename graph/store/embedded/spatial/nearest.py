"""Rewrites a query for the nearest few (ORDER BY a distance, LIMIT) so that the index names who can be among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.geo.deciding import Array, distances
from graph.geo.functions import AGGREGATE_TABLE
from graph.geo.values import Spatial
from graph.store.embedded.spatial.candidates import MOST, Narrowing, Rewritten, written
from graph.store.embedded.spatial.conditions import Distance, bindings, distance_call
from graph.store.embedded.spatial.groups import Element, Group, QueryText
from graph.store.embedded.spatial.naming_rows import rows_text
from graph.store.embedded.spatial.patterns import geometry_variables
from graph.store.embedded.spatial.places import boxes_about

_FARTHEST: Final = 20_100_000.0  # metres: half way round the earth, and a little
_FIRST: Final = 100.0
_MOST_WANTED: Final = 5_000
_MARGIN: Final = 1.000_001
_AGGREGATES: Final = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "DISTINCT", "REDUCED"})


@dataclass(frozen=True, slots=True)
class _Order:
    """What the rows are ordered by, and how many of the first are wanted, skipped ones included."""

    distance: Distance
    wanted: int


def nearest_only(query: QueryText, narrowing: Narrowing) -> Rewritten | None:
    """The query with candidates for its first rows; None where that cannot be known.

    A circle is sought that holds as many rows as are wanted: no row from without can then be among the first.
    Literals whose distance is an error come first in SPARQL's order, so those whose place is not known stay in.
    """
    group = query.groups[0] if query.groups else None
    order = _order(query, group) if group is not None else None
    if group is None or order is None:
        return None
    variables = geometry_variables(query, group)
    for near, other in ((order.distance.first, order.distance.second), (order.distance.second, order.distance.first)):
        if near.variable in variables and other.variable != near.variable and near.variable:
            centre = narrowing.only_value(other, near.variable, group)
            if centre is not None:
                place = (near.variable, variables[near.variable])
                return _within_circle(query, narrowing, group, place, order, centre)
    return None


def _within_circle(
    query: QueryText,
    narrowing: Narrowing,
    group: Group,
    place: tuple[str, Element],
    order: _Order,
    centre: Spatial,
) -> Rewritten | None:
    index = narrowing.index()
    text, behind = query.text, query.tokens[place[1].end - 1].end
    opening, closing = query.tokens[group.start].start, query.tokens[group.end].start
    radius, expected = _FIRST, order.wanted
    while radius < _FARTHEST:
        numbers = index.numbers(boxes_about(centre, radius))
        away = distances(index, numbers, centre)
        circle = _smaller(away, radius, expected)
        numbers = numbers[~(away > circle)]
        if len(numbers) > MOST:
            return None
        if len(numbers) >= order.wanted:
            entries = index.entries(numbers)
            if not all(entry.datatype for entry in entries):
                return None
            rows = rows_text(place[0], written(entries))
            within = f"FILTER({_call(order.distance)} <= {circle!r})"
            body = f"{text[opening:behind]} {rows} {text[behind:closing]} {within} }}"
            if narrowing.count(body) >= order.wanted:
                return Rewritten(f"{text[:behind]} {rows} {text[behind:]}", {})
            expected *= 4  # some of those that lie there are not what is asked for
        radius = radius if circle < radius else radius * 3
    return None


def _smaller(away: Array, radius: float, expected: int) -> float:
    """The radius within which so many points lie; the larger one where there are fewer in that."""
    nearest = np.sort(away[away <= radius])
    return min(radius, float(nearest[expected - 1]) * _MARGIN) if len(nearest) >= expected else radius


def _call(distance: Distance) -> str:
    arguments = [f"?{part.variable}" if part.variable else part.text for part in (distance.first, distance.second)]
    return f"<http://www.opengis.net/def/function/geosparql/metricDistance>({', '.join(arguments)})"


def _order(query: QueryText, group: Group) -> _Order | None:
    """The order of a SELECT of plain rows, by a distance first, of which so many are wanted."""
    words = {
        query.tokens[number].text for number in range(query.form, group.start) if query.tokens[number].kind == "word"
    }
    calls = {query.iri(number) for number in range(query.form, group.start)}
    if query.tokens[query.form].text != "SELECT" or words & _AGGREGATES or calls & AGGREGATE_TABLE.keys():
        return None
    number = group.end + 1
    tail = query.tokens[number:]
    if len(tail) < 5 or [token.text for token in tail[:2]] != ["ORDER", "BY"]:
        return None
    end = next(
        (place for place in range(number, len(query.tokens)) if query.tokens[place].text in ("LIMIT", "OFFSET")), 0
    )
    wanted = _wanted(query, end)
    start = number + 2
    if query.tokens[start].text == "ASC":
        start += 1
    last = _end_of_key(query, start)
    distance = distance_call(query, start, last, {**bindings(query, group), **_projected(query, group)})
    if not end or last > end or distance is None or wanted is None or wanted > _MOST_WANTED:
        return None
    return _Order(distance, wanted)


def _end_of_key(query: QueryText, start: int) -> int:
    if start in query.match:
        return query.match[start] + 1
    return query.match[start + 1] + 1 if start + 1 in query.match else start + 1


def _projected(query: QueryText, group: Group) -> dict[str, tuple[int, int]]:
    """The tokens of each (expression AS ?variable) in the SELECT clause."""
    found = {}
    number = query.form + 1
    while number < group.start:
        end = query.match.get(number)
        if end is not None and query.tokens[number].text == "(" and query.tokens[end - 2].text == "AS":
            found[query.tokens[end - 1].text[1:]] = (number + 1, end - 2)
        number = number + 1 if end is None else end + 1
    return found


def _wanted(query: QueryText, start: int) -> int | None:
    """LIMIT and OFFSET together, where nothing else follows; None where there is no LIMIT."""
    words: list[str] = []
    for token in query.tokens[start:] if start else ():  # of which comments are none, and each digit is one
        if token.text.isdigit() and words and words[-1].isdigit():
            words[-1] += token.text
        else:
            words.append(token.text)
    if len(words) not in (2, 4) or words[0::2] not in (["LIMIT"], ["LIMIT", "OFFSET"], ["OFFSET", "LIMIT"]):
        return None
    return sum(int(word) for word in words[1::2]) if all(word.isdigit() for word in words[1::2]) else None
