"""A folder for an index that need not outlive the service; what a killed service has left is removed by the next."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from multiprocessing.util import Finalize
from pathlib import Path

_PREFIX = "plangraph-search-"
_LOCK = "lock"


class Scratch:
    """A temporary folder, which is ours as long as this process lives, and is removed when it ends in order."""

    def __init__(self) -> None:
        _remove_left()
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._lock = os.open(self.folder / _LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        # Also called at the end of a process that the server has forked, where atexit and weakref call nothing.
        self._removal = Finalize(self, _remove, (self.folder, self._lock), exitpriority=0)

    def remove(self) -> None:
        """Remove it with everything in it."""
        self._removal()


def _remove(folder: Path, lock: int) -> None:
    """Remove a folder, by another name first: whoever still fills it finds it gone instead of making it again."""
    gone = folder.with_name(f"{folder.name}.gone")
    with suppress(OSError):
        folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)
    os.close(lock)


def _remove_left() -> None:
    """Remove the folders of processes that are gone, whose locks went with them."""
    for lock in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_LOCK}"):
        with suppress(OSError):  # another user's, or one that is being removed
            descriptor = os.open(lock, os.O_RDWR)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(lock.parent, ignore_errors=True)
            finally:
                os.close(descriptor)
