"""Distances, lengths and areas: geodesic where coordinates are degrees, in the plane where they are not.

Edges of a polygon or line between its points are straight in its coordinates, as Simple Features has it. Lengths and
areas in degrees are those of the geodesics between the points (Karney's algorithms, in PROJ), which an edge of 5 km
leaves by less than half a metre. The ellipsoid is that of WGS 84, which CGCS2000 shares to a tenth of a millimetre.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from math import cos, degrees, radians
from typing import Any

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from graph.geo.errors import GeometryError
from graph.geo.plane import LocalPlane
from graph.geo.units import square_metres, unit_of_length
from graph.geo.values import Spatial, require_points

MetricFunction = Callable[[Spatial], float]

_BEYOND = "A latitude is beyond 90 degrees; are the axes swapped?"
_LONGEST_EDGE = 0.05  # degrees; a straight edge in degrees then leaves its image in a local plane by 0.3 m at most


@cache
def ellipsoid() -> Geod:
    """The ellipsoid of WGS 84."""
    return Geod(ellps="WGS84")


def distance(one: Spatial, other: Spatial, unit: str) -> float:
    """The shortest distance between two geometries, in a unit of length."""
    measure = unit_of_length(unit)
    if measure.length is None:
        return float(shapely.distance(require_points(one).sound, require_points(other.within(one.crs)).sound))
    return metric_distance(one, other) / measure.length


def metric_distance(one: Spatial, other: Spatial) -> float:
    """The shortest distance in metres: along the ellipsoid where the first is in degrees, else in its plane."""
    other = other.within(one.crs)
    if one.crs.is_geographic and one.point is not None and other.point is not None:
        return _between_points(one.point, other.point)
    require_points(one)
    require_points(other)
    if not one.crs.is_geographic:
        return float(shapely.distance(one.sound, other.sound)) * one.crs.unit
    _require_degrees(one, other)
    first, second = one.geometry, other.geometry
    return _geodesic_distance(one.sound, _beside(second, first) if _is_far(first, second) else other.sound)


def geodesics(point: tuple[float, float], points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The metres from a point to each row of (east, north), all in degrees; no number for one of no numbers."""
    away = np.full(len(points), np.nan)
    known = np.flatnonzero(~np.isnan(points).any(axis=1))
    starts = np.broadcast_to(point, (len(known), 2))
    away[known] = ellipsoid().inv(starts[:, 0], starts[:, 1], points[known, 0], points[known, 1])[2]
    return away


