"""Pairs of brackets, and brackets that are never closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.model import Problem
from graph.read.folding import FoldedText

_PAIRS = {")": "([", "]": "([", "》": "《"}  # round and square are mixed up in typing: （…]


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket and what it holds; an unclosed one reaches to the end of its passage."""

    start: int
    end: int  # behind the closing bracket
    is_closed: bool = True

    @property
    def inner_end(self) -> int:
        """Where its content ends."""
        return self.end - 1 if self.is_closed else self.end


def find_brackets(folded: str, start: int, end: int) -> list[Bracket]:
    """Return the outermost brackets between `start` and `end`, and all that are never closed, in reading order."""
    waiting: list[tuple[str, int]] = []
    found: list[Bracket] = []
    for match in re.finditer(r"[()\[\]《》]", folded[start:end]):
        position = start + match.start()
        openings = _PAIRS.get(match[0])
        if openings is None:
            waiting.append((match[0], position))
        elif waiting and waiting[-1][0] in openings:
            found.append(Bracket(waiting.pop()[1], position + 1))
        elif len(waiting) > 1 and waiting[-2][0] in openings:  # the one within it was forgotten
            found.append(Bracket(waiting.pop()[1], end, is_closed=False))
            found.append(Bracket(waiting.pop()[1], position + 1))
    found.extend(Bracket(position, end, is_closed=False) for _, position in waiting)
    return list(_outermost(found))


def _outermost(brackets: list[Bracket]) -> Iterator[Bracket]:
    """Leave out what stands within a closed bracket, unless it is itself unclosed."""
    covered = 0
    for bracket in sorted(brackets, key=lambda bracket: (bracket.start, -bracket.end)):
        if not bracket.is_closed:
            yield bracket
        elif bracket.start >= covered:
            yield bracket
            covered = bracket.end


def unclosed_problem(source: FoldedText, bracket: Bracket) -> Problem:
    """Say where a bracket is that is never closed."""
    quote = source.words(bracket.start, min(bracket.start + 16, bracket.end))
    message = f"The bracket in “{quote}” is never closed; close it where the remark ends."
    return Problem("unclosed-bracket", message, bracket.start, bracket.start + 1)
