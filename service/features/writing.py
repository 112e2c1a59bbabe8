"""Features as GeoJSON (RFC 7946) and as OGC's JSON-FG, in the reference system asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import shapely

from queries.features.crs import from_crs84
from queries.features.periods import Period
from queries.features.systems import CRS84, System
from queries.features.table import FeatureTable
from service.features.conformance import JSON_FG_CORE

Feature = dict[str, Any]


def features(table: FeatureTable, places: Sequence[int], crs: System, *, json_fg: bool) -> Iterator[Feature]:
    """The features at these places of a table."""
    chosen = table.written[list(places)]
    moved = _objects(from_crs84(chosen, crs))
    plain = _objects(chosen) if json_fg and crs is not CRS84 else moved
    for place, geometry, fallback in zip(places, moved, plain, strict=True):
        feature: Feature = {"type": "Feature", "id": table.ids[place]}
        if json_fg:
            beside = geometry if crs is not CRS84 else None  # what CRS84 can say stands in `geometry` alone
            feature |= {"time": _time(table.periods[place]), "place": beside, "geometry": fallback}
        else:
            feature["geometry"] = geometry
        yield feature | {"properties": properties(table, place)}


def properties(table: FeatureTable, place: int) -> dict[str, Any]:
    """The properties of the feature at a place."""
    return {known.name: table.columns[known.name][place] for known in table.collection.properties}


def json_fg_members(table: FeatureTable, crs: System) -> dict[str, Any]:
    """What a JSON-FG document says of itself."""
    return {
        "conformsTo": [JSON_FG_CORE],
        "featureType": table.collection.name,
        **({"coordRefSys": crs.uri} if crs is not CRS84 else {}),
    }


def _objects(geometries: Any) -> list[dict[str, Any] | None]:
    return [None if text is None else json.loads(text) for text in shapely.to_geojson(geometries).tolist()]


def _time(period: Period | None) -> dict[str, Any] | None:
    if period is None:
        return None
    if period.start == period.end:
        return {"date": period.start.isoformat()}
    return {"interval": [period.start.isoformat(), period.end.isoformat()]}
