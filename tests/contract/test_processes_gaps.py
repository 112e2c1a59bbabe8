"""What loading leaves behind in the memory of the process that forks readers costs them nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from graph.store.embedded import EmbeddedStore
from graph.store.formats import Format

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


# In a process of its own, as the keeper is: it has no gaps but those of loading.
COUNT_FAULTS = """
import os, resource, sys
from pathlib import Path
import pyoxigraph as ox
from graph.store.processes.keeper import loaded

store = loaded(Path(sys.argv[1]))
if os.fork() == 0:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    ox.Store().query(sys.argv[2])
    print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before, flush=True)
    os._exit(0)
os.wait()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's arenas are what keeps allocations apart")
def test_a_forked_process_does_not_allocate_where_loading_left_gaps(folder: Path) -> None:
    """A query of 80 kB takes some hundred pages to be read beside a copy, not thousands that it would have to copy."""
    told = subprocess.run(  # our own interpreter
        [sys.executable, "-c", COUNT_FAULTS, folder, LONG], capture_output=True, check=True, text=True
    )
    assert int(told.stdout) < 2_000
