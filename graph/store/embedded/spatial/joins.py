"""Rewrites a join of many points with a few areas, so that each point is told its areas instead of asking them all.

`?p geo:asWKT ?w . ?a geo:asWKT ?h . FILTER(geof:sfWithin(?w, ?h))` asks for each pair. Here the few literals that one
of the two can be are known beforehand, and the index says which points lie in each: the point's side of the pattern
gets, by a function made for this query, the name of its area, by which the engine joins the area's side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
import shapely

from graph.geo.deciding import related
from graph.geo.errors import GeometryError
from graph.geo.index import GeometryIndex
from graph.geo.index_file import Entry
from graph.geo.literals import read_literal
from graph.geo.names import FUNCTIONS, WKT
from graph.geo.relations import RELATIONS
from graph.geo.values import Spatial
from graph.store.embedded.spatial.anchors import in_order
from graph.store.embedded.spatial.candidates import Function, Narrowing, Rewritten
from graph.store.embedded.spatial.conditions import Condition, conditions, unbracketed
from graph.store.embedded.spatial.groups import Element, Group, QueryText
from graph.store.embedded.spatial.naming_rows import pairs_text
from graph.store.embedded.spatial.patterns import components, geometry_variables
from graph.store.embedded.spatial.places import boxes_about, placed
from graph.store.sparql_text import literal_text

_NAME: Final = "urn:x-plangraph:area"
_WKT: Final = ox.NamedNode(WKT)
_NOWHERE: Final = ox.NamedNode(f"{_NAME}:none")
_KEY: Final = "plangraph_area"
_MOST_AREAS_OF_A_PLACE: Final = 3
_MOST_OTHERS: Final = 5_000
_INSIDE: Final = frozenset({f"{FUNCTIONS}sfWithin", f"{FUNCTIONS}sfContains", f"{FUNCTIONS}sfIntersects"})


@dataclass(frozen=True, slots=True)
class _Sides:
    """The variable of the points and that of the areas, and the areas."""

    point: str
    area: str
    areas: Sequence[ox.Literal]


def joined_by_area(query: QueryText, narrowing: Narrowing) -> Rewritten | None:
    """The query as a join by area; None where it is none, or where others than points are concerned."""
    group = query.groups[0] if query.groups else None
    if group is None or not _names_its_columns(query, group):
        return None
    for element in group.of("FILTER"):
        condition = _only_condition(query, group, element)
        sides = _sides(query, group, condition, narrowing) if condition is not None else None
        if condition is not None and sides is not None:
            places = _places(narrowing.index(), sides, condition.relation)
            return None if places is None else _written(query, group, element, sides, places)
    return None


def _only_condition(query: QueryText, group: Group, element: Element) -> Condition | None:
    """What a filter asks for, where it is a relation by which points are told apart and nothing else."""
    alone = Group(group.kind, group.start, group.end, group.parent, [element])
    found = list(conditions(query, alone))
    whole = unbracketed(query, element.start + 1, element.end)
    only = found[0] if len(found) == 1 and found[0].covers == whole else None
    return only if only is not None and only.relation in _INSIDE else None


def _sides(query: QueryText, group: Group, condition: Condition, narrowing: Narrowing) -> _Sides | None:
    """Points and areas: of sfWithin and sfContains the places are fixed, sfIntersects is tried both ways."""
    one, other = condition.first.variable, condition.second.variable
    if not one or not other or one == other or not {one, other} <= geometry_variables(query, group).keys():
        return None
    ways = {f"{FUNCTIONS}sfWithin": [(one, other)], f"{FUNCTIONS}sfContains": [(other, one)]}
    for point, area in ways.get(condition.relation, [(one, other), (other, one)]):
        areas = narrowing.anchors(area, point, group)
        if areas:
            return _Sides(point, area, areas)
    return None


def _places(index: GeometryIndex, sides: _Sides, relation: str) -> list[dict[str, int]] | None:
    """For the first, second, … area that a place lies in: the area's number by the place's text.

    None where a place is written otherwise than in WKT, where too many are no points, or lie in too many areas.
    """
    places: list[dict[str, int]] = [{}]
    others = 0
    for number, term in enumerate(sides.areas):
        value = placed(term)
        if value is None:
            return None
        name, is_first = relation.removeprefix(FUNCTIONS), relation.endswith("sfContains")
        near = index.numbers(boxes_about(value, None))
        met, unsure = related(index, near, name, value, value_is_first=is_first)
        others += len(unsure)
        if others > _MOST_OTHERS:
            return None
        within = [
            *index.entries(met),
            *(entry for entry in index.entries(unsure) if _meets(entry, value, relation)),
        ]
        if not all(entry.datatype == WKT and _note(places, entry.text, number) for entry in within):
            return None
    return places


def _note(places: list[dict[str, int]], text: str, number: int) -> bool:
    """Note an area of a place; False where it lies in too many."""
    level = next((level for level, known in enumerate(places) if text not in known), len(places))
    if level == len(places):
        places.append({})
    places[level][text] = number
    return level < _MOST_AREAS_OF_A_PLACE


def _meets(entry: Entry, value: Spatial, relation: str) -> bool:
    """Whether the relation holds of a literal that is no plain point; an error is no."""
    test = RELATIONS[relation.removeprefix(FUNCTIONS)]
    try:
        own = read_literal(*entry)
        return test(value, own) if relation.endswith("sfContains") else test(own, value)
    except (GeometryError, shapely.errors.ShapelyError):
        return False


def _written(
    query: QueryText, group: Group, element: Element, sides: _Sides, places: Sequence[Mapping[str, int]]
) -> Rewritten | None:
    parts = components(query, group) or []
    of_points = next((part[1] for part in parts if sides.point in part[0]), None)
    rest = [part[1] for part in parts if sides.point not in part[0]]
    if of_points is None:
        return None
    functions = {ox.NamedNode(f"{_NAME}-of:{level}"): _teller(known) for level, known in enumerate(places)}
    names = [f"BIND({function}(?{sides.point}) AS ?{_KEY})" for function in functions]
    points = " UNION ".join(f"{{ {in_order(of_points)} {name} }}" for name in names)
    named = {
        f"<{_NAME}:{number}>": [literal_text(term.value, term.datatype.value)]
        for number, term in enumerate(sides.areas)
    }
    areas = f"{pairs_text(_KEY, sides.area, named)} {' '.join(f'{{ {in_order(part)} }}' for part in rest)}"
    filters = " ".join(query.source(other.start, other.end) for other in group.of("FILTER") if other is not element)
    opening, closing = query.tokens[group.start], query.tokens[group.end]
    body = f"{{ {{ {points} }} {{ {areas} }} {filters} }}"
    return Rewritten(f"{query.text[: opening.start]}{body}{query.text[closing.end :]}", functions)


def _teller(known: Mapping[str, int]) -> Function:
    names = {number: ox.NamedNode(f"{_NAME}:{number}") for number in set(known.values())}
    by_text = {text: names[number] for text, number in known.items()}
    return lambda term: by_text.get(term.value, _NOWHERE) if term.datatype == _WKT else _NOWHERE


def _names_its_columns(query: QueryText, group: Group) -> bool:
    """Whether it is a SELECT of named variables, among which ours is not."""
    if query.tokens[query.form].text != "SELECT":
        return False
    number = query.form + 1
    while number < group.start:
        if query.tokens[number].text == "*":
            return False
        number = query.match.get(number, number) + 1
    return True
