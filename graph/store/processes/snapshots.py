"""The newest version of the data for readers: a checkpoint on disk at once, and a copy of it in memory soon after."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Condition, Event, Thread
from typing import Protocol

from graph.store.errors import Busy, StoreError
from graph.store.folder import bytes_of_files
from graph.store.processes.changes import Changes
from graph.store.processes.checkpoint import Checkpoint
from graph.store.processes.confinement import memory_of_machine
from graph.store.processes.limits import Limits
from graph.store.processes.loading import follow, load_keeper
from graph.store.processes.parent import Nursery
from graph.store.processes.source import Source, number_of
from graph.store.processes.touched import Graphs, things_in
from graph.store.update_operations import Things

log = logging.getLogger("plangraph")

LONGEST_REST = 5.0  # seconds between two loads of data that are always being written to
MOST_FOLLOWERS = 200  # keepers in a row before the data are loaded anew, so that what they leave behind is let go


class Origin(Protocol):
    """Where the newest version is: a writer, or a folder that is only read."""

    @property
    def version(self) -> str:
        """The version of the last acknowledged write."""
        ...

    def checkpoint(self) -> Checkpoint:
        """Return a checkpoint of that version, or of a later one."""
        ...

    def touched_since(self, version: str) -> Graphs:
        """Return what the writes after a version may have changed."""
        ...

    def excerpt_since(self, version: str) -> Checkpoint | None:
        """Return that in which the newest version differs; None where that is not known, or takes long."""
        ...


class Snapshots:
    """Gives the source of readers for a query that begins now.

    A small store is read from copies in memory only: a query after a write waits for the new copy, which takes less
    time than it would be worth to answer from disk. A larger one is read from disk until its copy is there; one that
    is too large for memory always is. Once there is a copy, a write of which it is known which graphs it touched is
    followed by a copy of that copy, whatever the size of the store.
    """

    def __init__(self, origin: Origin, nursery: Nursery, limits: Limits) -> None:
        self._origin = origin
        self._nursery = nursery
        self._limits = limits
        self._most_bytes = memory_of_machine() // 6 if limits.in_memory_bytes is None else limits.in_memory_bytes
        self._changed = Condition()
        self._source = self._take_checkpoint()
        self._in_memory = False
        self._loaded = self._source.version
        self._behind: Mapping[str, int] = {}
        self._followed = 0
        self._changes = Changes()
        self._copy_awaited = self._is_small
        self.on_replaced: list[Callable[[], None]] = []
        """Called when readers of the former source are of no use any more; each returns at once."""
        self._news = Event()
        self._closing = Event()
        self._loader = Thread(target=self._keep_loading, name="store-loader", daemon=True)
        self._loader.start()
        self._news.set()

    @property
    def in_memory(self) -> bool:
        """Whether the newest version is held in memory."""
        return self._in_memory and self.is_current

    @property
    def repeats(self) -> bool:
        """Whether a triple that several graphs state may come several times in their union: read from disk, it does."""
        return not self._is_small and not self.in_memory

    @property
    def is_settled(self) -> bool:
        """Whether versions are read from where they will be: from memory, or from disk for good."""
        return self._in_memory or self._cannot_be_copied

    @property
    def loaded(self) -> str:
        """The version that the newest copy in memory has followed step by step, or the newest where there is none."""
        return self._loaded if self._in_memory else self._origin.version

    def behind(self, version: str) -> int | None:
        """How many changes of the union lie between a version and the newest that is read; None: it cannot follow."""
        if self._in_memory:
            return self._behind.get(version)
        return 0 if version == self._origin.version else None

    @property
    def is_current(self) -> bool:
        """Whether what is read is the newest version; else the next query has it followed or replaced."""
        return self._source.version == self._origin.version

    @property
    def is_small(self) -> bool:
        """Whether the store is read from memory only."""
        return self._is_small

    @property
    def copy(self) -> Source | None:
        """The newest source, where it is in memory."""
        with self._changed:
            return self._source if self._in_memory else None

    @property
    def followed(self) -> int:
        """How many versions the copy in memory has followed since it was loaded."""
        return self._followed

    def is_newest(self, source: Source | None) -> bool:
        """Whether a source is the newest that there is; a write may already have made it old."""
        return self._source is source

    def current(self, *, copied: bool = False) -> Source:
        """Return the source of a version that is not older than the last acknowledged write.

        Where it must be `copied`, and can be, it is in memory; raises Busy if that takes longer than may be waited.
        """
        source = self._source
        wanted = self._origin.version
        if source.version == wanted and not self._copy_awaited and (self._in_memory or not copied):
            return source
        with self._changed:
            if self._is_small or self._in_memory:
                self._news.set()
                self._changed.wait_for(lambda: self._serves(wanted), self._limits.patience)
            if number_of(self._source.version) < number_of(wanted):
                self._replace(self._take_checkpoint(), in_memory=False)
            if copied:
                self._await_copy(wanted)
            source = self._source
        self._news.set()
        return source

    def changed_since(self, version: str) -> Things:
        """The things of which the newest version may say something else than an earlier one; None: not known."""
        newest = self.current().version  # so that a copy follows step by step, from each version that is asked about
        things = things_in(self._origin.touched_since(version))
        return self._changes.between(version, newest) if things is None else things

    def give_up(self, source: Source) -> None:
        """Go back to the checkpoint when the keeper that held it in memory has ended, and load it again."""
        with self._changed:
            if self._source is source:
                self._replace(self._take_checkpoint(), in_memory=False)
                self._copy_awaited = self._is_small
        self._news.set()

    def close(self) -> None:
        """Stop loading, and let go of the newest version."""
        self._closing.set()
        self._news.set()
        self._loader.join()
        with self._changed:
            self._changed.notify_all()
            self._source.release()

    def _await_copy(self, wanted: str) -> None:
        """Wait until a large store is in memory, if that can be."""

        def is_there() -> bool:
            newest = self._in_memory and number_of(self._source.version) >= number_of(wanted)
            return newest or self._is_small or self._cannot_be_copied or self._closing.is_set()

        self._news.set()
        if not self._changed.wait_for(is_there, self._limits.patience):
            raise Busy("The union of the graphs is being brought into memory; ask again in a moment.")

    def _serves(self, wanted: str) -> bool:
        if self._closing.is_set():
            return True
        return not self._copy_awaited and number_of(self._source.version) >= number_of(wanted)

    def _replace(self, source: Source, *, in_memory: bool) -> None:
        old, self._source, self._in_memory = self._source, source, in_memory
        self._copy_awaited = False
        self._changed.notify_all()
        for told in self.on_replaced:
            told()
        old.release()

    def _take_checkpoint(self) -> Source:
        checkpoint = self._origin.checkpoint()
        size = bytes_of_files(checkpoint.folder / "quads")
        self._is_small = size < min(self._limits.prompt_bytes, self._most_bytes)
        self._fits_memory = size < self._most_bytes
        self._cannot_be_copied = not self._fits_memory
        return Source(checkpoint.version, checkpoint.folder, self._nursery, self._limits, checkpoint.remove)

    def _keep_loading(self) -> None:
        """Load each version that is asked for, or, where that takes long, each that stays for as long as it takes."""
        load_seconds = 0.0
        while True:
            self._news.wait()
            self._news.clear()
            quick = self._is_small or self._in_memory
            if self._closing.wait(0 if quick else min(load_seconds, LONGEST_REST)):
                return
            begin = time.monotonic()
            if quick:
                self._renew()
            elif self._fits_memory and not self._in_memory and (source := self._source).use():
                self._load(source, lambda: self._source is not source)
                load_seconds = time.monotonic() - begin

    def _renew(self) -> None:
        """Bring the newest version into memory, while the queries that ask for it wait."""
        source = self._source
        if source.version == self._origin.version:
            if not self._in_memory and source.use():
                self._load(source, lambda: False)
            return
        if self._in_memory and self._follow(source):
            return
        try:
            source = self._take_checkpoint()
        except StoreError:  # whoever waits will meet it too, and say so
            with self._changed:
                self._is_small = self._in_memory = False
                self._changed.notify_all()
            return
        if self._is_small:
            self._load(source, lambda: False)
            return
        with self._changed:  # the disk answers until this version is loaded
            self._replace(source, in_memory=False)
        self._news.set()

    def _follow(self, source: Source) -> bool:
        """Have the keeper of a source followed by one of the newest version; False where that cannot be."""
        if self._followed >= MOST_FOLLOWERS or not source.use():
            return False
        excerpt, settled = None, None
        try:
            excerpt = self._origin.excerpt_since(source.version)
            if excerpt is not None:
                with suppress(StoreError):
                    settled = follow(source, excerpt, self._closing.is_set)
        finally:
            source.release()
            if excerpt is not None:
                excerpt.remove()
        if excerpt is None or settled is None:
            return False
        keeper = settled.keeper
        self._followed += 1
        self._changes.note(source.version, excerpt.version, settled.changed)
        with self._changed:
            self._behind = settled.behind
            self._replace(Source(excerpt.version, excerpt.folder, keeper, self._limits, keeper.close), in_memory=True)
        return True

    def _load(self, source: Source, is_stale: Callable[[], bool]) -> None:
        """Have a source in use copied into memory and take the copy for the newest, or else the source."""
        settled = None
        try:
            settled = load_keeper(self._nursery, source, self._limits, lambda: self._closing.is_set() or is_stale())
        except StoreError as error:
            log.warning("The data cannot be held in memory, so they are read from disk: %s", error)
        with self._changed:
            if settled is not None:
                keeper = settled.keeper
                copy = Source(source.version, source.folder, keeper, self._limits, keeper.close)
                if self._is_outdated(copy):
                    keeper.close()
                else:
                    self._followed = 0
                    self._loaded, self._behind = source.version, settled.behind
                    self._replace(copy, in_memory=True)
                source.release()
            elif self._source is source:
                self._copy_awaited = False
                self._cannot_be_copied = True  # until the next version
                self._changed.notify_all()
                source.release()
            elif self._is_outdated(source):
                source.release()
            else:
                self._replace(source, in_memory=False)

    def _is_outdated(self, source: Source) -> bool:
        """Whether a source is of no use any more."""
        return self._closing.is_set() or number_of(source.version) < number_of(self._source.version)
