"""Finds the dates a plan writes, as precisely as it writes them: 2025年5月底前 is "2025-05", “十四五”期末 is "2025".

The lexical part is small and its own (docs/decisions/0003-dates.md says why); numerals are read by cn2an,
calendars by the standard library.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from graph.read.numerals import ordinal_value

_DIGIT = "[〇○零一二三四五六七八九]"
_YEAR = rf"(?:(?:19|20)\d\d|(?:一九|二[〇○零]){_DIGIT}{{2}})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_EDGE = (
    r"(?P<edge>\s*(?:[上中下]旬|年?[底末]|年中|中(?=之?前)|年?内(?![部容])|时?期间|时?期?末?期?)?)"
    r"(?P<before>\s*(?:之前|以前|前)?)"
)
_QUARTERS = {"一": 3, "1": 3, "二": 6, "2": 6, "三": 9, "3": 9, "四": 12, "4": 12}
_DATE = re.compile(
    rf"""(?=[\d一二十今本明“])(?<![\d.]) (?:(?P<since>{_YEAR})\s*年?(?:\s*{_MONTH}\s*月)?\s*(?:[-—–~至到]+)\s*)?
    (?:(?P<year>{_YEAR})\s*年|(?P<relative>今年|本年|明年)|“?十(?P<five>[一二三四五六七八九])五”?(?=规划|时?期|末))
    (?:规划)?
    (?:\s*(?:(?P<month>{_MONTH})\s*月份?(?:\s*(?P<day>{_DAY})\s*[日号])?
        |(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])\s*季度))?
    {_EDGE}""",
    re.VERBOSE,
)
_NUMERIC = re.compile(rf"(?<!\d)({_YEAR})\s*([-/.])\s*({_MONTH})\s*\2\s*({_DAY})(?!\d)")
_RANGE = re.compile(rf"(?<!\d)({_YEAR})\s*年?\s*(?:[-—–~至到]+)\s*({_YEAR})\s*年?")


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as written: `lexical` is a year, a year and month, or a day, in the form of XML Schema."""

    start: int
    end: int
    lexical: str
    is_deadline: bool  # it says 前, 底, 末, 内 or 期间: something is due then
    is_range: bool  # 2023年至2025年: `lexical` is the last of it

    @property
    def last_day(self) -> date:
        """The last day that `lexical` covers."""
        parts = [int(part) for part in self.lexical.split("-")]
        year, month = parts[0], parts[1] if len(parts) > 1 else 12
        return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def find_dates(folded: str, start: int, end: int, this_year: int | None = None) -> Iterator[WrittenDate]:
    """Yield the dates in `folded[start:end]` in order.

    今年 and 明年 are read only where `this_year`, the year of issue, is known. A half-year or quarter is the month
    in which it ends. What is no date of the calendar (2月30日) is left out.
    """
    for match in _DATE.finditer(folded, start, end):
        lexical = _lexical(match, this_year)
        if lexical is not None:
            deadline = bool(match["edge"].strip() or match["before"].strip())
            yield WrittenDate(match.start(), _end(match), lexical, deadline, match["since"] is not None)


def find_days(folded: str, start: int, end: int) -> Iterator[WrittenDate]:
    """Yield the full dates (with a day) in `folded[start:end]`, 2023年9月26日 and 2023-09-26 alike, in order."""
    days = [found for found in find_dates(folded, start, end) if len(found.lexical) == len("2023-09-26")]
    for match in _NUMERIC.finditer(folded, start, end):
        lexical = _day(_year(match[1]), ordinal_value(match[3]), ordinal_value(match[4]))
        if lexical is not None:
            days.append(WrittenDate(match.start(), match.end(), lexical, False, False))
    yield from sorted(days, key=lambda found: found.start)


def find_years(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the first and last year of each range of years in `folded[start:end]` (2023-2025年, 2021年至2023年)."""
    for match in _RANGE.finditer(folded, start, end):
        first, last = _year(match[1]), _year(match[2])
        if first <= last:
            yield first, last


def five_year_plan(ordinal: int) -> tuple[int, int]:
    """Return the first and last year of the national five-year plan of that ordinal (14: 2021 to 2025)."""
    return 1951 + 5 * ordinal, 1955 + 5 * ordinal


def _end(match: re.Match[str]) -> int:
    return match.start() + len(match[0].rstrip())


def _lexical(match: re.Match[str], this_year: int | None) -> str | None:
    year = _year_of(match, this_year)
    if year is None:
        return None
    if match["day"]:
        return _day(year, ordinal_value(match["month"]), ordinal_value(match["day"]))
    if match["month"]:
        return f"{year:04}-{ordinal_value(match['month']):02}"
    if match["half"]:
        return f"{year:04}-{6 if match['half'] == '上' else 12:02}"
    if match["quarter"]:
        return f"{year:04}-{_QUARTERS[match['quarter']]:02}"
    return f"{year:04}-06" if "中" in match["edge"] else f"{year:04}"


def _year_of(match: re.Match[str], this_year: int | None) -> int | None:
    if match["year"]:
        return _year(match["year"])
    if match["five"]:
        return five_year_plan(10 + ordinal_value(match["five"]))[1]
    return None if this_year is None else this_year + (match["relative"] == "明年")


def _year(written: str) -> int:
    return ordinal_value(written.replace("○", "〇").replace("零", "〇"))


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
