"""The first load into a folder goes by the engine's bulk loader, and is all or nothing like any other write."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graph.store.base import ask
from graph.store.embedded import EmbeddedStore
from graph.store.errors import DataSyntaxError, StoreUnavailable
from graph.store.formats import Format

LINES = 200_000

FILLS = """
import sys
from pathlib import Path
from graph.store.embedded import EmbeddedStore
from graph.store.formats import Format

with EmbeddedStore(Path(sys.argv[1])) as store, open(sys.argv[2], "rb") as pipe:
    store.load(pipe, Format.N_QUADS)
"""


def quads(count: int) -> bytes:
    """As many lines of N-Quads."""
    return b"".join(b"<urn:s%d> <urn:p> <urn:o> <urn:g> .\n" % number for number in range(count))


def test_the_first_load_is_kept(tmp_path: Path) -> None:
    """What was loaded is there after reopening, and a second load adds to it."""
    with EmbeddedStore(tmp_path) as store:
        store.load(quads(1000), Format.N_QUADS)
        version = store.version()
    with EmbeddedStore(tmp_path) as store:
        assert (store.size(), store.version()) == (1000, version)
        store.load(quads(1001), Format.N_QUADS)
        assert store.size() == 1001
    assert not (tmp_path / "filling").exists()


def test_a_first_load_that_is_no_rdf_changes_nothing(tmp_path: Path) -> None:
    """An error at the end leaves a store as empty as before, its empty graph included, and it goes on working."""
    with EmbeddedStore(tmp_path) as store:
        store.update("CREATE GRAPH <urn:empty>")
        version = store.version()
        with pytest.raises(DataSyntaxError):
            store.load(quads(LINES) + b"nonsense", Format.N_QUADS)
        assert (store.size(), store.graph_names(), store.version()) == (0, ["urn:empty"], version)
        store.load(quads(10), Format.N_QUADS)
        assert store.size() == 10


def test_a_process_that_is_killed_while_it_loads_leaves_an_empty_store(tmp_path: Path) -> None:
    """Nothing that nobody acknowledged is shown: readers are told, and the next writer begins with an empty store."""
    with EmbeddedStore(tmp_path) as store:
        store.update("INSERT DATA { <urn:a> <urn:b> <urn:c> } ; DELETE DATA { <urn:a> <urn:b> <urn:c> }")
    pipe = tmp_path.with_suffix(".pipe")
    os.mkfifo(pipe)
    with subprocess.Popen([sys.executable, "-c", FILLS, tmp_path, pipe]) as process, pipe.open("wb") as data:
        data.write(quads(LINES))  # more than a pipe holds: the loader has read most of it
        data.flush()
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (tmp_path / "filling").exists()
    with pytest.raises(StoreUnavailable, match="being filled"):
        EmbeddedStore(tmp_path, read_only=True)
    with EmbeddedStore(tmp_path) as store:
        assert store.size() == 0
        store.load(quads(3), Format.N_QUADS)
    with EmbeddedStore(tmp_path, read_only=True) as store:
        assert ask(store, "ASK { <urn:s2> ?p ?o }")
