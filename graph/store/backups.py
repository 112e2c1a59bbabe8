"""Copies a store's folder, also one that is being served, and puts such a copy in the place of a store."""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from graph.store.embedded import EmbeddedStore
from graph.store.errors import DiskError, Locked, StoreDamaged, StoreError, StoreUnavailable
from graph.store.exchange import exchanged
from graph.store.folder import DataVersion, StoreFolder, lock_folder, mark_version
from graph.store.formats import Format
from graph.store.integrity import RECORD, Checksums
from graph.store.processes.attached import AttachedStore

PORTABLE = ".nq.gz"


def back_up(folder: Path, target: Path) -> str:
    """Make `target` a verified copy of the store, as a folder or as N-Quads (.nq.gz), and return its version.

    It holds every write acknowledged before, also of a store that a service has open, which is asked for a
    checkpoint. `target` must not exist, and appears only when it is whole. Raises StoreUnavailable.
    """
    if target.exists():
        raise StoreUnavailable(f"{target} exists; name another place for the backup.")
    with _beside(target) as copy, _writing(target):
        _copy(folder, copy)
        with EmbeddedStore(copy) as store:  # takes the record of checksums
            version = store.version()
            if target.name.endswith(PORTABLE):
                packed = copy / target.name
                with gzip.open(packed, "wb", compresslevel=6) as output:
                    store.dump(Format.N_QUADS).write(cast("BinaryIO", output))
                packed.replace(target)
        if not target.name.endswith(PORTABLE):
            copy.rename(target)
    return version


def restore(source: Path, folder: Path) -> int:
    """Put a backup in the place of a store, also of one that a service has open, and return its number of quads.

    It is made and verified in the store's folder, which may be a file system of its own, beside the store's files.
    The store stays as it is where the new one does not open.
    """
    try:
        lock = lock_folder(folder, read_only=False)
    except Locked:
        with _made_beside(source, folder) as (fresh, size), AttachedStore(folder) as served:
            served.exchange(fresh)
        return size
    try:
        with _made_beside(source, folder) as (fresh, size):
            mark_version(fresh, DataVersion().current)  # numbers that were given since the backup are given again
            with exchanged(fresh, folder):
                pass
    finally:
        os.close(lock)
    return size


def verify(place: Path) -> int:
    """Compare a store's folder or a backup with its record, read all of it, and return its number of quads.

    A folder that a service has open is compared as it is on the disk, and a checkpoint of it is read. Nothing is
    changed. Raises StoreDamaged, which names the file and the way back, and StoreUnavailable.
    """
    if place.is_file():
        with tempfile.TemporaryDirectory() as scratch:
            _unpack(place, Path(scratch))
            return _read_all(Path(scratch))
    try:
        kept = StoreFolder(place, read_only=True, repair=False)
    except Locked:
        return _verify_served(place)
    kept.close()
    return _read_all(place)


def _verify_served(folder: Path) -> int:
    with AttachedStore(folder, read_only=True) as served:
        Checksums(folder).compare_tables(folder / "quads")
        checkpoint = served.checkpoint()
    try:
        return _read_all(checkpoint.folder)
    finally:
        shutil.rmtree(checkpoint.folder, ignore_errors=True)


def _read_all(folder: Path) -> int:
    """Have the engine read every quad and graph's name, which checks each block that it reads, and count the quads."""
    try:
        with EmbeddedStore(folder, read_only=True) as store, Path(os.devnull).open("wb") as nowhere:
            store.dump(Format.N_QUADS).write(nowhere)
            store.graph_names()
            return store.size()
    except (Locked, StoreDamaged):
        raise
    except StoreError as error:
        raise StoreDamaged(f"{error} Restore a backup, or build again in an empty folder.") from error


def _copy(folder: Path, copy: Path) -> None:
    try:
        kept = StoreFolder(folder, read_only=True)
    except Locked:
        _copy_served(folder, copy)
        return
    try:
        shutil.copytree(kept.quads, copy / "quads")
        mark_version(copy, kept.version.current)
        if (folder / RECORD).exists():
            shutil.copy(folder / RECORD, copy)  # so that opening the copy compares it
    finally:
        kept.close()


def _copy_served(folder: Path, copy: Path) -> None:
    """Copy a checkpoint that the service makes now, and compare the copy with what the service has on record."""
    with AttachedStore(folder, read_only=True) as served:
        record = Checksums(folder)
        checkpoint = served.checkpoint()
    try:
        shutil.copytree(checkpoint.folder, copy, dirs_exist_ok=True)
    finally:
        shutil.rmtree(checkpoint.folder, ignore_errors=True)
    record.compare_tables(copy / "quads")


def _unpack(source: Path, fresh: Path) -> None:
    if source.is_dir():
        if not (source / RECORD).exists():
            raise StoreUnavailable(f"{source} is not a backup: it has no {RECORD}.")
        shutil.copytree(source, fresh, dirs_exist_ok=True)
        return
    try:
        with gzip.open(source, "rb") as data, EmbeddedStore(fresh) as store:
            store.load(cast("BinaryIO", data), Format.N_QUADS)
            if data.read(1):
                raise StoreDamaged(f"{source} was not read to its end; use another backup.")
    except FileNotFoundError as error:
        raise StoreUnavailable(f"There is no backup {source}.") from error
    except DiskError:
        raise
    except (EOFError, zlib.error, gzip.BadGzipFile, StoreError) as error:
        raise StoreDamaged(f"{source} is damaged, or no backup ({error}); use another one.") from error


@contextmanager
def _made_beside(source: Path, folder: Path) -> Iterator[tuple[Path, int]]:
    """A store made of a backup, closed, and its number of quads."""
    with _beside(folder / "quads") as fresh, _writing(folder):
        _unpack(source, fresh)
        with EmbeddedStore(fresh) as store:
            size = store.size()
        yield fresh, size


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """A folder on the same file system, removed if it is still there at the end."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    except OSError as error:
        raise StoreUnavailable(f"{place} cannot be written: {error.strerror}.") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _writing(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(f"{place} cannot be made: {error.strerror or error}.") from error
