"""Which part of a text is the plan: cover letters, tables of contents and annexes count anew from one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from graph.model import Problem
from graph.read.endings import find_end
from graph.read.numbering import Marker


@dataclass(frozen=True, slots=True)
class MainDocument:
    """The markers of the plan itself, and where its words end."""

    markers: Sequence[Marker]
    end: int


@cache
def _clause_sign() -> re.Pattern[str]:
    return re.compile(
        r"(?:责任|牵头|主办|配合|承办|实施|落实|参与)\s*(?:单\s*位|部\s*门|主\s*体)\s*:|(?:牵头|负责)[,;、)]"
    )


def find_main_document(folded: str, markers: Sequence[Marker]) -> tuple[MainDocument, list[Problem]]:
    """Return the document with most responsibility clauses, and what was left out around it."""
    starts = [0] + [index for index, marker in enumerate(markers) if marker.is_restart] + [len(markers)]
    documents = []
    for first, after in pairwise(starts):
        end = markers[after].candidate.start if after < len(markers) else len(folded)
        documents.append((markers[first:after], end))
    chosen = max(documents, key=lambda document: _weight(folded, *document))
    problems = [_left_out(part, end) for part, end in documents if part is not chosen[0]]
    end = find_end(folded, chosen[0][-1].candidate.end, chosen[1])
    return MainDocument(chosen[0], end), problems


def _weight(folded: str, markers: Sequence[Marker], end: int) -> tuple[int, int]:
    """How much a document looks like the plan: by its clauses, then by its length."""
    start = markers[0].candidate.start
    return sum(1 for _ in _clause_sign().finditer(folded, start, end)), end - start


def _left_out(markers: Sequence[Marker], end: int) -> Problem:
    message = (
        "This counts anew from one, so it was taken for a cover letter, contents or an annex and not read; "
        "if it holds tasks, read it as a file of its own."
    )
    return Problem("other-document", message, markers[0].candidate.start, end)
