"""geo:kmlLiteral: a geometry of OGC KML 2.2, always in CRS84."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import shapely
from lxml import etree
from shapely.geometry.base import BaseGeometry

from graph.geo.crs import default_crs
from graph.geo.errors import GeometryError
from graph.geo.names import KML
from graph.geo.values import Spatial
from graph.geo.wkt import require_finite
from graph.geo.xml import read_xml

_NAMESPACE = "http://www.opengis.net/kml/2.2"


def read_kml(text: str) -> Spatial:
    """The geometry of a KML literal; raises GeometryError. An empty literal is an empty geometry."""
    if not text.strip():
        return Spatial(shapely.GeometryCollection(), default_crs(), KML)
    try:
        geometry = _read(read_xml(text, "KML"))
    except (ValueError, shapely.errors.ShapelyError) as error:
        raise GeometryError(f"Not KML: {str(error)[:200]}.") from error
    require_finite(geometry)
    return Spatial(geometry, default_crs(), KML)


def write_kml(value: Spatial) -> str:
    """The KML literal of a geometry, in CRS84."""
    return str(etree.tostring(_written(value.within(default_crs()).geometry), encoding="unicode"))


def _read(element: etree._Element) -> BaseGeometry:
    name = etree.QName(element).localname
    if name not in _READERS:
        raise GeometryError(f"Not a geometry of KML: {name[:60]!r}.")
    return _READERS[name](element)


def _read_polygon(element: etree._Element) -> BaseGeometry:
    rings = [
        [_coordinates(ring) for ring in element.iterfind(f"{{*}}{which}/{{*}}LinearRing")]
        for which in ("outerBoundaryIs", "innerBoundaryIs")
    ]
    return shapely.Polygon(rings[0][0], rings[1]) if rings[0] else shapely.Polygon()


def _read_collection(element: etree._Element) -> BaseGeometry:
    """Members of one kind are a multi-geometry of that kind, as KML has no other way to say it."""
    members = [_read(child) for child in element]
    kinds = {member.geom_type for member in members}
    multi = _MULTI.get(kinds.pop()) if len(kinds) == 1 else None
    return multi(members) if multi else shapely.GeometryCollection(members)


def _coordinates(element: etree._Element) -> list[tuple[float, ...]]:
    text = element.findtext("{*}coordinates") or ""
    return [tuple(float(number) for number in place.split(",")) for place in text.split()]


_MULTI: Mapping[str, Callable[..., BaseGeometry]] = MappingProxyType(
    {
        "Point": shapely.multipoints,
        "LineString": shapely.multilinestrings,
        "LinearRing": shapely.multilinestrings,
        "Polygon": shapely.multipolygons,
    }
)
_READERS: Mapping[str, Callable[[etree._Element], BaseGeometry]] = MappingProxyType(
    {
        "Point": lambda element: shapely.Point(*_coordinates(element)[:1]),
        "LineString": lambda element: shapely.LineString(_coordinates(element)),
        "LinearRing": lambda element: shapely.LinearRing(_coordinates(element)),
        "Polygon": _read_polygon,
        "MultiGeometry": _read_collection,
    }
)


def _written(geometry: BaseGeometry) -> etree._Element:
    if isinstance(geometry, shapely.Polygon) and not geometry.is_empty:
        element = _element("Polygon")
        for which, rings in (("outerBoundaryIs", [geometry.exterior]), ("innerBoundaryIs", geometry.interiors)):
            for ring in rings:
                etree.SubElement(element, f"{{{_NAMESPACE}}}{which}").append(_line("LinearRing", ring))
        return element
    if isinstance(geometry, shapely.Point | shapely.LineString) and not geometry.is_empty:
        return _line(geometry.geom_type, geometry)
    element = _element("MultiGeometry")
    if not geometry.is_empty:
        element.extend(_written(part) for part in shapely.get_parts(geometry))
    return element


def _line(name: str, geometry: BaseGeometry) -> etree._Element:
    element = _element(name)
    places = shapely.get_coordinates(geometry, include_z=bool(shapely.has_z(geometry)))
    text = " ".join(",".join(repr(float(number)) for number in place) for place in places)
    etree.SubElement(element, f"{{{_NAMESPACE}}}coordinates").text = text
    return element


def _element(name: str) -> etree._Element:
    return etree.Element(f"{{{_NAMESPACE}}}{name}", nsmap={None: _NAMESPACE})
