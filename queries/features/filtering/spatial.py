"""CQL2's spatial functions over a table, by the index over its geometries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import shapely
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from queries.features.areas import box
from queries.features.collections import GEOMETRY
from queries.features.crs import to_crs84
from queries.features.filtering.operands import arguments, property_name, refused
from queries.features.filtering.parsing import Expression
from queries.features.filtering.truth import Truth, known
from queries.features.systems import System
from queries.features.table import FeatureTable, Mask

# What the index is asked for so that the feature's geometry, as the first argument, is in the relation: the index
# takes the other geometry as the subject.
_ASKED = {
    "s_intersects": "intersects",
    "s_within": "contains",
    "s_contains": "within",
    "s_touches": "touches",
    "s_crosses": "crosses",
    "s_overlaps": "overlaps",
}
_TURNED = {"s_within": "s_contains", "s_contains": "s_within"}
_PAIRED: Mapping[str, Callable[..., Any]] = {
    "s_intersects": shapely.intersects,
    "s_within": shapely.within,
    "s_contains": shapely.contains,
    "s_touches": shapely.touches,
    "s_crosses": shapely.crosses,
    "s_overlaps": shapely.overlaps,
    "s_equals": shapely.equals,
    "s_disjoint": shapely.disjoint,
}
FUNCTIONS = frozenset(_PAIRED)
_HALF, _WHOLE = 180, 360  # degrees of longitude


def spatial(op: str, expression: Mapping[str, Any], table: FeatureTable, system: System) -> Truth:
    """Whether each feature is in the relation; unknown of those without a geometry."""
    first, second = (_subject(part, system) for part in arguments(expression, 2))
    if first is None and second is None:
        return known(np.asarray(_PAIRED[op](table.sound, table.sound)), table.located)
    if first is not None and second is not None:
        return known(np.full(len(table), bool(_PAIRED[op](first, second))), np.ones(len(table), dtype=bool))
    if first is not None:
        op, second = _TURNED.get(op, op), first
    if second is None:  # it is one of the two: for the type checker
        raise refused(f"{op} takes geometries")
    return known(_related(op, table, second), table.located)


def _related(op: str, table: FeatureTable, other: BaseGeometry) -> Mask:
    """Which features' geometries are in the relation to another."""
    if op == "s_disjoint":
        return table.located & ~_found(table, other, "intersects")
    if op == "s_equals":
        near = np.flatnonzero(_found(table, other, "intersects"))
        found = np.zeros(len(table), dtype=bool)
        found[near[shapely.equals(table.sound[near], other)]] = True
        return found
    return _found(table, other, _ASKED[op])


def _found(table: FeatureTable, other: BaseGeometry, predicate: Any) -> Mask:
    found = np.zeros(len(table), dtype=bool)
    found[table.tree.query(other, predicate=predicate)] = True
    return found


def _subject(expression: Expression, system: System) -> BaseGeometry | None:
    """A geometry that is written out, in CRS84; None for the features' own."""
    name = property_name(expression)
    if name == GEOMETRY:
        return None
    if name is not None:
        raise refused(f"{name[:50]!r} is no geometry; features have one, called {GEOMETRY}")
    if isinstance(expression, dict) and "bbox" in expression:
        corners = expression["bbox"]
        if len(corners) not in (4, 6) or not all(isinstance(corner, (int, float)) for corner in corners):
            raise refused("BBOX takes four or six numbers")
        return box(corners if len(corners) == 4 else [*corners[:2], *corners[3:5]], system, "filter")
    if isinstance(expression, dict) and "type" in expression:
        return _geometry(expression, system)
    raise refused("a spatial function takes geometry, and a geometry in WKT (or GeoJSON) or a BBOX")


def _geometry(expression: Mapping[str, Any], system: System) -> BaseGeometry:
    try:
        found = shapely.force_2d(shapely.geometry.shape(dict(expression)))
    except (GEOSException, ValueError, TypeError, IndexError, KeyError, AttributeError) as error:
        raise refused(f"this is no geometry: {str(error).partition(chr(10))[0][:100]}") from error
    if found.is_empty:
        raise refused("the geometry is empty")
    if not shapely.is_valid(found):
        raise refused(f"the geometry is not simple: {shapely.is_valid_reason(found)}")
    there = to_crs84(found, system, "filter")
    if _leaps(there):
        raise refused(
            "a side of the geometry is longer than half the earth; write one that crosses the antimeridian in two "
            "parts, or as BBOX(179,-18,-179,-16)"
        )
    return there


def _leaps(geometry: BaseGeometry) -> bool:
    """Whether a side goes the long way around the earth; one from edge to edge is meant so."""
    parts = shapely.get_parts(geometry)
    while (shapely.get_type_id(parts) > shapely.GeometryType.POLYGON).any():
        parts = shapely.get_parts(parts)
    is_area = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    lines = np.concatenate((parts[~is_area], shapely.get_rings(parts[is_area])))
    places, line = shapely.get_coordinates(lines, return_index=True)
    steps = np.abs(np.diff(places[:, 0]))[np.diff(line) == 0]
    return bool(((steps > _HALF) & (steps < _WHOLE)).any())
