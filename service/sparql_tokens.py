"""SPARQL text as tokens: enough to find its keywords for certain, without a parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# In this order, as SPARQL 1.1's grammar has them (section 19.8): what may hold any letters comes before words.
_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n\r]*)
  | (?P<string>\"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
             | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.)(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*)?
           | _:[\w](?:[\w.-]*[\w-])?)
  | (?P<word>[A-Za-z_][A-Za-z_0-9]*)
  | (?P<space>\s+)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind, its text (words in capitals) and where it stands."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query or update that mean something: no white space, no comments."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        if kind not in ("space", "comment"):
            yield Token(kind, match.group().upper() if kind == "word" else match.group(), match.start(), match.end())


def unescaped(text: str) -> str:
    r"""The text with \\uXXXX replaced by their characters, as SPARQL reads it before anything else (section 19.2)."""
    return _CODE_POINT.sub(lambda match: _character(match.group(1) or match.group(2), match.group()), text)


def _character(code: str, escape: str) -> str:
    """The character of a code point; what is no character stays as it was written, for the engine to refuse."""
    point = int(code, 16)
    return escape if point > 0x10FFFF or 0xD800 <= point <= 0xDFFF else chr(point)
