"""Geometries made from geometries: buffers, hulls, unions and what else the standard has.

The first geometry says the reference system and the datatype of what comes out. All but buffers are made in the plane
of the coordinates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import cos, pi

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from graph.geo.crs import crs_of
from graph.geo.errors import GeometryError
from graph.geo.plane import LocalPlane
from graph.geo.units import unit_of_length
from graph.geo.values import Spatial, require_points

_SEGMENTS = 16  # in a quarter of a circle: 0.12 % of the radius at most between the circle and its chords
_AREAL = 2
_FARTHEST = 5_000_000  # metres; the local plane holds no more

Binary = Callable[[Spatial, Spatial], Spatial]


def buffer(value: Spatial, radius: float, unit: str) -> Spatial:
    """All that is not farther than a radius, in a unit of length; a negative one eats into areas.

    In degrees it is made in a plane in metres about the middle of the geometry (see LocalPlane), so that about a
    point it is a true circle on the ellipsoid; in unity it is made of the coordinates themselves.
    """
    measure = unit_of_length(unit)
    if measure.length is None:
        return value.with_geometry(shapely.buffer(value.sound, radius, quad_segs=_SEGMENTS))
    return metric_buffer(value, radius * measure.length)


def metric_buffer(value: Spatial, radius: float) -> Spatial:
    """All that is not farther than so many metres, as `buffer`."""
    if not value.crs.is_geographic:
        return value.with_geometry(shapely.buffer(value.sound, radius / value.crs.unit, quad_segs=_SEGMENTS))
    if not abs(radius) <= _FARTHEST:
        raise GeometryError(f"A radius of {radius:g} m is more than can be drawn about a place ({_FARTHEST} m).")
    if value.is_empty:
        return value.with_geometry(shapely.Polygon())
    middle = shapely.box(*shapely.bounds(value.geometry)).centroid
    if abs(middle.y) > 90:
        raise GeometryError("A latitude is beyond 90 degrees; are the axes swapped?")
    plane = LocalPlane(middle.x, middle.y)
    fine = shapely.segmentize(value.sound, 0.05)
    return value.with_geometry(plane.unflatten(shapely.buffer(plane.flatten(fine), radius, quad_segs=_SEGMENTS)))


def combined(operation: Callable[[BaseGeometry, BaseGeometry], BaseGeometry]) -> Binary:
    """The operation on sets of points of two geometries, as one on values."""
    return lambda one, other: one.with_geometry(operation(one.sound, other.within(one.crs).sound))


def made(operation: Callable[[BaseGeometry], BaseGeometry | None]) -> Callable[[Spatial], Spatial]:
    """The operation on one geometry, as one on values; raises GeometryError where it is not defined."""

    def construct(value: Spatial) -> Spatial:
        geometry = operation(value.sound)
        if geometry is None:
            raise GeometryError(f"It is not defined for a {value.geometry.geom_type}.")
        return value.with_geometry(geometry)

    return construct


def concave_hull(value: Spatial, ratio: float = 0.3) -> Spatial:
    """A hull that follows the points; the ratio is from 0, as tight as can be, to 1, the convex hull."""
    if not 0 <= ratio <= 1:
        raise GeometryError(f"The ratio of a concave hull lies between 0 and 1; {ratio:g} does not.")
    return value.with_geometry(shapely.concave_hull(value.sound, ratio=ratio))


def bounding_circle(value: Spatial) -> Spatial:
    """The smallest circle about it, as a polygon whose chords touch that circle; in degrees it is one in degrees."""
    circle = shapely.minimum_bounding_circle(value.sound)
    if shapely.get_dimensions(circle) < _AREAL:
        return value.with_geometry(circle)
    radius = shapely.minimum_bounding_radius(value.sound) / cos(pi / 4 / _SEGMENTS)
    return value.with_geometry(shapely.buffer(shapely.centroid(circle), radius, quad_segs=_SEGMENTS))


def transform(value: Spatial, iri: str) -> Spatial:
    """The same place in another reference system."""
    crs = crs_of(iri)
    return Spatial(value.within(crs).geometry, crs, value.datatype)


def nth_part(value: Spatial, number: int) -> Spatial:
    """The geometry of that number in a collection, from 1; raises GeometryError where there is none."""
    count = int(shapely.get_num_geometries(value.geometry))
    if not 1 <= number <= count:
        raise GeometryError(f"There is no geometry number {number} among {count}.")
    return value.with_geometry(shapely.get_parts(value.geometry)[number - 1])


def gathered(values: Sequence[Spatial]) -> Spatial:
    """Several geometries as one collection, in the reference system of the first."""
    first = values[0]
    return first.with_geometry(shapely.GeometryCollection([value.within(first.crs).sound for value in values]))


def aggregated_union(values: Sequence[Spatial]) -> Spatial:
    """The union of several geometries."""
    first = values[0]
    return first.with_geometry(unary_union([value.within(first.crs).sound for value in values]))


def joined_lines(values: Sequence[Spatial]) -> Spatial:
    """Several lines joined where they meet end to end; raises GeometryError for what is no line."""
    first = values[0]
    lines = [value.within(first.crs).sound for value in values]
    if any(shapely.get_dimensions(line) != 1 for line in lines):
        raise GeometryError("Only lines are joined.")
    return first.with_geometry(shapely.line_merge(unary_union(lines)))


def centre(value: Spatial) -> Spatial:
    """The centroid, in the plane of the coordinates; raises GeometryError for an empty geometry."""
    return value.with_geometry(shapely.centroid(require_points(value).sound))
