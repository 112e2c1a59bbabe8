"""What looks wrong with a geometry that can be computed with all the same, in a sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import shapely

from graph.geo.crs import default_crs
from graph.geo.datums import is_in_china
from graph.geo.errors import GeometryError
from graph.geo.values import Spatial


class Doubt(NamedTuple):
    """What it is about (empty, invalid, latitude, axes-swapped, longitude, wide), and a sentence."""

    kind: str
    sentence: str


def doubts(value: Spatial) -> list[Doubt]:
    """The doubts; none for a geometry that looks right."""
    return list(_doubts(value))


def _doubts(value: Spatial) -> Iterator[Doubt]:
    if value.is_empty:
        yield Doubt("empty", "The geometry is empty.")
        return
    if not shapely.is_valid(value.geometry):
        reason = shapely.is_valid_reason(value.geometry)
        yield Doubt("invalid", f"It is not valid: {reason}; it is computed with as repaired.")
    if value.crs.is_geographic:
        yield from _doubts_in_degrees(value)
    elif _is_of_china_if_turned(value):
        yield _SWAPPED


def _doubts_in_degrees(value: Spatial) -> Iterator[Doubt]:
    west, south, east, north = shapely.bounds(value.geometry)
    middle = shapely.Point((west + east) / 2, (south + north) / 2)
    turned = shapely.Point(middle.y, middle.x)
    if south < -90 or north > 90:
        yield Doubt("latitude", "A latitude is beyond 90 degrees; the axes are swapped, or it is not in degrees.")
    elif is_in_china(turned) and not is_in_china(middle):
        yield _SWAPPED
    if west < -180 or east > 180:
        yield Doubt("longitude", "A longitude is beyond 180 degrees.")
    coordinates = shapely.get_coordinates(value.geometry)
    if len(coordinates) > 1 and east - west > 180:
        yield Doubt("wide", "It is wider than half the earth; one across the antimeridian is written in two parts.")


def _is_of_china_if_turned(value: Spatial) -> bool:
    """Whether a geometry in the plane lies in China only if its two coordinates are exchanged."""
    west, south, east, north = shapely.bounds(value.geometry)
    x, y = (west + east) / 2, (south + north) / 2
    return not _is_in_china(value, x, y) and _is_in_china(value, y, x)


def _is_in_china(value: Spatial, x: float, y: float) -> bool:
    try:
        place = value.with_geometry(shapely.Point(x, y)).within(default_crs()).geometry
    except GeometryError:
        return False
    return isinstance(place, shapely.Point) and is_in_china(place)


_SWAPPED: Final = Doubt("axes-swapped", "It would lie in China if its axes were swapped.")
