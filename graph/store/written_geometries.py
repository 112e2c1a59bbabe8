"""The geometry literals that the text of a query or update writes itself, and where; read off its tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from graph.geo.names import DATATYPES
from graph.store.sparql_tokens import Token, tokens, unescaped

_NAMES: Final = tuple(name.rpartition("#")[2] for name in DATATYPES)
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class Written(NamedTuple):
    """A literal, and the line and column (from 1, in characters) at which it begins."""

    text: str
    datatype: str
    line: int
    column: int


def written_geometries(text: str) -> Iterator[Written]:
    """The literals, in their order; of a text that names no datatype of geometries this costs one glance."""
    if not any(name in text for name in _NAMES):
        return
    plain = unescaped(text)
    found = list(tokens(plain))
    prefixes = _prefixes(found)
    for string, one, other, name in zip(found, found[1:], found[2:], found[3:], strict=False):
        if string.kind == "string" and one.text == other.text == "^" and one.end == other.start:
            datatype = _iri(name, prefixes)
            if datatype in DATATYPES:
                before = plain[: string.start]
                yield Written(_value(string), datatype, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _prefixes(found: Sequence[Token]) -> dict[str, str]:
    return {
        name.text[:-1]: iri.text[1:-1]
        for word, name, iri in zip(found, found[1:], found[2:], strict=False)
        if word.kind == "word" and word.text == "PREFIX" and name.kind == "name" and iri.kind == "iri"
    }


def _iri(token: Token, prefixes: dict[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, rest = token.text.partition(":")
    return prefixes.get(prefix, "") + rest


def _value(string: Token) -> str:
    marks = 3 if string.text[:3] in ('"""', "'''") else 1
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), string.text[marks:-marks])
