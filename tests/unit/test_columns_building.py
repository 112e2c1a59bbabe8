"""Columns are made within a limit of memory: what does not fit is on disk meanwhile; what is too much is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from graph.store.embedded import EmbeddedStore
from graph.store.embedded.columns.building import build_columns
from graph.store.errors import QueryTooLarge
from graph.store.formats import Format

MEGABYTE = 1024 * 1024
THINGS = 40_000


@pytest.fixture(scope="module")
def store() -> Iterator[EmbeddedStore]:
    """Things with a text of 400 characters each, 16 MB in all."""
    lines = (f'<http://e/{number}> <http://e/text> "{number:0400}" .\n' for number in range(THINGS))
    with EmbeddedStore() as opened:
        opened.load("".join(lines).encode(), Format.N_TRIPLES, "http://e/g")
        yield opened


def test_what_does_not_fit_into_memory_is_on_disk_meanwhile(store: EmbeddedStore, tmp_path: Path) -> None:
    """The texts stand in five tables before the columns are whole, and nothing of that is left behind."""
    columns = tmp_path / "columns"
    build_columns(store, columns, 64 * MEGABYTE, 52 * MEGABYTE)
    assert [*tmp_path.iterdir()] == [columns]
    with duckdb.connect(str(columns), read_only=True) as connection:
        assert connection.execute("SELECT COUNT(*), COUNT(DISTINCT o) FROM triples").fetchone() == (THINGS, THINGS)


def test_too_little_memory_is_told(store: EmbeddedStore, tmp_path: Path) -> None:
    """In a sentence that names the limit, which the log then has."""
    with pytest.raises(QueryTooLarge, match="more than their limit of 1 MB of memory"):
        build_columns(store, tmp_path / "columns", 64 * MEGABYTE, MEGABYTE)
