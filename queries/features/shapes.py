"""The points, the lines and the areas of a table of features, each as a table of its own."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from queries.features.by_shape import BY_SHAPE, Dimension
from queries.features.table import FeatureTable

Geometries = NDArray[np.object_]

_JOINED = {
    Dimension.POINTS: shapely.MultiPoint,
    Dimension.LINES: shapely.MultiLineString,
    Dimension.AREAS: shapely.MultiPolygon,
}


def dimensions(table: FeatureTable) -> list[Dimension]:
    """What a collection has to be drawn as."""
    return [Dimension(found) for found in np.unique(shapely.get_dimensions(_simple(table.written[table.located])))]


def of_shape(table: FeatureTable, name: str) -> FeatureTable:
    """The features of a table with shapes of one kind; of a geometry that has several kinds, the parts of this one."""
    collection, _, dimension = BY_SHAPE[name]
    written = _parts(table.written, dimension)
    chosen = np.flatnonzero(~shapely.is_missing(written) & table.located)
    sound = _parts(table.sound[chosen], dimension)
    places = chosen.tolist()
    return FeatureTable(
        collection,
        [table.ids[place] for place in places],
        {name: [column[place] for place in places] for name, column in table.columns.items()},
        written[chosen],
        np.where(shapely.is_missing(sound), table.sound[chosen], sound),
        [table.periods[place] for place in places],
    )


def _parts(geometries: Geometries, dimension: Dimension) -> Geometries:
    """Of each geometry what has this dimension; None where nothing has."""
    found: Geometries = geometries.copy()
    found[shapely.get_dimensions(geometries) != dimension] = None
    for place in np.flatnonzero(shapely.get_type_id(geometries) == shapely.GeometryType.GEOMETRYCOLLECTION):
        parts = _simple(geometries[place])
        kept = parts[shapely.get_dimensions(parts) == dimension].tolist()
        found[place] = _JOINED[dimension](kept) if kept else None
    return found


def _simple(geometries: Geometries | BaseGeometry) -> Geometries:
    """All the points, lines and polygons that geometries are put together from."""
    parts: Geometries = shapely.get_parts(geometries)
    while (shapely.get_type_id(parts) > shapely.GeometryType.POLYGON).any():
        parts = shapely.get_parts(parts)
    return parts
