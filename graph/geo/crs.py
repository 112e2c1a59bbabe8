"""Coordinate reference systems by IRI: axis order, units, and the way from one to another."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from math import pi
from typing import Any, Final

import numpy as np
import pyproj
import shapely
from pyproj.exceptions import ProjError
from shapely.geometry.base import BaseGeometry

from graph.geo.errors import GeometryError, UnknownCrs

CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"

_IRI = re.compile(
    r"https?://www\.opengis\.net/def/crs/(?P<authority>[A-Za-z]+)/(?P<version>[\w.]+)/(?P<code>\w+)"
    r"|urn:ogc:def:crs:(?P<urn_authority>[A-Za-z]+):[\w.]*:(?P<urn_code>\w+)"
    r"|EPSG:(?P<epsg>\d+)"
)
_OWN_BY_CODE = {"CRS84": "OGC:CRS84", "CRS83": "OGC:CRS83", "CRS27": "OGC:CRS27", "CRS84H": "OGC:CRS84h"}


@dataclass(frozen=True, slots=True)
class Crs:
    """A reference system. Coordinates are kept east before north here, whatever the order in which it is written."""

    iri: str
    name: str
    is_geographic: bool
    is_north_first: bool
    """Written north before east, as EPSG:4326, 4490 and 4549 are and CRS84 and EPSG:3857 are not."""
    unit: float
    """Radians (geographic) or metres (projected) in one unit of its coordinates."""


@lru_cache(maxsize=256)
def crs_of(iri: str) -> Crs:
    """The system of an IRI (…/def/crs/EPSG/0/4490), a URN or EPSG:<code>; raises UnknownCrs."""
    found = _IRI.fullmatch(iri.strip())
    if found is None:
        raise UnknownCrs(f"<{iri[:200]}> is no coordinate reference system; one is written as <{CRS84}>.")
    authority = (found["authority"] or found["urn_authority"] or "EPSG").upper()
    code = found["code"] or found["urn_code"] or found["epsg"]
    name = _OWN_BY_CODE.get(code.upper(), "") if authority == "OGC" else f"{authority}:{code}"
    try:
        system = pyproj.CRS.from_user_input(name)
    except ProjError as error:
        raise UnknownCrs(f"The coordinate reference system <{iri[:200]}> is not known.") from error
    axes = system.axis_info
    if len(axes) < 2 or not (system.is_geographic or system.is_projected):
        raise UnknownCrs(f"<{iri[:200]}> is neither geographic nor projected; nothing is computed in it.")
    if system.is_geographic and abs(axes[0].unit_conversion_factor - pi / 180) > 1e-12:
        raise UnknownCrs(f"The coordinates of <{iri[:200]}> are no degrees; nothing is computed in it.")
    north_first = axes[0].direction.lower() in ("north", "south")
    return Crs(iri.strip(), name, system.is_geographic, north_first, axes[0].unit_conversion_factor)


def default_crs() -> Crs:
    """CRS84, longitude before latitude: what a WKT literal without an IRI, and GeoJSON and KML, are in."""
    return crs_of(CRS84)


def swapped(geometry: BaseGeometry) -> BaseGeometry:
    """The geometry with its first and second coordinates exchanged."""
    return shapely.transform(geometry, _exchanged, include_z=bool(shapely.has_z(geometry)))


def projected(geometry: BaseGeometry, source: Crs, target: Crs) -> BaseGeometry:
    """The geometry in another system; raises GeometryError where it lies outside what that can hold.

    WGS 84 and CGCS2000 (EPSG:4490) are taken to be equal, as PROJ does: they differ by centimetres.
    """
    if source.name == target.name or is_same_place(source, target):
        return geometry
    move = _transformer(source.name, target.name)

    def moved(coordinates: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        x, y = move(coordinates[:, 0], coordinates[:, 1])
        if not (np.isfinite(x).all() and np.isfinite(y).all()):
            raise GeometryError(f"A coordinate lies outside what <{target.iri}> can hold.")
        return np.column_stack([x, y, *coordinates[:, 2:].T])

    return shapely.transform(geometry, moved, include_z=bool(shapely.has_z(geometry)))


@cache
def _degrees() -> frozenset[str]:
    return frozenset({"OGC:CRS84", "EPSG:4326", "EPSG:4490"})


def is_same_place(one: Crs, other: Crs) -> bool:
    """Whether equal coordinates (east before north) are the same place in both."""
    return one.name == other.name or {one.name, other.name} <= _degrees()


@lru_cache(maxsize=64)
def _transformer(source: str, target: str) -> Callable[..., Any]:
    try:
        found = pyproj.Transformer.from_crs(source, target, always_xy=True)
    except ProjError as error:
        raise UnknownCrs(f"There is no way from {source} to {target}.") from error
    return found.transform


def _exchanged(coordinates: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return coordinates[:, [1, 0, *range(2, coordinates.shape[1])]]
