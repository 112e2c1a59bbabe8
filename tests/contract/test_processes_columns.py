"""A large store's columns: made once, asked by its readers, and joined with what was written since."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from types import SimpleNamespace
from typing import cast

import pytest

from graph.store.base import select
from graph.store.embedded import EmbeddedStore
from graph.store.embedded.columns.building import build_columns
from graph.store.errors import Busy, QueryCancelled, QueryTimeout, QueryTooLarge
from graph.store.formats import Form, Format
from graph.store.processes import columnar
from graph.store.processes.columnar import Columnar
from graph.store.processes.limits import MEGABYTE, Limits
from graph.store.processes.snapshots import Snapshots
from graph.store.processes.supervised import SupervisedStore
from graph.store.processes.wire import Offer

THINGS = 400
COUNT = "SELECT (COUNT(*) AS ?n) { ?s <http://e/next> ?o }"
LIMITS = Limits(prompt_bytes=10, seconds=20.0, memory_bytes=200 * MEGABYTE)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SupervisedStore]:
    """A store that counts as large, with its columns."""
    monkeypatch.setattr(columnar, "LONG_REST", 0)
    lines = (f"<http://e/{n}> <http://e/next> <http://e/{n + 1}> <http://e/g> .\n" for n in range(THINGS))
    with SupervisedStore(tmp_path / "store", limits=LIMITS) as opened:
        opened.load("".join(lines).encode(), Format.N_QUADS)
        wait_for_columns(opened)
        yield opened
    assert columns_in(tmp_path) == []


def wait_for_columns(store: SupervisedStore) -> None:
    """Wait until a store's newest version is in columns."""
    wait_until(lambda: bool(store.query("ASK {}").read() and store.occupancy["in_columns"]))


