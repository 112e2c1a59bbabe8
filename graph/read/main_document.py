"""Which part of a text is the plan: cover letters, tables of contents and annexes count anew from one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from graph.model import Problem
from graph.read.endings import find_end
from graph.read.markers import Candidate
from graph.read.numbering import Marker, choose_markers


@dataclass(frozen=True, slots=True)
class NumberedText:
    """A stretch of text that counts from one: the plan, or what stands around it."""

    markers: Sequence[Marker]
    start: int
    end: int


@cache
def _annex() -> re.Pattern[str]:
    number = r"(?:[\d一二三四五六七八九十]{1,2})?"
    return re.compile(rf"(?:^|(?<=[。)] )) *附 ?[件表录] *{number} *(?::|$)", re.MULTILINE)


@cache
def _clause_sign() -> re.Pattern[str]:
    return re.compile(
        r"(?:责任|牵头|主办|配合|承办|实施|落实|参与)\s*(?:单\s*位|部\s*门|主\s*体)\s*:|(?:牵头|负责)[,;、)]"
    )


def find_main_document(folded: str, candidates: Sequence[Candidate]) -> tuple[NumberedText | None, list[Problem]]:
    """Return the numbered text with most responsibility clauses, the longest of them, and what was left out.

    None where nothing in the text is numbered. Its end is before signature, date and web debris.
    """
    texts = list(_numbered_texts(folded, candidates))
    if not texts:
        return None, []
    chosen = max(texts, key=lambda text: (_count_clauses(folded, text), text.end - text.start))
    problems = [_left_out(text) for text in texts if text is not chosen]
    return _without_ending(folded, chosen), problems


def _numbered_texts(folded: str, candidates: Sequence[Candidate]) -> Iterator[NumberedText]:
    """Cut at the headings of annexes, and where the count begins anew."""
    bounds = [0, *(match.start() for match in _annex().finditer(folded)), len(folded)]
    for start, end in pairwise(bounds):
        first, after = (bisect_left(candidates, bound, key=lambda candidate: candidate.start) for bound in (start, end))
        markers = choose_markers(folded, candidates[first:after])
        if not markers:
            continue
        cuts = [0, *(index for index, marker in enumerate(markers) if marker.is_restart), len(markers)]
        for begin, next_begin in pairwise(cuts):
            text_end = markers[next_begin].candidate.start if next_begin < len(markers) else end
            yield NumberedText(markers[begin:next_begin], markers[begin].candidate.start, text_end)


def _count_clauses(folded: str, text: NumberedText) -> int:
    """How many responsibility clauses a text seems to have."""
    return sum(1 for _ in _clause_sign().finditer(folded, text.start, text.end))


def _without_ending(folded: str, text: NumberedText) -> NumberedText:
    """Leave out what closes a document, numbered or not; no clause stands behind it."""
    last_part = max(marker.candidate.end for marker in text.markers if marker.depth == 0)
    last_clause = max((match.end() for match in _clause_sign().finditer(folded, last_part, text.end)), default=0)
    end = find_end(folded, max(last_part, last_clause), text.end)
    return NumberedText([marker for marker in text.markers if marker.candidate.start < end], text.start, end)


def _left_out(text: NumberedText) -> Problem:
    message = (
        "This counts anew from one, so it was taken for a cover letter, contents or an annex and not read; "
        "if it holds tasks, read it as a file of its own."
    )
    return Problem("other-document", message, text.start, text.end)
