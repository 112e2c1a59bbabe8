"""Has a version of a large store written into columns, which later ones follow, and tells queries where they lie."""

from __future__ import annotations

import logging
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

log = logging.getLogger("plangraph")

REST = 1.0  # seconds between two looks at what there is to do
LONG_REST = 10.0  # seconds in which what is read was not loaded anew, after which columns are made, which takes long
FAR = 2_000  # changes since, from which on they are made anew, as each new reader has to join them

Build = Callable[[Path, int, Callable[[], bool]], str]
"""Has columns written to a new file, and gives their version; raises StoreError if that takes more bytes of text,
or when it is cancelled."""

# What must look at all solutions before its first row, which columns do sooner than indexes.
_THROUGH_ALL = re.compile(r"\b(?:COUNT|SUM|MIN|MAX|GROUP|DISTINCT|ORDER)\b", re.IGNORECASE)

# What columns do not answer, or would leave to the engine, as a query about values that are written out is of few
# triples: told by its words, which costs a page's ten queries less than having each read.
_UNDEFINED = r"\s*\([^(){}]*\)\s*\{\s*\(\s*UNDEF(?:\s+UNDEF)*\s*\)\s*\}"
_BEYOND = re.compile(
    rf"\b(?:(?:GRAPH|FROM|SERVICE)\s*(?:NAMED\b|[<?$]|[\w.-]*:)|VALUES(?!{_UNDEFINED}))", re.IGNORECASE
)


class _Made(NamedTuple):
    version: str
    folder: TemporaryDirectory[str]
    file: Path


class Columnar:
    """Columns of a version that the newest can follow: a reader joins them with what has changed up to its own.

    They are made in a reader's process, anew where they cannot be followed. Small stores have none: there they would
    be no quicker.
    """

    def __init__(
        self,
        build: Build,
        snapshots: Snapshots,
        folder: Path | None,
        most_bytes: int | None,
    ) -> None:
        """Files are made in `folder`, or where temporary files are."""
        self._build = build
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
        """Whether the newest version is in columns; None where it will not be, as they cannot be made."""
        if self._cannot:
            return None
        return self._snapshots.is_current and self._behind() is not None

    def offer(self, query: str) -> Offer | None:
        """The columns, for a query that they may help; None for any other. A reader tells if it can follow them."""
        made = self._made
        if made is None:
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
        loaded, since = "", 0.0
        while self._most_bytes and not self._closing.wait(REST):
            behind = self._behind()
            if behind is None:
                self._take(None)
            now_loaded = self._snapshots.loaded
            if loaded != now_loaded:
                loaded, since, self._cannot = now_loaded, time.monotonic(), False
            elif self._is_time(since) and not self._cannot and (behind is None or behind > FAR):
                try:
                    if self._make():
                        since = time.monotonic()
                except (StoreError, OSError) as error:  # as when the disk is full
                    self._cannot = True  # until what is read is loaded anew
                    log.warning("Columns cannot be made, so the engine answers all questions: %s", error)

    def _is_time(self, since: float) -> bool:
        snapshots = self._snapshots
        return snapshots.is_settled and not snapshots.is_small and time.monotonic() - since > LONG_REST

    def _behind(self) -> int | None:
        """How many changes there are to be joined with the columns; None where there are none that can be followed."""
        made = self._made
        return None if made is None else self._snapshots.behind(made.version)

    def _take(self, made: _Made | None) -> None:
        before, self._made = self._made, made
        if before is not None:
            before.folder.cleanup()  # readers that have it open go on

    def _make(self) -> bool:
        """Have columns made, of this version or of a later one; False: try again."""
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
