"""geo:wktLiteral: well-known text after the IRI of its reference system, in the order of that system's axes."""

from __future__ import annotations

import re
from math import isfinite

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from graph.geo.crs import CRS84, crs_of, default_crs, swapped
from graph.geo.errors import GeometryError
from graph.geo.names import WKT
from graph.geo.values import Spatial

_LITERAL = re.compile(r"\s*(?:<([^>]*)>\s*)?(.*)", re.DOTALL)
_MOST_COLLECTIONS = 64  # nested or not; the parser calls itself for each that lies in another
_EMPTY = "GEOMETRYCOLLECTION EMPTY"


def read_wkt(text: str) -> Spatial:
    """The geometry of a WKT literal; raises GeometryError. An empty literal is an empty geometry (Requirement 13)."""
    iri, body = _LITERAL.fullmatch(text).groups()  # type: ignore[union-attr]  # which matches every text
    crs = default_crs() if iri is None else crs_of(iri)
    if body[:18].upper() == "GEOMETRYCOLLECTION" and body.upper().count("GEOMETRYCOLLECTION") > _MOST_COLLECTIONS:
        raise GeometryError(f"The WKT holds more than {_MOST_COLLECTIONS} geometry collections.")
    try:
        with np.errstate(over="ignore"):  # a number that is too large is endless, which is refused below
            geometry = shapely.from_wkt(body or _EMPTY)
    except shapely.errors.ShapelyError as error:
        raise GeometryError(f"Not WKT: {_shortened(body)} ({_reason(error)}).") from error
    require_finite(geometry)
    return Spatial(swapped(geometry) if crs.is_north_first else geometry, crs, WKT)


def write_wkt(value: Spatial) -> str:
    """The WKT literal of a geometry; CRS84 goes without saying."""
    geometry = swapped(value.geometry) if value.crs.is_north_first else value.geometry
    text = str(shapely.to_wkt(geometry, rounding_precision=-1))
    return text if value.crs.iri == CRS84 else f"<{value.crs.iri}> {text}"


def require_finite(geometry: BaseGeometry) -> None:
    """Raise GeometryError for coordinates that are no numbers, or endless."""
    if isinstance(geometry, shapely.Point) and not geometry.is_empty and isfinite(geometry.x) and isfinite(geometry.y):
        return  # most are points, and this is quick
    west, south, east, north = geometry.bounds
    if not geometry.is_empty and not abs(west) + abs(south) + abs(east) + abs(north) < float("inf"):
        raise GeometryError("A coordinate is no finite number.")


def _shortened(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "…")


def _reason(error: Exception) -> str:
    return str(error).partition(":")[2].strip() or "it cannot be read"
