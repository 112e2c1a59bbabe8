"""What somebody typed, taken apart: its units, and the words that they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from graph.model import PlanError
from queries.search.alphabet import Alphabet
from queries.search.sounds import sounds_of
from queries.search.spelling import Unit, is_chinese, joined, units

LONGEST = 200  # characters of a query
_LONGEST_NAME = 16  # units of a name that is looked for inside a query
_LOOSE = 0.05  # neighbours with a weaker tie than this are of two words,
_LOOSER = 0.5  # and those with a tie so much weaker than one beside it

# Words that join others and are in every sentence; they count only where there is nothing else.
_JOINING = frozenset("的了和与及或在是为对把被将从向到由以其等这那有吗呢") | frozenset(
    ("the", "of", "and", "or", "in", "on", "at", "to", "a", "an", "for", "by", "with", "is", "are")
)

Word = tuple[Unit, ...]


class QueryTooLong(PlanError):
    """A query with more characters than anybody searches for."""


class Lexicon(Protocol):
    """What the index knows of words."""

    def is_name(self, name: str) -> bool:
        """Whether something folded is a whole name."""
        ...

    def tie(self, first: str, second: str) -> float:
        """How often two units stand together, of the times that the rarer one stands anywhere; at most 1."""
        ...


@dataclass(frozen=True, slots=True)
class Wording:
    """A query: its units, its words in order, and how its characters are read."""

    units: Word
    words: tuple[Word, ...]
    alphabet: Alphabet

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
    def sounds(self) -> tuple[str, ...]:
        """What the whole query sounds like, in each of the ways to read it."""
        return sounds_of(self.folded, self.alphabet.syllables)

    @property
    def chinese(self) -> bool:
        """Whether it has Chinese characters."""
        return is_chinese(self.texts)


def take_apart(text: str, lexicon: Lexicon, alphabet: Alphabet) -> Wording:
    """Take a query apart into the names that the index knows and, between them, into what stands together in texts.

    Raises QueryTooLong.
    """
    if len(text) > LONGEST:
        raise QueryTooLong(f"The query has {len(text)} characters; at most {LONGEST} can be searched for.")
    pieces = units(text)
    words = [word for run in _runs(pieces) for word in _words(run, lexicon)]
    weighty = [word for word in words if joined(texts_of(word)) not in _JOINING]
    return Wording(tuple(pieces), tuple(dict.fromkeys(weighty or words)), alphabet)


def texts_of(word: Iterable[Unit]) -> tuple[str, ...]:
    """The texts of units."""
    return tuple(unit.text for unit in word)


def _runs(pieces: list[Unit]) -> list[list[Unit]]:
    """The units between spaces and punctuation."""
    runs: list[list[Unit]] = []
    for piece in pieces:
        if runs and runs[-1][-1].end == piece.start:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _words(run: list[Unit], lexicon: Lexicon) -> list[Word]:
    """A run's words: the longest names in it, and between them what stands together in texts."""
    words: list[Word] = []
    rest: list[Unit] = []
    at = 0
    while at < len(run):
        length = _name_at(run[at : at + _LONGEST_NAME], lexicon)
        if length:
            words += [*_cut(rest, lexicon), tuple(run[at : at + length])]
            rest = []
        else:
            rest.append(run[at])
        at += max(1, length)
    return words + _cut(rest, lexicon)


def _name_at(pieces: list[Unit], lexicon: Lexicon) -> int:
    """How many of the units, from the first, are a name; one unit is none."""
    return next(
        (length for length in range(len(pieces), 1, -1) if lexicon.is_name(joined(texts_of(pieces[:length])))), 0
    )


def _cut(pieces: Sequence[Unit], lexicon: Lexicon) -> list[Word]:
    """Units cut where their neighbours seldom stand together in texts."""
    if not pieces:
        return []
    texts = texts_of(pieces)
    ties = [0.0, *(_tie(first, second, lexicon) for first, second in pairwise(texts)), 0.0]
    cuts = [
        at for at in range(1, len(pieces)) if ties[at] < _LOOSE or ties[at] < _LOOSER * max(ties[at - 1], ties[at + 1])
    ]
    return [tuple(pieces[first:last]) for first, last in pairwise((0, *cuts, len(pieces)))]


def _tie(first: str, second: str, lexicon: Lexicon) -> float:
    """How firmly two units hold together; 的 holds to nothing, however often it is written."""
    return 0.0 if "的" in (first, second) else lexicon.tie(first, second)
