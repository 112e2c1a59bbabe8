"""闵行区七宝镇九星村: administrative divisions, in a chain or a list of their kind, or by an unmistakable suffix."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.link.rules.boundary import name_start, runs
from graph.link.rules.finding import Finding, Rule
from graph.model import EntityType

_KINDS = {"省": "province", "市": "city", "区": "district", "县": "district", "镇": "town", "街道": "town", "村": "village"}
_DIVISION = re.compile("([㐀-鿿]{2,4}?)(新区|街道|[省市区县镇村])(?![级域属管里民容区场内中间位块别长务情办])")
# 园区, 社区, 城镇, 农村 …: words, not names
_NO_STEM = re.compile(
    "[城乡古重小全本我集农居各该两三新山园社校街景片地灾特辖库牧林湿港老郊超都股上夜菜门]$|"
    "(?:功能|示范|集聚|聚集|开发|商务|保税|试验|先行|核心|中心|工业|贸易|产业|教学|生活|承载|居住|文明|主城|引领|保护|合作|自贸|"
    "创新|服务|休闲|度假|特色|美丽|行政|社会|国际|现代|中国)"
)
_LIST = re.compile("[㐀-鿿]{2,4}(?:新区|[区县市])(?:[、和及与][㐀-鿿]{2,4}(?:新区|[区县市]))+")


def _find(text: str) -> Iterator[Finding]:
    listed = {position for match in _LIST.finditer(text) for position in range(*match.span())}
    for offset, run in runs(text):
        chain: list[Finding] = []
        for match in _divisions(run):
            finding = Finding(offset + match.start(), offset + match.end(), EntityType.PLACE, _KINDS[match[2][-1:]] if match[2] != "街道" else "town")
            linked = bool(chain) and chain[-1].end == finding.start
            chain = [*(chain if linked else ()), finding]
            if match[2] in {"新区", "街道"} or linked or finding.end - 1 in listed or match[2] in {"镇", "村"}:
                yield finding


def _divisions(run: str) -> Iterator[re.Match[str]]:
    position = 0
    while match := _DIVISION.search(run, max(position, 0)):
        start = max(match.start(), name_start(run, match.end(1)))
        if start > match.start():
            position = start
            continue
        if _NO_STEM.search(match[1]):
            position = match.end()
            continue
        yield match
        position = match.end()


DIVISIONS = Rule("division", 0.75, _find, occurrences=2)
