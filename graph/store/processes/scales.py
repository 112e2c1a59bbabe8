"""Weighs the readers at work, and has the heaviest ended when together they take more memory than they may."""

from __future__ import annotations

import time
from threading import RLock
from typing import NamedTuple

from graph.store.errors import QueryTooLarge
from graph.store.processes.footprint import Footprint
from graph.store.processes.limits import MEGABYTE

_EVERY = 0.25  # seconds between two weighings of a reader
_EFFORT = 0.02  # of the time is spent weighing at most
_RECENT = 1.0  # seconds after which a reader that nobody waits for has not been weighed, as its client is slow


class _Weight(NamedTuple):
    own_bytes: int
    until: float  # when it is weighed again


class Scales:
    """What each reader at work takes for itself; each is weighed by the thread that waits for its reply."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._weights: dict[Footprint, _Weight] = {}
        self._lock = RLock()  # a collected answer may take its reader off within any of these calls

    def weigh(self, reader: Footprint, besides: int) -> None:
        """Weigh a reader; raises QueryTooLarge where all take too much, and it the most of those that go on working.

        All are those at work, and what others hold besides. So the reader that is ended is ended by the thread that
        waits for it, which tells its own client.
        """
        now = time.monotonic()
        before = self._weights.get(reader)
        if before is not None and now < before.until:
            return
        if self._together(reader, reader.estimate(), now + _EVERY) + besides <= self._most:
            return
        own_bytes = reader.count()
        until = now + max(_EVERY, (time.monotonic() - now) / _EFFORT)
        if self._together(reader, own_bytes, until) + besides <= self._most:
            return
        with self._lock:
            working = [each.own_bytes for each in self._weights.values() if now - each.until < _RECENT]
        if own_bytes == max(working):
            raise QueryTooLarge(
                "The query was stopped: all that run need more than their limit of "
                f"{self._most // MEGABYTE} MB together, and it the most; try again when less runs."
            )

    def take_off(self, reader: Footprint) -> None:
        """Forget a reader that does not work any more."""
        with self._lock:
            self._weights.pop(reader, None)

    def _together(self, reader: Footprint, own_bytes: int, until: float) -> int:
        """Put a reader's weight down; what those at work take together."""
        with self._lock:
            self._weights[reader] = _Weight(own_bytes, until)
            return sum(each.own_bytes for each in self._weights.values())
