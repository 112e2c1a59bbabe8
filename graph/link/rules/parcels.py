"""04单元, 05-08地块: numbered pieces of land."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.link.rules.finding import Finding, Rule
from graph.model import EntityType

_PARCEL = re.compile(r"(?<![0-9a-z.-])[0-9a-z]*[0-9](?:[-/][0-9a-z]+)*号?(?:(单元)|地块|街坊)(?![格楼式体])")


def _find(text: str) -> Iterator[Finding]:
    for match in _PARCEL.finditer(text):
        yield Finding(match.start(), match.end(), EntityType.PLACE, "planningUnit" if match[1] else "parcel")


PARCELS = Rule("numbered-land", 0.9, _find)
