"""A same-length copy of the text in one look, so that one grammar fits half- and full-width typing alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_BRACKETS = {"〔": "[", "〕": "]", "【": "[", "】": "]", "〖": "[", "〗": "]", "﹙": "(", "﹚": ")"}  # fmt: skip
_DASHES = dict.fromkeys("―─━﹘⸺", "—")
_POINTS = {"﹑": "、", "､": "、", "｡": "。", "﹔": ";", "﹕": ":", "•": "·", "∶": ":", "︰": ":"}
_SPACES = dict.fromkeys("\t\v\f\xa0\u1680\u180e\u2028\u2029\u202f\u205f\u3000\u200b\u200c\u200d\u2060\ufeff*#|", " ")
_PAGE_NUMBER = re.compile(
    r"^ *[-—–][-—– ]{0,8}\d{1,3}[-—– ]{0,8}[-—–] *$|^ *第 ?\d{1,3} ?页(?: ?[,/]? ?共 ?\d{1,3} ?页)? *$", re.MULTILINE
)


@cache
def _table() -> dict[int, str]:
    """The characters to replace: full-width forms, and what stands for a space, bracket, dash or point."""
    full_width = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    spaces = {chr(code): " " for code in range(0x2000, 0x200B)} | _SPACES | {"\r": "\n", "\x85": "\n"}
    return {ord(old): new for old, new in (full_width | spaces | _BRACKETS | _DASHES | _POINTS).items()}


def fold(text: str) -> str:
    """Return `text` with every character in its plain form and page numbers blanked; the length stays.

    Offsets into the result are offsets into `text`. Markdown's `*`, `#` and `|` count as spaces,
    because they stand around headings where other documents have nothing.
    """
    folded = text.translate(_table())
    return _PAGE_NUMBER.sub(lambda match: " " * len(match[0]), folded)


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text and its plain form, of the same length."""

    text: str
    folded: str

    @classmethod
    def of(cls, text: str) -> FoldedText:
        """Fold `text`."""
        return cls(text, fold(text))

    def words(self, start: int, end: int) -> str:
        """The characters from `start` to `end` as written, without white space and page numbers."""
        pairs = zip(self.text[start:end], self.folded[start:end], strict=True)
        return "".join(written for written, plain in pairs if plain not in " \n")

    def strip(self, start: int, end: int, extra: str = "") -> tuple[int, int]:
        """The same stretch without white space, and without the characters of `extra`, at its ends."""
        unwanted = " \n" + extra
        while start < end and self.folded[start] in unwanted:
            start += 1
        while end > start and self.folded[end - 1] in unwanted:
            end -= 1
        return start, end
