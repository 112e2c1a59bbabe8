"""Writes the union of a store's graphs into columns: a file of DuckDB, read by the queries that they answer."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from graph.store.embedded.columns.catalogue import GAP
from graph.store.embedded.columns.terms import KIND, LANGUAGE, VALUE
from graph.store.embedded.merged import MergedCopy
from graph.store.embedded.store import EmbeddedStore
from graph.store.errors import QueryTooLarge
from graph.store.formats import Form, Format

_ROWS = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
_ROW_BYTES = 200  # of a row as text, more or less
_LONGEST_ROW = 8 * 1024 * 1024  # bytes

# Each join with the texts of all terms is a step of its own, so that memory and disk have them once at a time.
# Terms are as the engine writes them in TSV: as in N-Triples, but for numbers and booleans, which stand bare.
# They are numbered: IRIs in their order, so that numbers have it too; then blank nodes; then literals by a predicate
# that they stand with, so that those of one predicate lie together. Between two numbers there is room for later terms.
# The number is the row's, as a sort spills to disk and a window over all rows does not.
_BUILD = rf"""
CREATE TABLE work.said AS
  SELECT DISTINCT s, p, o FROM read_csv(
    $rows, auto_detect = false, header = false, skip = 1, delim = '\t', quote = '', escape = '', comment = '',
    new_line = '\n', max_line_size = {_LONGEST_ROW}, buffer_size = {2 * _LONGEST_ROW},
    columns = {{'s': 'VARCHAR', 'p': 'VARCHAR', 'o': 'VARCHAR'}});

CREATE TABLE work.found AS
  SELECT term, ''  AS place FROM (
    SELECT s AS term FROM work.said UNION SELECT p FROM work.said
    UNION SELECT o FROM work.said WHERE o[1] IN ('<', '_'))
  UNION ALL
  SELECT o, MIN(p) FROM work.said WHERE o[1] NOT IN ('<', '_') GROUP BY o;

SET preserve_insertion_order = true;

CREATE TABLE work.ordered AS
  SELECT term FROM work.found
  ORDER BY term[1] <> '<', term[1] <> '_', place, CASE WHEN term[1] = '<' THEN term[2:-2] ELSE term END;

SET preserve_insertion_order = false;

CREATE TABLE terms AS
  SELECT {GAP} * (rowid + 1) AS id, {KIND} AS kind, term, {VALUE} AS value, {LANGUAGE} AS language
  FROM work.ordered;

CREATE TABLE numbers AS
  SELECT hash(term) AS hash, id FROM terms ORDER BY hash;

CREATE TABLE work.with_objects AS
  SELECT r.p, r.s, o.id AS o FROM work.said r JOIN terms o ON o.term = r.o;

CREATE TABLE work.with_subjects AS
  SELECT r.p, s.id AS s, r.o FROM work.with_objects r JOIN terms s ON s.term = r.s;

CREATE TABLE triples AS
  SELECT p.id AS p, r.s, r.o
  FROM work.with_subjects r JOIN (SELECT id, term FROM terms WHERE term IN (SELECT p FROM work.with_subjects)) p
    ON p.term = r.p
  ORDER BY ALL;

CREATE TABLE predicates AS
  SELECT p.term[2:-2] AS iri, p.id AS number, bit_or(s.kind) AS subjects, bit_or(o.kind) AS objects,
    MIN(o.id) AS first_object, MAX(o.id) AS last_object
  FROM triples JOIN terms p ON p.id = triples.p JOIN terms s ON s.id = triples.s JOIN terms o ON o.id = triples.o
  GROUP BY ALL;
"""  # noqa: S608


def build_columns(store: EmbeddedStore | MergedCopy, target: Path, most_bytes: int, memory_bytes: int) -> None:
    """Write the union of a store's graphs to a new file.

    Raises QueryTooLarge where its text takes more bytes, or DuckDB more memory.
    """
    too_large = QueryTooLarge(f"Columns would take more than their limit of {most_bytes} bytes of text.")
    if store.size() * _ROW_BYTES > 2 * most_bytes:
        raise too_large
    with TemporaryDirectory(dir=target.parent) as folder:
        rows = Path(folder) / "rows.tsv"
        with rows.open("xb") as file:
            store.query(_ROWS, formats={Form.BINDINGS: Format.TSV}).write(file)
        if rows.stat().st_size > most_bytes:
            raise too_large
        settings: dict[str, str | bool | int | float | list[str]] = {
            "threads": 1,
            "memory_limit": f"{memory_bytes}B",
            "temp_directory": folder,
            "preserve_insertion_order": False,  # which takes memory
        }
        with duckdb.connect(str(target), config=settings) as connection:
            work = str(Path(folder) / "work.duckdb").replace("'", "''")
            connection.execute(f"ATTACH '{work}' AS work")
            try:
                _build(connection, rows)
            except duckdb.OutOfMemoryException as error:
                told = f"Columns would take more than their limit of {memory_bytes // 2**20} MB of memory."
                raise QueryTooLarge(told) from error
            connection.execute("DETACH work")


def _build(connection: duckdb.DuckDBPyConnection, rows: Path) -> None:
    for statement in _BUILD.split(";\n"):
        connection.execute(statement, {"rows": str(rows)} if "$rows" in statement else None)
    connection.execute("CHECKPOINT")
