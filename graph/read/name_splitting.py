"""One piece of a list of units → the names in it: 经发办 规建办, 市公安局和市交通委, 由甲局(牵头)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from graph.read.folding import FoldedText
from graph.read.unit_names import is_collective, is_unit_like

_BARE_BODY = "委|政府|党委|党工委|国家"  # 市委 before 金融办 is one half of a name
_BARE_OFFICE = "办公室|办公厅|委员会|管委会|管理局|管理委员会|中心|公司|办事处|局|委|办|分局|政府|部门|单位"
_LONGEST = 400  # characters between two separators; what is longer is prose
_CONJUNCTION = r"以及|会同|[和与及]"


@dataclass(frozen=True, slots=True)
class Name:
    """Where a name stands, and the role in brackets behind it (牵头), "" where there is none."""

    start: int
    end: int
    mark: str = ""


@cache
def _mark() -> re.Pattern[str]:
    return re.compile(r" *[(\[] *(?P<mark>牵头|主办|承办|协办|配合|参与|负责)(?:单位|部门)? *[)\]]$")


@cache
def _trail() -> re.Pattern[str]:
    """What stands behind the last name of a list: 等, 等有关部门."""
    return re.compile(r"等+(?:\d*[家个])?(?:(?P<group>(?:有关|相关|各|其他)(?:部门|单位|方面))|部门|单位)?$")


@cache
def _lead_in() -> re.Pattern[str]:
    return re.compile(r"^(?:由|以及|以|会同|及|和|与|并由|并)(?=\S)")


def find_names(source: FoldedText, start: int, end: int) -> Iterator[Name]:
    """Yield the names between two separators: usually one, more where white space or 和 stands between units."""
    if end - start > _LONGEST:
        return
    for piece_start, piece_end in _split_at_spaces(source, start, end):
        yield from _piece_names(source, piece_start, piece_end)


def _piece_names(source: FoldedText, start: int, end: int) -> Iterator[Name]:
    """The names in a piece without white space between units."""
    mark = _mark().search(source.folded[start:end])
    listed = start + mark.start() if mark is not None else end
    first = _without_lead_in(source, start, listed)
    trail = _trail().search(source.folded[first:listed])
    last = first + trail.start() if trail is not None else listed
    for name_start, name_end in _split_at_conjunctions(source, first, _without_person(source, first, last)):
        yield Name(name_start, name_end, mark["mark"] if mark is not None else "")
    if trail is not None and trail["group"]:
        yield Name(first + trail.start("group"), first + trail.end("group"))


def _without_lead_in(source: FoldedText, start: int, end: int) -> int:
    """Skip 由, 及, 会同 before a name."""
    start, end = source.strip(start, end)
    match = _lead_in().match(source.folded[start:end])
    if match is None or not is_unit_like(_plain(source, start + match.end(), end)):
        return start
    return source.strip(start + match.end(), end)[0]


def _without_person(source: FoldedText, start: int, end: int) -> int:
    """The end of a name without a person's name in brackets behind it; 财政局(国资办) and 县(市、区) stay whole."""
    match = re.search(r"\s*\((?P<inner>[^()]*)\)$", source.folded[start:end])
    if match is None or match.start() == 0:
        return end
    inner = re.sub(r"\s", "", match["inner"])
    is_part = is_unit_like(inner) or is_collective(inner) or "、" in inner or len(inner) > 4 or inner in "市区县镇乡村"
    return end if is_part else start + match.start()


def _split_at_spaces(source: FoldedText, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split at white space and / where both sides are whole units; elsewhere a line break cuts a name."""
    begin = start
    for gap in re.finditer(r"\s*/\s*|\s+", source.folded[start:end]):
        left, right = _plain(source, begin, start + gap.start()), _plain(source, start + gap.end(), end)
        if _are_two_units(left, re.split("/", right)[0]):
            yield begin, start + gap.start()
            begin = start + gap.end()
    if begin < end:
        yield begin, end


def _are_two_units(left: str, right: str) -> bool:
    """Whether `left` and `right` are two names rather than two halves of one."""
    if not (is_unit_like(left) and is_unit_like(right)):
        return False
    is_first_half = len(left) <= 4 and re.search(rf"(?:{_BARE_BODY})$", left) is not None
    return not is_first_half and re.match(rf"(?:{_BARE_OFFICE})$", right) is None


def _split_at_conjunctions(source: FoldedText, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split at 和, 与, 及, 会同 where both sides look like units; 文化 in 文化和旅游局 does not."""
    begin = start
    for match in re.finditer(_CONJUNCTION, source.folded[start:end]):
        left, right = _plain(source, begin, start + match.start()), _plain(source, start + match.end(), end)
        if _names_units(left) and _begins_with_unit(right):
            yield source.strip(begin, start + match.start())
            begin = start + match.end()
    if begin < end:
        yield source.strip(begin, end)


def _begins_with_unit(words: str) -> bool:
    """Whether words, cut at any of their conjunctions or not at all, begin with a unit."""
    ends = [match.start() for match in re.finditer(_CONJUNCTION, words)]
    return any(_names_units(words[:end]) for end in [*ends, len(words)])


def _names_units(name: str) -> bool:
    return is_unit_like(name) or is_collective(name)


def _plain(source: FoldedText, start: int, end: int) -> str:
    """Folded words without white space."""
    return re.sub(r"\s", "", source.folded[start:end])
