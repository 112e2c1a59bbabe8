"""Many names looked for in one pass over a text, leftmost and longest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ahocorasick_rs import AhoCorasick, MatchKind


class NameSearch:
    """Finds folded names in folded text, and tells for each what it stands for."""

    def __init__(self, names: Mapping[str, str | None]) -> None:
        """Take the names and what each stands for; None for a phrase that names nothing."""
        self._names = tuple(sorted(names.items()))
        self._automaton = AhoCorasick([name for name, _ in self._names], matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> Iterator[tuple[int, int, str | None]]:
        """Every name in the text: start, end, and what it stands for. None overlaps another."""
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            if not _cuts_a_code(text, start, end):
                yield start, end, self._names[index][1]


def _cuts_a_code(text: str, start: int, end: int) -> bool:
    """Whether a match begins or ends inside a number or Latin word (04单元 in 104单元)."""
    return _both_code(text[start - 1 : start], text[start]) or _both_code(text[end - 1], text[end : end + 1])


def _both_code(left: str, right: str) -> bool:
    return _is_code(left) and _is_code(right)


def _is_code(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "-")
