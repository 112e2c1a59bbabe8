"""漕宝路, 嘉闵高架: roads, where the name is as short as road names are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.link.rules.boundary import names_ending_in
from graph.link.rules.finding import Finding, Rule
from graph.model import EntityType

_ROAD = re.compile("(?:路高架|高架路|快速路|路|大道|高架)(?![径网面由灯牌况人费演基权障堤政桥标子线口])")
# 道路, 思路, 主干路 …: words, not names
_NO_STEM = re.compile(
    "[道铁公思线链电网水之干支退出门套理通回小老新走一半陆油气马字断好弯山]$|城市|市政|规划|高速|主要|两侧|区域|丝绸|街道|沿线|农村|内部|断头|高架|立体|智能|健康"
)


def _find(text: str) -> Iterator[Finding]:
    for start, end, stem in names_ending_in(_ROAD, text, longest=3):
        if not _NO_STEM.search(stem) and not stem.isascii():
            yield Finding(start, end, EntityType.PLACE, "road")


ROADS = Rule("road", 0.75, _find)
