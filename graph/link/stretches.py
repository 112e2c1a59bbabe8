"""Where names may stand: the text cut at headings, passages and responsibility clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from graph.model import Outline, Passage


@dataclass(frozen=True, slots=True)
class Stretch:
    """A range of the document that one passage says in its own words; no name runs over its ends."""

    start: int
    end: int
    passage: str | None  # the number of the innermost passage, None outside all


def stretches(outline: Outline, length: int) -> Iterator[Stretch]:
    """Cut a text of this length; the units of responsibility clauses are left out."""
    cuts = sorted({0, length, *_cuts(outline.passages, length)})
    units = {cut for p in outline.passages for u in p.units for cut in range(u.start, u.end)}
    passages = sorted(outline.passages, key=lambda passage: (passage.start, -passage.end))
    around: list[Passage] = []
    upcoming = 0
    for start, end in pairwise(cuts):
        while upcoming < len(passages) and passages[upcoming].start <= start:
            around.append(passages[upcoming])
            upcoming += 1
        around = [passage for passage in around if passage.end > start]
        if start not in units:
            yield Stretch(start, end, around[-1].number if around else None)


def _cuts(passages: Iterable[Passage], length: int) -> Iterator[int]:
    for passage in passages:
        for cut in (passage.start, passage.title_start, passage.title_end, passage.end):
            yield min(max(cut, 0), length)
        for unit in passage.units:
            yield from (min(max(unit.start, 0), length), min(max(unit.end, 0), length))
