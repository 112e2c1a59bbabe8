"""闵行区七宝镇九星村: administrative divisions, in a chain or a list of their kind, or by an unmistakable suffix."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from graph.link.rules.boundary import name_start, run_around
from graph.link.rules.finding import Finding, Rule
from graph.model import EntityType

_KINDS = {
    "市": "city",
    "区": "district",
    "新区": "district",
    "县": "district",
    "镇": "town",
    "街道": "town",
    "村": "village",
}
_UNMISTAKABLE = ("新区", "街道", "镇", "村")
_SUFFIX = re.compile("(?:新区|街道|[市区县镇村])(?![级域属管里民容场内中间位块别长务情办])")
# 浦东新区、闵行区: a list tells that 区 ends a name.
_LIST = re.compile("[㐀-鿿]{2,4}(?:新区|街道|[区县市镇村])(?:[、和及与][㐀-鿿]{2,4}(?:新区|街道|[区县市镇村]))+")
# 园区, 社区, 城镇, 农村, 示范区 …: words, not names
_NO_STEM = re.compile(
    "[城乡古重小全本我集农居各该两三新山园社校街景片地灾特辖库牧林湿港老郊超都股上夜菜门]$|"
    "(?:功能|示范|集聚|聚集|开发|商务|保税|试验|先行|核心|中心|工业|贸易|产业|教学|生活|承载|居住|文明|主城|引领|保护|合作|自贸|"
    "创新|服务|休闲|度假|特色|美丽|行政|社会|国际|现代|中国)"
)


@lru_cache(maxsize=2)
def _divisions(text: str) -> tuple[Finding, ...]:
    """All that looks like a division; kept for the second rule."""
    divisions: list[Finding] = []
    last = -1  # where the division before ends
    for match in _SUFFIX.finditer(text):
        offset, run = run_around(text, match.start())
        start = max(offset + name_start(run, match.start() - offset), last)
        stem = text[start : match.start()]
        if 2 <= len(stem) <= 4 and not _NO_STEM.search(stem):
            divisions.append(Finding(start, match.end(), EntityType.PLACE, _KINDS[match[0]]))
            last = match.end()
    return tuple(divisions)


def _find_in_company(text: str) -> Iterator[Finding]:
    divisions = _divisions(text)
    listed = {match.end() for span in _LIST.finditer(text) for match in _SUFFIX.finditer(text, *span.span())}
    chained = {finding.start for finding in divisions} & {finding.end for finding in divisions}
    return (f for f in divisions if f.end in listed or chained.intersection((f.start, f.end)))


def _find_alone(text: str) -> Iterator[Finding]:
    return (finding for finding in _divisions(text) if text.endswith(_UNMISTAKABLE, finding.start, finding.end))


DIVISIONS = Rule("division", 0.8, _find_in_company)
LONE_DIVISIONS = Rule("lone-division", 0.7, _find_alone, occurrences=2)
