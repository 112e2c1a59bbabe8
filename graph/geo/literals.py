"""Geometry literals, read and written by datatype; what was read lately is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from cachetools import LRUCache

from graph.geo.errors import GeometryError
from graph.geo.geojson import read_geojson, write_geojson
from graph.geo.gml import read_gml, write_gml
from graph.geo.kml import read_kml, write_kml
from graph.geo.names import GEOJSON, GML, KML, WKT
from graph.geo.values import Spatial
from graph.geo.wkt import read_wkt, write_wkt

_READERS: Final[Mapping[str, Callable[[str], Spatial]]] = MappingProxyType(
    {WKT: read_wkt, GEOJSON: read_geojson, GML: read_gml, KML: read_kml}
)
_WRITERS: Final[Mapping[str, Callable[[Spatial], str]]] = MappingProxyType(
    {WKT: write_wkt, GEOJSON: write_geojson, GML: write_gml, KML: write_kml}
)

_LARGE: Final = 16 * 1024  # characters
_MOST_SMALL: Final = 10_000
_MOST_LARGE: Final = 64


def read_literal(text: str, datatype: str) -> Spatial:
    """The geometry of a literal; raises GeometryError."""
    try:
        reader = _READERS[datatype]
    except KeyError:
        raise GeometryError(f"<{datatype[:200]}> is no datatype of geometries.") from None
    return reader(text)


def write_literal(value: Spatial) -> str:
    """The literal of a geometry, in its own datatype."""
    return _WRITERS[value.datatype](value)


class Reader:
    """Reads literals and keeps what it read lately, so that a constant is read once in a query."""

    def __init__(self) -> None:
        self._small: LRUCache[tuple[str, str], Spatial | GeometryError] = LRUCache(_MOST_SMALL)
        self._large: LRUCache[tuple[str, str], Spatial | GeometryError] = LRUCache(_MOST_LARGE)

    def read(self, text: str, datatype: str) -> Spatial:
        """The geometry of a literal; raises GeometryError."""
        kept = self._small if len(text) < _LARGE else self._large
        key = (text, datatype)
        value = kept.get(key)
        if value is None:
            try:
                value = read_literal(text, datatype)
            except GeometryError as error:
                value = error
            kept[key] = value
        if isinstance(value, GeometryError):
            raise value
        return value
