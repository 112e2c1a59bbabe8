"""A folder that a writer makes for others: all that a version holds, or the graphs in which it differs."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple


class Checkpoint(NamedTuple):
    """A folder that nobody writes to."""

    version: str
    folder: Path
    is_ours: bool
    """Whether it is to be removed when it is not needed any more."""

    def remove(self) -> None:
        """Remove it, if it is ours."""
        if self.is_ours:
            shutil.rmtree(self.folder, ignore_errors=True)
