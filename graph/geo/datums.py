"""The shifted datums of Chinese map services: GCJ-02 (高德, 腾讯, Google 中国) and BD-09 (百度), to WGS 84 and back.

They are no reference systems that a standard names, and a shifted coordinate looks like any other: only one beside
which the true one is known can be told to be shifted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import prcoords
import shapely

from graph.geo.errors import GeometryError
from graph.geo.measures import ellipsoid
from graph.geo.values import Spatial, require_points

_SHIFTS: Final[Mapping[tuple[str, str], Callable[..., Any]]] = MappingProxyType(
    {
        ("WGS84", "GCJ02"): prcoords.wgs_gcj,
        ("GCJ02", "WGS84"): prcoords.gcj_wgs_bored,
        ("WGS84", "BD09"): prcoords.wgs_bd,
        ("BD09", "WGS84"): prcoords.bd_wgs_bored,
        ("GCJ02", "BD09"): prcoords.gcj_bd,
        ("BD09", "GCJ02"): prcoords.bd_gcj_bored,
    }
)
_WITHIN = 0.2  # of the shift's own length; the shifts of the two datums differ by more


def shifted(value: Spatial, source: str, target: str) -> Spatial:
    """A geometry in degrees from one datum to another; raises GeometryError outside China, where none is shifted.

    To WGS 84 it is exact to a centimetre of the published formula, which services keep to within some decimetres.
    """
    _require_china(value)
    shift = _SHIFTS[source, target]

    def moved(coordinates: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        pairs = [shift((north, east), False) for east, north in coordinates[:, :2]]
        return np.column_stack([[east for _, east in pairs], [north for north, _ in pairs], *coordinates[:, 2:].T])

    return value.with_geometry(shapely.transform(value.geometry, moved, include_z=bool(shapely.has_z(value.geometry))))


def likely_datum(value: Spatial, known: Spatial) -> str | None:
    """Which datum (WGS84, GCJ02, BD09) a geometry is in, by the known place of the same thing; None where none fits.

    A datum fits where what it adds to the known place comes within a fifth of its shift, some 100 m, to the middle of
    the geometry.
    """
    place, true = _middle(value), _middle(known)
    if not is_in_china(true) or not is_in_china(place):
        return None
    base = _apart(true, prcoords.wgs_gcj((true.y, true.x), False))
    errors = {
        "WGS84": _apart(place, (true.y, true.x)),
        "GCJ02": _apart(place, prcoords.wgs_gcj((true.y, true.x), False)),
        "BD09": _apart(place, prcoords.wgs_bd((true.y, true.x), False)),
    }
    best = min(errors, key=lambda name: errors[name])
    return best if errors[best] <= _WITHIN * base else None


def is_in_china(point: shapely.Point) -> bool:
    """Whether a place lies in the rectangle about China in which the shifts are defined."""
    return bool(prcoords.sanity_in_china_p(prcoords.Coords(point.y, point.x)))


def _require_china(value: Spatial) -> None:
    if not value.crs.is_geographic:
        raise GeometryError("Only coordinates in degrees are shifted; transform to CRS84 first.")
    west, south, east, north = shapely.bounds(require_points(value).geometry)
    if not (is_in_china(shapely.Point(west, south)) and is_in_china(shapely.Point(east, north))):
        raise GeometryError("Nothing is shifted outside China (72.004 to 137.8347° E, 0.8293 to 55.8271° N).")


def _middle(value: Spatial) -> shapely.Point:
    if not value.crs.is_geographic:
        raise GeometryError("Only coordinates in degrees are shifted; transform to CRS84 first.")
    return shapely.centroid(require_points(value).sound)


def _apart(point: shapely.Point, other: tuple[float, float]) -> float:
    return float(ellipsoid().inv(point.x, point.y, other[1], other[0])[2])
