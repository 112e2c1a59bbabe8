"""Cuts passages' own words into sentences and clauses, for whatever is read from the words rather than the numbering.

All works on folded text (`graph.read.folding`), in which names are covered first, so that a comma or number within
“七个一” or 《…(2021-2025年)》 is no comma or number of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from graph.model import Passage

COVER = "□"  # stands for each character of a name; nothing else in a plan is written so
_TITLES = re.compile(r"《[^《》]{0,200}》")
_QUOTED = re.compile(r"“[^“”]{0,120}”|‘[^‘’]{0,120}’|\"[^\"\n。]{0,60}\"|「[^「」]{0,120}」")
_BRACKETED = re.compile(r"\([^()]{0,300}\)")
_FIVE_YEAR_PLAN = re.compile(r"十[一二三四五六七八九]五")
_SENTENCE = re.compile(r"[^。!?]+")
_CLAUSE = re.compile(r"(?:[^,;:()]|(?<=\d),(?=\d{3}(?!\d)))+")


class Span(NamedTuple):
    """A stretch of the text: 0-based offsets, end exclusive."""

    start: int
    end: int


class Stretch(NamedTuple):
    """A stretch of a passage's own words; its heading is a stretch of its own."""

    number: str
    start: int
    end: int


def cover_names(folded: str) -> str:
    """Return `folded` with everything in 《…》, “…” and brackets covered; the length stays.

    Left open are “十四五”, which is a date, and brackets that hold a date or a number of something
    ("(2025年底前完成)", "(共6所)"): these belong to the sentence.
    """
    covered = _TITLES.sub(_cover, folded)
    covered = _QUOTED.sub(lambda m: m[0] if _FIVE_YEAR_PLAN.fullmatch(m[0][1:-1]) else _cover(m), covered)
    return _BRACKETED.sub(lambda m: m[0] if re.search(r"\d\s*(?!期)[年月家个所项座处%]", m[0]) else _cover(m), covered)


def own_words(passages: Sequence[Passage]) -> Iterator[Stretch]:
    """Yield the stretches of the text that belong to each passage itself and to none of its sub-passages.

    Markers are in none of them. Passages may come in any order, as long as they nest.
    """
    for passage, children in _with_children(passages):
        yield Stretch(passage.number, passage.title_start, passage.title_end)
        position = max(passage.title_end, passage.start)
        for child in children:
            if child.start > position:
                yield Stretch(passage.number, position, child.start)
            position = max(position, child.end)
        if passage.end > position:
            yield Stretch(passage.number, position, passage.end)


def sentences(covered: str, start: int, end: int) -> Iterator[list[Span]]:
    """Yield each sentence between `start` and `end` as its clauses, trimmed of white space; empty ones are left out."""
    for sentence in _SENTENCE.finditer(covered, start, end):
        clauses = [_trim(covered, *clause.span()) for clause in _CLAUSE.finditer(covered, *sentence.span())]
        kept = [clause for clause in clauses if clause.start < clause.end]
        if kept:
            yield kept


def plain(text: str) -> str:
    """Return `text` without white space, which in Chinese only wraps lines, except between Latin words."""
    return re.sub(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])", "", text.strip()).replace("\n", " ")


def _cover(match: re.Match[str]) -> str:
    return COVER * len(match[0])


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()))


def _with_children(passages: Sequence[Passage]) -> Iterator[tuple[Passage, list[Passage]]]:
    """Yield each passage, in reading order, with the passages directly inside it."""
    ordered = sorted(passages, key=lambda passage: (passage.start, -passage.end))
    children: dict[int, list[Passage]] = {index: [] for index in range(len(ordered))}
    around: list[int] = []
    for index, passage in enumerate(ordered):
        while around and ordered[around[-1]].end <= passage.start:
            around.pop()
        if around:
            children[around[-1]].append(passage)
        around.append(index)
    for index, passage in enumerate(ordered):
        yield passage, children[index]
