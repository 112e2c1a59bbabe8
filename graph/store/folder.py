"""The folder of a kept store: one writer or many readers, and a data version that outlives a restart."""

from __future__ import annotations

import fcntl
import os
import secrets
from pathlib import Path

from graph.store.errors import Locked, StoreUnavailable
from graph.store.integrity import Checksums

LAYOUT = "plangraph-store-1"

_FRESH = "version.new"


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

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.path = path
        self.quads = path / "quads"
        self._marker = path / "version"
        self._lock = lock_folder(path, read_only=read_only)
        try:
            self.version = self._read_version() if self._marker.exists() else self._begin(read_only=read_only)
            self.checksums = Checksums(path)
            self.checksums.verify()
        except StoreUnavailable:
            self.close()
            raise

    def reserve(self) -> None:
        """Write the next version down before the write it belongs to."""
        self.version.reserve()
        self._write_version(self.version)

    def mark_copy(self, target: Path, version: str) -> None:
        """Make a folder with a copy of the quads a store's folder of that version."""
        (target / self._marker.name).write_text(f"{LAYOUT} {version}\n", encoding="utf-8")

    def quads_bytes(self) -> int:
        """How much the engine's files take."""
        return sum(file.stat().st_size for file in self.quads.iterdir())

    def close(self) -> None:
        """Let others open the folder."""
        os.close(self._lock)

    def _begin(self, *, read_only: bool) -> DataVersion:
        if read_only:
            raise _missing(self.path)
        if any(entry.name != _FRESH for entry in self.path.iterdir()):
            raise StoreUnavailable(f"{self.path} holds files that are not a store; name an empty folder.")
        version = DataVersion()
        self._write_version(version)
        return version

    def _read_version(self) -> DataVersion:
        layout, _, version = self._marker.read_text("utf-8").strip().partition(" ")
        epoch, _, number = version.partition("-")
        if layout != LAYOUT or not epoch or not number.isdecimal():
            raise StoreUnavailable(f"{self._marker} is damaged, or was written by another release; restore a backup.")
        return DataVersion(epoch, int(number))

    def _write_version(self, version: DataVersion) -> None:
        fresh = self.path / _FRESH
        try:
            with fresh.open("w", encoding="utf-8") as file:
                file.write(f"{LAYOUT} {version.reserved}\n")
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._marker)
        except OSError as error:
            raise StoreUnavailable(f"{self._marker} cannot be written: {error.strerror}.") from error


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
