"""What the index can be asked about: constants of a query, geometries whose place is known, and boxes about them."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox
import shapely

from graph.geo.crs import default_crs, is_same_place
from graph.geo.errors import GeometryError
from graph.geo.index import Box
from graph.geo.measures import degrees_around
from graph.geo.values import Spatial
from graph.store.embedded.spatial.calling import aggregates, functions, geometry_of
from graph.store.embedded.spatial.groups import QueryText

_NOTHING: Final = ox.Store()


def constant(query: QueryText, text: str) -> ox.Literal | ox.NamedNode | None:
    """The value of an expression without variables; None where it is an error."""
    asked = f"{query.prologue} SELECT ({text} AS ?value) {{}}"
    try:
        found = _NOTHING.query(asked, custom_functions=functions(), custom_aggregate_functions=aggregates())
    except (SyntaxError, ValueError):
        return None
    value = next(iter(found))["value"] if isinstance(found, ox.QuerySolutions) else None
    return value if isinstance(value, ox.Literal | ox.NamedNode) else None


def placed(term: object) -> Spatial | None:
    """The geometry of a term, where it is one that the index can be asked for: not empty, and in degrees."""
    try:
        value = geometry_of(term)  # type: ignore[arg-type]  # which says so itself
    except GeometryError:
        return None
    return None if value.is_empty or not is_same_place(value.crs, default_crs()) else value


def boxes_about(value: Spatial, metres: float | None) -> list[Box]:
    """The boxes that hold whatever meets a geometry (None), or comes within so many metres of it."""
    west, south, east, north = (float(side) for side in shapely.bounds(value.geometry))
    if metres is None:
        return [(west, south, east, north)]
    farthest = max(abs(south), abs(north))
    across, up = degrees_around(farthest, metres)
    box = (west - across, south - up, east + across, north + up)
    return [(box[0] + turn, box[1], box[2] + turn, box[3]) for turn in (-360.0, 0.0, 360.0)]


def meets_nothing(term: ox.Literal, metres: float | None) -> bool:
    """Whether no condition holds of a literal: it cannot be read, or is empty where a distance is asked for."""
    try:
        return geometry_of(term).is_empty and metres is not None
    except GeometryError:
        return True
