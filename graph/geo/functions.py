"""The functions and aggregates that SPARQL can call, by IRI: what each takes, and how it is computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import shapely

from graph.geo import constructions, measures
from graph.geo.datums import likely_datum, shifted
from graph.geo.doubts import doubts
from graph.geo.errors import GeometryError
from graph.geo.literals import read_literal
from graph.geo.names import FUNCTIONS, GEOJSON, GML, KML, OURS, SIMPLE_FEATURES, WKT
from graph.geo.relations import RELATIONS, relate
from graph.geo.values import Spatial


class Kind(Enum):
    """What a parameter takes."""

    GEOMETRY = "a geometry literal"
    LITERAL = "a literal, be it one that cannot be read"
    NUMBER = "a number"
    IRI = "an IRI"
    TEXT = "a text"


class Iri(str):
    """A result that is an xsd:anyURI."""

    __slots__ = ()


Result = Spatial | bool | int | float | str | None
"""What a function gives; None is no value."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function: the kinds of its parameters, how many of them must be there, and what computes it."""

    kinds: tuple[Kind, ...]
    compute: Callable[..., Result]
    required: int


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An aggregate: what makes one geometry of those that were gathered."""

    compute: Callable[[Sequence[Spatial]], Spatial]


def _function(kinds: str, compute: Callable[..., Result], optional: int = 0) -> Function:
    letters = {"g": Kind.GEOMETRY, "l": Kind.LITERAL, "n": Kind.NUMBER, "i": Kind.IRI, "t": Kind.TEXT}
    return Function(tuple(letters[letter] for letter in kinds), compute, len(kinds) - optional)


def _bound(index: int) -> Callable[[Spatial], Result]:
    return lambda value: None if value.is_empty else float(shapely.bounds(value.geometry)[index])


def _height(pick: Callable[[Any], Any]) -> Callable[[Spatial], Result]:
    def found(value: Spatial) -> Result:
        heights = shapely.get_coordinates(value.geometry, include_z=True)[:, 2]
        heights = heights[~np.isnan(heights)]
        return float(pick(heights)) if len(heights) else None

    return found


def _written_as(datatype: str) -> Callable[..., Spatial]:
    return lambda value, *_: Spatial(value.geometry, value.crs, datatype)


_OF_TYPE = {"LineString": 1, "LinearRing": 1, "MultiLineString": 1, "Polygon": 2, "MultiPolygon": 2}


def _count(value: Spatial) -> int:
    return 0 if value.is_empty else int(shapely.get_num_geometries(value.geometry))


def _spatial_dimension(value: Spatial) -> int:
    """2, or 3 with heights: measures are no dimension of space."""
    return 3 if shapely.has_z(value.geometry) else 2


def _dimension(value: Spatial) -> int:
    """Of its points, lines or areas; an empty geometry has that of its type."""
    return max(int(shapely.get_dimensions(value.geometry)), _OF_TYPE.get(value.geometry.geom_type, 0))


def _geometry_type(value: Spatial) -> Iri:
    kind = value.geometry.geom_type
    return Iri(SIMPLE_FEATURES + ("LineString" if kind == "LinearRing" else kind))


def _shift(source: str, target: str) -> Function:
    return _function("g", lambda value: shifted(value, source, target))


def _doubted(literal: tuple[str, str]) -> str | None:
    try:
        return " ".join(doubt.sentence for doubt in doubts(read_literal(*literal))) or None
    except GeometryError as error:
        return str(error)


_MEASURES = {
    "distance": _function("ggi", measures.distance),
    "metricDistance": _function("gg", measures.metric_distance),
    "length": _function("gi", measures.length),
    "metricLength": _function("g", measures.metric_length),
    "perimeter": _function("gi", measures.perimeter),
    "metricPerimeter": _function("g", measures.metric_perimeter),
    "area": _function("gi", measures.area),
    "metricArea": _function("g", measures.metric_area),
}
_CONSTRUCTIONS = {
    "buffer": _function("gni", constructions.buffer),
    "metricBuffer": _function("gn", constructions.metric_buffer),
    "convexHull": _function("g", constructions.made(shapely.convex_hull)),
    "concaveHull": _function("gn", constructions.concave_hull, optional=1),
    "boundary": _function("g", constructions.made(shapely.boundary)),
    "envelope": _function("g", constructions.made(shapely.envelope)),
    "boundingCircle": _function("g", constructions.bounding_circle),
    "centroid": _function("g", constructions.centre),
    "intersection": _function("gg", constructions.combined(shapely.intersection)),
    "union": _function("gg", constructions.combined(shapely.union)),
    "difference": _function("gg", constructions.combined(shapely.difference)),
    "symDifference": _function("gg", constructions.combined(shapely.symmetric_difference)),
    "transform": _function("gi", constructions.transform),
    "geometryN": _function("gn", lambda value, number: constructions.nth_part(value, _whole(number))),
}
_PROPERTIES = {
    "getSRID": _function("g", lambda value: Iri(value.crs.iri)),
    "dimension": _function("g", _dimension),
    "coordinateDimension": _function("g", lambda value: int(shapely.get_coordinate_dimension(value.geometry))),
    "spatialDimension": _function("g", _spatial_dimension),
    "isEmpty": _function("g", lambda value: value.is_empty),
    "isSimple": _function("g", lambda value: bool(shapely.is_simple(value.geometry))),
    "is3D": _function("g", lambda value: bool(shapely.has_z(value.geometry))),
    "isMeasured": _function("g", lambda value: bool(shapely.has_m(value.geometry))),
    "geometryType": _function("g", _geometry_type),
    "numGeometries": _function("g", _count),
    "minX": _function("g", _bound(0)),
    "minY": _function("g", _bound(1)),
    "maxX": _function("g", _bound(2)),
    "maxY": _function("g", _bound(3)),
    "minZ": _function("g", _height(np.min)),
    "maxZ": _function("g", _height(np.max)),
}
_SERIALIZATIONS = {
    "asWKT": _function("g", _written_as(WKT)),
    "asGeoJSON": _function("g", _written_as(GEOJSON)),
    "asGML": _function("gt", _written_as(GML), optional=1),
    "asKML": _function("g", _written_as(KML)),
}
_OUR_OWN = {
    "wgs84ToGcj02": _shift("WGS84", "GCJ02"),
    "gcj02ToWgs84": _shift("GCJ02", "WGS84"),
    "wgs84ToBd09": _shift("WGS84", "BD09"),
    "bd09ToWgs84": _shift("BD09", "WGS84"),
    "gcj02ToBd09": _shift("GCJ02", "BD09"),
    "bd09ToGcj02": _shift("BD09", "GCJ02"),
    "likelyDatum": _function("gg", likely_datum),
    "doubts": _function("l", _doubted),
}


def _whole(number: float) -> int:
    if number != int(number):
        raise GeometryError(f"{number:g} is no number of a geometry.")
    return int(number)


FUNCTION_TABLE: Final[Mapping[str, Function]] = MappingProxyType(
    {
        **{FUNCTIONS + name: _function("gg", relation) for name, relation in RELATIONS.items()},
        FUNCTIONS + "relate": _function("ggt", relate),
        **{
            FUNCTIONS + name: function
            for table in (_MEASURES, _CONSTRUCTIONS, _PROPERTIES, _SERIALIZATIONS)
            for name, function in table.items()
        },
        **{OURS + name: function for name, function in _OUR_OWN.items()},
    }
)
"""All functions, by IRI."""


def _after_gathering(compute: Callable[[Spatial], Spatial]) -> Aggregate:
    return Aggregate(lambda values: compute(constructions.gathered(values)))


AGGREGATE_TABLE: Final[Mapping[str, Aggregate]] = MappingProxyType(
    {
        FUNCTIONS + "aggBoundingBox": _after_gathering(constructions.made(shapely.envelope)),
        FUNCTIONS + "aggBoundingCircle": _after_gathering(constructions.bounding_circle),
        FUNCTIONS + "aggCentroid": _after_gathering(constructions.centre),
        FUNCTIONS + "aggConcaveHull": _after_gathering(constructions.concave_hull),
        FUNCTIONS + "aggConvexHull": _after_gathering(constructions.made(shapely.convex_hull)),
        FUNCTIONS + "aggConcatLines": Aggregate(constructions.joined_lines),
        FUNCTIONS + "aggUnion": Aggregate(constructions.aggregated_union),
    }
)
"""All aggregates, by IRI."""
