"""Any process of the store may be killed at any moment: what was acknowledged is kept, and nothing is half there.

Run by hand for longer: `KILLS=100 pytest tests/contract/test_processes_killed.py` (half a minute).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from graph.store.base import Store, select
from graph.store.embedded import EmbeddedStore
from graph.store.errors import OutcomeUnknown, StoreError
from graph.store.processes.limits import Limits
from graph.store.processes.supervised import SupervisedStore

KILLS = int(os.environ.get("KILLS", "30"))
ONE, TWO = "http://a/graph/one", "http://a/graph/two"
STATEMENTS = 20  # of one write in each of the two graphs


class Writing(threading.Thread):
    """Writes again and again to both graphs at once, and notes what it was told about each write."""

    def __init__(self, store: SupervisedStore, name: str) -> None:
        super().__init__()
        self._store = store
        self._name = name
        self.stopped = threading.Event()
        self.kept: set[str] = set()
        self.refused: dict[str, StoreError] = {}
        self.unknown: set[str] = set()

    def run(self) -> None:
        """Write until told to stop."""
        number = 0
        while not self.stopped.is_set():
            number += 1
            write = f"http://a/write/{self._name}/{number}"
            lines = "".join(f"<{write}> <http://a/has> {n} ." for n in range(STATEMENTS))
            try:
                self._store.update(f"INSERT DATA {{ GRAPH <{ONE}> {{ {lines} }} GRAPH <{TWO}> {{ {lines} }} }}")
            except OutcomeUnknown:
                self.unknown.add(write)
            except StoreError as error:
                self.refused[write] = error
            else:
                self.kept.add(write)


class Reading(threading.Thread):
    """Asks again and again how much each write left, and notes what was half there."""

    def __init__(self, store: SupervisedStore) -> None:
        super().__init__()
        self._store = store
        self.stopped = threading.Event()
        self.answers = 0
        self.halves: list[object] = []

    def run(self) -> None:
        """Ask until told to stop."""
        while not self.stopped.is_set():
            with suppress(StoreError):
                self.halves += [found for found in writes_in(self._store).items() if found[1] != 2 * STATEMENTS]
                self.answers += 1
            time.sleep(0.01)


def writes_in(store: Store) -> dict[str, int]:
    """How many statements each write left in both graphs together."""
    rows = select(store, "SELECT ?write (COUNT(*) AS ?n) { GRAPH ?g { ?write ?p ?o } } GROUP BY ?write").records
    return {str(row["write"]): int(str(row["n"])) for row in rows}


def members(group: int) -> list[tuple[int, int]]:
    """The processes of a group as (parent, process), the oldest first."""
    listing = subprocess.run(["ps", "-A", "-o", "pgid=,ppid=,pid="], capture_output=True, text=True, check=True).stdout
    rows = [tuple(map(int, line.split())) for line in listing.splitlines()]
    return sorted(((parent, pid) for pgid, parent, pid in rows if pgid == group), key=lambda row: row[1])


def _wait_until(reached: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline, f"not reached within {seconds} s"
        time.sleep(0.02)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SupervisedStore]:
    """A store in a folder, with one write in it, held in memory by a keeper."""
    with SupervisedStore(tmp_path / "store", limits=Limits(seconds=20)) as opened:
        opened.update("INSERT DATA { GRAPH <http://a/graph/first> { <http://a> <http://b> 1 } }")
        assert opened.size() == 1
        _wait_until(lambda: bool(opened.occupancy["in_memory"]))
        assert opened.size() == 1
        yield opened
        group = opened.process_group
    _wait_until(lambda: members(group) == [])


@pytest.mark.parametrize("which", [0, 1, 2, -1], ids=["nursery", "writer", "keeper", "reader"])
def test_a_process_that_was_killed_is_not_missed(store: SupervisedStore, which: int) -> None:
    """The next read and the next write find what there was: another process does the work."""
    group, running = store.process_group, [pid for _, pid in members(store.process_group)]
    victim = running[which]
    os.kill(victim, signal.SIGKILL)
    if victim == running[0]:  # the writer ends with it, a moment later: a write that it began in that moment
        _wait_until(lambda: running[1] not in {pid for _, pid in members(group)})  # would be lost with it
    assert store.size() == 1
    store.update("INSERT DATA { GRAPH <http://a/graph/first> { <http://a> <http://b> 2 } }")
    assert store.size() == 2
    _wait_until(lambda: bool(store.occupancy["in_memory"]))
    assert store.size() == 2
    assert victim not in [pid for _, pid in members(store.process_group)]


def test_acknowledged_writes_outlive_every_kill(tmp_path: Path) -> None:
    """Processes are killed at random while two threads write and one reads; then the books are compared."""
    folder, chance = tmp_path / "store", random.Random(2023)  # noqa: S311 - only the moments are random
    with SupervisedStore(folder) as store:
        writers = [Writing(store, name) for name in ("x", "y")]
        reader = Reading(store)
        for thread in (*writers, reader):
            thread.start()
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.02, 0.4))
            with suppress(ProcessLookupError, IndexError):
                os.kill(chance.choice(members(store.process_group))[1], signal.SIGKILL)
        for thread in (*writers, reader):
            thread.stopped.set()
            thread.join()
        _compare(store, writers)
        assert reader.halves == []
        assert reader.answers > 0
    with EmbeddedStore(folder) as kept:
        _compare(kept, writers)


def _compare(store: Store, writers: list[Writing]) -> None:
    """Each write is there wholly or not at all, as its writer was told, and is there or not where it was not told."""
    found = writes_in(store)
    assert set(found.values()) <= {2 * STATEMENTS}
    for writer in writers:
        assert writer.kept
        assert writer.kept <= set(found)
        assert {write: error for write, error in writer.refused.items() if write in found} == {}
    assert set(found) <= set().union(*(writer.kept | writer.unknown for writer in writers))
