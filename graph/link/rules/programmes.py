"""开展强链延链补链工程, 第八轮环保三年行动计划: campaigns that are opened, carried out or completed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.link.rules.finding import Finding, Rule
from graph.model import EntityType

_CAMPAIGN = re.compile(
    "(?:实施|开展|启动|推进|完成|落实)((?:第[一二三四五六七八九十0-9]+轮)?[㐀-鿿0-9]{4,14}?(?:工程|专项行动|攻坚行动|整治行动|行动计划))(?![师学化项量质])"
)
# Words that describe works instead of naming them.
_NO_NAME = re.compile("[的等和与及或在对将把为以]|建设|改造|项目|重点|重大|配套|建立|各类|本行动|系列|一批|相关")


def _find(text: str) -> Iterator[Finding]:
    for match in _CAMPAIGN.finditer(text):
        if not _NO_NAME.search(match[1]):
            yield Finding(match.start(1), match.end(1), EntityType.PROGRAMME)


PROGRAMMES = Rule("campaign", 0.7, _find)
