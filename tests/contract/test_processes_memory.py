"""What is taken is given back after a limit, processor and memory, and all readers together have a limit."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from test_processes import BAD, THINGS, filled, processes

from graph.store.base import select
from graph.store.errors import QueryTimeout, QueryTooLarge, StoreError
from graph.store.processes.limits import MEGABYTE, Limits
from graph.store.processes.supervised import SupervisedStore

TICKS = os.sysconf("SC_CLK_TCK")
HUNGRY = (
    "SELECT (STRLEN(GROUP_CONCAT(?t)) AS ?n) "
    "{ ?a ?p ?o . ?b ?q ?r BIND(CONCAT(STR(?a), STR(?b), STR(?o)) AS ?t) FILTER(STRLEN(?t) > %d) }"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with 60,000 triples."""
    return filled(tmp_path_factory.mktemp("memory") / "store")


def opened(folder: Path, **limits: object) -> Iterator[SupervisedStore]:
    """The store with these limits, once its data are in memory."""
    with SupervisedStore(folder, read_only=True, limits=Limits(at_hand_bytes=0, **limits)) as store:  # type: ignore[arg-type]
        deadline = time.monotonic() + 60
        while not store.occupancy["in_memory"]:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield store


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[SupervisedStore]:
    """A store whose queries end after a second."""
    yield from opened(folder, seconds=1.0, memory_bytes=200 * MEGABYTE, answer_bytes=20 * MEGABYTE)


def processor_seconds(store: SupervisedStore) -> dict[int, float]:
    """How long each process of the store has had the processor."""
    found = {}
    for process in processes(store.process_group):
        with suppress(OSError):  # it has just ended
            fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
            found[process] = (int(fields[11]) + int(fields[12])) / TICKS
    return found


def memory(store: SupervisedStore) -> int:
    """What the processes of the store take together, each shared page counted once."""
    total = 0
    for process in processes(store.process_group):
        with suppress(OSError):  # it has just ended
            told = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
            total += 1024 * int(re.findall(r"^Pss: +(\d+)", told, re.MULTILINE)[0])
    return total


def is_at_rest(store: SupervisedStore, memory_before: int) -> bool:
    """Whether for a fifth of a second no process has worked, and no more memory is taken than before."""
    early = processor_seconds(store)
    time.sleep(0.2)
    late = processor_seconds(store)
    worked = sum(late[process] - early.get(process, 0) for process in late)
    return worked < 0.05 and memory(store) < memory_before + 20 * MEGABYTE


@pytest.mark.parametrize("name", BAD)
def test_after_a_limit_processor_and_memory_are_free_again(store: SupervisedStore, name: str) -> None:
    """Within a second of a query's end no process of the store works, and no more memory is taken than before."""
    store.size()
    before = memory(store)
    with pytest.raises(StoreError):
        select(store, BAD[name][0])
    deadline = time.monotonic() + 1.0
    while not is_at_rest(store, before):
        assert time.monotonic() < deadline, (memory(store) - before, processor_seconds(store))


def test_all_queries_together_have_a_limit(folder: Path) -> None:
    """Each may take 1 GB, all of them 300 MB: the largest are ended, and what they take stays within reach of that."""
    for store in opened(folder, seconds=6.0, readers=4, slow_readers=4, readers_memory_bytes=300 * MEGABYTE):
        ends: list[StoreError] = []

        def misbehave(number: int, store: SupervisedStore = store, ends: list[StoreError] = ends) -> None:
            try:
                select(store, HUNGRY % number)
            except StoreError as error:
                ends.append(error)

        before = memory(store)
        threads = [threading.Thread(target=misbehave, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        most = 0
        while any(thread.is_alive() for thread in threads):
            most = max(most, memory(store) - before)
            time.sleep(0.1)
        assert len(ends) == len(threads)
        assert any(isinstance(end, QueryTooLarge) and "together" in str(end) for end in ends)
        assert all(isinstance(end, (QueryTooLarge, QueryTimeout)) for end in ends)
        assert most < 900 * MEGABYTE
        assert store.size() == 3 * THINGS


def test_a_heavy_query_that_succeeds_gives_its_memory_back(folder: Path) -> None:
    """A reader that has come to take much is not kept for the next query."""
    for store in opened(folder, seconds=30.0, reader_growth_bytes=50 * MEGABYTE):
        store.size()
        before = memory(store)
        heavy = "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?a ?o ?b { ?a ?p ?o . ?b ?q ?r } LIMIT 300000 } }"
        assert select(store, heavy).records == [{"n": 300_000}]
        deadline = time.monotonic() + 2.0
        while not is_at_rest(store, before):
            assert time.monotonic() < deadline, (memory(store) - before) // MEGABYTE
