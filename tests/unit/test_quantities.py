"""Numbers of something: value, bounds and unit as a plan writes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.read.folding import fold
from graph.read.quantities import find_quantities, number_value


def read(text):
    """Return (words, value, minimum, maximum, unit) of each quantity in `text`."""
    return [
        (text[found.start : found.end], found.value, found.minimum, found.maximum, found.unit)
        for found in find_quantities(fold(text), 0, len(text))
    ]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("建设车棚12座", 12, "座"),
        ("税收达30亿元", 30, "亿元"),
        ("新增岗位1.2万个", "1.2", "万个"),
        ("托位3,500个", 3500, "个"),
        ("配备 5 名", 5, "名"),
        ("更新５台", 5, "台"),
        ("增长10%左右", 10, "%"),
        ("增长百分之八", 8, "%"),
        ("提高3个百分点", 3, "个百分点"),
        ("新建三所小学", 3, "所"),
        ("新建二十五个充电点", 25, "个"),
        ("种植一百二十株", 120, "株"),
        ("面积达8.5平方米/人", "8.5", "平方米/人"),
        ("0.5公里绿道", "0.5", "公里"),
        ("服务2000人次", 2000, "人次"),
    ],
)
def test_one_number_is_a_value(text, value, unit):
    """A single number, whole or decimal, Arabic or Chinese, is a value with the unit as written."""
    [(_, found, minimum, maximum, found_unit)] = read(text)
    assert (found, minimum, maximum, found_unit) == (Decimal(value), None, None, unit)


@pytest.mark.parametrize(
    ("text", "minimum", "maximum", "unit"),
    [
        ("新建1-2个驿站", 1, 2, "个"),
        ("新建3至5个驿站", 3, 5, "个"),
        ("覆盖60%—70%", 60, 70, "%"),
        ("创建两到三家", 2, 3, "家"),
        ("产值超过500亿元", 500, None, "亿元"),
        ("注册证超500件", 500, None, "件"),
        ("不少于10项", 10, None, "项"),
        ("5家以上", 5, None, "家"),
        ("30%及以上", 30, None, "%"),
        ("50余个", 50, None, "个"),
        ("百余家", 100, None, "家"),
        ("2000多名", 2000, None, "名"),
        ("3周以内", None, 3, "周"),
        ("不超过5个工作日", None, 5, "个工作日"),
        ("4%以下", None, 4, "%"),
    ],
)
def test_bounds_and_ranges(text, minimum, maximum, unit):
    """A range, a floor or a ceiling leaves no single value."""
    [(_, value, low, high, found_unit)] = read(text)
    expected = [None if bound is None else Decimal(bound) for bound in (minimum, maximum)]
    assert (value, [low, high], found_unit) == (None, expected, unit)


@pytest.mark.parametrize(
    "text",
    [
        "第八轮行动",
        "第3个",
        "04单元",
        "05-08地块",
        "188地块",
        "373蒲溪科创园",
        "八大攻坚行动",
        "四类人才智库",
        "三级网络",
        "一支队伍",
        "一个中心",
        "五个方面",
        "三个重点领域",
        "数十家企业",
        "5G应用",
        "2.0版",
        "30周年",
        "千家企业",
    ],
)
def test_names_ordinals_and_aspects_are_no_quantities(text):
    """Ordinals, codes, kinds and aspects, and 一 as an article, count nothing."""
    assert read(text) == []


def test_bound_is_part_of_the_span():
    """The span of a quantity begins with its bound and ends with what limits it."""
    assert [found[0] for found in read("制定不少于10项标准,压缩至40个工作日以内")] == ["不少于10项", "40个工作日以内"]


@given(st.integers(min_value=1, max_value=10**9))
def test_every_arabic_number_is_read_back(number):
    """Any whole number before a counting word is its value, with or without thousands separators."""
    for written in (str(number), f"{number:,}"):
        assert number_value(written) == number
        assert [found[1] for found in read(f"建设{written}个")] == [number]


@given(st.text(alphabet="0123456789一二三十百千万亿余多超不少于达%个所家年元.,-至以上内第约 \n", max_size=40))
def test_any_text_gives_ordered_spans_within_it(text):
    """Whatever the text, quantities lie in it in order, do not overlap, and have a value or a bound."""
    position = 0
    for found in find_quantities(fold(text), 0, len(text)):
        assert position <= found.start < found.end <= len(text)
        assert (found.value is None) == (found.minimum is not None or found.maximum is not None)
        assert found.unit
        position = found.end
