"""The newest version of the data for readers: a checkpoint on disk at once, and a copy of it in memory soon after."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock, Thread
from typing import NamedTuple, Protocol

from graph.store.errors import StoreError
from graph.store.processes.limits import Limits
from graph.store.processes.loading import load_keeper
from graph.store.processes.parent import Nursery
from graph.store.processes.source import Source, number_of

LONGEST_REST = 5.0  # seconds between two loads of data that are always being written to


class Checkpoint(NamedTuple):
    """A store's folder that nobody writes to."""

    version: str
    folder: Path
    is_ours: bool
    """Whether it is to be removed when it is not needed any more."""


class Origin(Protocol):
    """Where the newest version is: a writer, or a folder that is only read."""

    @property
    def version(self) -> str:
        """The version of the last acknowledged write."""
        ...

    def checkpoint(self) -> Checkpoint:
        """Return a checkpoint of that version, or of a later one."""
        ...


class Snapshots:
    """Gives the source of readers for a query that begins now."""

    def __init__(self, origin: Origin, nursery: Nursery, limits: Limits) -> None:
        self._origin = origin
        self._nursery = nursery
        self._limits = limits
        self._swap = Lock()
        self._source = self._take_checkpoint()
        self._in_memory = False
        self.on_replaced: Callable[[], None] = lambda: None
        """Called when readers of the former source are of no use any more."""
        self._news = Event()
        self._closing = Event()
        self._loader = Thread(target=self._keep_loading, name="store-loader", daemon=True)
        self._loader.start()
        self._news.set()

    @property
    def in_memory(self) -> bool:
        """Whether the newest version is held in memory."""
        return self._in_memory and self._source.version == self._origin.version

    def is_newest(self, source: Source) -> bool:
        """Whether a source is the newest that there is; a write may already have made it old."""
        return self._source is source

    def current(self) -> Source:
        """Return the source of a version that is not older than the last acknowledged write."""
        source = self._source
        wanted = self._origin.version
        if source.version == wanted:
            return source
        with self._swap:
            if number_of(self._source.version) < number_of(wanted):
                self._replace(self._take_checkpoint(), in_memory=False)
            source = self._source
        self._news.set()
        return source

    def give_up(self, source: Source) -> None:
        """Go back to the checkpoint when the keeper that held it in memory has ended, and load it again."""
        with self._swap:
            if self._source is source:
                self._replace(self._take_checkpoint(), in_memory=False)
        self._news.set()

    def close(self) -> None:
        """Stop loading, and let go of the newest version."""
        self._closing.set()
        self._news.set()
        self._loader.join()
        with self._swap:
            self._source.release()

    def _replace(self, source: Source, *, in_memory: bool) -> None:
        old, self._source, self._in_memory = self._source, source, in_memory
        self.on_replaced()
        old.release()

    def _take_checkpoint(self) -> Source:
        checkpoint = self._origin.checkpoint()
        return Source(checkpoint.version, checkpoint.folder, self._nursery, self._limits, _remover(checkpoint))

    def _keep_loading(self) -> None:
        """Load each version that stays for as long as the last took to load, so that writes are not all loading."""
        load_seconds = 0.0
        while True:
            self._news.wait()
            self._news.clear()
            source = self._source
            if self._closing.wait(min(load_seconds, LONGEST_REST)):
                return
            if source is self._source and not self._in_memory and self._fits_memory(source.folder) and source.use():
                begin = time.monotonic()
                self._load(source)
                load_seconds = time.monotonic() - begin

    def _load(self, source: Source) -> None:
        try:
            keeper = load_keeper(
                self._nursery, source, self._limits, lambda: self._closing.is_set() or self._source is not source
            )
        except StoreError:  # it could not be started, or was ended: the disk goes on answering
            return
        finally:
            source.release()
        if keeper is None:
            return
        with self._swap:
            if self._source is source and not self._closing.is_set():
                kept = Source(source.version, source.folder, keeper, self._limits, keeper.close)
                self._replace(kept, in_memory=True)
            else:
                keeper.close()

    def _fits_memory(self, folder: Path) -> bool:
        try:
            return sum(file.stat().st_size for file in (folder / "quads").iterdir()) < self._limits.in_memory_bytes
        except OSError:  # removed meanwhile
            return False


def _remover(checkpoint: Checkpoint) -> Callable[[], None]:
    def remove() -> None:
        if checkpoint.is_ours:
            shutil.rmtree(checkpoint.folder, ignore_errors=True)

    return remove
