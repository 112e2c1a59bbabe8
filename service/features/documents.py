"""What the resources above the features say: landing page, conformance, collections, queryables."""

from __future__ import annotations

from typing import Any

from queries.features.collections import GEOMETRY, Collection, Property
from queries.features.systems import CRS84, SYSTEMS
from queries.features.table import FeatureTable
from service.features import formats
from service.features.addresses import Addresses
from service.features.conformance import CLASSES
from service.features.parameters import schema_of
from service.http.negotiation import JSON, MediaType

Document = dict[str, Any]

_GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
_ROLES = {"iri": "reference", "time_start": "primary-interval-start", "time_end": "primary-interval-end"}


def landing(addresses: Addresses, this: MediaType) -> Document:
    """The landing page."""
    return {
        "title": addresses.word("features_title"),
        "description": addresses.word("features_about"),
        "links": addresses.landing(this),
    }


def conformance(addresses: Addresses, this: MediaType) -> Document:
    """The conformance classes."""
    return {"conformsTo": list(CLASSES), "links": addresses.own("conformance", formats.PAGES, this)}


def collections(tables: dict[str, FeatureTable], addresses: Addresses, this: MediaType) -> Document:
    """The collections that are listed."""
    return {
        "links": addresses.own("collections", formats.PAGES, this),
        "crs": [system.uri for system in SYSTEMS],
        "collections": [described(table, addresses) for table in tables.values()],
    }


def one_collection(table: FeatureTable, addresses: Addresses, this: MediaType) -> Document:
    """One collection under its own address."""
    document = described(table, addresses)
    own = addresses.own(f"collections/{table.collection.name}", formats.PAGES, this)
    return {**document, "links": [*own, *addresses.collection(table.collection)]}


def described(table: FeatureTable, addresses: Addresses) -> Document:
    """A collection as the list of collections has it."""
    collection = table.collection
    path = f"collections/{collection.name}"
    return {
        "id": collection.name,
        "title": collection.title[addresses.language],
        "description": collection.description[addresses.language],
        "itemType": "feature",
        "links": [*addresses.own(path, formats.PAGES, JSON), *addresses.collection(collection)],
        "extent": _extent(table),
        "crs": [system.uri for system in SYSTEMS],
        "storageCrs": CRS84.uri,
    }


def queryables(collection: Collection, addresses: Addresses) -> Document:
    """What features of a collection can be filtered by, as a JSON Schema."""
    language = addresses.language
    properties = {known.name: _queryable(known, language) for known in collection.properties}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": addresses.address(f"collections/{collection.name}/queryables"),
        "type": "object",
        "title": collection.title[language],
        "description": collection.description[language],
        "properties": {
            GEOMETRY: {
                "title": addresses.word("geometry"),
                "x-ogc-role": "primary-geometry",
                "format": "geometry-any",
            },
            **properties,
        },
        "additionalProperties": False,
    }


def _queryable(known: Property, language: str) -> Document:
    role = {"x-ogc-role": _ROLES[known.name]} if known.name in _ROLES else {}
    return {"title": known.title[language], **schema_of(known), **role}


def _extent(table: FeatureTable) -> Document:
    """Where and when the features are, as far as any says."""
    extent: Document = {}
    if table.bounds is not None:
        extent["spatial"] = {"bbox": [list(table.bounds)], "crs": CRS84.uri}
    if table.period is not None:
        interval = [f"{table.period.start}T00:00:00Z", f"{table.period.end}T23:59:59Z"]
        extent["temporal"] = {"interval": [interval], "trs": _GREGORIAN}
    return extent
