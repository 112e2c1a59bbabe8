"""The union of a store's graphs written as a table by subject, from which lookups are answered without the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from graph.store.embedded.merged import MergedCopy
from graph.store.embedded.store import EmbeddedStore
from graph.store.embedded.subject_table import MOST_STATEMENTS, TableWriter
from graph.store.errors import QueryTooLarge
from graph.store.formats import Form, Format

_ROWS = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
_FIRST_ROW = b'"bindings":[{"s":'
_NEXT_ROW = b'},{"s":'  # neither can stand within a value, in which a quotation mark is escaped
_LAST_ROW_ENDS = b"}]}}"
_SUBJECT = b'{"type":"uri","value":"'
_PREDICATE = b'"},"p":'
_OBJECT = b',"o":'

_ROW_BYTES = 250  # of a row, more or less
_PILE_BYTES = 64 * 1024 * 1024  # that are sorted at a time
_PIECE_BYTES = 4 * 1024 * 1024


def tabulate(store: EmbeddedStore | MergedCopy, target: Path, most_bytes: int) -> None:
    """Write what a store's union says of each thing to a new file; raises QueryTooLarge where that takes more bytes.

    The engine's own JSON results are taken apart and put together again, so a term is written as in its answers. The
    rows of one thing come to lie in one of several piles, as all may be more than a process should have in memory.
    """
    expected = store.size() * _ROW_BYTES
    if expected > 2 * most_bytes:
        raise _too_much(most_bytes)
    with ExitStack() as stack:
        number = 1 + expected // _PILE_BYTES
        piles = [cast("BinaryIO", stack.enter_context(TemporaryFile(dir=target.parent))) for _ in range(number)]
        rows = _Rows(piles, most_bytes)
        store.query(_ROWS, formats={Form.BINDINGS: Format.JSON}).write(cast("BinaryIO", rows))
        rows.end()
        table = TableWriter(stack.enter_context(target.open("xb")))
        for pile in piles:
            pile.seek(0)
            for subject, said in groupby(sorted(pile), key=_subject):
                table.add(subject, _statements(subject, said))
        table.close()


def _too_much(most_bytes: int) -> QueryTooLarge:
    return QueryTooLarge(f"A table by subject would take more than its limit of {most_bytes} bytes.")


def _subject(row: bytes) -> bytes:
    return row.partition(_PREDICATE)[0]


def _statements(subject: bytes, rows: Iterator[bytes]) -> list[tuple[bytes, bytes]] | None:
    """The predicates and objects of a subject, once each; None where there are very many."""
    said = []
    before = b""
    for row in rows:
        if row == before:  # as several graphs say
            continue
        before = row
        predicate, _, value = row[len(subject) + len(_PREDICATE) : -1].partition(_OBJECT)
        said.append((predicate, value))
    return said if len(said) <= MOST_STATEMENTS else None


class _Rows:
    """A file to write the engine's answer into, which puts its rows on piles, a line each, those of a thing on one."""

    def __init__(self, piles: Sequence[BinaryIO], most_bytes: int) -> None:
        self._piles = piles
        self._most_bytes = most_bytes
        self._taken = 0
        self._pending: list[bytes] = []
        self._pending_bytes = 0
        self._rest = b""
        self._begun = False

    def write(self, data: bytes) -> int:
        """Take bytes."""
        self._pending.append(bytes(data))
        self._pending_bytes += len(data)
        if self._pending_bytes >= _PIECE_BYTES:
            self._take()
        return len(data)

    def flush(self) -> None:
        """Do nothing: rows are taken apart in large pieces."""

    def end(self) -> None:
        """Take the last row."""
        self._take()
        if self._begun:
            self._put([self._rest.removesuffix(_LAST_ROW_ENDS)])

    def _take(self) -> None:
        text = self._rest + b"".join(self._pending)
        self._taken += self._pending_bytes
        self._pending, self._pending_bytes = [], 0
        if self._taken > self._most_bytes:
            raise _too_much(self._most_bytes)
        if not self._begun:
            self._rest, begin, text = text.partition(_FIRST_ROW)
            self._begun = bool(begin)
        if self._begun:
            *whole, self._rest = text.split(_NEXT_ROW)
            self._put(whole)

    def _put(self, rows: Iterable[bytes]) -> None:
        """Put the rows of things that have an IRI where they belong."""
        begin = len(_SUBJECT)
        lines = [row[begin:] + b"\n" for row in rows if row.startswith(_SUBJECT)]
        if len(self._piles) == 1:
            self._piles[0].writelines(lines)
            return
        parts: list[list[bytes]] = [[] for _ in self._piles]
        for line in lines:
            parts[hash(_subject(line)) % len(parts)].append(line)
        for pile, part in zip(self._piles, parts, strict=True):
            pile.writelines(part)
