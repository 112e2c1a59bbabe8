"""What a process has copied of its parent's memory, and what it has allocated, are told apart."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from graph.store.processes.footprint import Footprint

MEGABYTE = 1024 * 1024

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")


@contextmanager
def forked(held: bytearray, *, copies: int, allocates: int) -> Iterator[Footprint]:
    """A child that writes to so many bytes of what it shares, and makes so many of its own, when it has been seen."""
    (begin, seen), (done, tell) = os.pipe(), os.pipe()
    child = os.fork()
    if not child:
        os.read(begin, 1)
        for place in range(0, copies, 4096):
            held[place] = 1
        own = bytearray(b"x") * allocates
        os.write(tell, b"1")
        os.read(begin, len(own) or 1)
        os._exit(0)
    try:
        footprint = Footprint(child)
        os.write(seen, b"1")
        os.read(done, 1)
        yield footprint
    finally:
        os.write(seen, b"1")
        os.waitpid(child, 0)


@pytest.mark.parametrize(("copies", "allocates"), [(40, 0), (0, 40), (40, 40)])
def test_copied_and_allocated_memory_are_told_apart(copies: int, allocates: int) -> None:
    """Both are its own; it has grown by what it has allocated, and copied the rest. The estimate is never too small."""
    held = bytearray(b"y") * (60 * MEGABYTE)
    with forked(held, copies=copies * MEGABYTE, allocates=allocates * MEGABYTE) as footprint:
        assert (copies + allocates) * MEGABYTE <= footprint.estimate() <= (copies + allocates + 20) * MEGABYTE
        assert (copies + allocates) * MEGABYTE <= footprint.count() <= (copies + allocates + 20) * MEGABYTE
        assert abs(footprint.growth() - allocates * MEGABYTE) <= 10 * MEGABYTE
        assert abs(footprint.copied() - copies * MEGABYTE) <= 10 * MEGABYTE
