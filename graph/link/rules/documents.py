"""《…》: a document, where it calls itself by what documents are called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.link.rules.finding import Finding, Rule
from graph.model import EntityType

_TITLE = re.compile(
    r"《((?:[^《》\n]|《[^《》\n]*》){2,80}?(?:意见|方案|规划|计划|办法|条例|规定|通知|细则|纲要|决定|决议|目录|标准|规范|规程|法|典|"
    r"指南|指引|导则|措施|政策|清单|公告|公报|报告|章程|要点|行动|协定|倡议|若干|宣言|白皮书)(?:\([^()\n]{1,20}\))?)》"
)


def _find(text: str) -> Iterator[Finding]:
    for match in _TITLE.finditer(text):
        yield Finding(match.start(1), match.end(1), EntityType.POLICY)


DOCUMENTS = Rule("title-in-brackets", 0.95, _find)
