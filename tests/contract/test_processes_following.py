"""The copy in memory follows each write of which it is known what it touched, and is the store itself all the same."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from graph.store.base import select
from graph.store.embedded import EmbeddedStore
from graph.store.formats import Format
from graph.store.processes.limits import Limits
from graph.store.processes.snapshots import MOST_FOLLOWERS
from graph.store.processes.supervised import SupervisedStore
from graph.store.processes.touched import Touched, graphs_written

UNION = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o"
GRAPHS = [f"http://e/g{number}" for number in range(4)]


@pytest.fixture(params=["small", "large"])
def store(request: pytest.FixtureRequest) -> Iterator[SupervisedStore]:
    """A store that is read from memory only, and one that counts as too large for that."""
    with SupervisedStore(limits=Limits() if request.param == "small" else Limits(prompt_bytes=0)) as store:
        store.update("INSERT DATA { GRAPH <http://e/other> { <http://e/s0> <http://e/p> 0 } }")
        select(store, UNION)
        _wait_for_copy(store)
        yield store


def _wait_for_copy(store: SupervisedStore) -> None:
    deadline = time.monotonic() + 20
    while not store.occupancy["in_memory"]:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _writes(source: random.Random) -> Iterator[tuple[str, object]]:
    """Writes of all kinds, at random; few subjects, so that graphs share triples."""
    for _ in range(40):
        graph = source.choice(GRAPHS)
        triple = f"<http://e/s{source.randrange(3)}> <http://e/p> {source.randrange(3)}"
        yield source.choice(
            [
                ("update", f"INSERT DATA {{ GRAPH <{graph}> {{ {triple} }} }}"),
                ("update", f"DELETE DATA {{ GRAPH <{graph}> {{ {triple} }} }}"),
                ("update", f"WITH <{graph}> DELETE {{ ?s ?p ?o }} INSERT {{ {triple} }} WHERE {{ ?s ?p ?o }}"),
                ("update", f"CREATE SILENT GRAPH <{graph}>"),
                ("update", f"DROP SILENT GRAPH <{graph}>"),
                ("update", f"COPY SILENT <{graph}> TO <{source.choice(GRAPHS)}>"),
                ("update", f"INSERT DATA {{ {triple} }}"),  # the store's own default graph
                ("update", f"DELETE WHERE {{ GRAPH ?g {{ <http://e/s1> ?p {source.randrange(3)} }} }}"),
                ("write_graph", (graph, f"{triple} .".encode(), Format.TURTLE)),
                ("write_graph", (graph, b"", Format.TURTLE)),
                ("load", (f"{triple} .".encode(), Format.TURTLE, graph)),
            ]
        )


def _carry_out(store: SupervisedStore | EmbeddedStore, method: str, argument: object) -> None:
    arguments = argument if isinstance(argument, tuple) else (argument,)
    getattr(store, method)(*arguments)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_copy_is_the_store_after_every_write(store: SupervisedStore, seed: int) -> None:
    """Union, named graphs, dump and size are those of a store in one process that carried out the same writes."""
    with EmbeddedStore() as plain:
        plain.load(store.dump().read(), Format.N_QUADS)
        for method, argument in _writes(random.Random(seed)):  # noqa: S311 - writes are not secrets
            _carry_out(plain, method, argument)
            _carry_out(store, method, argument)
            assert select(store, UNION) == select(plain, UNION), (method, argument)
            assert store.graph_names() == plain.graph_names(), (method, argument)
            assert sorted(store.dump().read().splitlines()) == sorted(plain.dump().read().splitlines())
            assert store.size() == plain.size()


def test_a_copy_that_follows_stays_in_memory(store: SupervisedStore) -> None:
    """After a write to a named graph the answer comes from memory at once, and blank nodes are the same ones."""
    store.update("INSERT DATA { GRAPH <http://e/g0> { _:b <http://e/p> 1 . <http://e/a> <http://e/q> _:b } }")
    for number in range(20):
        store.update(f"INSERT DATA {{ GRAPH <http://e/g0> {{ <http://e/c> <http://e/p> {number} }} }}")
        assert len(select(store, "SELECT * WHERE { <http://e/c> ?p ?o }").rows) == number + 1
        assert store.occupancy["in_memory"]
    assert len(select(store, "SELECT * WHERE { <http://e/a> <http://e/q> ?b . ?b <http://e/p> 1 }").rows) == 1


def test_a_copy_whose_process_was_ended_is_made_anew(store: SupervisedStore) -> None:
    """Ending every process but the first, after some writes were followed, costs no answer and no write."""
    for number in range(3):
        store.update(f"INSERT DATA {{ GRAPH <http://e/g0> {{ <http://e/c> <http://e/p> {number} }} }}")
        select(store, UNION)
    for process in _group(store.process_group):
        if process != store.process_group:
            with suppress(ProcessLookupError):  # readers go with the keeper that was ended a moment ago
                os.kill(process, signal.SIGKILL)
    assert len(select(store, "SELECT * WHERE { <http://e/c> ?p ?o }").rows) == 3
    store.update("INSERT DATA { GRAPH <http://e/g0> { <http://e/c> <http://e/p> 3 } }")
    assert len(select(store, "SELECT * WHERE { <http://e/c> ?p ?o }").rows) == 4


def test_those_that_follow_inherit_no_more_and_more_descriptors(tmp_path: Path) -> None:
    """However many copies have followed one another, the last has as many descriptors open as the first."""
    with SupervisedStore(tmp_path / "store") as store:
        counted = []
        for number in range(12):
            store.update(f"INSERT DATA {{ GRAPH <http://e/g> {{ <http://e/a> <http://e/p> {number} }} }}")
            assert store.size() == number + 1
            counted.append(_descriptors(store))
        deadline = time.monotonic() + 20
        while _descriptors(store) > counted[3] + 4:  # readers come and go, and those that go take their time
            assert time.monotonic() < deadline, counted
            time.sleep(0.1)


def _descriptors(store: SupervisedStore) -> int:
    """How many descriptors all processes of a store have open."""
    processes = [path for path in Path("/proc").glob("[0-9]*") if _group_of(path) == store.process_group]
    with suppress(FileNotFoundError):  # one has just ended
        return sum(len(list((path / "fd").iterdir())) for path in processes)
    return _descriptors(store)


def _group_of(process: Path) -> int | None:
    try:
        return os.getpgid(int(process.name))
    except ProcessLookupError:
        return None


def test_copies_follow_one_another_as_often_as_they_may() -> None:
    """However many forks lie between the first copy and the last, each has readers, and then all begins anew."""
    with SupervisedStore() as store:
        for number in range(MOST_FOLLOWERS + 10):
            store.update(f"INSERT DATA {{ GRAPH <http://e/g> {{ <http://e/a> <http://e/p> {number} }} }}")
            assert store.query("SELECT ?s { ?s ?p ?o } LIMIT 1").read()
        assert store.size() == MOST_FOLLOWERS + 10


def test_no_process_of_those_that_followed_is_left() -> None:
    """Copies of copies end with the store, also those whose parents have ended before."""
    with SupervisedStore() as store:
        for number in range(5):
            store.update(f"INSERT DATA {{ GRAPH <http://e/g> {{ <http://e/c> <http://e/p> {number} }} }}")
            select(store, UNION)
        group = store.process_group
        assert len(_group(group)) < 8  # the keepers of old versions have gone
    assert _group(group) == []


def test_it_is_known_of_which_things_something_else_is_said(store: SupervisedStore) -> None:
    """By the words of an update, or by what the copy finds to differ; where neither tells, that is said."""
    version = store.version()
    assert store.changed_since(version) == frozenset()
    store.update("INSERT DATA { GRAPH <http://e/g0> { <http://e/a> <http://e/p> 1 . <http://e/b> <http://e/p> 1 } }")
    assert store.changed_since(version) == {"http://e/a", "http://e/b"}
    later = store.version()
    store.write_graph("http://e/g0", b"<http://e/a> <http://e/p> 1 . <http://e/c> <http://e/p> 1 .", Format.TURTLE)
    assert store.changed_since(later) == {"http://e/b", "http://e/c"}
    store.update("WITH <http://e/g0> DELETE { ?s ?p 1 } INSERT { ?s ?p 2 } WHERE { ?s ?p 1 FILTER(?s = <http://e/c>) }")
    assert store.changed_since(later) == {"http://e/b", "http://e/c"}
    assert store.changed_since(store.version()) == frozenset()
    store.update("INSERT DATA { <http://e/d> <http://e/p> 1 }")  # the store's own default graph
    assert store.changed_since(later) is None


def test_a_write_to_a_large_graph_is_followed_where_it_says_of_what(store: SupervisedStore) -> None:
    """An excerpt has what is said of the things written, however large their graph is; blank nodes stay the same."""
    lines = "".join(f'<http://e/s{number}> <http://e/p> "{"x" * 1000}" .\n' for number in range(20_000))
    store.load(lines.encode(), Format.N_TRIPLES, "http://e/large")
    store.update("INSERT DATA { GRAPH <http://e/large> { <http://e/s1> <http://e/q> _:b } }")
    assert store.size() == 20_002
    _wait_for_copy(store)
    for number in range(3):
        store.update(f"INSERT DATA {{ GRAPH <http://e/large> {{ <http://e/s1> <http://e/q> {number} }} }}")
        assert len(select(store, "SELECT * WHERE { <http://e/s1> <http://e/q> ?o }").rows) == number + 2
        assert store.occupancy["in_memory"]
    store.update("DELETE DATA { GRAPH <http://e/large> { <http://e/s1> <http://e/q> 0 } }")
    assert len(select(store, "SELECT * WHERE { <http://e/s1> <http://e/q> ?o }").rows) == 3
    assert store.occupancy["in_memory"]
    assert store.size() == 20_004


def test_what_was_touched_is_known_or_said_to_be_unknown() -> None:
    """Writes are remembered by version; one that is not followed makes everything after it unknown."""
    touched = Touched("v-3")
    touched.note("v-4", {"a": frozenset({"x"}), "b": frozenset({"y"})})
    touched.note("v-6", {"b": None, "a": frozenset({"z"})})  # the write between failed
    assert touched.since("v-3") == {"a": {"x", "z"}, "b": None}
    assert touched.since("v-4") == {"b": None, "a": {"z"}}
    assert touched.since("v-6") == {}
    assert touched.since("v-2") is None
    touched.note("v-7", None)
    assert touched.since("v-4") is None
    touched.forget("v-7")
    assert touched.since("v-7") == {}
    for number in range(8, 1000):
        touched.note(f"v-{number}", {})
    assert touched.since("v-7") is None
    assert touched.since("v-990") == {}


@pytest.mark.parametrize(
    ("update", "graphs"),
    [
        ("INSERT DATA { GRAPH <http://e/a> { <http://e/s> <http://e/p> 1 } }", {"http://e/a": {"http://e/s"}}),
        ("PREFIX e: <http://e/> CLEAR GRAPH e:a ; DROP GRAPH e:b", {"http://e/a": None, "http://e/b": None}),
        ("INSERT DATA { <http://e/s> <http://e/p> 1 }", None),  # the store's own default graph
        ("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", None),
        ("DROP ALL", None),
    ],
)
def test_what_an_update_touches_is_read_from_its_words(update: str, graphs: dict[str, set[str] | None] | None) -> None:
    """Only what is certain counts."""
    assert graphs_written(update) == graphs


def _group(group: int) -> list[int]:
    """The processes of a group that are at work."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(int(folder.name))
    return found
