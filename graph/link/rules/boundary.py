"""Where a name begins: Chinese has no spaces, so the words that usually stand before a name are cut off."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter

# What a name is written with; a phase in brackets, (三期), belongs to it.
_RUN = re.compile(r"(?:[㐀-鿿A-Za-z0-9·-]|\([一二三四五六七八九十0-9]+期\))+")

# Verbs of official texts, and particles that end what stands before a name.
_BEFORE_A_NAME = re.compile(
    "中共|[市区县镇]域内|[市区县镇]内|辖区内|范围内|高标准|高水平|高质量|高品质|进一步|特别是|尤其是|不断|持续|继续|积极|大力|重点|全面|有序|稳步|深入|切实|主动|率先|加快|加速|加强|加大|全力|力争|"
    "推进|推动|推广|推出|建设|新建|改建|扩建|续建|建成|建立|建好|打造|实施|开展|完善|优化|提升|提高|深化|落实|发展|培育|培养|壮大|做强|做大|做实|"
    "促进|支持|鼓励|引导|聚焦|围绕|依托|发挥|利用|整合|联动|联合|组织|举办好?|筹办好?|承办|擦亮|共建|共享|参加|参与|启动|完成|健全|制定|制订|编制|配合|服务|承接|导入|吸引|"
    "引进|扩大|保障|确保|巩固|拓展|探索|创建|改造|开工|竣工|通过|包括|以及|位于|邀请|融合|探讨|用好|盘活|形成|构建|按照|根据|贯彻|执行|结合|立足|"
    "面向|针对|涵盖|覆盖|辐射|带动|赋能|助力|强化|突出|抓好|做好|办好|管理|协同|协调|指导|督促|研究|谋划|布局|规划|设立|成立|组建|筹建|挂牌|命名|"
    "[的了和与及或在对将把为以从由向于至沿使让并其该等各每某个]"
)

_LEVELS = set("省市区县镇")  # 镇纪委监察办: the town's


@lru_cache(maxsize=4)
def runs(text: str) -> tuple[tuple[int, str], ...]:
    """The stretches of characters that names are written with, and where each begins; kept for the next rule."""
    return tuple((match.start(), match[0]) for match in _RUN.finditer(text))


def run_around(text: str, position: int) -> tuple[int, str]:
    """The run that a character stands in, and where it begins; an empty one where the character is in none."""
    index = bisect_right(runs(text), position, key=itemgetter(0)) - 1
    offset, run = runs(text)[index] if index >= 0 else (position, "")
    return (offset, run) if position < offset + len(run) else (position, "")


def name_start(run: str, end: int) -> int:
    """Where in a run the name begins of which `end` is a later character: after the last word that is no name."""
    return max((match.end() for match in _BEFORE_A_NAME.finditer(run, 0, end)), default=0)


def names_ending_in(
    suffix: re.Pattern[str], text: str, shortest: int = 2, longest: int = 12
) -> Iterator[tuple[int, int, str]]:
    """Names that end in a suffix: start, end and the stem before the suffix, of so many characters."""
    for match in suffix.finditer(text):
        offset, run = run_around(text, match.start())
        stem_end = match.start() - offset
        start = name_start(run, stem_end)
        if shortest <= stem_end - start <= longest:
            yield offset + start, match.end(), run[start:stem_end]


def stands_alone(text: str, start: int) -> bool:
    """Whether a name that begins here is not the end of a longer one (文体中心 in 沪星市民文体中心)."""
    offset, run = run_around(text, start)
    before = start - offset
    return name_start(run, before) == before or run[:before] in _LEVELS