def wait_until(reached: Callable[[], bool]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + 60
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def count(store: SupervisedStore) -> object:
    """How many pairs there are."""
    return select(store, COUNT).records[0]["n"]


def columns_in(folder: Path) -> list[Path]:
    """The columns that lie about."""
    return [*folder.rglob("*.duckdb")]


def put_other_columns(store: SupervisedStore) -> None:
    """Have columns of other data in the place of a store's, so that one sees who answers."""
    assert store._columnar._made is not None
    file = store._columnar._made.file
    file.unlink()
    with EmbeddedStore() as other:
        other.update("INSERT DATA { <http://e/a> <http://e/next> <http://e/b> }")
        build_columns(other, file, MEGABYTE, 100 * MEGABYTE)


def test_readers_answer_from_columns_and_what_was_written_since(store: SupervisedStore) -> None:
    """After a write too, without new columns, unless it is not known what it changed."""
    assert count(store) == THINGS
    put_other_columns(store)
    store._pool._end_idle()  # whose columns are open
    assert count(store) == 1
    assert select(store, "SELECT ?s { ?s <http://e/next> ?o }").rows[1:], "what need not look at all is the engine's"
    assert json.loads(store.query(COUNT, union_default=False).read())["results"]["bindings"][0]["n"]["value"] == "0"
    in_graph = store.query(COUNT, default_graphs=["http://e/g"]).read()
    assert json.loads(in_graph)["results"]["bindings"][0]["n"]["value"] == str(THINGS)
    for number in range(1, 4):
        store.update(f"INSERT DATA {{ GRAPH <http://e/g> {{ <http://e/new{number}> <http://e/next> <http://e/0> }} }}")
        assert count(store) == 1 + number
        assert store.occupancy["in_columns"]
    store.update("DELETE DATA { GRAPH <http://e/g> { <http://e/new1> <http://e/next> <http://e/0> } }")
    assert count(store) == 3
    store.update("DELETE { GRAPH ?g { <http://e/new2> ?p ?o } } WHERE { GRAPH ?g { <http://e/new2> ?p ?o } }")
    assert count(store) == THINGS + 1, "what any graph may have lost is not followed"
    wait_for_columns(store)
    assert count(store) == THINGS + 1
    assert len(columns_in(Path(store._origin.scratch or ""))) == 1


def test_columns_are_made_anew_when_much_was_written(store: SupervisedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """While they are made, those that are there answer."""
    put_other_columns(store)
    store._pool._end_idle()
    monkeypatch.setattr(columnar, "FAR", 4)
    for number in range(1, 6):
        store.update(f"INSERT DATA {{ GRAPH <http://e/g> {{ <http://e/new{number}> <http://e/next> <http://e/0> }} }}")
        assert count(store) in (1 + number, THINGS + number)
    wait_until(lambda: count(store) == THINGS + 5)
    wait_for_columns(store)
    assert len(columns_in(Path(store._origin.scratch or ""))) == 1


def test_a_reader_asks_no_columns_that_it_cannot_follow(store: SupervisedStore) -> None:
    """It answers from what it reads."""
    put_other_columns(store)
    made = store._columnar._made
    assert made is not None
    answer = store._readers.query(
        COUNT, formats={Form.BINDINGS: Format.CSV}, columns=Offer("another-1", str(made.file), COUNT)
    )
    assert answer.read().split() == [b"n", str(THINGS).encode()]


def test_columns_that_are_gone_or_broken_are_done_without(store: SupervisedStore) -> None:
    """The engine answers."""
    assert store._columnar._made is not None
    store._columnar._made.file.write_bytes(b"no columns")
    assert count(store) == THINGS
    store._columnar._made.file.unlink()
    store._pool._end_idle()
    assert count(store) == THINGS


@pytest.mark.parametrize("media", [Format.JSON, Format.XML, Format.CSV, Format.TSV])
def test_the_answer_comes_in_every_format(store: SupervisedStore, media: Format) -> None:
    """As the engine writes it, long ones too."""
    query = "SELECT ?s ?o { ?s <http://e/next> ?o } ORDER BY ?s ?o"
    formats = {Form.BINDINGS: media}
    assert store.query(query, formats=formats).read() == store._readers.query(query, formats=formats).read()


def test_a_query_ends_at_its_limits(store: SupervisedStore) -> None:
    """Of time or of memory, whatever engine works at it; the store answers as before."""
    pairs = "?a <http://e/next> ?b . ?c <http://e/next> ?d . ?e <http://e/next> ?f . ?g <http://e/next> ?h"
    for what in ("COUNT(*)", "COUNT(DISTINCT ?a)"):
        with pytest.raises((QueryTimeout, QueryTooLarge)):
            store.query(f"SELECT ({what} AS ?n) {{ {pairs} }}", timeout=3).read()
    with pytest.raises((QueryTimeout, QueryTooLarge)):
        store.query(f"SELECT DISTINCT * {{ {pairs} }} ORDER BY ?a ?b", timeout=3).read()
    assert count(store) == THINGS


def test_a_store_too_large_for_memory_has_columns_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read from disk, where the engine would give a triple of two graphs twice; columns have it once."""
    monkeypatch.setattr(columnar, "LONG_REST", 0)
    query = "SELECT ?s (COUNT(?o) AS ?n) { ?s <http://e/p> ?o OPTIONAL { ?o <http://e/q> ?x } } GROUP BY ?s"
    with SupervisedStore(tmp_path / "store", limits=Limits(prompt_bytes=10, in_memory_bytes=1)) as store:
        for graph in "gh":
            store.update(f"INSERT DATA {{ GRAPH <http://e/{graph}> {{ <http://e/a> <http://e/p> <http://e/b> }} }}")
        wait_for_columns(store)
        assert select(store, query).records == [{"s": "http://e/a", "n": 1}]
        assert store.query("SELECT ?o (COUNT(?s) AS ?n) { { ?s ?p ?o } UNION {} } GROUP BY ?o").read()


def test_a_small_store_has_none() -> None:
    """Nor is anybody told that they are not there yet."""
    with SupervisedStore() as small:
        assert "in_columns" not in small.occupancy


def test_a_store_whose_columns_cannot_be_made_tells_of_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """So nobody waits for them, and the log says why; what is loaded next is tried anew."""
    monkeypatch.setattr(columnar, "LONG_REST", 0)
    monkeypatch.setattr(columnar, "REST", 0.01)
    snapshots = resting()

    def build(_target: Path, _most: int, _cancelled: Callable[[], bool]) -> str:
        if snapshots.loaded == "1":
            raise QueryTooLarge("too large")
        return snapshots.loaded

    made = Columnar(build, snapshots, tmp_path, None)
    try:
        wait_until(lambda: made.are_there is None)
        wait_until(lambda: "Columns cannot be made, so the engine answers all questions: too large" in caplog.text)
        snapshots.loaded = "2"  # type: ignore[misc]
        wait_until(lambda: made.are_there is True)
    finally:
        made.close()


def test_data_whose_readers_cannot_import_what_they_need_are_read_from_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says what is missing, and queries are answered."""
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "duckdb.py").write_text("raise ImportError('libduckdb is missing')\n", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(broken))
    with SupervisedStore(tmp_path / "store", limits=LIMITS) as store:
        store.update("INSERT DATA { GRAPH <http://e/g> { <http://e/a> <http://e/next> <http://e/b> } }")
        wait_until(lambda: "read from disk: What its readers need cannot be imported: libduckdb is" in caplog.text)
        assert not store.occupancy["in_memory"]
        assert count(store) == 1


def resting() -> Snapshots:
    """Those of a large store that is in memory, which can follow from any version."""
    said = {"is_small": False, "is_settled": True, "is_current": True, "loaded": "1", "behind": lambda _: 0}
    return cast("Snapshots", SimpleNamespace(**said))


def test_columns_under_way_are_given_up_when_the_store_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever stops the service does not wait for what nobody will ask; nothing is left behind."""
    monkeypatch.setattr(columnar, "LONG_REST", 0)
    begun = Event()

    def build(_: Path, __: int, cancelled: Callable[[], bool]) -> str:
        begun.set()
        while not cancelled():
            time.sleep(0.01)
        raise QueryCancelled("Nobody waits for it.")

    made = Columnar(build, resting(), tmp_path, 1)
    assert begun.wait(10)
    made.close()
    assert not made.are_there
    assert [*tmp_path.iterdir()] == []


def test_columns_are_tried_again_when_all_readers_are_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy store has them later."""
    monkeypatch.setattr(columnar, "LONG_REST", 0)
    asked = []

    def build(_: Path, __: int, ___: Callable[[], bool]) -> str:
        asked.append(1)
        if len(asked) == 1:
            raise Busy("Later.")
        return "1"

    made = Columnar(build, resting(), tmp_path, 1)
    wait_until(lambda: made.are_there)
    assert made.offer("SELECT ?s { ?s ?p ?o }") is None
    assert made.offer("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") is not None
    made.close()


def test_what_would_take_too_much_room_is_not_built() -> None:
    """The limit is told."""
    with EmbeddedStore() as store, TemporaryDirectory() as folder:
        store.update("INSERT DATA { <http://e/a> <http://e/p> 1, 2, 3 }")
        with pytest.raises(QueryTooLarge):
            build_columns(store, Path(folder) / "columns", 100, 100 * MEGABYTE)
        assert [*Path(folder).iterdir()] == []


def test_long_texts_need_little_memory(tmp_path: Path) -> None:
    """What a step cannot hold it puts into files: texts of 8 MB, of which three joins at once took over 40."""
    with EmbeddedStore() as store:
        lines = (f'<http://e/{n}> <http://e/text> "{str(n) * 60}" .\n' for n in range(30_000))
        store.load("".join(lines).encode(), Format.N_TRIPLES)
        build_columns(store, tmp_path / "columns", 100 * MEGABYTE, 36 * MEGABYTE)
    assert columns_in(tmp_path) == []
    assert (tmp_path / "columns").is_file()
