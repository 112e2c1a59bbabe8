"""Positions as the GeoJSON that `graph.locate.places_file` reads: a feature a line, so that a change is a line."""

from __future__ import annotations

import json
from collections.abc import Iterable

from graph.model import Position

_HEAD = """{
"type": "FeatureCollection",
"name": "places",
"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
"features": [
"""


def write_places(positions: Iterable[Position]) -> str:
    """The positions as a GeoJSON FeatureCollection in longitude and latitude."""
    features = (json.dumps(_feature(position), ensure_ascii=False) for position in positions)
    return _HEAD + ",\n".join(features) + "\n]\n}\n"


def _feature(position: Position) -> dict[str, object]:
    accuracy = position.accuracy
    properties = {
        "id": position.path,
        "name": position.name,
        **({"name_en": position.name_en} if position.name_en else {}),
        "method": position.method,
        "accuracy_m": int(accuracy) if accuracy is not None and accuracy.is_integer() else accuracy,
        "schematic": position.schematic,
        "neighbours": " ".join(position.neighbours),
        "source": position.source,
        "note_zh": position.note,
        "note_en": position.note_en,
    }
    return {"type": "Feature", "properties": properties, "geometry": position.geometry}
