"""Where what is searched is read from: whatever answers SELECT queries, the store itself or what reaches it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from graph.store.answer import Table, read_table
from graph.store.base import Store
from graph.store.formats import Form, Format


class Source(Protocol):
    """Answers SELECT queries over the union of all graphs."""

    def stream(self, query: str, media: Format) -> Iterator[bytes]:
        """The answer in a format, piece by piece; raises StoreError."""
        ...


class StoreSource:
    """A store that this process has open."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def stream(self, query: str, media: Format) -> Iterator[bytes]:
        """The answer in a format, piece by piece; raises StoreError."""
        return iter(self._store.query(query, formats={Form.BINDINGS: media}))


def table(source: Source, query: str) -> Table:
    """The answer as a table."""
    return read_table(b"".join(source.stream(query, Format.JSON)))
