"""Has the newest version of a large store written into columns, and tells queries where they lie."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import NamedTuple

from graph.store.errors import Busy, StoreError
from graph.store.processes.confinement import memory_of_machine
from graph.store.processes.snapshots import Snapshots
from graph.store.processes.wire import Offer

REST = 1.0  # seconds between two looks at what there is to do
LONG_REST = 10.0  # seconds without a write after which the newest version is taken, which takes long

Build = Callable[[Path, int, Callable[[], bool]], str]
"""Has columns written to a new file, and gives their version; raises StoreError if that takes more bytes of text,
or when it is cancelled."""

# What must look at all solutions before its first row, which columns do sooner than indexes.
_THROUGH_ALL = re.compile(r"\b(?:COUNT|SUM|MIN|MAX|GROUP|DISTINCT|ORDER)\b", re.IGNORECASE)

# What columns do not answer: told by its words, which costs a page's ten queries less than having each read.
_BEYOND = re.compile(r"\b(?:VALUES|UNION|GRAPH|FROM|SERVICE)\b", re.IGNORECASE)


class _Made(NamedTuple):
    version: str
    folder: TemporaryDirectory[str]
    file: Path


class Columnar:
    """Columns of the version that was the newest when nothing had been written for a while; from a write on, none.

    They are made in a reader's process. Small stores have none: there they would be no quicker.
    """

    def __init__(
        self,
        build: Build,
        version: Callable[[], str],
        snapshots: Snapshots,
        folder: Path | None,
        most_bytes: int | None,
    ) -> None:
        """Files are made in `folder`, or where temporary files are."""
        self._build = build
        self._version = version
        self._snapshots = snapshots
        self._folder = folder
        self._made: _Made | None = None
        self._cannot = False
        # Of what they are made from as text; 0: there are none.
        self._most_bytes = memory_of_machine() // 8 if most_bytes is None else most_bytes
        self._closing = Event()
        self._thread = Thread(target=self._keep, name="store-columns", daemon=True)
        self._thread.start()

    @property
    def are_there(self) -> bool | None:
        """Whether there are columns of the newest version; None where there will be none, as they cannot be made."""
        if self._cannot:
            return None
        made = self._made
        return made is not None and made.version == self._version()

    def offer(self, query: str) -> Offer | None:
        """The columns of the newest version, for a query that they may help; None for any other."""
        made = self._made
        if made is None or made.version != self._version():
            return None
        if not _THROUGH_ALL.search(query) or _BEYOND.search(query):
            return None
        return Offer(made.version, str(made.file), query)

    def close(self) -> None:
        """Let go of them."""
        self._closing.set()
        self._thread.join()
        self._take(None)

    def _keep(self) -> None:
        seen, since, is_done = "", 0.0, False
        while self._most_bytes and not self._closing.wait(REST):
            version, now = self._version(), time.monotonic()
            if version != seen:
                self._take(None)
                seen, since, is_done, self._cannot = version, now, False, False
            elif (
                not is_done and self._snapshots.is_settled and not self._snapshots.is_small and now - since > LONG_REST
            ):
                is_done = True  # once, even where they cannot be made
                try:
                    is_done = self._make()
                except (StoreError, OSError):  # as when the disk is full: the engine answers
                    self._cannot = True

    def _take(self, made: _Made | None) -> None:
        before, self._made = self._made, made
        if before is not None:
            before.folder.cleanup()  # readers that have it open go on

    def _make(self) -> bool:
        """Have columns made, of this version or of a later one, which are then never asked; False: try again."""
        folder = TemporaryDirectory(prefix="plangraph-columns-", dir=self._folder)
        file = Path(folder.name) / "columns.duckdb"
        try:
            version = self._build(file, self._most_bytes, self._closing.is_set)
        except BaseException as error:
            folder.cleanup()
            if isinstance(error, Busy):
                return False
            raise
        self._take(_Made(version, folder, file))
        return True
