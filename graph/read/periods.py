"""Reads the years that a plan covers, from its title or from where its head names it with its years."""

from __future__ import annotations

import re

from graph.model import Period
from graph.read.dates import find_years, five_year_plan
from graph.read.numerals import ordinal_value
from graph.read.sentences import cover_names

_FIVE_YEAR_PLAN = re.compile(r"“?十([一二三四五六七八九])五”?")
_YEAR = re.compile(r"(?<![到至\d])((?:19|20)\d\d|二[〇○零][〇○零一二三四五六七八九]{2})\s*年(?!版)")
_LENGTH = re.compile(r"([两二三四五六七八九十]|\d{1,2})\s*年(?:行动|滚动|攻坚|实施|工作|提升|发展)?(?:计划|方案|规划)")
_NAMED_WITH_YEARS = re.compile(r"(?:计划|方案|规划|纲要|意见)\s*(\([^()]{4,24}\))")
_LONGEST = 30  # years


def read_period(title: str, folded: str, end: int) -> Period | None:
    """Return the years that the plan titled `title` covers, or None where it does not say.

    Its title's range of years (2023-2025年), five-year plan (“十四五”), first year and length (2023年…三年行动计划),
    or single year (2025年工作要点), in this order; else a range behind the plan's name in the text before `end`,
    other plans' titles in 《…》 left aside. 到2027年 is a due date and no period.
    """
    if period := _range(title):
        return period
    if five := _FIVE_YEAR_PLAN.search(title):
        return Period(*five_year_plan(10 + ordinal_value(five[1])))
    if year := _YEAR.search(title):
        first = ordinal_value(year[1].replace("○", "〇").replace("零", "〇"))
        length = _LENGTH.search(title)
        return Period(first, first + (max(ordinal_value(length[1]), 1) if length else 1) - 1)
    for named in _NAMED_WITH_YEARS.finditer(cover_names(folded[:end])):
        if period := _range(named[1]):
            return period
    return None


def _range(folded: str) -> Period | None:
    for first, last in find_years(folded, 0, len(folded)):
        if last - first <= _LONGEST:
            return Period(first, last)
    return None
