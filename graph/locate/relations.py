"""What lies in what, and beside what, computed from areas whose positions are known well enough to tell.

Coordinates are laid flat around the middle of the areas, which over a town is right to a few centimetres.
A thing lies in an area where it does so however far each of the two is from where it is said to be; for areas that
share an edge this is asked of their bulk. Only from positions that show a thing's whole extent: a position worked out
from neighbours shows where a part of it is, and one point of a place does not show where the place ends. The direct
relations only: `plan:within` is transitive.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rdflib import RDF
from rdflib.namespace import PROV

from graph.identifiers import Identifiers
from graph.locate.coordinates import positions_of
from graph.locate.positions import geometry_iri
from graph.model import Basis, Entity, Position, Triple
from ontology.namespaces import BASIS
from ontology.terms import PLAN

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_EARTH = 6_371_008.8  # metres, the mean radius of the WGS 84 ellipsoid
_FAR = 50.0  # metres: what is known worse than this meets nothing for certain
_WHOLE = frozenset({"townGis", "surveyed", "drawn"})  # the methods by which a whole extent is known
_SAME = 0.9  # the share of a smaller area that must lie in the larger one, or may lie in none of its neighbours


@dataclass(frozen=True, slots=True)
class Relation:
    """One thing's relation to a place, as the geometries of the two have it."""

    one: Position
    predicate: str  # local name in plan:
    place: Position


@dataclass(frozen=True, slots=True)
class _Flat:
    position: Position
    shape: BaseGeometry  # in metres
    accuracy: float  # metres

    @property
    def is_area(self) -> bool:
        return bool(self.shape.area)


def find_relations(positions: Sequence[Position], entities: Mapping[str, Entity]) -> Iterator[Relation]:
    """Every relation between entities (by path) that follows from where they are, and contradicts nothing stated."""
    known = [position for position in positions if _is_true(position) and position.path in entities]
    if not any((position.geometry or {})["type"].endswith("Polygon") for position in known):
        return  # shapely takes its time to be imported
    flat = _flattened(known)
    around = {path: _around(path, entities) for path in entities}
    inside: dict[str, set[str]] = {}
    for one, area in _pairs(flat):
        if _is_place(entities[one.position.path]) and one.shape.geom_type.endswith("Point"):
            continue
        if one.position.path not in around[area.position.path] and _lies_in(one, area):
            inside.setdefault(one.position.path, set()).add(area.position.path)
    by_path = {position.path: position for position in known}
    for one_path, places in sorted(inside.items()):
        predicate = "within" if _is_place(entities[one_path]) else "locatedAt"
        for place in sorted(places - {outer for inner in places for outer in inside.get(inner, ())}):
            yield Relation(by_path[one_path], predicate, by_path[place])
    for one, other in _pairs(flat):
        paths = one.position.path, other.position.path
        if paths[1] in inside.get(paths[0], ()) or paths[0] in inside.get(paths[1], ()):
            continue
        if _is_place(entities[paths[0]]) and _is_place(entities[paths[1]]) and _meet(one, other):
            yield Relation(one.position, "adjacentTo", other.position)


def describe_relations(relations: Iterator[Relation], ids: Identifiers) -> Iterator[Triple]:
    """Each relation, and that it was computed from the two geometries."""
    for relation in relations:
        one, other = relation.one.path, relation.place.path
        subject, predicate, value = ids.of_path(one), PLAN[relation.predicate], ids.of_path(other)
        node = ids.relation(Basis.COMPUTED, one, relation.predicate, other)
        yield subject, predicate, value
        yield node, RDF.type, PLAN.SpatialRelation
        yield node, RDF.subject, subject
        yield node, RDF.predicate, predicate
        yield node, RDF.object, value
        yield node, PLAN.basis, BASIS[Basis.COMPUTED]
        for position in (relation.one, relation.place):
            yield node, PROV.wasDerivedFrom, geometry_iri(position, ids)


def _is_true(position: Position) -> bool:
    return position.geometry is not None and not position.schematic and position.method in _WHOLE


def _is_place(entity: Entity) -> bool:
    return "Place" in entity.classes


def _around(path: str, entities: Mapping[str, Entity]) -> set[str]:
    """All that a place is stated to lie within, itself included."""
    found, waiting = set[str](), [path]
    while waiting:
        place = waiting.pop()
        if place not in found and place in entities:
            found.add(place)
            waiting.extend(entities[place].within)
    return found


def _flattened(positions: Sequence[Position]) -> list[_Flat]:
    from shapely import make_valid, transform  # noqa: PLC0415 - see above
    from shapely.geometry import shape  # noqa: PLC0415

    points = [point for position in positions for point in positions_of(position.geometry or {})]
    x0, y0 = (sum(numbers) / len(points) for numbers in zip(*points, strict=True))
    east, north = math.radians(1) * _EARTH * math.cos(math.radians(y0)), math.radians(1) * _EARTH

    def lay_flat(degrees: Any) -> Any:
        return (degrees - (x0, y0)) * (east, north)

    return [
        _Flat(position, make_valid(transform(shape(dict(position.geometry or {})), lay_flat)), position.accuracy or 0.0)
        for position in positions
    ]


def _pairs(flat: Sequence[_Flat]) -> Iterator[tuple[_Flat, _Flat]]:
    """Each thing with each area that it may have to do with, in the order of the file."""
    from shapely import STRtree  # noqa: PLC0415

    tree = STRtree([thing.shape for thing in flat])
    for place, area in enumerate(flat):
        if area.is_area:
            for other in sorted(int(found) for found in tree.query(area.shape.buffer(2 * _FAR))):
                if other != place:
                    yield flat[other], area


def _lies_in(one: _Flat, area: _Flat) -> bool:
    reach = one.accuracy + area.accuracy
    if not one.is_area:
        return bool(area.shape.buffer(-reach).covers(one.shape))
    if one.shape.area >= area.shape.area or not area.shape.buffer(reach).covers(one.shape):
        return False
    return reach <= _FAR and bool(one.shape.intersection(area.shape).area >= _SAME * one.shape.area)


def _meet(one: _Flat, area: _Flat) -> bool:
    reach = one.accuracy + area.accuracy
    if reach > _FAR or one.shape.geom_type.endswith("Point"):
        return False
    if one.is_area and one.position.path > area.position.path:
        return False  # told the other way round; the relation is symmetric
    smaller = min(one.shape.area, area.shape.area) or math.inf
    apart = one.shape.intersection(area.shape).area <= (1 - _SAME) * smaller
    return bool(apart and one.shape.distance(area.shape) <= reach)
