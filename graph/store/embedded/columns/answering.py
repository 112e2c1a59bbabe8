"""Answers queries from columns: those that it surely answers as the engine would, with the engine's own serialisers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, BinaryIO, cast

import duckdb
import pyoxigraph as ox

from graph.store.answer import Answer
from graph.store.embedded.columns.asking import Asked
from graph.store.embedded.columns.catalogue import Predicate
from graph.store.embedded.columns.following import follow
from graph.store.embedded.columns.scopes import Relation, Type
from graph.store.embedded.columns.syntax import Iri, NotInColumns, Text
from graph.store.embedded.columns.translating import translate
from graph.store.embedded.terms import results_format
from graph.store.embedded.union_log import UnionChanges
from graph.store.engine_errors import query_errors
from graph.store.formats import Form, Formats

_ROWS_AT_ONCE = 20_000
_TO_ESCAPE = str.maketrans({"\\": r"\\", '"': r"\"", "\t": r"\t", "\n": r"\n", "\r": r"\r"})

Row = tuple[int | str | None, ...]


class Columns:
    """A file of columns that is read. One query at a time, in a process that may be ended at any moment."""

    def __init__(self, path: Path, memory_bytes: int, changes: UnionChanges | None = None) -> None:
        """Open a file, to be read with these changes; raises NotInColumns where it is gone, or is none."""
        settings: dict[str, str | bool | int | float | list[str]] = {
            "threads": 1,
            "memory_limit": f"{memory_bytes}B",
            "temp_directory": "",
            "autoload_known_extensions": False,
        }
        try:
            self._connection = duckdb.connect(str(path), read_only=True, config=settings)
            self._connection.execute("SET enable_external_access = false")
            self._connection.execute("SET lock_configuration = true")
            rows = self._connection.execute("FROM predicates").fetchall()
            self._predicates = {iri: Predicate(*known) for iri, *known in rows}
            self._joined = follow(self._connection, self._predicates, changes or {})
        except duckdb.Error as error:
            raise NotInColumns("columns that cannot be read") from error
        self._later_terms = {number: term for term, number in self._joined.later.items()}

    def answer(self, asked: Asked, formats: Formats) -> Answer | None:
        """The answer to a query over the union of all graphs; None for one that the engine must answer."""
        if Form.BINDINGS not in formats:
            return None
        try:
            pieces = _Pieces(self.lines(asked))
        except (NotInColumns, duckdb.Error):
            return None  # which the engine answers, or says what is wrong with it

        def write(output: BinaryIO) -> None:
            with query_errors():
                rows = ox.parse_query_results(cast("IO[bytes]", pieces), ox.QueryResultsFormat.TSV)
                rows.serialize(output, results_format(formats[Form.BINDINGS]))

        return Answer(Form.BINDINGS, formats[Form.BINDINGS], write)

    def lines(self, asked: Asked) -> Iterator[bytes]:
        """The rows of a query's answer as the engine's TSV, in pieces, of which the first is there at once.

        Raises NotInColumns for a query that is not of those that are answered here; where it needs too much, DuckDB's
        errors.
        """
        relation = translate(asked.select, asked.variables, self)
        found = self._connection.execute(relation.sql, relation.values)
        return self._lines(relation, found, found.fetchmany(_ROWS_AT_ONCE))

    def predicate(self, iri: str) -> Predicate | None:
        """A predicate; None where no triple has it."""
        return self._predicates.get(iri)

    def number(self, term: Iri | Text) -> int | None:
        """The number of a term; None where there is none."""
        written = _written(term)
        if written in self._joined.later:
            return self._joined.later[written]
        found = self._connection.execute(
            "SELECT id FROM terms WHERE id IN (SELECT id FROM numbers WHERE hash = hash(?)) AND term = ?",
            (written, written),
        ).fetchone()
        return None if found is None else found[0]

    def is_doubtful(self, term: Iri | Text) -> bool:
        """Whether a term that has a number may be in no triple any more."""
        return _written(term) in self._joined.doubtful

    def _lines(self, relation: Relation, found: duckdb.DuckDBPyConnection, first: Sequence[Row]) -> Iterator[bytes]:
        """The rows as the engine's TSV, in pieces."""
        yield ("\t".join(f"?{name}" for name in relation.columns) + "\n").encode()
        types = [column.type for column in relation.columns.values()]
        rows = first
        while rows:
            terms = self._terms({row[place] for place, kind in enumerate(types) if kind is Type.TERM for row in rows})
            cells = [[_cell(row[place], kind, terms) for row in rows] for place, kind in enumerate(types)]
            yield "".join("\t".join(line) + "\n" for line in zip(*cells, strict=True)).encode()
            rows = found.fetchmany(_ROWS_AT_ONCE)

    def _terms(self, numbers: set[int | str | None]) -> dict[int, str]:
        """Terms by their numbers."""
        wanted = [number for number in numbers if number is not None]
        with self._connection.cursor() as cursor:
            rows = cursor.execute(
                "SELECT id, term FROM terms WHERE id IN (SELECT unnest(?::BIGINT[]))", (wanted,)
            ).fetchall()
        return {**self._later_terms, **dict(rows)}


def _cell(value: int | str | None, kind: Type, terms: dict[int, str]) -> str:
    if value is None:
        return ""
    if kind is Type.TERM:
        return terms[cast("int", value)]
    return _quoted(value) if isinstance(value, str) else str(value)


def _written(term: Iri | Text) -> str:
    return f"<{term.value}>" if isinstance(term, Iri) else _quoted(term.value)


def _quoted(text: str) -> str:
    return f'"{text.translate(_TO_ESCAPE)}"'


class _Pieces:
    """A file to read pieces from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """Return up to so many bytes; nothing at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        if size < 0:
            found, self._rest = self._rest + b"".join(self._pieces), b""
            return found
        found, self._rest = self._rest[:size], self._rest[size:]
        return found
