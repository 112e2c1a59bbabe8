"""GeoSPARQL's WKT literals as GeoJSON geometries."""

from __future__ import annotations

import re
from typing import Any

from geomet import InvalidGeoJSONException, wkt

# GeoSPARQL 1.1, 8.5.1: a literal may begin with its reference system's IRI; without one it is CRS84, as GeoJSON is.
_CRS = re.compile(r"\s*<([^>]*)>\s*")
_CRS84 = ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", "https://www.opengis.net/def/crs/OGC/1.3/CRS84")


def geometry(literal: str) -> dict[str, Any] | None:
    """The geometry of a WKT literal; None for another reference system than CRS84, or what is no WKT."""
    crs = _CRS.match(literal)
    if crs and crs.group(1) not in _CRS84:
        return None
    try:
        found: dict[str, Any] = wkt.loads(literal[crs.end() :] if crs else literal)
    except (ValueError, InvalidGeoJSONException, StopIteration):
        return None
    return found
