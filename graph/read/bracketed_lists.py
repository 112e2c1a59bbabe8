"""A bracket → the units it names: (责任单位:A、B), (A牵头,B配合), (A、B)."""

from __future__ import annotations

import re
from functools import cache

from graph.read.brackets import Bracket
from graph.read.folding import FoldedText
from graph.read.labelled_lists import LONGEST_LIST, find_list_end
from graph.read.responsibility_labels import other_label, role_of, unit_label
from graph.read.unit_names import is_place_like
from graph.read.units import NamedUnit, has_label, split_units

_LONGEST = 400  # characters; a longer bracket without a label is prose
_NEAR = 50  # characters before a bracket that are looked at
_FILLER = (
    r"[\s、,;。()\[\]]|等|部门|单位|由|以及|会同|和|与|及|并|按照?|各自|职责|职能|分工|分别|共同|联合|统筹|牵头|负责|配合|"
    r"参与|参加|协助|协办|协同|组织|实施|落实|推进|推动|抓总|做好|开展|主办|承办|支持|指导"
)
_TIME = r"[^、,;]*(?:\d ?[年月日]|年内|底前|持续|长期|适时|每年|季度|半年)[^、,;]*"  # 6月底前出台政策


@cache
def _filler() -> re.Pattern[str]:
    return re.compile(f"{_TIME}|{_FILLER}")


@cache
def _label_first() -> re.Pattern[str]:
    return re.compile(rf"{unit_label().pattern}|(?:{other_label().pattern})")


@cache
def _paragraph_end() -> re.Pattern[str]:
    return re.compile(r" *(?:[\n(\[]|\Z|[。;,.]? *(?:\n|\Z))")


@cache
def _rest_of_list() -> re.Pattern[str]:
    return re.compile(r" ?[、,] ?(?P<rest>[^。;\n()\[]{2,120})")


def read_bracket(source: FoldedText, bracket: Bracket, start: int, end: int) -> tuple[list[NamedUnit], int]:
    """Return the units a bracket names and where its clause ends; none where it is another remark.

    `start` and `end` bound the words of the passage. A list that goes on behind its bracket is read on.
    """
    longest = LONGEST_LIST if bracket.is_closed else _LONGEST
    content = source.strip(bracket.start + 1, min(bracket.inner_end, bracket.start + longest))
    if source.folded[bracket.start] == "《" or content[0] >= content[1]:
        return [], bracket.end
    if bracket.is_closed and unit_label().fullmatch(source.folded, *content):
        return _behind_label(source, bracket.end, end, source.words(*content))
    if not bracket.is_closed and not _label_first().match(source.folded, *content):
        return [], bracket.end
    if not has_label(source, *content):
        is_short = content[1] - content[0] <= _LONGEST
        return (_unlabelled(source, bracket, start, end) if is_short else []), bracket.end
    if not bracket.is_closed:
        list_end = find_list_end(source, *content)
        return split_units(source, content[0], list_end), list_end
    units = split_units(source, *content)
    more = _behind(source, bracket.end, end, units[-1]) if units else []
    return units + more, more[-1].end if more else bracket.end


def _behind_label(source: FoldedText, position: int, end: int, label: str) -> tuple[list[NamedUnit], int]:
    """The list behind a label that stands in brackets by itself: 【责任单位】A、B."""
    start = source.strip(position, min(end, position + LONGEST_LIST), ":")[0]
    list_end = find_list_end(source, start, min(end, start + LONGEST_LIST))
    units = [unit for unit in split_units(source, start, list_end) if unit.is_certain]
    role = role_of(label)
    return [NamedUnit(u.name, role, label, u.start, u.end, is_certain=True) for u in units], list_end


def _behind(source: FoldedText, position: int, end: int, last: NamedUnit) -> list[NamedUnit]:
    """The rest of a list that goes on behind its bracket, (责任单位:A、B)、C, with the role of its last unit."""
    match = _rest_of_list().match(source.folded, position, end)
    if match is None:
        return []
    rest = split_units(source, match.start("rest"), match.end("rest"))
    is_list = bool(rest) and all(unit.is_certain for unit in rest)
    if not is_list or rest[-1].end != source.strip(*match.span("rest"))[1]:
        return []
    return [NamedUnit(unit.name, last.role, last.label, unit.start, unit.end, is_certain=True) for unit in rest]


def _unlabelled(source: FoldedText, bracket: Bracket, start: int, end: int) -> list[NamedUnit]:
    """The units of a bracket without a label, which counts only at the end of a sentence or paragraph."""
    before = source.folded[max(start, bracket.start - _NEAR) : bracket.start].rstrip(" \n")[-1:]
    if before not in "。;!" and _paragraph_end().match(source.folded, bracket.end, end) is None:
        return []
    units = split_units(source, bracket.start + 1, bracket.inner_end)
    if not units or not _fill(source, bracket, units):
        return []
    is_sure = bool(units[0].label) or before in "。;!" or len(units) > 1
    return units if is_sure or not is_place_like(units[0].name) else []


def _fill(source: FoldedText, bracket: Bracket, units: list[NamedUnit]) -> bool:
    """Whether a bracket holds units, verbs and dates, and nothing else."""
    words = source.folded[bracket.start : bracket.end]
    for unit in reversed(units):
        words = words[: unit.start - bracket.start] + words[unit.end - bracket.start :]
    return all(unit.is_certain for unit in units) and len(_filler().sub("", words)) <= 2
