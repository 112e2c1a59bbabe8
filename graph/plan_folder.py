"""The plans that come with the project: a folder each, with its document, settings and gazetteer."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from graph.model import PlanError, PlanSettings


@dataclass(frozen=True, slots=True)
class PlanFolder:
    """One plan's folder: what its `plan.toml` says, and where its files are."""

    settings: PlanSettings
    title: str | None  # by which a copy of the document in another format is recognised
    source: Traversable | None  # the document; None for a plan that has no folder yet
    gazetteer: Traversable | None
    places: Traversable | None = None  # where its things are: GeoJSON


def open_plan_folder(folder: Traversable) -> PlanFolder:
    """The plan in this folder; PlanError where `plan.toml` is missing or lacks a setting."""
    try:
        said = tomllib.loads(folder.joinpath("plan.toml").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PlanError(
            f"{folder.name}: no plan.toml; a plan's folder needs one with slug, area, source_file"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise PlanError(f"{folder.name}/plan.toml: not TOML: {error}") from error
    gazetteer, places = folder.joinpath("gazetteer.ttl"), folder.joinpath("places.geojson")
    return PlanFolder(
        settings=PlanSettings(
            slug=_required(said, "slug", folder),
            area=_required(said, "area", folder),
            jurisdiction=said.get("jurisdiction"),
            label_en=said.get("label_en"),
            source_url=said.get("source_url"),
        ),
        title=said.get("title"),
        source=folder.joinpath(_required(said, "source_file", folder)),
        gazetteer=gazetteer if gazetteer.is_file() else None,
        places=places if places.is_file() else None,
    )


def bundled_plans() -> Iterator[PlanFolder]:
    """Every plan that comes with the project, by name."""
    for folder in sorted(files("graph").joinpath("plans").iterdir(), key=lambda entry: entry.name):
        if folder.joinpath("plan.toml").is_file():
            yield open_plan_folder(folder)


def _required(said: dict[str, Any], name: str, folder: Traversable) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not value:
        raise PlanError(f'{folder.name}/plan.toml: {name} is missing; it is a text, e.g. {name} = "…"')
    return value
