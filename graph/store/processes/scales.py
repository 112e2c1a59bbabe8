"""Weighs the readers at work, and has the heaviest ended when together they take more memory than they may."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import NamedTuple

from graph.store.errors import QueryTooLarge
from graph.store.processes.limits import MEGABYTE

_EVERY = 0.25  # seconds between two weighings of a reader
_EFFORT = 0.02  # of the time is spent weighing at most: of a reader of 6 GB, the kernel counts the pages for 0.1 s
_RECENT = 1.0  # seconds after which a reader that nobody waits for has not been weighed, as its client is slow
_OWN = re.compile(rb"^(?:Private_Dirty|Swap): +(\d+) kB", re.MULTILINE)


class _Weight(NamedTuple):
    own_bytes: int
    weighed: float
    until: float  # when it is weighed again


class Scales:
    """What each reader at work takes for itself; each is weighed by the thread that waits for its reply."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._weights: dict[int, _Weight] = {}
        self._lock = RLock()  # a collected answer may take its reader off within any of these calls

    def weigh(self, process: int) -> None:
        """Weigh a reader; raises QueryTooLarge where all take too much, and it the most of those that go on working.

        So the reader that is ended is ended by the thread that waits for it, which tells its own client.
        """
        now = time.monotonic()
        before = self._weights.get(process)
        if before is not None and now < before.until:
            return
        own_bytes = own_bytes_of(process)
        until = now + max(_EVERY, (time.monotonic() - now) / _EFFORT)
        weight = _Weight(own_bytes, now, until)
        with self._lock:
            self._weights[process] = weight
            if sum(each.own_bytes for each in self._weights.values()) <= self._most:
                return
            working = [each.own_bytes for each in self._weights.values() if now - each.until < _RECENT]
        if weight.own_bytes == max(working):
            raise QueryTooLarge(
                "The query was stopped: all that run need more than their limit of "
                f"{self._most // MEGABYTE} MB together, and it the most; try again when less runs."
            )

    def take_off(self, process: int) -> int:
        """Forget a reader that does not work any more; what it took when it was last weighed, 0 if it never was."""
        with self._lock:
            weight = self._weights.pop(process, None)
        return weight.own_bytes if weight is not None else 0


def own_bytes_of(process: int) -> int:
    """How many bytes of memory a process shares with no other; 0 where that is not told, as elsewhere than on Linux."""
    with suppress(OSError):
        return 1024 * sum(map(int, _OWN.findall(Path(f"/proc/{process}/smaps_rollup").read_bytes())))
    return 0
