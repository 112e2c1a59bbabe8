"""A geometry with its reference system: what every function takes and gives."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from graph.geo.crs import Crs, projected
from graph.geo.errors import GeometryError
from graph.geo.names import WKT


@dataclass(frozen=True)
class Spatial:
    """A geometry, its coordinates east before north, and how it was written."""

    geometry: BaseGeometry
    crs: Crs
    datatype: str = field(default=WKT)

    @cached_property
    def sound(self) -> BaseGeometry:
        """The geometry to compute with: where it crosses itself, what its lines enclose; prepared for many questions.

        A polygon that crosses itself is repaired as GEOS does (make_valid): a figure of eight becomes two
        triangles. What was written stays what it was.
        """
        geometry = self.geometry
        if self.point is not None:
            return geometry
        if shapely.get_dimensions(geometry) == _AREAL and not shapely.is_valid(geometry):
            geometry = shapely.make_valid(geometry)
        shapely.prepare(geometry)
        return geometry

    @cached_property
    def point(self) -> tuple[float, float] | None:
        """Its two coordinates, where it is a single point."""
        geometry = self.geometry
        return (geometry.x, geometry.y) if isinstance(geometry, shapely.Point) and not geometry.is_empty else None

    @cached_property
    def is_empty(self) -> bool:
        """Whether there is no point in it."""
        return bool(shapely.is_empty(self.geometry))

    def within(self, crs: Crs) -> Spatial:
        """The same in another reference system."""
        if crs is self.crs:
            return self
        moved = projected(self.geometry, self.crs, crs)
        return self if moved is self.geometry else Spatial(moved, crs, self.datatype)

    def with_geometry(self, geometry: BaseGeometry) -> Spatial:
        """Another geometry in the same reference system, to be written in the same way."""
        return replace(self, geometry=geometry)


_AREAL: Final = 2


def require_points(value: Spatial) -> Spatial:
    """The value; raises GeometryError where there is nothing in it to measure from."""
    if value.is_empty:
        raise GeometryError("The geometry is empty: nothing can be measured from it.")
    return value
