"""What OpenAPI says of /features: its part of the whole description, and a description of its own in OpenAPI 3.0."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from queries.features.by_shape import BY_SHAPE
from queries.features.collections import COLLECTIONS, Collection, ValueType
from queries.features.systems import SYSTEMS
from service.features import formats
from service.features.parameters import DEFAULT, FARTHEST, ITEMS, MOST, schema_of
from service.http.negotiation import MediaType
from service.openapi.components import components
from service.openapi.feature_schemas import FEATURE_SCHEMAS
from service.openapi.operations import CONDITIONS, Document, operation, query, reading, schema
from service.words.interface import LANGUAGES

_CRS: Document = {"type": "string", "format": "uri", "enum": [system.uri for system in SYSTEMS]}
_TEXT: Document = {"type": "string"}
_CORNERS: Document = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}
_SCHEMAS: dict[str, Document] = {
    "f": _TEXT,
    "lang": {"type": "string", "enum": list(LANGUAGES)},
    "bbox": _CORNERS,
    "bbox-crs": _CRS,
    "datetime": _TEXT,
    "filter": _TEXT,
    "filter-lang": {"type": "string", "enum": ["cql2-text", "cql2-json"], "default": "cql2-text"},
    "filter-crs": _CRS,
    "sortby": {"type": "array", "items": {"type": "string", "pattern": "^[+-]?[a-z_]+$"}, "minItems": 1},
    "crs": _CRS,
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT},
    "offset": {"type": "integer", "minimum": 0, "maximum": FARTHEST, "default": 0},
}
_TITLES = {
    "bbox": "The area: lower corner, upper corner, in the axis order of bbox-crs; without it longitude first.",
    "bbox-crs": "The reference system of bbox.",
    "datetime": "A date, a date and time, or two with / between them, of which one may be ..",
    "filter": "A condition in CQL2.",
    "filter-lang": "How the condition is written.",
    "filter-crs": "The reference system of the condition's coordinates.",
    "sortby": "The properties to sort by; one with - before it descends.",
    "crs": "The reference system to answer in; its axes are in its authority's order.",
    "limit": "How many features at most.",
    "offset": "How many to leave out before.",
}


def feature_paths() -> Document:
    """The paths in the description of the whole service, one for all collections."""
    name: Document = {"type": "string", "enum": [*COLLECTIONS, *BY_SHAPE]}
    inside = {"name": "collection", "in": "path", "required": True, "schema": name}
    below = _paths("/features")
    root = "/features/collections/{collection}"
    every = _collection_paths(root, "", [inside], [], "{feature}")
    return below | every


def features_description(address: str) -> Document:
    """The description of this API alone, in OpenAPI 3.0, its collections by name (as clients look them up)."""
    paths = _paths("")
    paths["/"] = paths.pop("")
    for collection in (*COLLECTIONS.values(), *(shape for shape, _, _ in BY_SHAPE.values())):
        root = f"/collections/{collection.name}"
        suffix = collection.name.title().replace("-", "")
        paths |= _collection_paths(root, suffix, [], _filters(collection), "{featureId}")
    shared = components()
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "PlanGraph: features",
            "version": version("plangraph"),
            "description": "OGC API – Features over action plans.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "servers": [{"url": f"{address}features"}],
        "paths": paths,
        "components": {
            **{kind: shared[kind] for kind in ("headers", "responses")},
            "parameters": {**shared["parameters"], **{name: _parameter(name) for name in ITEMS}},
            "schemas": {"Problem": shared["schemas"]["Problem"], **FEATURE_SCHEMAS},
        },
    }


def _paths(root: str) -> Document:
    """The paths above the collections."""
    common = [*map(_parameter, ("f", "lang")), *CONDITIONS]

    def get(name: str, summary: str, offered: Sequence[MediaType], shape: str | None) -> Document:
        return {"get": operation(name, summary, _answers(offered, shape), common)}

    return {
        root: get("getLandingPage", "The landing page.", formats.PAGES, "FeatureLanding"),
        f"{root}/conformance": get("getConformance", "The conformance classes.", formats.PAGES, "FeatureConformance"),
        f"{root}/api": get("getApi", "The API definition.", formats.DEFINITION, None),
        f"{root}/collections": get("getCollections", "All collections.", formats.PAGES, "FeatureCollections"),
    }


def _collection_paths(
    root: str, suffix: str, inside: list[Document], filters: list[Document], feature: str
) -> Document:
    """The paths of one collection, or of each."""
    common = [*inside, *map(_parameter, ("f", "lang")), *CONDITIONS]
    path = {"name": feature.strip("{}"), "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    asked = [*inside, *map(_parameter, ITEMS), *filters, *CONDITIONS]

    def get(
        name: str, summary: str, offered: Sequence[MediaType], shape: str, parameters: list[Document], *headers: str
    ) -> Document:
        answers = _answers(offered, shape, *headers)
        return {"get": operation(f"{name}{suffix}", summary, answers, parameters)}

    return {
        root: get("describeCollection", "A collection.", formats.PAGES, "FeatureCollectionInfo", common),
        f"{root}/queryables": get(
            "getQueryables", "What its features can be filtered by.", formats.QUERYABLES, "Queryables", common
        ),
        f"{root}/items": get("getFeatures", "Its features.", formats.ITEMS, "Features", asked, "Link", "Content-Crs"),
        f"{root}/items/{feature}": get(
            "getFeature",
            "One feature.",
            formats.ITEM,
            "Feature",
            [*common, path, _parameter("crs")],
            "Content-Crs",
        ),
    }


def _answers(offered: Sequence[MediaType], shape: str | None, *headers: str) -> Document:
    """The answers of a resource, those in JSON with their schema."""
    answers = reading(offered, *headers)
    if shape is not None:
        (first, *_) = offered
        for mime in (first.mime, *first.aliases):
            answers["200"]["content"][mime] = {"schema": schema(shape)}
    return answers


def _parameter(name: str) -> Document:
    """A parameter of the standard's, or of ours; lists are written with commas."""
    described = query(name, _SCHEMAS[name])
    listed: dict[str, Any] = {"style": "form", "explode": False} if _SCHEMAS[name]["type"] == "array" else {}
    return {**described, **listed, **({"description": _TITLES[name]} if name in _TITLES else {})}


def _filters(collection: Collection) -> list[Document]:
    """The parameters that the properties of a collection are; one with several values is filtered by one of them."""
    return [
        {
            **query(known.name, _TEXT if known.type is ValueType.TEXTS else schema_of(known)),
            "description": known.title["en"],
        }
        for known in collection.properties
    ]
