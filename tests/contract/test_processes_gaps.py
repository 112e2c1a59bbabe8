"""What loading leaves behind in the memory of the process that forks readers costs them nothing."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.store.embedded import EmbeddedStore
from graph.store.formats import Format
from graph.store.processes.keeper import loaded

MANY = 150_000  # triples
LONG = f"SELECT * {{ VALUES ?x {{ {' '.join(f'<http://x/{number}>' for number in range(4_000))} }} }}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store's folder with many triples."""
    path = tmp_path_factory.mktemp("store")
    lines = (f'<http://x/{n}> <http://x/p{n % 9}> "a name that is not short {n % 5000}" .\n' for n in range(MANY))
    with EmbeddedStore(path) as store:
        store.load("".join(lines).encode(), Format.N_TRIPLES, "http://x/g")
    return path


def faults_of_reading(text: str) -> int:
    """How many pages a forked process takes to read a query's text."""
    begin, end = os.pipe()
    child = os.fork()
    if child == 0:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        ox.Store().query(text)
        os.write(end, str(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before).encode())
        os._exit(0)
    os.close(end)
    with os.fdopen(begin) as told:
        faults = int(told.read())
    os.waitpid(child, 0)
    return faults


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's arenas are what keeps allocations apart")
def test_a_forked_process_does_not_allocate_where_loading_left_gaps(folder: Path) -> None:
    """A query of 80 kB takes some hundred pages to be read beside a copy, not thousands that it would have to copy."""
    store = loaded(folder)
    assert store.size() == MANY
    assert faults_of_reading(LONG) < 1_500
