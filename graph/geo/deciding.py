"""Decides for many literals of an index at once what the functions would say of each of them, one after the other."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import shapely

from graph.geo.index import GeometryIndex
from graph.geo.measures import geodesics
from graph.geo.relations import TESTS
from graph.geo.values import Spatial

Array = np.ndarray[Any, Any]

_SLACK = 1e-9  # of a distance, within which it is left to the function whether it is less than another
_POLE = 90.0


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
    """Those that are not farther from a geometry in degrees: points from a point, of all others nothing is decided."""
    away = distances(index, numbers, value)
    slack = _SLACK * (1 + metres)
    met = away <= metres - slack
    return Decided(numbers[met], numbers[~met & ~(away > metres + slack)])


def distances(index: GeometryIndex, numbers: Array, value: Spatial) -> Array:
    """The metres from a geometry in degrees; no number for what is no point, or where that is none."""
    points = index.points(numbers)
    if value.point is None or abs(value.point[1]) > _POLE:
        return np.full(len(points), np.nan)
    return geodesics(value.point, points)
