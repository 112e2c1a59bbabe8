"""What looks wrong with a geometry that can be computed with all the same, in a sentence each."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from graph.geo.datums import is_in_china
from graph.geo.values import Spatial


def doubts(value: Spatial) -> list[str]:
    """The sentences; none for a geometry that looks right."""
    return list(_doubts(value))


def _doubts(value: Spatial) -> Iterator[str]:
    if value.is_empty:
        yield "The geometry is empty."
        return
    if not shapely.is_valid(value.geometry):
        yield f"It is not valid: {shapely.is_valid_reason(value.geometry)}; it is computed with as repaired."
    if value.crs.is_geographic:
        yield from _doubts_in_degrees(value)


def _doubts_in_degrees(value: Spatial) -> Iterator[str]:
    west, south, east, north = shapely.bounds(value.geometry)
    middle = shapely.Point((west + east) / 2, (south + north) / 2)
    turned = shapely.Point(middle.y, middle.x)
    if south < -90 or north > 90:
        yield "A latitude is beyond 90 degrees; the axes are swapped, or it is not in degrees."
    elif is_in_china(turned) and not is_in_china(middle):
        yield "It would lie in China if its axes were swapped."
    if west < -180 or east > 180:
        yield "A longitude is beyond 180 degrees."
    coordinates = shapely.get_coordinates(value.geometry)
    if len(coordinates) > 1 and east - west > 180:
        yield "It is wider than half the earth; one across the antimeridian is written in two parts."
