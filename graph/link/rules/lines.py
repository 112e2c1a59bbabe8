"""地铁嘉闵线, 轨道交通12号线: metro lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.link.rules.finding import Finding, Rule
from graph.model import EntityType

_LINE = re.compile(r"(?:地铁|轨道交通|轻轨)(?:[㐀-鿿]{2,4}?线|[0-9一二三四五六七八九十]+号线)(?![路网上下])")


def _find(text: str) -> Iterator[Finding]:
    for match in _LINE.finditer(text):
        yield Finding(match.start(), match.end(), EntityType.PLACE, "line")


LINES = Rule("metro-line", 0.85, _find)
