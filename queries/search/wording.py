"""What somebody typed, taken apart: its units, and the words that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from graph.model import PlanError
from queries.search.spelling import Unit, is_chinese, is_ideograph, joined, units

if TYPE_CHECKING:
    from rjieba import Jieba

LONGEST = 200  # characters of a query
_LONGEST_NAME = 16  # units of a name that is looked for inside a query

# Words that join others and are in every sentence; they count only where there is nothing else.
_JOINING = frozenset("的了和与及或在是为对把被将从向到由以其等这那有吗呢") | frozenset(
    ("the", "of", "and", "or", "in", "on", "at", "to", "a", "an", "for", "by", "with", "is", "are")
)

Word = tuple[Unit, ...]


class QueryTooLong(PlanError):
    """A query with more characters than anybody searches for."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A query: its units, and its words in order."""

    units: Word
    words: tuple[Word, ...]

    def __bool__(self) -> bool:
        return bool(self.units)

    @property
    def folded(self) -> str:
        """The whole query as names are compared."""
        return joined(self.texts)

    @property
    def texts(self) -> tuple[str, ...]:
        """The units' texts."""
        return texts_of(self.units)

    @property
    def chinese(self) -> bool:
        """Whether it has Chinese characters."""
        return is_chinese(self.texts)


def take_apart(text: str, is_name: Callable[[str], bool]) -> Wording:
    """Take a query apart; `is_name` tells whether something folded is a name that the index knows.

    Names stay whole, however the dictionary would cut them. Raises QueryTooLong.
    """
    if len(text) > LONGEST:
        raise QueryTooLong(f"The query has {len(text)} characters; at most {LONGEST} can be searched for.")
    pieces = units(text)
    words = [word for run in _runs(pieces) for word in _words(run, is_name)]
    weighty = [word for word in words if joined(texts_of(word)) not in _JOINING]
    return Wording(tuple(pieces), tuple(dict.fromkeys(weighty or words)))


def texts_of(word: Iterable[Unit]) -> tuple[str, ...]:
    """The texts of units."""
    return tuple(unit.text for unit in word)


def warm_up() -> None:
    """Load the dictionary, so that no query has to wait for it."""
    _dictionary().cut("词典")


def _runs(pieces: list[Unit]) -> list[list[Unit]]:
    """The units between spaces and punctuation."""
    runs: list[list[Unit]] = []
    for piece in pieces:
        if runs and runs[-1][-1].end == piece.start:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _words(run: list[Unit], is_name: Callable[[str], bool]) -> list[Word]:
    """A run's words: the longest names in it, and between them what the dictionary says."""
    words: list[Word] = []
    rest: list[Unit] = []
    at = 0
    while at < len(run):
        length = _name_at(run[at : at + _LONGEST_NAME], is_name)
        if length:
            words += [*_cut(rest), tuple(run[at : at + length])]
            rest = []
        else:
            rest.append(run[at])
        at += max(1, length)
    return words + _cut(rest)


def _name_at(pieces: list[Unit], is_name: Callable[[str], bool]) -> int:
    """How many of the units, from the first, are a name; one unit is none."""
    return next((length for length in range(len(pieces), 1, -1) if is_name(joined(texts_of(pieces[:length])))), 0)


def _cut(pieces: list[Unit]) -> list[Word]:
    """Units as the dictionary cuts them; a word that is spelt with letters is one of its own."""
    if not pieces:
        return []
    text = "".join(piece.text if is_ideograph(piece.text[0]) else " " for piece in pieces)
    words: list[Word] = []
    at = 0
    for word in _dictionary().cut(text):
        words.append(tuple(pieces[at : at + len(word)]))
        at += len(word)
    return words


@cache
def _dictionary() -> Jieba:
    from rjieba import Jieba  # noqa: PLC0415 - its dictionary takes memory, and only a search needs it

    return Jieba()
