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
from graph.store.errors import Locked, StoreDamaged, StoreError, StoreUnavailable
from graph.store.folder import StoreFolder, lock_folder
from graph.store.formats import Format
from graph.store.integrity import RECORD

PORTABLE = ".nq.gz"

_CHECKPOINTS = "checkpoints"  # of a running service, which marks each as the last step of making it


def back_up(folder: Path, target: Path) -> str:
    """Make `target` a verified copy of the store, as a folder or as N-Quads (.nq.gz), and return its version.

    Of a running service it is the newest checkpoint, which holds what had been written before the last query.
    `target` must not exist, and appears only when it is whole. Raises StoreUnavailable.
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
    """Put a backup in the place of a store that nobody has open, and return its number of quads.

    It is made and verified beside the store; the old one is put back if the new one cannot be opened there.
    """
    lock = lock_folder(folder, read_only=False)
    try:
        with _beside(folder) as fresh, _writing(folder):
            _unpack(source, fresh)
            with EmbeddedStore(fresh) as store:
                size = store.size()
            _swap(fresh, folder)
    finally:
        os.close(lock)
    return size


def _copy(folder: Path, copy: Path) -> None:
    try:
        kept = StoreFolder(folder, read_only=True)
    except Locked as locked:
        _copy_checkpoint(folder / _CHECKPOINTS, copy, locked)
        return
    try:
        shutil.copytree(kept.quads, copy / "quads")
        kept.mark_copy(copy, kept.version.current)
        if (folder / RECORD).exists():
            shutil.copy(folder / RECORD, copy)  # so that opening the copy compares it
    finally:
        kept.close()


def _copy_checkpoint(checkpoints: Path, copy: Path, locked: Locked) -> None:
    """Copy the newest checkpoint; one that is removed meanwhile has been followed by another."""
    for _ in range(10):
        try:
            whole = [path for path in checkpoints.iterdir() if (path / "version").exists()]
            newest = max(whole, key=lambda path: int(path.name))
            shutil.copytree(newest, copy, dirs_exist_ok=True)
        except (FileNotFoundError, ValueError, shutil.Error):
            shutil.rmtree(copy / "quads", ignore_errors=True)
        else:
            return
    raise Locked(f"{locked} (It has no checkpoint to copy.)") from locked


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
    except (EOFError, zlib.error, gzip.BadGzipFile, StoreError) as error:
        raise StoreDamaged(f"{source} is damaged, or no backup ({error}); use another one.") from error


def _swap(fresh: Path, folder: Path) -> None:
    """Two renames; between them, and until the new store has opened, the old one stands beside it."""
    old = folder.with_name(f"{folder.name}.before-restore")
    if old.exists():
        raise StoreUnavailable(f"{old} is left from a restore that was interrupted; look at it, then move it away.")
    folder.rename(old)
    try:
        fresh.rename(folder)
        EmbeddedStore(folder, read_only=True).close()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        old.rename(folder)
        raise
    shutil.rmtree(old)


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
