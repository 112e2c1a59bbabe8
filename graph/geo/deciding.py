"""Decides for many literals of an index at once what the functions would say of each of them, one after the other."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import shapely

from graph.geo.index import GeometryIndex
from graph.geo.measures import along, geodesics
from graph.geo.relations import TESTS
from graph.geo.values import Spatial

Array = np.ndarray[Any, Any]

_SLACK = 1e-9  # of a distance, within which it is left to the function whether it is less than another
_POLE = 90.0
_NEAR = 100_000.0  # metres, within which the functions' own way to the nearest point is as exact as is needed here
_SLACK_OF_SHAPES = 1e-5
_LONGEST = 5_000.0  # metres; a longer edge, straight in degrees, leaves the geodesic by more than half a metre
_HALF_TURN = 180.0  # degrees; it may be nearer the other way round


class Decided(NamedTuple):
    """Of some numbers of an index: those that meet a condition, and those of which only the functions can tell."""

    met: Array
    open: Array


def related(index: GeometryIndex, numbers: Array, relation: str, value: Spatial, *, value_is_first: bool) -> Decided:
    """Those to which a geometry in degrees has a relation (sfWithin …), as the first or as the second of the two."""
    test = TESTS.get(relation)
    if test is None:
        return Decided(numbers[:0], numbers)
    geometries = index.geometries(numbers)
    first, second = (value.sound, geometries) if value_is_first else (geometries, value.sound)
    return Decided(numbers[test(first, second)], numbers[shapely.is_missing(geometries)])


def within_distance(index: GeometryIndex, numbers: Array, value: Spatial, metres: float) -> Decided:
    """Those that are not farther from a geometry in degrees than so many metres; only from a point any is decided."""
    away = distances(index, numbers, value)
    slack = _SLACK * (1 + metres)
    met, far = away <= metres - slack, away > metres + slack
    others = np.flatnonzero(np.isnan(away))
    if value.point is not None and abs(value.point[1]) <= _POLE and len(others) and metres <= _NEAR:
        met[others], far[others] = _shapes_within(index.geometries(numbers[others]), value.point, metres)
    return Decided(numbers[met], numbers[~met & ~far])


def distances(index: GeometryIndex, numbers: Array, value: Spatial) -> Array:
    """The metres from a geometry in degrees; no number for what is no point, or where that is none."""
    points = index.points(numbers)
    if value.point is None or abs(value.point[1]) > _POLE:
        return np.full(len(points), np.nan)
    return geodesics(value.point, points)


def _shapes_within(geometries: Array, point: tuple[float, float], metres: float) -> tuple[Array, Array]:
    """Which lines and areas are surely within so many metres of a point, and which surely are not.

    By their corners: the nearest is no nearer than the shape, and no farther from it than half its longest edge.
    """
    slack = _SLACK_OF_SHAPES * (1 + metres)
    inside = shapely.intersects_xy(geometries, *point)
    near = inside & (metres > slack)
    far = np.zeros(len(geometries), bool)
    corners, owners = shapely.get_coordinates(geometries, return_index=True)
    if not len(corners):
        return near, far
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    nearest = np.minimum.reduceat(geodesics(point, corners), starts)
    edges = along(corners)
    edges[starts[1:] - 1] = 0.0  # from the last corner of one to the first of another
    longest = np.maximum.reduceat(edges, starts)
    turned = np.maximum.reduceat(np.abs(corners[:, 0] - point[0]), starts) > _HALF_TURN
    shapes = owners[starts]
    far[shapes] = ~inside[shapes] & ~turned & (longest <= _LONGEST) & (nearest - longest / 2 > metres + 1 + slack)
    near[shapes] |= nearest <= metres - slack
    return near, far
