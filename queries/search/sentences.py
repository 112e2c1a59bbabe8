"""A plan's text cut into sentences, none of which goes beyond the passage it stands in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

# A full stop and whatever closes with it, or the end of a line.
_END = re.compile(r"[。!?!?][”’」』))】]*|\n+")
_LONGEST = 1000  # characters; what has no full stop for longer is cut all the same


class Passage(NamedTuple):
    """A numbered passage of a text."""

    node: str
    number: str
    title: str
    start: int
    end: int


class Found(NamedTuple):
    """A sentence in its place, and the innermost passage that holds it."""

    start: int
    end: int
    text: str
    passage: Passage | None


def sentences(text: str, passages: Sequence[Passage]) -> Iterator[Found]:
    """The sentences of a text, in order; `passages` are ordered by start, the outer before the inner."""
    starts = [passage.start for passage in passages]
    edges = sorted({0, len(text), *_edges(passages, len(text)), *(found.end() for found in _END.finditer(text))})
    for first, last in pairwise(edges):
        for start in range(first, last, _LONGEST):
            piece = text[start : min(last, start + _LONGEST)]
            core = piece.strip()
            if core:
                begin = start + len(piece) - len(piece.lstrip())
                yield Found(begin, begin + len(core), core, _innermost(passages, starts, begin))


def _edges(passages: Sequence[Passage], length: int) -> Iterator[int]:
    for passage in passages:
        if 0 <= passage.start < passage.end <= length:
            yield from (passage.start, passage.end)


def _innermost(passages: Sequence[Passage], starts: Sequence[int], at: int) -> Passage | None:
    """The smallest passage that holds a character."""
    return next((passages[i] for i in range(bisect_right(starts, at) - 1, -1, -1) if passages[i].end > at), None)
