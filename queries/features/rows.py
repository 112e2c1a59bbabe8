"""Answers of many rows, read line by line as the store writes them: SPARQL 1.1 Query Results TSV."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import RawIOBase
from typing import Any, BinaryIO, Final, cast

from rdflib.namespace import XSD

from graph.store.answer import Cell
from graph.store.base import Store
from graph.store.formats import Form, Format

_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_PLAIN = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_BARE: Final = (  # how literals may be written without their quotation marks
    (re.compile(r"[+-]?[0-9]+"), str(XSD.integer)),
    (re.compile(r"[+-]?[0-9]*\.[0-9]+"), str(XSD.decimal)),
    (re.compile(r"true|false"), str(XSD.boolean)),
)

Take = Callable[[list[str]], None]
"""Is given rows, each as the texts of its terms with tabs between."""


def take_rows(store: Store, query: str, take: Take) -> None:
    """Hand the rows of a SELECT's answer on, many at a time, while the store computes the next."""
    lines = _Lines(take)
    store.query(query, formats={Form.BINDINGS: Format.TSV}).write(cast("BinaryIO", lines))
    lines.end()


class _Lines(RawIOBase):
    """A file that hands on the lines written to it, without the first, which has the names of the columns."""

    def __init__(self, take: Take) -> None:
        super().__init__()
        self._take = take
        self._rest = b""
        self._began = False

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Take bytes."""
        whole, end, self._rest = (self._rest + bytes(data)).rpartition(b"\n")
        if end:
            self._hand_on(whole)
        return len(data)

    def end(self) -> None:
        """Hand on a last line that nothing ends."""
        if self._rest:
            self._hand_on(self._rest)

    def _hand_on(self, content: bytes) -> None:
        lines = content.decode().split("\n")
        self._take(lines if self._began else lines[1:])
        self._began = True


def read_term(text: str) -> Cell:
    """The term that a text says."""
    if text.startswith("<"):
        return Cell("uri", text[1:-1])
    if text.startswith("_:"):
        return Cell("bnode", text[2:])
    if text[:1] not in ('"', "'"):
        datatype = next((name for written, name in _BARE if written.fullmatch(text)), str(XSD.double))
        return Cell("literal", text, datatype)
    end = text.rindex(text[0])
    value, told = text[1:end], text[end + 1 :]
    if "\\" in value:
        value = _ESCAPED.sub(_character, value)
    if told.startswith("@"):
        return Cell("literal", value, None, told[1:])
    return Cell("literal", value, told[3:-1] or None)


def _character(escape: re.Match[str]) -> str:
    four, eight, plain = escape.groups()
    return _PLAIN.get(plain, plain) if plain else chr(int(four or eight, 16))
