"""What the address of a map asks for: which tasks, inside which shape, with which thing's panel open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from queries.errors import ParameterError

FILTERS = ("unit", "goal", "brand", "due")  # as the questions of the map call them
_CIRCLE = ("lon", "lat", "metres")
_PAIR = re.compile(r"\s*([-+]?[0-9]{1,3}(?:\.[0-9]*)?)[\s,\uff0c]+([-+]?[0-9]{1,3}(?:\.[0-9]*)?)\s*")
_NUMBER = re.compile(r"[-+]?[0-9]{1,3}(?:\.[0-9]*)?")
_BREAKS = re.compile(r"[;\uff1b\n]+")
_LEAST_CORNERS = 3
_CORNERS = 4  # numbers of a view


@dataclass(frozen=True, slots=True)
class Asked:
    """The values for the questions of the map, as they were given."""

    filters: Mapping[str, str] = field(default_factory=dict)
    shape: Mapping[str, str] = field(default_factory=dict)  # area, or centre and metres
    given_shape: Mapping[str, str] = field(default_factory=dict)  # the same as the address has it
    place: str = ""
    schematic: bool = False

    @property
    def values(self) -> dict[str, str]:
        """What the questions of the map take."""
        return {**self.filters, **self.shape}

    @property
    def address(self) -> dict[str, str]:
        """What an address of the map with the same tasks and the same shape has."""
        return {**self.filters, **self.given_shape}


def read_asked(given: Mapping[str, str]) -> Asked:
    """Read an address or a form. Raises ParameterError for a shape that is none."""
    texts = {name: given.get(name, "").strip() for name in (*FILTERS, *_CIRCLE, "area", "place", "schematic")}
    return Asked(
        filters=MappingProxyType({name: texts[name] for name in FILTERS if texts[name]}),
        shape=MappingProxyType(_shape(texts)),
        given_shape=MappingProxyType({name: texts[name] for name in ("area", *_CIRCLE) if texts[name]}),
        place=texts["place"],
        schematic=texts["schematic"] == "1",
    )


def read_view(text: str) -> dict[str, str]:
    """The part of the map that is looked at, "west,south,east,north" in degrees, as an area; nothing for no text."""
    if not text:
        return {}
    corners = text.split(",")
    if len(corners) != _CORNERS or not all(_NUMBER.fullmatch(corner) for corner in corners):
        zh, en = (
            f"view:“{text[:100]}”不是“西,南,东,北”四个度数。",
            f"view: “{text[:100]}” is not west,south,east,north.",
        )
        raise ParameterError("view", text[:100], {"zh": zh, "en": en})
    west, south, east, north = corners
    return {"area": f"POLYGON(({west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}))"}


def _shape(texts: Mapping[str, str]) -> dict[str, str]:
    if texts["area"]:
        return {"area": _polygon(texts["area"])}
    if not any(texts[name] for name in _CIRCLE):
        return {}
    for name, what in (("lon", "经度"), ("lat", "纬度")):
        if not _NUMBER.fullmatch(texts[name]):
            zh, en = f"{what}“{texts[name][:50]}”不是以度为单位的数。", f"“{texts[name][:50]}” is no number of degrees."
            raise ParameterError(name, texts[name], {"zh": zh, "en": f"{name}: {en}"})
    if not texts["metres"]:
        raise ParameterError("metres", "", {"zh": "缺少半径(米)。", "en": "metres: the circle's radius is needed."})
    return {"centre": f"POINT({texts['lon']} {texts['lat']})", "metres": texts["metres"]}


def _polygon(text: str) -> str:
    """WKT as it is; corners, “longitude latitude” a line, as the polygon that they are the corners of."""
    if "(" in text:
        return text
    lines = [line for line in _BREAKS.split(text) if line.strip()]
    pairs = [_PAIR.fullmatch(line) for line in lines]
    corners = [f"{pair[1]} {pair[2]}" for pair in pairs if pair]
    if len(corners) < max(_LEAST_CORNERS, len(lines)):
        wrong = next((line.strip() for line, pair in zip(lines, pairs, strict=True) if not pair), "")
        zh = f"“{wrong[:50]}”不是“经度 纬度”。" if wrong else "多边形至少要有三个点,每行一个“经度 纬度”。"
        en = (
            f"“{wrong[:50]}” is no longitude and latitude."
            if wrong
            else "a polygon has three corners or more, a line each."
        )
        raise ParameterError("area", text[:200], {"zh": zh, "en": f"area: {en}"})
    ring = corners if corners[0] == corners[-1] else [*corners, corners[0]]
    return f"POLYGON(({', '.join(ring)}))"
