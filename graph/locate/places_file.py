"""Reads a plan's `places.geojson`, which QGIS opens and edits, and refuses what cannot be right in it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from rdflib.namespace import SKOS

from graph.locate.coordinates import check_geometry
from graph.model import PlanError, Position
from ontology.files import vocabulary
from ontology.namespaces import LOCATING

_LANDMARK = re.compile(r"landmark/[a-z0-9.-]+/[a-z0-9.-]+")
_CRS = re.compile(r"urn:ogc:def:crs:(?:OGC:(?:1\.3)?:CRS84|EPSG::4326)|EPSG:4326|OGC:CRS84")


@cache
def locating_methods() -> frozenset[str]:
    """The local names of the methods by which something can be located."""
    found = vocabulary("schemes").subjects(SKOS.inScheme, LOCATING.LocatingMethods)
    return frozenset(str(method).removeprefix(str(LOCATING)) for method in found)


def read_places(source: Path | Traversable | None, known: Collection[str]) -> tuple[Position, ...]:
    """Where things are, in the file's order; without a source, nothing.

    `known` are the paths of the plan's entities. PlanError, in one sentence, for a file that is no GeoJSON in
    longitude and latitude, a feature of something unknown or twice there, and a position that cannot be right.
    """
    if source is None:
        return ()
    try:
        said = json.loads(source.read_bytes())
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise PlanError(f"{source.name} cannot be read as JSON: {error}") from error
    return read_features(said, source.name, known)


def read_features(said: Any, file_name: str, known: Collection[str]) -> tuple[Position, ...]:
    """The positions of a GeoJSON FeatureCollection; see `read_places`."""
    if not isinstance(said, dict) or said.get("type") != "FeatureCollection":
        raise PlanError(f"{file_name} is no GeoJSON FeatureCollection")
    _check_crs(said, file_name)
    features = said.get("features")
    if not isinstance(features, list):
        raise PlanError(f"{file_name} has no list of features")
    found: dict[str, Position] = {}
    for number, feature in enumerate(features, start=1):
        position = _Feature(feature, f"{file_name}, feature {number}").position(known)
        if position.path in found:
            raise PlanError(f"{file_name}, feature {number}: {position.path} is in the file twice")
        found[position.path] = position
    for position in found.values():
        _check_neighbours(position, found, file_name)
    return tuple(found.values())


def _check_crs(said: Mapping[str, Any], file_name: str) -> None:
    """Only longitude and latitude; RFC 7946 knows no other, older files name theirs in `crs`."""
    crs = said.get("crs")
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str) or not _CRS.fullmatch(name):
        raise PlanError(
            f"{file_name} is in the reference system {name or crs}; save it in WGS 84 (OGC:CRS84), longitude first"
        )


def _check_neighbours(position: Position, found: Mapping[str, Position], file_name: str) -> None:
    for path in position.neighbours:
        if path not in found or found[path].geometry is None:
            raise PlanError(
                f"{file_name}: {position.path} is worked out from {path}, which has no position in the file"
            )


class _Feature:
    """One feature, and where it stands in the file."""

    def __init__(self, feature: Any, where: str) -> None:
        self._where = where
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            raise self._error("this is no GeoJSON feature")
        properties = feature.get("properties")
        self._properties: Mapping[str, Any] = properties if isinstance(properties, dict) else {}
        self._geometry = feature.get("geometry")

    def position(self, known: Collection[str]) -> Position:
        path = self._path(known)
        self._where = f"{self._where} ({path})"
        if self._geometry is not None and (problem := check_geometry(self._geometry)):
            raise self._error(problem)
        schematic = self._schematic()
        return Position(
            path=path,
            name=self._text("name"),
            geometry=self._geometry,
            note=self._text("note_zh"),
            note_en=self._text("note_en"),
            method=self._method() if self._geometry is not None else None,
            accuracy=self._accuracy() if self._geometry is not None and not schematic else None,
            source=self._text("source") if self._geometry is not None else None,
            schematic=schematic,
            neighbours=tuple((self._properties.get("neighbours") or "").split()),
            name_en=self._text("name_en") if path.startswith("landmark/") else None,
        )

    def _path(self, known: Collection[str]) -> str:
        path = self._text("id")
        if path not in known and not _LANDMARK.fullmatch(path):
            raise self._error(
                f"{path} is no entity of this plan; id is the part of its IRI after id/, "
                "such as place/qibao/jiuxing, or landmark/qibao/qibaozhan for something the plan does not name"
            )
        return path

    def _method(self) -> str:
        method = self._text("method")
        if method not in locating_methods():
            raise self._error(f"method is {method}, and should be one of {', '.join(sorted(locating_methods()))}")
        return method

    def _accuracy(self) -> float:
        value = self._properties.get("accuracy_m")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e7:
            raise self._error(f"accuracy_m is {value!r}, and should be a number of metres, from 0")
        return float(value)

    def _schematic(self) -> bool:
        value = self._properties.get("schematic")
        if value not in (None, False, True, 0, 1):
            raise self._error(f"schematic is {value!r}, and should be true or false")
        if value and self._geometry is None:
            raise self._error("schematic is true, but there is no geometry to draw")
        return bool(value)

    def _text(self, name: str) -> str:
        value = self._properties.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self._error(f"{name} is missing; it is a text")
        return value.strip()

    def _error(self, what: str) -> PlanError:
        return PlanError(f"{self._where}: {what}")
