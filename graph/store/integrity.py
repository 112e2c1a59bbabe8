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
_ROOM = 64  # bytes of an entry of the record, and entries that one write may add
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
        self._quads = folder / "quads"
        self._record = folder / RECORD
        self._fresh = folder / f"{RECORD}.new"
        self._logs = folder / KEPT_LOGS
        self._known = self._read()

    def verify(self, *, repair: bool = True) -> None:
        """Compare the files with the record, if there is one; raises StoreDamaged, which names the file.

        To repair is to put back a log that somebody deleted; else that is damage too.
        """
        if not self._known:
            return
        if not (self._quads / "CURRENT").exists():  # never let the engine begin an empty store
            raise _damaged(self._quads / "CURRENT", "is missing")
        for name in self._known:
            if name.endswith(".log") and not (self._quads / name).exists():
                self._put_back(name, repair=repair)
        with ThreadPoolExecutor(_THREADS) as pool:  # the checksum is computed without the interpreter's lock
            for _ in pool.map(lambda name: self._compare(self._quads / name, self._known[name]), self._known):
                pass

    def compare_tables(self, copy: Path) -> None:
        """Compare a copy's tables with the record, as far as they are on it; raises StoreDamaged."""
        for name in self._known:
            if name.endswith(".sst") and (copy / name).exists():
                self._compare(copy / name, self._known[name])

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

    @property
    def log_bytes(self) -> int:
        """How long the logs on record are together."""
        return sum(known.size for name, known in self._known.items() if name.endswith(".log"))

    def make_room(self) -> None:
        """Have room for the next record before the write that it is for; raises OSError where there is none."""
        if not hasattr(os, "posix_fallocate"):  # macOS: the write before it tells
            return
        with self._fresh.open("ab") as file:
            os.posix_fallocate(file.fileno(), 0, _ROOM * (len(self._known) + _ROOM))

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

    @staticmethod
    def _compare(path: Path, known: Prefix) -> None:
        """Read as many bytes as are known; a file that is gone is the engine's to miss, in its own list of files."""
        checksum, rest = 0, known.size
        try:
            with path.open("rb") as file:
                while rest and (piece := file.read(min(rest, _PIECE))):
                    rest, checksum = rest - len(piece), zlib.crc32(piece, checksum)
        except FileNotFoundError:
            return
        except OSError as error:
            raise _damaged(path, f"cannot be read ({error.strerror})") from error
        if rest:
            raise _damaged(path, f"is cut: {rest} of {known.size} bytes are missing")
        if checksum != known.checksum:
            raise _damaged(path, "is not as it was written")

    def _put_back(self, name: str, *, repair: bool) -> None:
        lost, kept = self._quads / name, self._logs / name
        if not repair and kept.exists():
            raise StoreDamaged(f"{lost} is missing; opening the store puts it back from {kept}.")
        try:
            lost.hardlink_to(kept)
        except OSError as error:
            raise _damaged(lost, "is missing") from error

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
        with self._fresh.open("r+b" if self._fresh.exists() else "wb") as file:  # into the room that was made for it
            file.write(content + b"\n%08x\n" % zlib.crc32(content))
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
        self._fresh.replace(self._record)


def _entries(lines: list[str]) -> Iterator[tuple[str, Prefix]]:
    for line in lines:
        checksum, size, name = line.split(" ", 2)
        yield name, Prefix(int(size), int(checksum, 16))


def _damaged(path: Path, what: str) -> StoreDamaged:
    return StoreDamaged(f"The store is damaged: {path} {what}. Restore a backup, or build again in an empty folder.")
