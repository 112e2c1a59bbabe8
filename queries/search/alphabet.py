"""How each Chinese character is read: made once from pinyin's dictionary, kept in the index, and small in memory."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from functools import cache
from typing import Self

_FIRST, _LAST = 0x3400, 0x9FFF
_UNREAD = 0


class Alphabet:
    """The usual syllable of every character; what is no Chinese character, or a rare one, stands for itself.

    The dictionary itself takes 55 MB and half a second, which only filling an index is worth.
    """

    def __init__(self, characters: Mapping[str, str]) -> None:
        """`characters` are those of each syllable."""
        self._syllables = ["", *characters]
        self._numbers = array("H", bytes(2 * (_LAST - _FIRST + 1)))
        for number, read_so in enumerate(characters.values(), 1):
            for character in read_so:
                self._numbers[ord(character) - _FIRST] = number

    def syllables(self, characters: str) -> list[str]:
        """How each character is read by itself."""
        return [self._read(character) for character in characters]

    def packed(self) -> dict[str, str]:
        """The characters of each syllable."""
        found: dict[str, list[str]] = {syllable: [] for syllable in self._syllables[1:]}
        for at, number in enumerate(self._numbers):
            if number != _UNREAD:
                found[self._syllables[number]].append(chr(_FIRST + at))
        return {syllable: "".join(read_so) for syllable, read_so in found.items()}

    @classmethod
    def unpacked(cls, characters: Mapping[str, str]) -> Self:
        """The alphabet that was packed."""
        return cls(characters)

    @classmethod
    @cache
    def of_dictionary(cls) -> Self:
        """The alphabet as the dictionary has it."""
        from graph.slugs import syllables  # noqa: PLC0415 - takes 55 MB, and only filling an index needs it

        characters: dict[str, list[str]] = {}
        for code in range(_FIRST, _LAST + 1):
            (syllable,) = syllables(chr(code))
            if syllable != chr(code):
                characters.setdefault(syllable, []).append(chr(code))
        return cls({syllable: "".join(read_so) for syllable, read_so in characters.items()})

    def _read(self, character: str) -> str:
        code = ord(character) - _FIRST
        number = self._numbers[code] if 0 <= code < len(self._numbers) else _UNREAD
        return self._syllables[number] if number else character
