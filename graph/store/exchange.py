"""Puts the files of another store in the place of a folder's own, or leaves the folder as it was."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.store.errors import StoreUnavailable
from graph.store.folder import ASIDE, FILLING, VERSION
from graph.store.integrity import KEPT_LOGS, RECORD

# The first goes first and comes last: without it a folder is no store, so that none opens that is half one and half
# the other, whenever this is ended.
_FILES = (VERSION, FILLING, RECORD, KEPT_LOGS, "quads")


@contextmanager
def exchanged(fresh: Path, folder: Path) -> Iterator[None]:
    """Move the files of a store on the same file system into `folder`; they are its own unless what follows fails.

    Nobody may have either open. Raises StoreUnavailable where an earlier exchange was ended halfway.
    """
    aside = folder / ASIDE
    try:
        aside.mkdir()
    except FileExistsError as error:
        raise StoreUnavailable(
            f"{aside} is left from a restore that was interrupted; look at it, then move it away."
        ) from error
    try:
        _move(_FILES, folder, aside)
        _move(_FILES[::-1], fresh, folder)
        yield
    except BaseException:
        _move(_FILES, folder, fresh)
        _move(_FILES[::-1], aside, folder)
        aside.rmdir()
        raise
    shutil.rmtree(aside)


def _move(names: tuple[str, ...], source: Path, target: Path) -> None:
    """Move what there is; what was moved before stays."""
    for name in names:
        if (source / name).exists() and not (target / name).exists():
            (source / name).rename(target / name)
