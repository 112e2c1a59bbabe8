"""What requests for features may ask: where a feature is, the names of the parameters, their limits and schemas."""

from __future__ import annotations

from typing import Any

from queries.features.collections import KINDS, Property, ValueType

MOST, DEFAULT, FARTHEST = 10_000, 100, 10**9  # features of a page; the offset at which nobody looks any more
COMMON = ("f", "lang")
CHOOSING = ("bbox", "bbox-crs", "datetime", "filter", "filter-lang", "filter-crs", "sortby")
ITEMS = (*COMMON, *CHOOSING, "crs", "limit", "offset")
ITEM = (*COMMON, "crs")

_SCHEMAS: dict[ValueType, dict[str, Any]] = {
    ValueType.TEXT: {"type": "string"},
    ValueType.IRI: {"type": "string", "format": "uri"},
    ValueType.NUMBER: {"type": "number"},
    ValueType.INTEGER: {"type": "integer"},
    ValueType.DATE: {"type": "string", "format": "date"},
    ValueType.TEXTS: {"type": "array", "items": {"type": "string"}},
}


def feature_path(path: str) -> str | None:
    """Where the thing with a path below id/ is a feature; None of what is none."""
    kind, _, name = path.partition("/")
    collection = next((known for known, begins in KINDS.items() if begins == kind), None)
    return f"features/collections/{collection}/items/{name}" if collection and name else None


def schema_of(known: Property) -> dict[str, Any]:
    """The JSON Schema of a property's values."""
    return _SCHEMAS[known.type]
