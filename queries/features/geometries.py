"""A WKT literal of the graph as a geometry in CRS84, with what is wrong or doubtful about it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from graph.geo.crs import default_crs
from graph.geo.doubts import doubts
from graph.geo.errors import GeometryError
from graph.geo.wkt import read_wkt
from queries.features.crs import is_on_earth

_KNOWN = frozenset(
    ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection")
)
_POINT = re.compile(r"POINT ?\((-?\d{1,3}(?:\.\d{1,20})?) (-?\d{1,2}(?:\.\d{1,20})?)\)")
_UNDOUBTED = 60  # degrees of latitude; a point below it is in no way one of China with its axes swapped


@dataclass(frozen=True, slots=True)
class Shape:
    """A geometry as it is written, the same as it can be reckoned with, and what is wrong with it."""

    written: BaseGeometry | None = None
    sound: BaseGeometry | None = None
    problem: str | None = None


def read_shapes(literals: Iterable[str]) -> dict[str, Shape]:
    """The geometry of each literal; a height is left out. Nothing is raised: what cannot be read is told as a problem.

    Most are plain points, of which nothing can be wrong; they are made together, in a tenth of the time.
    """
    found = {literal: _plain_point(literal) for literal in literals}
    points = {literal: pair for literal, pair in found.items() if pair is not None}
    made = shapely.points(list(points.values())) if points else ()
    shapes = {literal: Shape(point, point) for literal, point in zip(points, made, strict=True)}
    return shapes | {literal: _any_shape(literal) for literal in found.keys() - points.keys()}


def _plain_point(literal: str) -> tuple[float, float] | None:
    """The coordinates of a point as nearly every one is written."""
    plain = _POINT.fullmatch(literal)
    if plain is None:
        return None
    longitude, latitude = float(plain[1]), float(plain[2])
    return None if abs(longitude) > 180 or abs(latitude) > _UNDOUBTED else (longitude, latitude)


def _any_shape(literal: str) -> Shape:
    try:
        value = read_wkt(literal)
        there = value.within(default_crs())
        found = shapely.force_2d(there.geometry)
    except GeometryError as error:
        return Shape(problem=str(error))
    problem = " ".join(doubt.sentence for doubt in doubts(value)) or None
    if found.geom_type not in _KNOWN:
        return Shape(problem=f"GeoJSON has no {found.geom_type}.")
    if found.is_empty or not is_on_earth(found):
        return Shape(problem=problem)
    sound = shapely.force_2d(there.sound)
    return Shape(found, None if sound.is_empty else sound, problem)


def together(shapes: list[BaseGeometry]) -> BaseGeometry | None:
    """The union of sound geometries; None of none."""
    if not shapes:
        return None
    return shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)
