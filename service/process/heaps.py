"""The memory of the worker's process: heaps that all threads share, and what is free in them given back."""

from __future__ import annotations

import ctypes
import os
import time
from contextlib import suppress
from pathlib import Path
from resource import getpagesize
from threading import Thread

_M_ARENA_MAX = -8  # malloc.h
_HEAPS = 2
_LOOK = 1.0  # seconds between two looks
_WORTH = 4 * 1024 * 1024  # bytes for which it is worth while


class _Mallinfo(ctypes.Structure):
    """glibc's `struct mallinfo2`."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks"),
            "keepcost",
        )
    )


def tend_heaps() -> None:
    """Have all threads share two heaps, and give back what a burst of requests leaves free in them.

    Of a heap for each thread, glibc gives little back once many answers were made; and of a shared one only what is
    free at its end, where some small thing always lies. Elsewhere than with glibc nothing is done.
    """
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(_M_ARENA_MAX, _HEAPS)
        libc.mallinfo2.restype = _Mallinfo
        Thread(target=_tend, args=(libc,), name="heaps", daemon=True).start()


def _tend(libc: ctypes.CDLL) -> None:
    """Give back what has become free since the last time, whenever that is worth while."""
    free, resident = _free(libc), _resident()
    while True:
        time.sleep(_LOOK)
        free = min(free, _free(libc))  # what was taken again meanwhile is no longer given back
        if _free(libc) - free > _WORTH or _resident() - resident > _WORTH:
            libc.malloc_trim(0)
            free, resident = _free(libc), _resident()


def _free(libc: ctypes.CDLL) -> int:
    """Bytes that are free within the heaps, given back or not."""
    return int(libc.mallinfo2().fordblks)


def _resident() -> int:
    return int(Path(f"/proc/{os.getpid()}/statm").read_bytes().split()[1]) * getpagesize()
