"""LIKE: text against a pattern of % and _, in a time that no pattern can stretch."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_PART = re.compile(r"\\(.)|(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Segment:
    """What stands between two %: of a fixed length, so that looking for it never goes back."""

    pattern: re.Pattern[str]
    length: int


def matcher(pattern: str) -> Callable[[str], bool]:
    r"""Whether a text is as a pattern says: % is any text, _ any character, and \ makes the next one itself."""
    segments = _segments(pattern)
    if len(segments) == 1:
        return lambda text: segments[0].pattern.fullmatch(text) is not None
    first, *middle, last = segments

    def matches(text: str) -> bool:
        end = len(text) - last.length
        if end < first.length or not first.pattern.match(text) or not last.pattern.match(text, end):
            return False
        place = first.length
        for segment in middle:  # the leftmost place leaves most room for those that follow
            found = segment.pattern.search(text, place, end)
            if found is None:
                return False
            place = found.end()
        return True

    return matches


def _segments(pattern: str) -> list[_Segment]:
    written: list[list[str]] = [[]]
    for escaped, plain in _PART.findall(pattern):
        if plain == "%":
            written.append([])
        else:
            written[-1].append("." if plain == "_" else re.escape(escaped or plain))
    return [_Segment(re.compile("".join(parts), re.DOTALL), len(parts)) for parts in written]
