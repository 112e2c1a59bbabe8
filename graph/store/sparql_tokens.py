"""SPARQL text as tokens: enough to find its keywords for certain, without a parser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# In this order, as SPARQL 1.1's grammar has them (section 19.8): what may hold any letters comes before words. Names
# may have every character beyond ASCII: an engine refuses those that the grammar has not, and never begins a string
# where a name of ours goes on (`ex:a·\'b`). No character is looked at again and again (`++`, `*+`), however long the
# text: what begins like a name and is none is passed over whole (`run`), and so is what no engine can read, a string
# that does not end on its line, and all from a backslash on that stands alone.
_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n\r]*+)
  | (?P<string>\"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*+\"\"\" | \'\'\'(?:[^'\\]|\\.|'(?!\'\'))*+\'\'\'
             | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+')
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*+>)
  | (?P<variable>[?$][\w\x80-\U0010FFFF]++)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>(?:[A-Za-z\x80-\U0010FFFF][\w.\x80-\U0010FFFF-]*+(?<!\.))?
             :(?:(?:[\w:\x80-\U0010FFFF-]|%[0-9A-Fa-f]{2}|\\.)(?:[\w:.\x80-\U0010FFFF-]|%[0-9A-Fa-f]{2}|\\.)*+)?
           | _:[\w\x80-\U0010FFFF](?:[\w.\x80-\U0010FFFF-]*[\w\x80-\U0010FFFF-])?)
  | (?P<run>[A-Za-z\x80-\U0010FFFF][\w.\x80-\U0010FFFF-]*+)
  | (?P<word>[A-Za-z_][A-Za-z_0-9]*+)
  | (?P<space>\s++)
  | (?P<broken>"(?:[^"\\\n\r]|\\.)*+ | '(?:[^'\\\n\r]|\\.)*+ | \\.*+)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_PART = re.compile(r"(?P<word>[A-Za-z_][A-Za-z_0-9]*+)|(?P<mark>.)", re.DOTALL)  # of a run
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_ESCAPE = re.compile(r"\\([uU])")
_OPERANDS = frozenset({"string", "iri", "variable", "language", "name", "word"})


Edit = tuple[int, int, str]
"""From where to where in a text, and what is to stand there."""


class Ambiguous(Exception):
    """A text that an engine may read otherwise than we do; the message says what to write instead."""


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
        if kind == "run":
            yield from map(_token, _PART.finditer(text, match.start(), match.end()))
        elif kind not in ("space", "comment"):
            yield _token(match)


def unescaped(text: str) -> str:
    r"""The text with \\uXXXX replaced by their characters, as SPARQL reads it before anything else (section 19.2)."""
    if "\\" not in text:
        return text
    return _CODE_POINT.sub(lambda match: _character(match.group(1) or match.group(2), match.group()), text)


def escaped(text: str) -> str:
    r"""The text such that an engine that replaces \\uXXXX in it, once, has this very text again."""
    return _ESCAPE.sub(lambda match: f"\\\\U{ord(match[1]):08X}", text)


def legible(text: str) -> str:
    """The text with its code points unescaped, which every engine takes for the tokens that we take it for.

    After an operand in an expression, an engine without a tokeniser reads `<` as an operator and what follows it as
    it likes: `FILTER(?a <#b> …` compares ?a and begins a comment. A line break ends that comment where our IRI
    ends; a quotation mark there could begin a string, and is refused. Raises Ambiguous.
    """
    plain = unescaped(text)
    breaks: list[Edit] = []
    brackets: list[str] = []
    previous: Token | None = None
    for token in tokens(plain):
        if token.kind == "mark" and token.text in "({":
            brackets.append(token.text)
        elif token.kind == "mark" and token.text in ")}" and brackets:
            brackets.pop()
        elif token.kind == "iri" and brackets[-1:] == ["("] and previous and _is_operand(previous):
            if "'" in token.text:
                raise Ambiguous(f"{token.text[:200]} can be read in two ways here; write its ' as %27 or use a prefix.")
            if "#" in token.text:
                breaks.append((token.end, token.end, "\n"))
        previous = token
    return edited(plain, breaks)


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with other words in some places, which are given in their order and do not overlap."""
    parts: list[str] = []
    at = 0
    for start, end, words in edits:
        parts += (text[at:start], words)
        at = end
    return "".join((*parts, text[at:]))


def _token(match: re.Match[str]) -> Token:
    kind = "mark" if match.lastgroup in (None, "broken") else str(match.lastgroup)
    return Token(kind, match.group().upper() if kind == "word" else match.group(), match.start(), match.end())


def _is_operand(token: Token) -> bool:
    """Whether an operator may follow."""
    return token.kind in _OPERANDS or token.text in ")]." or token.text.isdigit()


def _character(code: str, escape: str) -> str:
    """The character of a code point; what is no character stays as it was written, for the engine to refuse."""
    point = int(code, 16)
    return escape if point > 0x10FFFF or 0xD800 <= point <= 0xDFFF else chr(point)
