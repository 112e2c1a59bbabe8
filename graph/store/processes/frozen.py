"""A store's folder that nobody writes while it is open, as the source of its readers."""

from __future__ import annotations

from pathlib import Path

from graph.store.folder import StoreFolder
from graph.store.processes.checkpoint import Checkpoint
from graph.store.processes.touched import Graphs


class FrozenFolder:
    """A store's folder that is only read: its own checkpoint. Whoever could write to it is kept out."""

    def __init__(self, folder: Path) -> None:
        self._folder = StoreFolder(folder, read_only=True)
        self._closed = False
        self.version = self._folder.version.current
        """The version, which does not change."""

    @property
    def scratch(self) -> None:
        """There is no place here for what others make."""

    def checkpoint(self) -> Checkpoint:
        """Return the folder itself."""
        return Checkpoint(self.version, self._folder.path, is_ours=False)

    def touched_since(self, version: str) -> Graphs:  # noqa: ARG002  # as of a writer
        """Nothing was written after any version."""
        return {}

    def excerpt_since(self, version: str) -> None:
        """Nothing differs from any version."""

    def close(self) -> None:
        """Let others write to it."""
        if not self._closed:
            self._closed = True
            self._folder.close()
