"""Collections of points, lines or areas alone, for programs that draw one kind of shape a layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import IntEnum
from types import MappingProxyType

from queries.features.collections import COLLECTIONS, Collection


class Dimension(IntEnum):
    """What shapes are drawn as, by their dimension."""

    POINTS = 0
    LINES = 1
    AREAS = 2


_TITLES = {Dimension.POINTS: ("点", "points"), Dimension.LINES: ("线", "lines"), Dimension.AREAS: ("面", "areas")}


def name_of(collection: Collection, dimension: Dimension) -> str:
    """What the shapes of a collection are called in addresses: places-points."""
    return f"{collection.name}-{dimension.name.lower()}"


def _of_one(collection: Collection, dimension: Dimension) -> Collection:
    zh, en = _TITLES[dimension]
    title = collection.title
    said = collection.description if collection.is_schematic else {"zh": "", "en": ""}  # it is said of the whole
    return replace(
        collection,
        name=name_of(collection, dimension),
        title=MappingProxyType({"zh": f"{title['zh']}:{zh}", "en": f"{title['en']}: {en}"}),
        description=MappingProxyType(
            {
                "zh": f"“{title['zh']}”中的{zh},供一层只画一种图形的软件(如 QGIS)使用;没有位置的不在其中。{said['zh']}",
                "en": f"The {en} of “{title['en']}”, for programs that draw one kind of shape a layer, as QGIS does; "
                f"what has no position is not in it. {said['en']}".rstrip(),
            }
        ),
    )


BY_SHAPE: Mapping[str, tuple[Collection, Collection, Dimension]] = MappingProxyType(
    {
        name_of(whole, dimension): (_of_one(whole, dimension), whole, dimension)
        for whole in COLLECTIONS.values()
        for dimension in Dimension
    }
)
"""Each by its name, with the collection it is of and the shapes that are in it."""
