"""Which plan a document is: one that comes with the project, or a new one, and how that is named in IRIs."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

from graph.model import Outline, PlanError, PlanSettings
from graph.plan_folder import PlanFolder, bundled_plans
from graph.slugs import pinyin_slug

_SLUG = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
# The bodies that govern places, from the province down; the last one in a name is the one that issues.
_PLACE = re.compile(r"([\u4e00-\u9fff]{2,}?)(?:特别行政区|自治区|自治州|自治县|省|市|区|县|镇|乡|街道)")


def recognise(outline: Outline) -> PlanFolder | None:
    """The plan of this title that comes with the project, if there is one."""
    title = _folded(outline.title)
    return next((plan for plan in bundled_plans() if plan.title and _folded(plan.title) == title), None)


def new_plan(outline: Outline, name: str, slug: str | None = None, area: str | None = None) -> PlanFolder:
    """What a plan without a folder is called: by the given slug and area, else by its file's name and its issuer."""
    settings = PlanSettings(
        slug=_checked("slug", slug) if slug else _slug_of(name),
        area=_checked("area", area) if area else _area_of(outline),
    )
    return PlanFolder(settings=settings, title=outline.title, source=None, gazetteer=None)


def _slug_of(name: str) -> str:
    stem = PurePath(name).stem.lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", stem)) or pinyin_slug(stem)
    return slug or "plan"


def _area_of(outline: Outline) -> str:
    for name in (*outline.issuers, outline.title):
        places = _PLACE.findall(name.removeprefix("中共").removeprefix("中国共产党"))
        if places:
            return pinyin_slug(places[-1])
    return "unknown"


def _checked(what: str, value: str) -> str:
    if not _SLUG.fullmatch(value):
        raise PlanError(f"{what} {value!r}: only a-z and 0-9, joined by - or ., e.g. qibao-2023-2025")
    return value


def _folded(title: str) -> str:
    return "".join(unicodedata.normalize("NFKC", title).split())
