"""Remembers what the files of a store's folder held when the last write was acknowledged, and notices what was lost.

The engine notices a damaged list of files and a cut table by itself. It does not notice a damaged or cut write-ahead
log: it drops what follows and serves fewer quads; and a damaged block of a table is met only by the query that reads
it, which may then fail, run on, or take all memory. See docs/backup.md for what was tried.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from graph.store.errors import StoreDamaged

RECORD = "checksums"
KEPT_LOGS = "logs"

_LAYOUT = "plangraph-checksums-1"
_PIECE = 1024 * 1024
_THREADS = 2


class Prefix(NamedTuple):
    """The first bytes of a file: how many, and their CRC-32. Tables never change, logs and manifests only grow."""

    size: int
    checksum: int


class Checksums:
    """The record of one store's folder, in the file `checksums` beside `quads/`.

    The engine deletes a log whose content has got into tables, at moments that nobody else knows. So that a log that
    somebody else deleted is no loss, each is hard-linked in `logs/` until a later record does without it; put back at
    opening, the engine skips what it has in tables already.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._quads = folder / "quads"
        self._record = folder / RECORD
        self._logs = folder / KEPT_LOGS
        self._known = self._read()

    def verify(self) -> None:
        """Compare the files with the record, if there is one; raises StoreDamaged, which names the file."""
        if not self._known:
            return
        if not (self._quads / "CURRENT").exists():  # never let the engine begin an empty store
            raise _damaged(self._quads / "CURRENT", "is missing")
        for name in self._known:
            if name.endswith(".log") and not (self._quads / name).exists():
                self._put_back(name)
        with ThreadPoolExecutor(_THREADS) as pool:  # the checksum is computed without the interpreter's lock
            for _ in pool.map(self._compare, self._known):
                pass

    def note(self, *, tables: bool = False) -> None:
        """Write down what is there now, and have the logs on disk; with the tables where that is worth their reading.

        Raises OSError when that cannot be done. Files that the engine deletes meanwhile are not needed any more.
        """
        found = {}
        for name in self._names():
            if name in self._known and name.endswith(".sst"):
                found[name] = self._known[name]
            elif tables or not name.endswith(".sst"):
                with suppress(FileNotFoundError):
                    found[name] = self._grown(name)
        logs = {name for name in found if name.endswith(".log")}
        self._logs.mkdir(exist_ok=True)
        for name in logs:
            with suppress(FileExistsError, FileNotFoundError):
                (self._logs / name).hardlink_to(self._quads / name)
        self._write(found)
        self._known = found
        for kept in self._logs.iterdir():
            if kept.name not in logs:
                kept.unlink()

    def _names(self) -> list[str]:
        names = [path.name for path in self._quads.iterdir()]
        return [name for name in names if name.endswith((".log", ".sst")) or name.startswith("MANIFEST-")]

    def _grown(self, name: str) -> Prefix:
        """Read on from where the file ended before, and have a log that has grown on disk."""
        before = self._known.get(name, Prefix(0, 0))
        with (self._quads / name).open("rb") as file:
            file.seek(before.size)
            size, checksum = before
            while piece := file.read(_PIECE):
                size, checksum = size + len(piece), zlib.crc32(piece, checksum)
            if name.endswith(".log") and size > before.size:
                os.fsync(file.fileno())
        return Prefix(size, checksum)

    def _compare(self, name: str) -> None:
        """Read as many bytes as are known; a file that is gone is the engine's to miss, in its own list of files."""
        known, checksum, rest = self._known[name], 0, self._known[name].size
        try:
            with (self._quads / name).open("rb") as file:
                while rest and (piece := file.read(min(rest, _PIECE))):
                    rest, checksum = rest - len(piece), zlib.crc32(piece, checksum)
        except FileNotFoundError:
            return
        except OSError as error:
            raise _damaged(self._quads / name, f"cannot be read ({error.strerror})") from error
        if rest:
            raise _damaged(self._quads / name, f"is cut: {rest} of {known.size} bytes are missing")
        if checksum != known.checksum:
            raise _damaged(self._quads / name, "is not as it was written")

    def _put_back(self, name: str) -> None:
        try:
            (self._quads / name).hardlink_to(self._logs / name)
        except OSError as error:
            raise _damaged(self._quads / name, "is missing") from error

    def _read(self) -> dict[str, Prefix]:
        try:
            head, _, end = self._record.read_bytes().rstrip(b"\n").rpartition(b"\n")
        except FileNotFoundError:  # a checkpoint, or a store of an earlier release
            return {}
        except OSError as error:
            raise _damaged(self._record, f"cannot be read ({error.strerror})") from error
        if end != b"%08x" % zlib.crc32(head):
            raise _damaged(self._record, "is not as it was written")
        return dict(_entries(head.decode().splitlines()[1:]))

    def _write(self, found: dict[str, Prefix]) -> None:
        lines = [_LAYOUT, *(f"{checksum:08x} {size} {name}" for name, (size, checksum) in sorted(found.items()))]
        content = "\n".join(lines).encode()
        fresh = self._folder / f"{RECORD}.new"
        with fresh.open("wb") as file:
            file.write(content + b"\n%08x\n" % zlib.crc32(content))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._record)


def _entries(lines: list[str]) -> Iterator[tuple[str, Prefix]]:
    for line in lines:
        checksum, size, name = line.split(" ", 2)
        yield name, Prefix(int(size), int(checksum, 16))


def _damaged(path: Path, what: str) -> StoreDamaged:
    return StoreDamaged(f"The store is damaged: {path} {what}. Restore a backup, or build again in an empty folder.")
