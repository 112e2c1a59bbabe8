"""Has the index of geometries made in a process of its own, so that no query must make it within its time."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Event, Thread

from graph.store.errors import StoreError
from graph.store.processes.parent import ParentGone
from graph.store.processes.snapshots import Snapshots
from graph.store.processes.source import Source

REST = 0.5  # seconds after a new version before its index is made, where nobody waits for it
_GLANCE = 0.2  # seconds between two looks at whether the store is being closed


class Indexing:
    """Follows the copies in memory of a store that is not small; the index of a small one is made by who needs it.

    A store's first copy, and each that was loaded anew, gets an index at once if it has many geometries. From the
    first query on that can need one, every version has it made. What a version has is mostly what the one before it
    had; then there is nothing to be done.
    """

    def __init__(self, snapshots: Snapshots) -> None:
        self._snapshots = snapshots
        self._made: Source | None = None
        self._is_wanted = False
        self._is_waited_for = False
        self._news = Event()
        self._closing = Event()
        self._thread = Thread(target=self._keep, name="store-indexing", daemon=True)
        snapshots.on_replaced.append(self._news.set)
        self._thread.start()
        self._news.set()

    def want(self) -> None:
        """Begin, if it is not done, for a query that waits for it."""
        self._is_wanted = True
        if not self._snapshots.is_small and not self._snapshots.is_newest(self._made):
            self._is_waited_for = True
            self._news.set()

    def close(self) -> None:
        """Leave off."""
        self._closing.set()
        self._news.set()
        self._thread.join()

    def _keep(self) -> None:
        while True:
            self._news.wait()
            self._news.clear()
            if self._closing.wait(0 if self._is_waited_for else REST):
                return
            self._is_waited_for = False
            source = self._snapshots.copy
            if source is None or source is self._made or self._snapshots.is_small:
                continue
            if (self._is_wanted or not self._snapshots.followed) and source.use():
                try:
                    self._make(source)
                finally:
                    source.release()

    def _make(self, source: Source) -> None:
        """Have it made for a source in use; where that fails, the queries that need it make it."""
        self._made = source
        with suppress(ParentGone, StoreError):
            child = source.index(if_many=not self._is_wanted)
            if not self._is_wanted:
                child.slow_down()
            if not self._has_ended(child.ends[0]):
                child.kill()
            child.ends[0].close()
            child.ended_by()

    def _has_ended(self, end: socket.socket) -> bool:
        """Wait until the other end is closed; False when the store is."""
        end.settimeout(_GLANCE)
        while not self._closing.is_set():
            with suppress(TimeoutError):
                end.recv(1)
                return True
        return False
