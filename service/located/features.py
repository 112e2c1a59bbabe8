"""The things of a map as GeoJSON: what is drawn, and what is downloaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from service.located.things import Schematic, Shown

Feature = dict[str, Any]
Collection = dict[str, Any]


def located_features(shown: Shown, document: Callable[[str], str | None]) -> Collection:
    """The located things, each with its page's address, and how many there are with those that are not shown."""
    found = _collection(
        {
            "type": "Feature",
            "id": thing.iri,
            "geometry": thing.shape,
            "properties": {
                "label": thing.label,
                "kind": thing.kind,
                "tasks": thing.tasks,
                "accuracy": thing.accuracy,
                "method": thing.method,
                "methodLabel": thing.method_label,
                "address": document(thing.iri),
            },
        }
        for thing in shown.things
    )
    return {**found, "numberMatched": shown.total, "numberReturned": len(shown.things)}


def schematic_features(things: Iterable[Schematic], document: Callable[[str], str | None]) -> Collection:
    """The things of the scheme; whoever reads the file is told what it is."""
    return _collection(
        {
            "type": "Feature",
            "id": thing.iri,
            "geometry": thing.shape,
            "properties": {
                "label": thing.label,
                "note": thing.note,
                "schematic": True,
                "address": document(thing.iri),
            },
        }
        for thing in things
    )


def _collection(features: Iterable[Feature]) -> Collection:
    return {"type": "FeatureCollection", "features": list(features)}
