"""Bodies too long to be kept in memory, in files without a name."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

BLOCK_BYTES = 1024 * 1024  # of a file that are handed over at once
MOST_FILES = 256  # descriptors that they take, which are few everywhere
FILE_SHARE = 4  # the longest body in a file takes this part of the room


class FileBody:
    """A body in a file that has no name, so that no end of the service, however sudden, leaves anything of it.

    Many can read it at once, also when it is kept no more: its room is free again when the last of them is done.
    """

    def __init__(self, descriptor: int, size: int) -> None:
        self._descriptor = os.dup(descriptor)
        self._size = size
        weakref.finalize(self, os.close, self._descriptor)

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[bytes]:
        at = 0
        while at < self._size:
            block = os.pread(self._descriptor, min(BLOCK_BYTES, self._size - at), at)
            if not block:
                raise OSError("A kept answer is not whole any more.")
            yield block
            at += len(block)


Body = bytes | FileBody
"""A whole body, by its blocks if it is a file."""


class Files:
    """The room for bodies in files: in a folder, or where temporary files are."""

    def __init__(self, most_bytes: int, folder: Path | None = None) -> None:
        self.most_bytes = most_bytes
        self._most_entry = most_bytes // FILE_SHARE
        self._folder = folder or Path(tempfile.gettempdir())

    def room_of(self, size: int) -> int:
        """How much of the room a body takes: at least so much that there are not too many."""
        return max(size, self.most_bytes // MOST_FILES)

    def put(self, chunks: Iterator[bytes]) -> tuple[Iterable[bytes], FileBody | None]:
        """The body of these chunks in a file; the chunks where it is too long, or the disk has no room for it.

        As much as the room for all of them must be free, so that nobody else finds the disk full for our sake.
        """
        if not self.most_bytes:
            return chunks, None
        try:
            if shutil.disk_usage(self._folder).free < self.most_bytes:
                return chunks, None
            file = tempfile.TemporaryFile(dir=self._folder, buffering=0)  # noqa: SIM115 - closed below
        except OSError:
            return chunks, None
        with file:
            descriptor, size = file.fileno(), 0
            for chunk in chunks:
                if size + len(chunk) > self._most_entry or not _written(descriptor, chunk):
                    return chain(FileBody(descriptor, size), (chunk,), chunks), None
                size += len(chunk)
            return (), FileBody(descriptor, size)


def _written(descriptor: int, chunk: bytes) -> bool:
    """Whether a file has taken all of a chunk; a disk may be full."""
    left = memoryview(chunk)
    try:
        while left:
            left = left[os.write(descriptor, left) :]
    except OSError:
        return False
    return True
