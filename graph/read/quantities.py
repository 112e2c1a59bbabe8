"""Finds the numbers of something a plan writes: 1-2个, 不少于10项, 超500亿元, 30%以上, 40个工作日以内.

Only the reading of numbers and their bounds; whether one is promised is for `targets` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from graph.read.numerals import ordinal_value

_ARABIC = r"(?:\d{1,3}(?:,\d{3})+|(?:0(?=\.)|[1-9])\d*)(?:\.\d+)?"
_ONES = "[一二两三四五六七八九]"
_CHINESE = (
    rf"(?:{_ONES}千(?:零{_ONES}|(?:{_ONES}百)?(?:{_ONES}十{_ONES}?)?)|{_ONES}百(?:零{_ONES}|{_ONES}十{_ONES}?)?"
    rf"|[二三四五六七八九]?十{_ONES}?|[百千](?=[余多])|[二两三四五六七八九])"
)
_ROUND = {"百": 100, "千": 1000}  # 百余家
_NUMBER = rf"(?:{_ARABIC}|{_CHINESE})"
_SCALE = r"(?:万亿|[千百十]?亿|[千百十]?万)"
_DURATION = r"(?:个?工作日|个?月|个?小时|分钟|小时|秒|天|日|周|年)"
_MEASURE = (
    r"(?:平方公里|平方千米|平方米|立方米|公里|千米|海里|公顷|公斤|千克|毫克|微克|米|亩|万?吨(?:标准煤)?|克"
    r"|美元|欧元|元|千瓦时?|兆瓦时?|吉瓦时?|[MGK]W[hp]?|TEU|标箱|PB|TB|GB|[EPTG]FLOPS|千卡"
    r"|人次|场次|车次|班次|辆次|架次|床位|车位|泊位|户次|件次"
    r"|个百分点|百分点|家|所|座|处|条|项|件|名|人|位|支|张|套|台|辆|艘|架|场|户|间|块|片|栋|幢|册|部|款|例|宗|篇|本|对|组"
    r"|只|头|枚|棵|株|次|倍|个|门|种|班|份|道|盏|杆|根|口|岗|床)"
)
_UNIT = rf"(?:{_SCALE}?\s*(?:{_DURATION}|{_MEASURE})(?:/[一-鿿]{{1,5}})?|{_SCALE}|[%‰])"
_LEAST = r"不少于|不低于|不小于|不短于|至少|最少|超过|超出|超|突破|高于|大于|多于"
_MOST = r"不超过|不多于|不高于|不大于|不超|至多|最多|低于|少于|小于|短于"
_NEAR = r"达到?|约为?|近|共计?|总计|合计|各|左右"
_BOUND = re.compile(rf"(?:{_MOST}|{_LEAST}|{_NEAR})\s*$")
_LONGEST_BOUND = 6
_QUANTITY = re.compile(
    rf"""(?=[\d一二两三四五六七八九十百])
    (?:(?P<percent>百分之\s*)(?P<parts>{_NUMBER})
      |(?<![\d.A-Za-z第每数几〇零一二两三四五六七八九十百千万+/#№-])
       (?:(?P<low>{_NUMBER})\s*(?P<low_unit>{_UNIT})?\s*(?:[-—–~至到]+)\s*)?
       (?P<high>{_NUMBER})\s*(?P<more>[余多])?\s*(?P<unit>{_UNIT})(?P<more_after>[余多](?=元|吨|人))?)
    (?P<after>\s*(?:及?以上|之?以内|之内|及?以下|内|左右|上下)(?!容))?""",
    re.VERBOSE,
)
# What looks like a number and a measure, but is a name, an anniversary, a version, a list of aspects.
_NO_QUANTITY = re.compile(
    r"(?:重点|关键|主要|大)?(?:方面|层面|维度|环节|领域|方向|阶段|步骤)|[一二三四五六七八九]|周?年(?!以内|内|之内)|代|制|全会|号"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of something: a `value`, or a range from `minimum` to `maximum`, of which one may be open."""

    start: int
    end: int
    value: Decimal | None
    minimum: Decimal | None
    maximum: Decimal | None
    unit: str
    bound: str  # the word before it (超过, 不少于, 达 …), "" where there is none
    is_duration: bool


def find_quantities(folded: str, start: int, end: int) -> Iterator[Quantity]:
    """Yield the quantities in `folded[start:end]` in order.

    Not quantities: ordinals (第八轮), numbers that begin with 0 or hang on letters or dashes (04单元, 05-08地块, 5G),
    一 (“a” rather than “one”), numbers before a kind or a rank (四类, 三大, 三级) or an aspect (三个方面).
    万 and 亿 belong to the unit, as written: 1000亿元 is 1000 of 亿元.
    """
    for match in _QUANTITY.finditer(folded, start, end):
        if not _NO_QUANTITY.match(folded, match.end(), end):
            bound = _BOUND.search(folded, max(start, match.start() - _LONGEST_BOUND), match.start())
            yield _quantity(match, bound[0].strip() if bound else "", bound.start() if bound else match.start())


@cache
def number_value(written: str) -> Decimal:
    """Return the value of a number: "1,200.5" or "一百二十"."""
    if written[0].isascii():
        return Decimal(written.replace(",", ""))
    return Decimal(_ROUND.get(written) or ordinal_value(written))


def _quantity(match: re.Match[str], bound: str, start: int) -> Quantity:
    high = number_value(match["parts"] or match["high"])
    low = number_value(match["low"]) if match["low"] else None
    after = (match["after"] or "").strip()
    value: Decimal | None = None
    if low is None or low >= high:
        minimum, maximum = _open(bound, after, bool(match["more"] or match["more_after"]), high)
        value = high if minimum is None and maximum is None else None
    else:
        minimum, maximum = low, high
    unit = "%" if match["percent"] else "".join(match["unit"].split())
    return Quantity(
        start=start,
        end=match.end(),
        value=value,
        minimum=minimum,
        maximum=maximum,
        unit=unit,
        bound=bound,
        is_duration=re.fullmatch(_DURATION, unit) is not None,
    )


def _open(bound: str, after: str, more: bool, number: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """Return the minimum and maximum that the words around a single number set."""
    if re.fullmatch(_MOST, bound) or after in ("以内", "之内", "之以内", "内", "以下", "及以下"):
        return None, number
    if more or re.fullmatch(_LEAST, bound) or after in ("以上", "及以上"):
        return number, None
    return None, None
