"""The process that fills the search index: what it leaves when it is ended, and that it ends with its service."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.store.answer import Answer
from graph.store.base import Store
from graph.store.factory import open_store
from graph.store.formats import Format, Formats
from ontology.files import example_bytes
from queries.search.asking import search
from queries.search.building import Building, BuildingFailed
from queries.search.index import SearchIndex
from queries.search.ordering import Order
from queries.search.scratch import Scratch

GRAPH = "urn:example"
ENOUGH = 20.0  # seconds

# Starts a search over a store that never answers, says so, and waits to be killed.
SERVICE = """
import sys, threading, time
from pathlib import Path
from queries.search.building import Building
from queries.search.index import SearchIndex
from queries.search.ordering import Order

class Silent:
    def query(self, text, **_):
        print(building._process.pid, flush=True)
        time.sleep(600)

folder = Path(sys.argv[1])
building = Building(Silent(), folder, SearchIndex(folder))
building.carry_out(Order("1", {"urn:example": None}, [], ""))
"""

# Searches in every way, with the service's modules loaded, and says which of the others were.
SEARCHER = """
import sys
from pathlib import Path
from queries.search.asking import search, suggest
from queries.search.index import SearchIndex
import service.app

snapshot = SearchIndex(Path(sys.argv[1])).snapshot
for text in ("农夜办", "农业办茶节", "nongyeban", "nogyeban", "茶友节"):
    search(snapshot, text, language="zh")
    suggest(snapshot, text, language="zh")
print([name for name in ("pypinyin", "queries.search.reading") if name in sys.modules])
"""

# Has a scratch folder, and is ended before it can remove it.
ABORTED = """
import os, sys, tempfile
from queries.search.scratch import Scratch

tempfile.tempdir = sys.argv[1]
kept = Scratch()
print(kept.folder, flush=True)
os.kill(os.getpid(), 9)
"""


class Interrupting:
    """A store that does something before it answers its third query."""

    def __init__(self, store: Store, interrupt: Callable[[], None]) -> None:
        self._store = store
        self._interrupt = interrupt
        self._asked = 0

    def query(self, text: str, *, formats: Formats) -> Answer:
        """Answer, the third time with an interruption."""
        self._asked += 1
        if self._asked == 3:
            self._interrupt()
        return self._store.query(text, formats=formats)


@pytest.fixture
def store() -> Iterator[Store]:
    """The example plan."""
    with open_store() as opened:
        opened.load(example_bytes(), Format.TURTLE, GRAPH)
        yield opened


def order(store: Store) -> Order:
    """What is to be found: everything."""
    return Order(store.version(), dict.fromkeys(store.graph_names()), [], "")


def found(index: SearchIndex, text: str) -> list[str]:
    """What the index finds."""
    return [] if index.snapshot is None else [hit.matched for hit in search(index.snapshot, text, language="zh").hits]


def is_running(number: int) -> bool:
    """Whether a process runs; one that has ended and was not asked about does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_another_process_fills_the_index(store: Store, tmp_path: Path) -> None:
    """Names and sentences are those of the example; this process has loaded none of what they are read with."""
    index = SearchIndex(tmp_path)
    Building(store, tmp_path, index).carry_out(order(store))
    assert found(index, "nongyeban") == ["农业办"]
    assert found(index, "定期听取") == ["镇政府定期听取进展情况。"]
    assert index.snapshot is not None
    assert index.snapshot.version == store.version()


def test_an_ended_process_leaves_what_was_published(store: Store, tmp_path: Path) -> None:
    """Killed halfway it is a failure in a sentence; the index stays as it was, and the next process brings it up."""
    index = SearchIndex(tmp_path)
    Building(store, tmp_path, index).carry_out(order(store))
    before = store.version()
    store.update(
        "PREFIX plan: <https://w3id.org/plangraph/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        'INSERT DATA { GRAPH <urn:example> { <urn:more> a plan:Unit ; rdfs:label "旅游办"@zh } }'
    )
    builders: list[Building] = []

    def kill() -> None:
        builders[0].stop()

    interrupting = Interrupting(store, kill)
    builders.append(Building(interrupting, tmp_path, index))  # type: ignore[arg-type] # it is asked, only
    with pytest.raises(BuildingFailed, match="ended before it was done"):
        builders[0].carry_out(order(store))
    assert (found(index, "旅游办"), found(index, "农业办")[0]) == ([], "农业办")
    assert index.snapshot is not None
    assert index.snapshot.version == before
    Building(store, tmp_path, index).carry_out(order(store))
    assert found(index, "旅游办") == ["旅游办"]


def test_a_store_that_cannot_answer_is_the_failure(tmp_path: Path) -> None:
    """The process tells in the store's words what went wrong."""

    def fail() -> None:
        raise OSError("the disk is gone")

    with open_store() as store:
        store.load(example_bytes(), Format.TURTLE, GRAPH)
        failing = Interrupting(store, fail)
        building = Building(failing, tmp_path, SearchIndex(tmp_path))  # type: ignore[arg-type] # it is asked, only
        with pytest.raises(BuildingFailed, match=r"The engine could not carry this out \(OSError\)"):
            building.carry_out(order(store))


def test_the_process_ends_with_its_service(tmp_path: Path) -> None:
    """A service that is killed cannot end it, so the kernel does."""
    command = [sys.executable, "-c", SERVICE, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout is not None
        builder = int(service.stdout.readline())
        assert is_running(builder)
        service.kill()
    deadline = time.monotonic() + ENOUGH
    while is_running(builder) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(builder)


def test_nothing_is_started_after_the_stop(store: Store, tmp_path: Path) -> None:
    """A service that stops needs no index any more."""
    building = Building(store, tmp_path, SearchIndex(tmp_path))
    building.stop()
    with pytest.raises(BuildingFailed, match="is stopping"):
        building.carry_out(order(store))


def test_a_service_that_only_searches_loads_no_dictionary(store: Store, tmp_path: Path) -> None:
    """Search and suggestions for Chinese, its sounds and slips read what the index has, so that they take no memory."""
    Building(store, tmp_path, SearchIndex(tmp_path)).carry_out(order(store))
    done = subprocess.run([sys.executable, "-c", SEARCHER, tmp_path], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_killed_services_scratch_is_removed_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder whose owner is gone is removed, one whose owner lives is not."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left = subprocess.run([sys.executable, "-c", ABORTED, tmp_path], capture_output=True, text=True, check=False).stdout
    assert Path(left.strip()).is_dir()
    first = Scratch()
    second = Scratch()
    assert sorted(tmp_path.iterdir()) == sorted([first.folder, second.folder])
    first.remove()
    second.remove()
    assert not list(tmp_path.iterdir())
