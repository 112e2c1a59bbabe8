"""Boxes that requests name, as geometries in CRS84."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import isfinite

import shapely
from shapely.geometry.base import BaseGeometry

from queries.features.crs import to_crs84
from queries.features.errors import FeatureRequestError
from queries.features.systems import CRS84, System

_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?\s*")
_FARTHEST = 1e8  # metres: no place on Earth has larger coordinates in a system of ours
_PIECES = 32  # that a side of a box of projected coordinates is cut into, for it is no straight line in CRS84


def read_box(text: str, system: System, parameter: str) -> BaseGeometry:
    """The box of four numbers, or of six with heights, which are left out: 2D geometries have none."""
    parts = text.split(",")
    if len(parts) not in (4, 6) or not all(_NUMBER.fullmatch(part) for part in parts):
        raise FeatureRequestError(
            parameter, f"{parameter} must be four numbers (or six, with heights) with commas, not {text[:100]!r}."
        )
    numbers = [float(part) for part in parts]
    return box(numbers if len(numbers) == 4 else [*numbers[:2], *numbers[3:5]], system, parameter)


def box(corners: Sequence[float], system: System, parameter: str) -> BaseGeometry:
    """The box between two corners in the system's axis order; two boxes where it meets the antimeridian."""
    if not all(map(isfinite, corners)):
        raise FeatureRequestError(parameter, f"{parameter} has a number that is too large.")
    first, second, third, fourth = corners
    if system.is_geographic:
        longitude_first = system is CRS84
        west, south, east, north = corners if longitude_first else (second, first, fourth, third)
        _require(south <= north, parameter)
        to_crs84(shapely.box(min(west, east), south, max(west, east), north), CRS84, parameter)
        if west <= east:
            return shapely.box(west, south, east, north)
        return shapely.MultiPolygon([shapely.box(west, south, 180, north), shapely.box(-180, south, east, north)])
    _require(first <= third and second <= fourth, parameter)
    if max(map(abs, corners)) > _FARTHEST:
        raise FeatureRequestError(parameter, f"{parameter} has coordinates beyond what {system.uri} can say.")
    side = max(third - first, fourth - second) / _PIECES
    drawn = shapely.box(first, second, third, fourth)
    return to_crs84(shapely.segmentize(drawn, side) if side else drawn, system, parameter)


def _require(is_in_order: bool, parameter: str) -> None:
    if not is_in_order:
        raise FeatureRequestError(parameter, f"{parameter} has its upper corner below its lower one.")
