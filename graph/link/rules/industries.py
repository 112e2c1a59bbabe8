"""汽车电子产业: industries, where more than 现代, 高端, 新兴 says which."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.link.rules.boundary import names_ending_in
from graph.link.rules.finding import Finding, Rule
from graph.model import EntityType

_INDUSTRY = re.compile("产业(?!化|园|工人|结构|体系|政策|用地|基础|空间)")
# Where an industry is, and whose it is, is no part of its name: 上海医药产业 is 医药产业.
_WHERE = re.compile(
    "(?:我国|中国|全国|全球|国家|国内|国际|全市|全区|全镇|[我本][省市区县镇]|[省市区县镇][域级]|区域|地方|上海|北京|天津|重庆|深圳|广州)+市?"
)
# Words that praise an industry instead of naming it.
_NO_NAME = re.compile(
    "(?:现代|高端|新兴|战略性|战略|重点|优势|特色|主导|支柱|配套|相关|传统|未来|先导|先进|前沿|高新|高品质|高质量|高能级|高附加值|新型|新动能|"
    "新|全|大|小|三大|六大|智能|智慧|数字|绿色|低碳|创新|科技|农村|上下游|上游|下游|龙头|关联|融合|细分|硬核|标志性|基础|实体|集体|"
    "城市|高技术|知识密集型|赛道|综合|生态圈|[一二三四五六七八九十0-9]+)+"
)


def _find(text: str) -> Iterator[Finding]:
    for _, end, stem in names_ending_in(_INDUSTRY, text, longest=10):
        where = _WHERE.match(stem)
        name = stem[where.end() :] if where else stem
        if len(name) > 1 and not _NO_NAME.fullmatch(name):
            yield Finding(end - len(name) - len("产业"), end, EntityType.INDUSTRY)


INDUSTRIES = Rule("industry", 0.6, _find, occurrences=2)
