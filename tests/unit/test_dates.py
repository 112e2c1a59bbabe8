"""Dates as precise as a plan writes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.read.dates import find_dates, find_days, find_years, five_year_plan
from graph.read.folding import fold


def read(text, this_year=None):
    """Return (words, lexical form) of each date in `text`."""
    return [(text[found.start : found.end], found.lexical) for found in find_dates(fold(text), 0, len(text), this_year)]


@pytest.mark.parametrize(
    ("text", "words", "lexical"),
    [
        ("力争2025年5月底前建成", "2025年5月底前", "2025-05"),
        ("2025年底前完成", "2025年底前", "2025"),
        ("2025年年底前完成", "2025年年底前", "2025"),
        ("到2023年末,", "2023年末", "2023"),
        ("到2027年,", "2027年", "2027"),
        ("2024年6月", "2024年6月", "2024-06"),
        ("2024年6月30日前", "2024年6月30日前", "2024-06-30"),
        ("2024年12月31日之前", "2024年12月31日之前", "2024-12-31"),
        ("2024 年 6 月 底 前", "2024 年 6 月 底 前", "2024-06"),
        ("２０２４年６月", "２０２４年６月", "2024-06"),
        ("2023年至2025年", "2023年至2025年", "2025"),
        ("2023-2025年", "2023-2025年", "2025"),
        ("二〇二三年九月二十六日", "二〇二三年九月二十六日", "2023-09-26"),
        ("二○二五年十月", "二○二五年十月", "2025-10"),
        ("“十四五”期末", "“十四五”期末", "2025"),
        ("“十五五”期间", "“十五五”期间", "2030"),
        ("十四五末", "十四五末", "2025"),
        ("2025年上半年", "2025年上半年", "2025-06"),
        ("2025年三季度", "2025年三季度", "2025-09"),
        ("2025年第4季度前", "2025年第4季度前", "2025-12"),
        ("2025年3月中旬", "2025年3月中旬", "2025-03"),
        ("2025年年中", "2025年年中", "2025-06"),
        ("2025年中国品牌日", "2025年", "2025"),
    ],
)
def test_dates_keep_their_precision(text, words, lexical):
    """A date is a year, a year and month or a day, as written; its span holds the words that make it a deadline."""
    assert read(text) == [(words, lexical)]


@pytest.mark.parametrize(
    ("text", "expected"), [("今年年底前", "2023"), ("明年6月底前", "2024-06"), ("今年9月30日前", "2023-09-30")]
)
def test_this_year_needs_the_year_of_issue(text, expected):
    """今年 and 明年 are dates only where the year of issue is known."""
    assert [lexical for _, lexical in read(text, 2023)] == [expected]
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    ["2025年2月30日前", "15分钟", "三年行动计划", "九年一贯制", "05-08地块", "12025年", "2025个", "“十四五”时代感"],
)
def test_what_is_no_date(text):
    """Impossible days, durations, codes and plain numbers are no dates."""
    assert read(text) == []


def test_last_day_counts_to_the_end_of_month_and_year():
    """A year lasts to its 31 December, a month to its own last day."""
    days = [found.last_day for found in find_dates("2024年,2024年2月,2024年2月3日", 0, 24)]
    assert days == [date(2024, 12, 31), date(2024, 2, 29), date(2024, 2, 3)]


def test_days_are_found_in_either_notation():
    """Full dates are found in words and in figures, months are not days."""
    text = "2023-09-26起,2023年10月,2024/1/5,二〇二三年九月二十六日,2023.13.1"
    assert [found.lexical for found in find_days(text, 0, len(text))] == ["2023-09-26", "2024-01-05", "2023-09-26"]


def test_ranges_of_years():
    """A range has its first year first; all usual dashes and 至 make one."""
    text = "2023-2025年,2021—2023年,2024年至2026年,2026-2024年"
    assert list(find_years(text, 0, len(text))) == [(2023, 2025), (2021, 2023), (2024, 2026)]


def test_five_year_plans():
    """The fourteenth five-year plan is of 2021 to 2025."""
    assert five_year_plan(14) == (2021, 2025)


@given(st.dates(min_value=date(1901, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_back(day):
    """Any day written the usual way is found, at each precision."""
    full = f"{day.year}年{day.month}月{day.day}日"
    assert read(full) == [(full, day.isoformat())]
    assert [lexical for _, lexical in read(f"到{day.year}年{day.month}月底前")] == [day.isoformat()[:7]]
    assert [found.last_day for found in find_dates(full, 0, len(full))] == [day]


@given(st.text(alphabet="0123456789年月日底前末至-到“”十四五期今明上下半季度二〇三 ", max_size=40))
def test_any_text_gives_valid_dates_within_it(text):
    """Whatever the text, dates lie in it in order and are dates of the calendar."""
    position = 0
    for found in find_dates(fold(text), 0, len(text), 2023):
        assert position <= found.start < found.end <= len(text)
        assert found.last_day.isoformat().startswith(found.lexical)
        position = found.end
