"""“…”品牌, “…”“…”等项目: a quoted name, typed by the noun it belongs to; slogans are left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.link.rules.finding import Finding, Rule
from graph.model import EntityType

_HEADS = {
    EntityType.BRAND: "品牌",
    EntityType.PROGRAMME: "专项行动|行动计划|行动|工程|计划|战略|机制|制度|平台",
    EntityType.PROJECT: "项目",
    EntityType.EVENT: "活动|大赛|比赛|竞赛|文化节|艺术节|音乐节|论坛|峰会",
}
_TYPES = {head: entity_type for entity_type, heads in _HEADS.items() for head in heads.split("|")}
# One or several quoted names, words that describe them, and the noun that says what they are.
_NAMES_AND_HEAD = re.compile(
    r"((?:“[^“”\n]{2,20}”[、和及与]?)+)等?(?:[㐀-鿿]{0,12}?)("
    + "|".join(sorted(_TYPES, key=len, reverse=True))
    + ")(?![化部制])"
)
_NAME = re.compile("“([^“”\n]+)”")
# A slogan has pauses in it; a summary counts what the sentence lists (“四个一”); a formula adds up.
_NO_NAME = re.compile(
    r"[,，。;；:：、—!！?？+/%]|^[一二两三四五六七八九十]+[个大项类轮重化级]|[的了]|(?:出去|起来|下去|上来)$|^(?:走|打|抓|坚持|推|建|做|促)"
)


def _find(text: str) -> Iterator[Finding]:
    for match in _NAMES_AND_HEAD.finditer(text):
        for name in _NAME.finditer(text, match.start(1), match.end(1)):
            if not _NO_NAME.search(name[1]):
                yield Finding(name.start(1), name.end(1), _TYPES[match[2]])


QUOTED = Rule("quoted-name", 0.8, _find)
