"""geo:geoJSONLiteral: a geometry of RFC 7946, always in CRS84."""

from __future__ import annotations

import json

import shapely
from shapely.geometry import shape

from graph.geo.crs import default_crs
from graph.geo.errors import GeometryError
from graph.geo.names import GEOJSON
from graph.geo.values import Spatial
from graph.geo.wkt import require_finite

_TYPES = frozenset(
    {"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"}
)


def read_geojson(text: str) -> Spatial:
    """The geometry of a GeoJSON literal; raises GeometryError. An empty literal is an empty geometry."""
    if not text.strip():
        return Spatial(shapely.GeometryCollection(), default_crs(), GEOJSON)
    try:
        read = json.loads(text)
        kind = read.get("type") if isinstance(read, dict) else None
        if kind not in _TYPES:
            raise GeometryError(f"Not a GeoJSON geometry: its type is {str(kind)[:60]!r}.")
        geometry = shape(read)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise GeometryError(f"Not a GeoJSON geometry: {str(error)[:200] or 'it cannot be read'}.") from error
    require_finite(geometry)
    return Spatial(geometry, default_crs(), GEOJSON)


def write_geojson(value: Spatial) -> str:
    """The GeoJSON literal of a geometry, in CRS84."""
    return str(shapely.to_geojson(value.within(default_crs()).geometry))
