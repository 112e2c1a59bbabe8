"""Has the kernel put a process's data into pages of 2 MB, so that it is forked sooner and finds its data sooner."""

from __future__ import annotations

import ctypes
import re
import sys
from contextlib import suppress
from pathlib import Path

from graph.store.processes.limits import MEGABYTE

_MADV_COLLAPSE = 25  # linux/mman.h; Linux 6.1 and later, the others refuse it
_PAGE = 2 * MEGABYTE
_LEAST = 64 * MEGABYTE  # of smaller stretches of memory, a fork takes a millisecond as it is
_PRIVATE = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) rw-p \S+ 00:00 0\s*(?:\[.*)?$", re.MULTILINE)


def use_huge_pages() -> None:
    """Move what this process holds in large private stretches of memory into huge pages, as far as there are any.

    It takes as long as copying it, once. Where the kernel has none, all stays as it was.
    """
    if sys.platform != "linux":
        return
    madvise = ctypes.CDLL(None).madvise
    madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    with suppress(OSError):
        for found in _PRIVATE.finditer(Path("/proc/self/maps").read_text(encoding="ascii")):
            start, end = (int(place, 16) for place in found.groups())
            first, last = -(-start // _PAGE) * _PAGE, end // _PAGE * _PAGE
            if last - first >= _LEAST:
                madvise(first, last - first, _MADV_COLLAPSE)
