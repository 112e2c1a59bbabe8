"""Where readers of one version of the data come from, kept for as long as one of them lives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from graph.store.processes.limits import Limits
from graph.store.processes.parent import Child


class Spawner(Protocol):
    """What starts processes: the nursery, or a keeper."""

    def spawn(self, role: str, arguments: dict[str, Any], *, sockets: int = 1) -> Child:
        """Start a child in a role."""
        ...


class Source:
    """Starts readers of one version, and calls `discard` when it is retired and the last use of it has ended."""

    def __init__(
        self, version: str, folder: Path, spawner: Spawner, limits: Limits, discard: Callable[[], None]
    ) -> None:
        self.version = version
        self.folder = folder
        self._spawner = spawner
        self._arguments = {"folder": str(folder), "limits": asdict(limits)}
        self._discard = discard
        self._lock = Lock()
        self._uses = 1  # the first is that of whoever made it, until it retires it

    def spawn(self) -> Child:
        """Start a reader; raises ParentGone when a keeper has ended."""
        return self._spawner.spawn("reader", self._arguments)

    def index(self, *, if_many: bool) -> Child:
        """Start a process that makes the index of geometries and ends; raises ParentGone when a keeper has ended."""
        return self._spawner.spawn("indexer", {**self._arguments, "if_many": if_many})

    def succeed(self, excerpt: Path, version: str) -> Child:
        """Have the keeper that it comes from fork one that follows to the version of an excerpt; raises ParentGone."""
        return self._spawner.spawn("successor", {**self._arguments, "excerpt": str(excerpt), "version": version})

    def use(self) -> bool:
        """Hold on to it; False when it is gone."""
        with self._lock:
            if self._uses == 0:
                return False
            self._uses += 1
            return True

    def release(self) -> None:
        """Let go of it."""
        with self._lock:
            self._uses -= 1
            last = self._uses == 0
        if last:
            self._discard()


def number_of(version: str) -> int:
    """The count of writes in a version, by which versions of one store are ordered."""
    return int(version.rpartition("-")[2])
