"""A label outside brackets → the units it names: 责任单位:A、B on a line of its own or behind a full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from graph.read.folding import FoldedText
from graph.read.responsibility_labels import other_label, unit_label
from graph.read.units import NamedUnit, split_units

LONGEST_LIST = 1_500  # characters; what is longer names no units, and would be read again and again


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"(?:(?<=[\n 。;)\]—●■▲★◆])|\A)(?:{unit_label().pattern})")


@cache
def _stop() -> re.Pattern[str]:
    return re.compile(r"[。\n]")


def read_labelled_lists(source: FoldedText, start: int, end: int) -> Iterator[tuple[int, int, list[NamedUnit]]]:
    """Yield start, end and units of each list between `start` and `end`, where there is no bracket round it.

    A label needs a colon, except where nothing but units follows it: at the beginning of a line, or behind 为.
    """
    words = source.folded[start:end]
    if not any(body in words for body in ("单", "部", "责", "牵", "配", "分")):
        return
    after = start
    for match in _label().finditer(words):
        position = start + match.start()
        if position < after:
            continue
        mark = match["colon"] or match["bare_colon"]
        if not mark and not _stands_alone(source, start, position, start + match.end("label")):
            continue
        list_end = find_list_end(source, position, min(end, position + LONGEST_LIST))
        units = split_units(source, position, list_end)
        if units and (mark == ":" or all(unit.is_certain for unit in units)):
            after = max(list_end, units[-1].end)
            yield position, after, units


def _stands_alone(source: FoldedText, start: int, position: int, end: int) -> bool:
    """Whether a label begins a line and white space follows it."""
    before = source.folded[max(start, position - 50) : position].rstrip(" ")
    return before[-1:] in ("", "\n") and source.folded[end : end + 1] in (" ", "\n")


def find_list_end(source: FoldedText, position: int, end: int) -> int:
    """Return where a list without a closing bracket ends: at 。, at a complete line, or where prose follows it."""
    cursor = position
    while (stop := _stop().search(source.folded, cursor, end)) is not None:
        if stop[0] == "。" or not _goes_on(source, position, stop.start(), end):
            return _before_prose(source, position, stop.start())
        cursor = stop.end()
    return _before_prose(source, position, end)


def _goes_on(source: FoldedText, position: int, line_end: int, end: int) -> bool:
    """Whether a list goes on below the line that ends at `line_end`."""
    so_far = source.folded[position:line_end].rstrip(" \n")
    following = source.folded[line_end : min(end, line_end + 200)].lstrip(" \n")
    if not following:
        return False
    if so_far[-1:] in "、,;:" or following[0] in "、,;" or unit_label().fullmatch(so_far):
        return True
    if unit_label().match(following) or other_label().match(following):
        return False
    units = split_units(source, position, line_end)
    is_cut = bool(units) and not units[-1].is_certain and units[-1].end == position + len(so_far)
    return is_cut and re.match(r"[^\s、,;。:]{1,12}(?:[、,;。\s]|\Z)", following) is not None


def _before_prose(source: FoldedText, position: int, end: int) -> int:
    """Cut a list where running text follows it after a space, as in one long line: 责任单位:A、B 推动…."""
    for unit in split_units(source, position, end):
        words = source.folded[unit.start : unit.end]
        if not unit.is_certain and " " in words:
            return unit.start + words.index(" ")
    return end
