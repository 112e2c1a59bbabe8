"""The engine's files in a store's folder: opened, filled at once, and left such that the next opening is quick."""

from __future__ import annotations

from contextlib import suppress
from typing import BinaryIO

import pyoxigraph as ox

from graph.store.errors import StoreDamaged, StoreUnavailable
from graph.store.folder import StoreFolder

# How the engine's sentences about files begin that are not as it wrote them.
_DAMAGE = ("Corruption: ", "IO error: No such file or directory: ")


def opened(folder: StoreFolder, *, read_only: bool) -> ox.Store:
    """The engine over a folder; raises StoreDamaged where files are not as it wrote them, else StoreUnavailable."""
    try:
        if read_only:
            return ox.Store.read_only(str(folder.quads))
        engine = ox.Store(str(folder.quads))
        folder.checksums.note(tables=True)  # opening has changed the files
    except (OSError, RuntimeError) as error:
        told = str(error).rstrip(". ")
        if told.startswith(_DAMAGE):
            raise StoreDamaged(
                f"The store in {folder.path} is damaged ({told}). Restore a backup, or build again in an empty folder."
            ) from error
        raise StoreUnavailable(f"The store in {folder.path} cannot be opened: {told}.") from error
    return engine


def fill(
    engine: ox.Store,
    folder: StoreFolder,
    data: bytes | BinaryIO,
    media: ox.RdfFormat,
    base: str | None,
    target: ox.NamedNode | ox.DefaultGraph,
) -> None:
    """Load by the engine's bulk loader, which is no transaction, into a store that can be emptied again."""
    graphs = set(engine.named_graphs())
    with folder.filling():
        try:
            engine.bulk_load(data, media, base_iri=base, to_graph=target)
            engine.flush()
            folder.checksums.note(tables=True)
        except BaseException:
            engine.clear()
            for name in graphs:
                engine.add_graph(name)
            raise


def settle(engine: ox.Store, folder: StoreFolder) -> None:
    """Move what only the log holds into tables, so that the next opening need not, and note all checksums."""
    with suppress(OSError, RuntimeError):  # a full disk: the log holds all of it still
        engine.flush()
        folder.checksums.note(tables=True)
