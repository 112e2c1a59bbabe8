"""The shapes of what /features answers in JSON, as OpenAPI 3.0 and 3.1 both read them."""

from __future__ import annotations

from service.openapi.operations import Document

_TEXT: Document = {"type": "string"}
_ANY_LIST: Document = {"type": "array", "items": {"type": "object"}}
FEATURE_SCHEMAS: dict[str, Document] = {
    "FeatureLanding": {
        "type": "object",
        "required": ["title", "links"],
        "properties": {"title": _TEXT, "description": _TEXT, "links": _ANY_LIST},
    },
    "FeatureConformance": {
        "type": "object",
        "required": ["conformsTo"],
        "properties": {"conformsTo": {"type": "array", "items": _TEXT}},
    },
    "FeatureCollections": {
        "type": "object",
        "required": ["links", "collections"],
        "properties": {"links": _ANY_LIST, "collections": _ANY_LIST},
    },
    "FeatureCollectionInfo": {
        "type": "object",
        "required": ["id", "links", "crs", "storageCrs"],
        "properties": {
            "id": _TEXT,
            "title": _TEXT,
            "description": _TEXT,
            "links": _ANY_LIST,
            "extent": {"type": "object"},
        },
    },
    "Features": {
        "type": "object",
        "required": ["type", "features", "numberMatched", "numberReturned", "links"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "numberMatched": {"type": "integer", "minimum": 0},
            "numberReturned": {"type": "integer", "minimum": 0},
            "timeStamp": {"type": "string", "format": "date-time"},
            "links": _ANY_LIST,
            "features": _ANY_LIST,
        },
    },
    "Feature": {
        "type": "object",
        "required": ["type", "id", "geometry", "properties", "links"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": _TEXT,
            "geometry": {},
            "properties": {"type": "object"},
            "links": _ANY_LIST,
        },
    },
    "Queryables": {"type": "object", "required": ["$schema", "$id", "type", "properties"]},
}
