"""Text as it is compared: width, case and accents folded, cut into characters and words that know their place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_IDEOGRAPHS = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_IDEOGRAPH = re.compile(f"[{_IDEOGRAPHS}]")
_UNIT = re.compile(f"[{_IDEOGRAPHS}]|[^ {_IDEOGRAPHS}]+")


class Unit(NamedTuple):
    """The smallest piece that is compared: one Chinese character, or a run of letters and digits."""

    text: str
    start: int  # where it stands in the text as written
    end: int


def units(text: str) -> list[Unit]:
    """The units of a text; punctuation, spaces and symbols only part them."""
    found: list[Unit] = []
    for at, character in enumerate(text):
        folded = _folded_character(character)
        last = found[-1] if found else None
        if folded and last and last.end == at and not is_ideograph(folded[0]) and not is_ideograph(last.text[-1]):
            found[-1] = Unit(last.text + folded, last.start, at + 1)
        elif folded:
            found.append(Unit(folded, at, at + 1))
    return found


def unit_texts(text: str) -> list[str]:
    """The same units without their places, which is quicker."""
    return _UNIT.findall(text.translate(_FOLDING))


def folded(text: str) -> str:
    """The text with nothing left but what is compared; words that are spelt with letters stay apart."""
    return joined(unit_texts(text))


def joined(texts: Iterable[str]) -> str:
    """The folded text of some units."""
    parts: list[str] = []
    for text in texts:
        if parts and not is_ideograph(parts[-1][-1]) and not is_ideograph(text[0]):
            parts.append(" ")
        parts.append(text)
    return "".join(parts)


def is_ideograph(character: str) -> bool:
    """Whether it is a Chinese character."""
    return _IDEOGRAPH.match(character) is not None


def is_chinese(texts: Iterable[str]) -> bool:
    """Whether any of the units is a Chinese character."""
    return any(is_ideograph(text[0]) for text in texts)


class _Folding(dict[int, str]):
    """Each character's folding, found when it is first needed; a space for what is not compared."""

    def __missing__(self, code: int) -> str:
        self[code] = folding = _folded_character(chr(code)) or " "
        return folding


_FOLDING = _Folding()


@lru_cache(maxsize=1 << 14)
def _folded_character(character: str) -> str:
    """A character in one width and case and without accents; empty for what is neither letter nor digit."""
    if character in "üÜǖǘǚǜ":
        return "v"  # as it is typed
    decomposed = unicodedata.normalize("NFKD", character).casefold()
    return "".join(c for c in decomposed if unicodedata.category(c)[0] in "LN")
