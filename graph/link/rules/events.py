"""亚洲音乐节, 世界人工智能大会: festivals, fairs, contests and congresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.link.rules.boundary import names_ending_in
from graph.link.rules.finding import Finding, Rule
from graph.model import EntityType

_EVENT = re.compile(
    "(?:文化节|艺术节|音乐节|旅游节|购物节|电影节|电视节|读书节|科技节|体育节|美食节|戏剧节|灯会|"
    "博览会|交易会|马拉松|锦标赛)(?![馆期])"
)
# 各类博览会, 国际旅游节: kinds, not names
_NO_NAME = re.compile(
    "(?:国际|专业|大型|重大|重要|各类|各种|行业|全国性|群众|社区|校园|线上|线下|系列|主题|品牌|特色|大学生|高端|知名)+"
)


def _find(text: str) -> Iterator[Finding]:
    for start, end, stem in names_ending_in(_EVENT, text):
        if not _NO_NAME.fullmatch(stem):
            yield Finding(start, end, EntityType.EVENT)


EVENTS = Rule("event", 0.75, _find)
