"""Columns for a process that may never need them: DuckDB, some 40 MB, is imported by the first that does."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from graph.store.answer import Answer
from graph.store.embedded.columns.asking import read
from graph.store.embedded.columns.syntax import NotInColumns
from graph.store.embedded.merged import MergedCopy
from graph.store.embedded.store import EmbeddedStore
from graph.store.formats import Formats

if TYPE_CHECKING:
    from graph.store.embedded.columns.answering import Columns


class Offered(Protocol):
    """A query, and the file of columns of some version that may answer it."""

    @property
    def version(self) -> str:
        """Of the file."""
        ...

    @property
    def file(self) -> str:
        """Its path."""
        ...

    @property
    def text(self) -> str:
        """The query."""
        ...


def prepare_for_forks() -> None:
    """Import what is needed now, in a process whose children will need it: no connection, so no thread and no lock."""
    from graph.store.embedded.columns import answering  # noqa: F401, PLC0415


def build(store: EmbeddedStore | MergedCopy, target: Path, most_bytes: int, memory_bytes: int) -> None:
    """Write the union of a store's graphs to a new file; raises QueryTooLarge where its text takes more bytes."""
    from graph.store.embedded.columns.building import build_columns  # noqa: PLC0415

    build_columns(store, target, most_bytes, memory_bytes)


def answer_from_columns(
    store: EmbeddedStore | MergedCopy, offer: Offered, formats: Formats, memory_bytes: int
) -> Answer | None:
    """The answer to a query over the union of a store's graphs; None for one that the engine must answer.

    A file is opened only for a query that it may help.
    """
    try:
        asked = read(offer.text, store.has_many)
    except NotInColumns:
        return None
    columns = _opened(store, offer.file, offer.version, memory_bytes)
    return None if columns is None else columns.answer(asked, formats)


@lru_cache(maxsize=1)
def _opened(store: EmbeddedStore | MergedCopy, file: str, version: str, memory_bytes: int) -> Columns | None:
    """Columns of the version that a store has, from a file of this or an earlier one, kept open for the next query.

    None where they are gone, or where it is not known what has changed since. A store that is read has one version.
    """
    from graph.store.embedded.columns.answering import Columns  # noqa: PLC0415

    changes = store.union_changes(version)
    if changes is None:
        return None
    try:
        return Columns(Path(file), memory_bytes, changes)
    except NotInColumns:
        return None
