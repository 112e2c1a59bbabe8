"""geo:gmlLiteral: GML 3.2 or 3.1, its reference system in srsName, in the order of that system's axes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import shapely
from lxml import etree
from pygml import parse
from pygml.v32 import NAMESPACE, encode_v32
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from graph.geo.crs import crs_of, default_crs, swapped
from graph.geo.errors import GeometryError
from graph.geo.names import GML
from graph.geo.values import Spatial
from graph.geo.wkt import require_finite
from graph.geo.xml import read_xml

_NAMESPACES = frozenset({NAMESPACE, "http://www.opengis.net/gml"})
_MULTI_POINT = f"{{{NAMESPACE}}}MultiPoint"
_ID = f"{{{NAMESPACE}}}id"


def read_gml(text: str) -> Spatial:
    """The geometry of a GML literal; raises GeometryError. Without srsName it is in CRS84.

    The library knows few reference systems: their names are taken out before it reads, and followed here.
    """
    if not text.strip():
        return Spatial(shapely.GeometryCollection(), default_crs(), GML)
    root = read_xml(text, "GML")
    if etree.QName(root).namespace not in _NAMESPACES:
        raise GeometryError(f"Not GML: its root is {str(root.tag)[:200]!r}.")
    names = {element.attrib.pop("srsName") for element in root.iter(etree.Element) if "srsName" in element.attrib}
    if len(names) > 1:
        raise GeometryError("The GML names several reference systems.")
    crs = crs_of(str(names.pop())) if names else default_crs()
    if not len(root):
        return Spatial(shapely.GeometryCollection(), crs, GML)
    try:
        geometry = shape(parse(root).__geo_interface__)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise GeometryError(f"The GML is none that is read here: {str(error)[:200]}.") from error
    require_finite(geometry)
    return Spatial(swapped(geometry) if crs.is_north_first else geometry, crs, GML)


def write_gml(value: Spatial) -> str:
    """The GML 3.2 literal of a geometry."""
    geometry = swapped(value.geometry) if value.crs.is_north_first else value.geometry
    if geometry.is_empty:
        root = etree.Element(f"{{{NAMESPACE}}}MultiGeometry", nsmap={"gml": NAMESPACE})
        root.set(_ID, "geometry")
    else:
        root = encode_v32(_plain(geometry), "geometry")
    for element in root.iter(etree.Element):
        element.attrib.pop("srsName", None)
        if element.tag == _MULTI_POINT:  # the library writes a member that the schema has not, and cannot read it again
            for member in element:
                member.tag = f"{{{NAMESPACE}}}pointMembers"
    root.set("srsName", value.crs.iri)
    return str(etree.tostring(root, encoding="unicode"))


def _plain(geometry: BaseGeometry) -> Mapping[str, Any]:
    """The GeoJSON of a geometry, a ring as the line that it is."""
    if isinstance(geometry, shapely.LinearRing):
        geometry = shapely.LineString(geometry)
    return mapping(geometry)
