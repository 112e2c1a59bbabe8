"""A store's union at hand in the service's own process, for lookups, which a reader's process would make dearer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

from graph.store.answer import Answer
from graph.store.embedded.lookups import DiskLookups, Lookups, TableLookups
from graph.store.embedded.subject_table import SubjectTable
from graph.store.errors import Busy, StoreError
from graph.store.formats import Formats
from graph.store.processes.checkpoint import Checkpoint
from graph.store.processes.confinement import memory_of_machine
from graph.store.processes.snapshots import Snapshots

log = logging.getLogger("plangraph")

REST = 1.0  # seconds without a write after which the newest version is taken
LONG_REST = 10.0  # likewise for the table of a large store, which takes seconds to make

Tabulate = Callable[[Path, int, Callable[[], bool]], str]
"""Has a table of the union written to a new file, and gives its version; raises StoreError if it takes more bytes, or
when it is cancelled."""


class AtHand:
    """Answers lookups as long as nothing has been written since its version; then it takes the newest.

    A table by subject is made in a reader's process. Of a large store, whose table takes seconds, a checkpoint is read
    meanwhile; of one that is too large for a table, always. Nothing can go wrong in a lookup that would not go wrong in
    parsing its text, which follows one narrow pattern; and no subject of which it answers has many statements. So there
    is nothing to be ended, and no need of a process that may be ended.
    """

    def __init__(
        self,
        tabulate: Tabulate,
        version: Callable[[], str],
        checkpoint: Callable[[], Checkpoint],
        snapshots: Snapshots,
        folder: Path | None,
        most_bytes: int | None,
    ) -> None:
        """Tables are made in `folder`, or where temporary files are."""
        self._tabulate = tabulate
        self._version = version
        self._checkpoint = checkpoint
        self._snapshots = snapshots
        self._folder = folder
        # Of a table as text; 0: nothing is at hand.
        self._most_bytes = memory_of_machine() // 8 if most_bytes is None else most_bytes
        self._lookups: Lookups | None = None
        self._read: Checkpoint | None = None
        self._told = ""
        self._closing = Event()
        self._thread = Thread(target=self._keep, name="store-at-hand", daemon=True)
        self._thread.start()

    @property
    def is_table(self) -> bool:
        """Whether it has a table of the newest version."""
        lookups = self._lookups
        return isinstance(lookups, TableLookups) and lookups.version == self._version()

    def answer(self, query: str, formats: Formats) -> Answer | None:
        """The answer to a lookup from the newest version; None for any other query, or where it is not at hand."""
        lookups = self._lookups
        if lookups is None or lookups.version != self._version():
            return None
        return lookups.answer(query, formats)

    def close(self) -> None:
        """Let go of it."""
        self._closing.set()
        self._thread.join()
        self._take(None)

    def _keep(self) -> None:
        seen, since, is_read, is_tabulated = "", 0.0, False, False
        while self._most_bytes and not self._closing.wait(REST):
            version, now = self._version(), time.monotonic()
            if version != seen:
                self._take(None)  # it has had its day, and its room may be wanted
                seen, since, is_read, is_tabulated = version, now, False, False
                continue
            is_small = self._snapshots.is_small
            try:
                if not is_small and not is_read:
                    is_read = True
                    self._open()
                elif not is_tabulated and self._snapshots.in_memory and (is_small or now - since > LONG_REST):
                    is_tabulated = True  # once, even where it cannot be made
                    is_tabulated = self._make_table()
            except (StoreError, OSError) as error:  # as when the disk is full
                self._tell(error)

    def _tell(self, error: Exception) -> None:
        """Log why something is not at hand, and not again with each version for the same reason."""
        if str(error) != self._told and not self._closing.is_set():
            self._told = str(error)
            log.warning("Lookups are not answered from a table of the newest data: %s", error)

    def _take(self, lookups: Lookups | None, read: Checkpoint | None = None) -> None:
        """Answer from these, and let go of what was read."""
        self._lookups = lookups
        before, self._read = self._read, read
        if before is not None:
            before.remove()

    def _open(self) -> None:
        read = self._checkpoint()
        self._take(DiskLookups(read.folder / "quads", read.version), read)

    def _make_table(self) -> bool:
        """Have a table made, of this version or of a later one, which is then never asked; False: try again."""
        with TemporaryDirectory(prefix="plangraph-table-", dir=self._folder) as folder:
            target = Path(folder) / "subjects"
            try:
                version = self._tabulate(target, self._most_bytes, self._closing.is_set)
            except Busy:
                return False
            if not self._closing.is_set():
                self._take(TableLookups(SubjectTable(target), version))
        return True
