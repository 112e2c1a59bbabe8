"""What a process takes of the memory: told roughly at once, or exactly by counting its pages."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from resource import getpagesize

_OWN = re.compile(rb"^(?:Private_Dirty|Swap): +(\d+) kB", re.MULTILINE)
_PAGE = getpagesize()


class Footprint:
    """A process that was forked: what it has made its own of the pages that it shared, and what it has grown by.

    Everything is 0 where it is not told, as elsewhere than on Linux.
    """

    def __init__(self, process: int) -> None:
        self._process = process
        self._resident_at_first = self._resident_bytes()
        self._counted = 0
        self._faulted_then = 0

    def estimate(self) -> int:
        """The most bytes that can be its own alone: what was counted last, and a page for each fault since."""
        return self._counted + self._faulted_bytes() - self._faulted_then

    def count(self) -> int:
        """The bytes that are its own alone, counted by the kernel, which takes it 0.1 s for a process of 6 GB."""
        self._faulted_then = self._faulted_bytes()
        with suppress(OSError):
            found = _OWN.findall(Path(f"/proc/{self._process}/smaps_rollup").read_bytes())
            self._counted = 1024 * sum(map(int, found))
        return self._counted

    def growth(self) -> int:
        """How many bytes more it holds than at first: what it has allocated, but not what it has copied."""
        return self._resident_bytes() - self._resident_at_first

    def copied(self) -> int:
        """About how many bytes it has copied of what it shared: pages that it has faulted for and not grown by.

        Less than there are, and below 0, where the kernel gives it large pages.
        """
        return self._faulted_bytes() - self.growth()

    def _resident_bytes(self) -> int:
        with suppress(OSError):
            return int(Path(f"/proc/{self._process}/statm").read_bytes().split()[1]) * _PAGE
        return 0

    def _faulted_bytes(self) -> int:
        with suppress(OSError):
            return int(Path(f"/proc/{self._process}/stat").read_bytes().rpartition(b")")[2].split()[7]) * _PAGE
        return 0
