"""七宝教育促进会, 七宝艺术联盟: associations, companies and institutes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.link.rules.boundary import names_ending_in
from graph.link.rules.finding import Finding, Rule
from graph.model import EntityType

_ORGANIZATION = re.compile("(?:促进会|联合会|有限公司|研究院|基金会|大学|管委会)(?![生城科])")
# 行业促进会, 新型研究院: kinds, not names
_NO_NAME = re.compile(
    "[一二两三四五六七八九十].*|(?:行业|新型|产业|企业|社会|专业|各类|国内|国外|国内外|知名|海外|民营|国有|科技|技术|工业|股份|地方|高水平|重点|研究型|"
    "开放|老年|职业|一流|综合性|区级|市级|国家级|园区|景区|开发区|新型研发|有关|相关|战略|联合|公益|慈善|人才|创新|发展)+"
)


def _find(text: str) -> Iterator[Finding]:
    for start, end, stem in names_ending_in(_ORGANIZATION, text):
        if not _NO_NAME.fullmatch(stem):
            yield Finding(start, end, EntityType.ORGANIZATION)


ORGANIZATIONS = Rule("organization", 0.7, _find)
