"""The folder of a kept store: one writer or many readers, and a data version that outlives a restart."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from graph.store.engine_errors import disk_error
from graph.store.errors import DiskFull, Locked, StoreUnavailable
from graph.store.integrity import KEPT_LOGS, RECORD, Checksums

LAYOUT = "plangraph-store-1"

SPARE_BYTES = 16 * 1024 * 1024  # that a write leaves free, for what the engine does on its own, and for checkpoints

VERSION = "version"
ASIDE = "before-restore"  # where the former store is while a backup is put in its place

_FRESH = "version.new"
FILLING = "filling"


class DataVersion:
    """Counts writes. A number is reserved before a write and current only after it has been committed."""

    def __init__(self, epoch: str | None = None, number: int = 0) -> None:
        self._epoch = epoch or secrets.token_hex(4)  # so that two stores never share a version
        self._reserved = self._current = number

    @property
    def current(self) -> str:
        """The version of the data that queries see, or of a moment ago."""
        return f"{self._epoch}-{self._current}"

    @property
    def reserved(self) -> str:
        """The version that the data will have after the write in hand."""
        return f"{self._epoch}-{self._reserved}"

    def reserve(self) -> None:
        """Set the next number aside; one whose write fails is never used again."""
        self._reserved += 1

    def commit(self) -> None:
        """Make the reserved number the current one."""
        self._current = self._reserved


class StoreFolder:
    """`quads/` (the engine's files), `version` and `checksums` in one folder, which is locked until closed.

    The version is on disk before its write is: after a crash between the two the version is new and the data old,
    which costs a cache miss; the other order would let old answers pass for new ones.
    """

    def __init__(self, path: Path, *, read_only: bool, repair: bool = True) -> None:
        self.path = path
        self.quads = path / "quads"
        self._marker = path / VERSION
        self._lock = lock_folder(path, read_only=read_only)
        try:
            self._empty_half_filled(read_only=read_only)
            self.version = read_version(path) if self._marker.exists() else self._begin(read_only=read_only)
            self.checksums = Checksums(path)
            self.checksums.verify(repair=repair)
        except StoreUnavailable:
            self.close()
            raise

    def reserve(self) -> None:
        """Write the next version down before the write it belongs to; raises DiskError, and then nothing has begun.

        A write that the disk has no room for could be ended halfway by the engine, and no checkpoint could be made
        for readers. So there must be room for more than the write: for a copy of the logs, and for the tables that
        they become.
        """
        self._require_room()
        self.version.reserve()
        self._write_version(self.version)

    def quads_bytes(self) -> int:
        """How much the engine's files take."""
        return bytes_of_files(self.quads)

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Have an empty store filled by many transactions; where this process ends within, it is empty again."""
        marker = self.path / FILLING
        marker.touch()
        sync_folder(self.path)
        yield
        marker.unlink()
        sync_folder(self.path)

    def close(self) -> None:
        """Let others open the folder."""
        os.close(self._lock)

    def _empty_half_filled(self, *, read_only: bool) -> None:
        """Remove what a process that ended while it filled the store had put into it, which nobody was told is kept."""
        marker = self.path / FILLING
        if not marker.exists():
            return
        if read_only:
            raise StoreUnavailable(f"{self.path} was being filled when its process ended; load the data again.")
        for part in (self.quads, self.path / KEPT_LOGS):
            shutil.rmtree(part, ignore_errors=True)
        (self.path / RECORD).unlink(missing_ok=True)
        marker.unlink()

    def _require_room(self) -> None:
        try:
            room = os.statvfs(self.path)
            free, needed = room.f_bavail * room.f_frsize, SPARE_BYTES + 2 * self.checksums.log_bytes
            self.checksums.make_room()
        except OSError as error:
            raise disk_error(error.strerror) from error
        if free < needed:
            raise DiskFull(
                f"The disk has {free // 2**20} MB free, and a write needs {-(-needed // 2**20)} MB to be safe; nothing "
                "was changed. Writing goes on when there is room."
            )

    def _begin(self, *, read_only: bool) -> DataVersion:
        if read_only:
            raise _missing(self.path)
        if (self.path / ASIDE).exists():
            raise StoreUnavailable(
                f"A restore of {self.path} was interrupted; the store as it was is in {self.path / ASIDE}: move its "
                "files back, or move it away and restore again."
            )
        if any(entry.name != _FRESH for entry in self.path.iterdir()):
            raise StoreUnavailable(f"{self.path} holds files that are not a store; name an empty folder.")
        version = DataVersion()
        self._write_version(version)
        return version

    def _write_version(self, version: DataVersion) -> None:
        fresh = self.path / _FRESH
        try:
            with fresh.open("w", encoding="utf-8") as file:
                file.write(f"{LAYOUT} {version.reserved}\n")
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._marker)
        except OSError as error:
            raise disk_error(error.strerror) from error


def bytes_of_files(folder: Path) -> int:
    """How much the files in a folder take; those that go meanwhile take nothing."""
    size = 0
    with os.scandir(folder) as files:
        for file in files:
            with suppress(FileNotFoundError):
                size += file.stat().st_size
    return size


def sync_folder(path: Path) -> None:
    """Have the names in a folder on disk."""
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def mark_version(folder: Path, version: str) -> None:
    """Make a folder with quads a store's folder of that version."""
    (folder / VERSION).write_text(f"{LAYOUT} {version}\n", encoding="utf-8")


def read_version(folder: Path) -> DataVersion:
    """Read the version that a folder's data have, or will have after the write in hand; raises StoreUnavailable."""
    marker = folder / VERSION
    layout, _, version = marker.read_text("utf-8", errors="replace").strip().partition(" ")
    epoch, _, number = version.partition("-")
    if layout != LAYOUT or not epoch or not number.isdecimal():
        raise StoreUnavailable(f"{marker} is damaged, or was written by another release; restore a backup.")
    return DataVersion(epoch, int(number))


def lock_folder(path: Path, *, read_only: bool) -> int:
    """Lock the folder itself, shared among readers; the lock goes with the descriptor or the process."""
    try:
        if not read_only:
            path.mkdir(parents=True, exist_ok=True)
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError as error:
        raise _missing(path) from error
    except OSError as error:
        raise StoreUnavailable(f"{path} cannot be a store: {error.strerror}.") from error
    try:
        fcntl.flock(folder, (fcntl.LOCK_SH if read_only else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(folder)
        raise Locked(f"{path} is open in another instance: stop that one, or name another folder.") from error
    except OSError as error:
        os.close(folder)
        raise StoreUnavailable(f"{path} cannot be locked: {error.strerror}.") from error
    return folder


def _missing(path: Path) -> StoreUnavailable:
    return StoreUnavailable(f"There is no store in {path}; build or load one first.")
