"""Geometries between CRS84, in which they are kept, and the systems they are asked for and told in."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from graph.geo.crs import crs_of, projected
from graph.geo.errors import GeometryError
from queries.features.errors import FeatureRequestError
from queries.features.systems import CRS84, System

Pairs = NDArray[np.float64]
Geometries = TypeVar("Geometries", BaseGeometry, NDArray[np.object_])


def from_crs84(geometries: Geometries, target: System) -> Geometries:
    """Geometries (one, or an array) of CRS84 in another system, its axes in its authority's order."""
    return geometries if target is CRS84 else shapely.transform(geometries, _mover(CRS84, target))


def to_crs84(geometry: BaseGeometry, source: System, parameter: str) -> BaseGeometry:
    """A geometry of a request in CRS84; raises FeatureRequestError where the system has no such place."""
    order = "; it has the latitude first" if source.is_geographic and source is not CRS84 else ""
    beyond = FeatureRequestError(parameter, f"{parameter} has coordinates beyond what {source.uri} can say{order}.")
    if source is not CRS84:
        try:
            geometry = shapely.transform(geometry, _mover(source, CRS84))
        except GeometryError as error:
            raise beyond from error
    if not is_on_earth(geometry):
        raise beyond
    return geometry


def is_on_earth(geometry: BaseGeometry) -> bool:
    """Whether a geometry of CRS84 has longitudes and latitudes that there are."""
    west, south, east, north = shapely.bounds(geometry).tolist()
    return bool(west >= -180 and east <= 180 and south >= -90 and north <= 90)


@cache
def _mover(source: System, target: System) -> Callable[[Pairs], Pairs]:
    """What moves coordinates from one system to the other, both in their authority's axis order, to a millimetre."""
    written_in, told_in = crs_of(source.uri), crs_of(target.uri)

    def move(pairs: Pairs) -> Pairs:
        given = pairs[:, ::-1] if written_in.is_north_first else pairs
        moved = shapely.get_coordinates(projected(shapely.MultiPoint(given), written_in, told_in))
        return np.round(moved[:, ::-1] if told_in.is_north_first else moved, target.decimals)

    return move
