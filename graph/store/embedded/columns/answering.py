"""Answers queries from columns: those that it surely answers as the engine would, with the engine's own serialisers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

import duckdb
import pyoxigraph as ox

from graph.geo.names import speaks_of_geometry
from graph.store.answer import Answer
from graph.store.embedded.columns.catalogue import NOWHERE, Predicate
from graph.store.embedded.columns.parsing import parse
from graph.store.embedded.columns.reading import RDF_TYPE
from graph.store.embedded.columns.scopes import Relation, Type
from graph.store.embedded.columns.syntax import Group, Iri, NotInColumns, Pattern, Step, Text, Variable
from graph.store.embedded.columns.translating import translate
from graph.store.embedded.terms import results_format
from graph.store.engine_errors import query_errors
from graph.store.formats import Form, Formats

_NOTHING: Final = ox.Store()
MANY = 10  # triples
_ROWS_AT_ONCE = 20_000
_TO_ESCAPE = str.maketrans({"\\": r"\\", '"': r"\"", "\t": r"\t", "\n": r"\n", "\r": r"\r"})

Row = tuple[int | str | None, ...]


class Columns:
    """A file of columns that is read. One query at a time, in a process that may be ended at any moment."""

    def __init__(self, path: Path, memory_bytes: int, many: int = MANY) -> None:
        """Open a file; raises NotInColumns where it is gone, or is none.

        A query with a pattern that is true of fewer than `many` triples is left to the engine.
        """
        self._many = many
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
        except duckdb.Error as error:
            raise NotInColumns("columns that cannot be read") from error
        self._predicates = {iri: Predicate(*known) for iri, *known in rows}

    def answer(self, text: str, formats: Formats) -> Answer | None:
        """The answer to a query over the union of all graphs; None for one that the engine must answer."""
        if Form.BINDINGS not in formats:
            return None
        try:
            pieces = _Pieces(self.lines(text))
        except (NotInColumns, duckdb.Error):
            return None  # which the engine answers, or says what is wrong with it

        def write(output: BinaryIO) -> None:
            with query_errors():
                rows = ox.parse_query_results(cast("IO[bytes]", pieces), ox.QueryResultsFormat.TSV)
                rows.serialize(output, results_format(formats[Form.BINDINGS]))

        return Answer(Form.BINDINGS, formats[Form.BINDINGS], write)

    def lines(self, text: str) -> Iterator[bytes]:
        """The rows of a query's answer as the engine's TSV, in pieces, of which the first is there at once.

        Raises NotInColumns for a query that is not of those that are answered here; where it needs too much, DuckDB's
        errors.
        """
        if speaks_of_geometry(text):
            raise NotInColumns("geometry, of which more is known than is stated")
        query = parse(text)
        self._require_many(query.group)
        relation = translate(query, _variables(text), self)
        found = self._connection.execute(relation.sql, relation.values)
        return self._lines(relation, found, found.fetchmany(_ROWS_AT_ONCE))

    def predicate(self, iri: str) -> Predicate | None:
        """A predicate; None where no triple has it."""
        return self._predicates.get(iri)

    def number(self, term: Iri | Text) -> int | None:
        """The number of a term; None where there is none."""
        written = f"<{term.value}>" if isinstance(term, Iri) else _quoted(term.value)
        found = self._connection.execute(
            "SELECT id FROM terms WHERE id IN (SELECT id FROM numbers WHERE hash = hash(?)) AND term = ?",
            (written, written),
        ).fetchone()
        return None if found is None else found[0]

    def _require_many(self, group: Group) -> None:
        """Raise NotInColumns where a pattern says of what few triples it is: from there the engine goes on at once."""
        for element in group.elements:
            if isinstance(element, Pattern) and not (isinstance(element.predicate, Step) and element.predicate.repeats):
                self._require_many_of(element)

    def _require_many_of(self, pattern: Pattern) -> None:
        begin, end = pattern.subject, pattern.object
        if isinstance(pattern.predicate, Variable):
            is_few = not (isinstance(begin, Variable) and isinstance(end, Variable))
        elif isinstance(begin, Variable) and (isinstance(end, Variable) or pattern.predicate.predicate == RDF_TYPE):
            return
        else:
            known = self.predicate(pattern.predicate.predicate)
            if pattern.predicate.inverse:
                begin, end = end, begin
            conditions = {"p = ?": known.number if known is not None else NOWHERE}
            conditions |= {
                f"{name} = ?": number if (number := self.number(term)) is not None else NOWHERE
                for name, term in (("s", begin), ("o", end))
                if not isinstance(term, Variable)
            }
            found = self._connection.execute(
                f"SELECT COUNT(*) FROM (SELECT 1 FROM triples WHERE {' AND '.join(conditions)} LIMIT ?)",  # noqa: S608
                (*conditions.values(), self._many),
            ).fetchone()
            is_few = found is None or found[0] < self._many
        if is_few:
            raise NotInColumns("few triples")

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
                "SELECT id, term FROM terms WHERE id IN (SELECT unnest(?::INTEGER[]))", (wanted,)
            ).fetchall()
        return dict(rows)


def _variables(query: str) -> list[str]:
    """Which variables a query asks for; raises NotInColumns for a text that the engine does not take for a SELECT."""
    try:
        asked = _NOTHING.query(query)
    except (SyntaxError, ValueError, RuntimeError) as error:
        raise NotInColumns("what the engine does not take") from error
    if not isinstance(asked, ox.QuerySolutions):
        raise NotInColumns("no rows")
    return [variable.value for variable in asked.variables]


def _cell(value: int | str | None, kind: Type, terms: dict[int, str]) -> str:
    if value is None:
        return ""
    if kind is Type.TERM:
        return terms[cast("int", value)]
    return _quoted(value) if isinstance(value, str) else str(value)


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
