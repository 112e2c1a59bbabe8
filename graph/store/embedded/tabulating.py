"""The union of a store's graphs written as a table by subject, from which lookups are answered without the engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, cast

from graph.store.embedded.merged import MergedCopy
from graph.store.embedded.store import EmbeddedStore
from graph.store.embedded.subject_table import MOST_STATEMENTS, TableWriter
from graph.store.formats import Form, Format

_ROWS = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
_NEXT_ROW = b'},{"s":'  # cannot stand within a value, in which a quotation mark is escaped
_FIRST_ROW = b'"bindings":[{"s":'
_SUBJECT = b'{"type":"uri","value":"'
_PREDICATE = b'"},"p":'
_OBJECT = b',"o":'
_LEAST_ROW = 100  # bytes that hardly a row stays below
_CHUNK = 4 * 1024 * 1024


def tabulate(store: EmbeddedStore | MergedCopy, target: Path, most_bytes: int) -> bool:
    """Write what a store's union says of each thing to a file; False, and no file, where that takes more bytes.

    The engine's own JSON results are taken apart and put together again, so a term is written as in its answers.
    """
    if store.size() * _LEAST_ROW > most_bytes:
        return False
    rows = _Rows(most_bytes)
    with suppress(_TooMuch):
        store.query(_ROWS, formats={Form.BINDINGS: Format.JSON}).write(cast("BinaryIO", rows))
        with target.open("xb") as file:
            table = TableWriter(file)
            for subject, said in groupby(rows.sorted(), key=lambda row: row.partition(_PREDICATE)[0]):
                table.add(subject, _statements(subject, said))
            table.close()
        return True
    return False


def _statements(subject: bytes, rows: Iterator[bytes]) -> list[tuple[bytes, bytes]] | None:
    """The predicates and objects of a subject, once each; None where there are very many."""
    said = []
    before = b""
    for row in rows:
        if row == before:  # as several graphs say
            continue
        before = row
        predicate, _, value = row[len(subject) + len(_PREDICATE) :].partition(_OBJECT)
        said.append((predicate, value))
    return said if len(said) <= MOST_STATEMENTS else None


class _TooMuch(Exception):
    """There is more than a table should hold."""


class _Rows:
    """A file to write the engine's answer into, which takes it apart into rows as it comes."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._taken = 0
        self._rows: list[bytes] = []
        self._pending: list[bytes] = []
        self._pending_bytes = 0
        self._rest = b""
        self._begun = False

    def write(self, data: bytes) -> int:
        """Take bytes."""
        self._pending.append(bytes(data))
        self._pending_bytes += len(data)
        if self._pending_bytes >= _CHUNK:
            self._take()
        return len(data)

    def flush(self) -> None:
        """Do nothing: rows are taken apart in large pieces."""

    def sorted(self) -> list[bytes]:
        """The rows of things that have an IRI, without their beginning and end; those of one thing side by side."""
        self._take()
        if self._begun:
            self._rest = self._rest.removesuffix(b"}]}}")
            self._keep([self._rest])
        self._rows.sort()
        return self._rows

    def _take(self) -> None:
        text = self._rest + b"".join(self._pending)
        self._taken += self._pending_bytes
        self._pending, self._pending_bytes = [], 0
        if self._taken > self._most_bytes:
            raise _TooMuch
        if not self._begun:
            head, begin, text = text.partition(_FIRST_ROW)
            self._begun = bool(begin)
            if not begin:
                self._rest = head
                return
        *whole, self._rest = text.split(_NEXT_ROW)
        self._keep(whole)

    def _keep(self, rows: list[bytes]) -> None:
        begin = len(_SUBJECT)
        self._rows += [row[begin:] for row in rows if row.startswith(_SUBJECT)]
