"""Cuts passages' own words into sentences and clauses, for what is read from the words rather than from the numbering.

All works on folded text (`graph.read.folding`) in which names are covered, so that a comma or number within
“七个一” or 《…(2021-2025年)》 is no comma or number of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph.model import Passage

COVER = "□"  # stands for each character of a name; nothing else in a plan is written so
_TITLES = re.compile(r"《[^《》]{0,200}》")
_QUOTED = re.compile(r"“[^“”]{0,120}”|‘[^‘’]{0,120}’|\"[^\"\n。]{0,60}\"|「[^「」]{0,120}」")
_BRACKETED = re.compile(r"\([^()]{0,300}\)")
_FIVE_YEAR_PLAN = re.compile(r"十[一二三四五六七八九]五")
_MEASURED = re.compile(r"\d\s*(?!期)[年月家个所项座处%]")
_SENTENCE = re.compile(
    r"[^。!?]{1,2000}"
)  # longer ones, as of tables without punctuation, are cut: reading stays linear
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
    covered = _QUOTED.sub(
        lambda match: match[0] if _FIVE_YEAR_PLAN.fullmatch(match[0][1:-1]) else _cover(match), covered
    )
    return _BRACKETED.sub(lambda match: match[0] if _MEASURED.search(match[0]) else _cover(match), covered)


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


def find_sentences(covered: str, start: int, end: int) -> Iterator[Span]:
    """Yield each sentence between `start` and `end`, without the 。 that ends it."""
    for sentence in _SENTENCE.finditer(covered, start, end):
        yield Span(*sentence.span())


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of covered text, in its clauses: between commas, colons and brackets, trimmed of white space."""

    covered: str
    clauses: Sequence[Span]

    @classmethod
    def of(cls, covered: str, span: Span) -> Sentence:
        """Take the sentence at `span` apart."""
        clauses = (_trim(covered, *clause.span()) for clause in _CLAUSE.finditer(covered, *span))
        return cls(covered, [clause for clause in clauses if clause.start < clause.end])

    def clause_index(self, offset: int) -> int:
        """Return the index of the clause in which `offset` lies."""
        return max(index for index, clause in enumerate(self.clauses) if clause.start <= offset)

    def clause_at(self, offset: int) -> Span:
        """Return the clause in which `offset` lies."""
        return self.clauses[self.clause_index(offset)]


def plain(text: str) -> str:
    """Return `text` without white space, which in Chinese only wraps lines, except one space between Latin words."""
    return re.sub(r"\s+", " ", re.sub(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])", "", text))


def _cover(match: re.Match[str]) -> str:
    return COVER * len(match[0])


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()))


def _with_children(passages: Sequence[Passage]) -> Iterator[tuple[Passage, list[Passage]]]:
    """Yield each passage, in reading order, with the passages directly inside it."""
    ordered = sorted(passages, key=lambda passage: (passage.start, -passage.end))
    children: list[list[Passage]] = [[] for _ in ordered]
    around: list[int] = []
    for index, passage in enumerate(ordered):
        while around and ordered[around[-1]].end <= passage.start:
            around.pop()
        if around:
            children[around[-1]].append(passage)
        around.append(index)
    yield from zip(ordered, children, strict=True)