def along(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The metres from each row of (east, north) in degrees to the next; 0 for the last."""
    if len(points) < 2:
        return np.zeros(len(points))
    return np.append(ellipsoid().inv(*points[:-1].T, *points[1:].T)[2], 0.0)


def metric_length(value: Spatial) -> float:
    """The length of its lines, and of the boundaries of its areas, in metres."""
    return _total(value, lambda part: _length(value, part))


def metric_perimeter(value: Spatial) -> float:
    """The length of the boundaries of its areas, inner ones included, in metres."""
    return _total(value, lambda part: _length(value, part) if shapely.get_dimensions(part) == 2 else 0.0)


def metric_area(value: Spatial) -> float:
    """The area in square metres; points and lines have none."""
    return _total(value, lambda part: _area(value, part) if shapely.get_dimensions(part) == 2 else 0.0)


def length(value: Spatial, unit: str) -> float:
    """The length, as `metric_length`, in a unit."""
    return _in_unit(value, unit, metric_length, lambda: float(shapely.length(value.sound)))


def perimeter(value: Spatial, unit: str) -> float:
    """The perimeter, as `metric_perimeter`, in a unit."""
    areas = [part for part in parts(value.sound) if shapely.get_dimensions(part) == 2]
    return _in_unit(value, unit, metric_perimeter, lambda: float(shapely.length(areas).sum()))


def area(value: Spatial, unit: str) -> float:
    """The area in a unit of area, or in the square of a unit of length."""
    size = square_metres(unit)
    return float(shapely.area(value.sound)) if size is None else metric_area(value) / size


def parts(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    """The points, lines and polygons that a geometry is made of."""
    if (
        isinstance(geometry, shapely.GeometryCollection | shapely.MultiPoint)
        or shapely.get_num_geometries(geometry) > 1
    ):
        for part in shapely.get_parts(geometry):
            yield from parts(part) if shapely.get_num_geometries(part) > 1 else (part,)
    else:
        yield from shapely.get_parts(geometry)


def _in_unit(value: Spatial, unit: str, metric: MetricFunction, own: Callable[[], float]) -> float:
    size = unit_of_length(unit).length
    return own() if size is None else metric(value) / size


def _total(value: Spatial, measure: Callable[[BaseGeometry], float]) -> float:
    if value.crs.is_geographic:
        _require_degrees(value)
    return sum((measure(part) for part in parts(value.sound)), 0.0)


def _length(value: Spatial, part: BaseGeometry) -> float:
    if not value.crs.is_geographic:
        return float(shapely.length(part)) * value.crs.unit
    if shapely.get_dimensions(part) == 2:
        return sum(ellipsoid().geometry_length(ring) for ring in shapely.get_rings(part))
    return float(ellipsoid().geometry_length(part)) if shapely.get_dimensions(part) == 1 else 0.0


def _area(value: Spatial, part: BaseGeometry) -> float:
    if not value.crs.is_geographic:
        return float(shapely.area(part)) * value.crs.unit**2
    outer, *holes = (abs(ellipsoid().geometry_area_perimeter(ring)[0]) for ring in shapely.get_rings(part))
    return float(outer - sum(holes))


def _between_points(one: tuple[float, float], other: tuple[float, float]) -> float:
    if not -90 <= one[1] <= 90 or not -90 <= other[1] <= 90:
        raise GeometryError(_BEYOND)
    return float(ellipsoid().inv(*one, *other)[2])


def _geodesic_distance(one: BaseGeometry, other: BaseGeometry) -> float:
    """Between the nearest points, found in a plane that is true about where they are."""
    if shapely.intersects(one, other):
        return 0.0
    line = shapely.shortest_line(one, other)
    for _ in range(2):
        middle = shapely.line_interpolate_point(line, 0.5, normalized=True)
        plane = LocalPlane(middle.x, middle.y)
        nearest = shapely.shortest_line(plane.flatten(_fine(one)), plane.flatten(_fine(other)))
        line = shapely.LineString(plane.unflatten(nearest).coords)
    (x, y), (u, v) = line.coords
    return float(ellipsoid().inv(x, y, u, v)[2])


def _fine(geometry: BaseGeometry) -> BaseGeometry:
    return shapely.segmentize(geometry, _LONGEST_EDGE) if shapely.get_dimensions(geometry) else geometry


def _is_far(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Whether the way between them may be shorter across the antimeridian."""
    west, _, east, _ = shapely.total_bounds([one, other])
    return bool(east - west > 180)


def _beside(geometry: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """The geometry with whole turns added to its longitudes, so that it lies as near to another as it can."""
    nearest = min((-360, 0, 360), key=lambda turn: shapely.distance(shapely.transform(geometry, _turned(turn)), other))
    return shapely.transform(geometry, _turned(nearest))


def _turned(turn: float) -> Callable[[np.ndarray[Any, Any]], np.ndarray[Any, Any]]:
    return lambda coordinates: coordinates + np.array([turn, 0.0])


def _require_degrees(*values: Spatial) -> None:
    for value in values:
        _, south, _, north = shapely.bounds(value.geometry)
        if south < -90 or north > 90:
            raise GeometryError(_BEYOND)


def degrees_around(latitude: float, metres: float) -> tuple[float, float]:
    """How far in longitude and in latitude a place may be that is not farther than so many metres; 180 is anywhere.

    From above: 110 574 and 111 319 m are the shortest degrees of latitude and of the equator.
    """
    north = metres / 110_574 * 1.000_1 + 1e-9
    top = abs(latitude) + north
    if top >= 89:
        return 180.0, north
    return min(180.0, degrees(radians(metres / 111_319 / cos(radians(top)) * 1.000_1)) + 1e-9), north
