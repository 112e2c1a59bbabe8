"""Lookups of one thing, answered in the service's own process: what counts as one; the answer is the store's."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from types import SimpleNamespace
from typing import cast

import pytest

from graph.store.answer import Answer, read_table
from graph.store.embedded import EmbeddedStore, MergedCopy, subject_table, tabulating
from graph.store.embedded.lookups import TableLookups
from graph.store.embedded.subject_table import MOST_STATEMENTS, SubjectTable, TableWriter
from graph.store.embedded.tabulating import tabulate
from graph.store.errors import FormatNotOffered, QueryCancelled, QuerySyntaxError, QueryTooLarge
from graph.store.formats import DEFAULT_FORMATS, Form, Format
from graph.store.processes import at_hand
from graph.store.processes.at_hand import AtHand
from graph.store.processes.limits import Limits
from graph.store.processes.snapshots import Snapshots
from graph.store.processes.supervised import SupervisedStore

LOOKUP = "SELECT ?p ?o WHERE { <http://e/a> ?p ?o }"


@pytest.fixture(scope="module")
def lookups() -> TableLookups:
    """Those of a table in which one thing is said."""
    _, found = held("<http://e/a> <http://e/p> 1")
    assert found is not None
    return found


@pytest.mark.parametrize(
    "query",
    [
        LOOKUP,
        "select * {<http://e/a> ?p ?o.}",
        "SELECT DISTINCT ?o\nWHERE\n{ <http://e/九星#x> <http://e/p> ?o . } # a comment\n  # and one more",
        "DESCRIBE <http://e/a>",
    ],
)
def test_what_is_said_of_one_thing_is_a_lookup(lookups: TableLookups, query: str) -> None:
    """One pattern whose subject is written out, however it is laid out."""
    assert lookups.answer(query, DEFAULT_FORMATS) is not None


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s WHERE { ?s <http://e/p> <http://e/a> }",
        "SELECT ?p ?o WHERE { <http://e/a> ?p ?o . ?o ?q ?r }",
        "SELECT ?o WHERE { <http://e/a> <http://e/p>* ?o }",
        "SELECT ?p ?o WHERE { { <http://e/a> ?p ?o } UNION { ?p ?q ?o } }",
        "SELECT ?p ?o FROM <http://e/g> WHERE { <http://e/a> ?p ?o }",
        "SELECT (COUNT(*) AS ?n) WHERE { <http://e/a> ?p ?o }",
        "SELECT ?p ?o WHERE { <relative> ?p ?o }",
        "SELECT ?p ?o WHERE { SERVICE <http://e/> { <http://e/a> ?p ?o } }",
        "DESCRIBE ?x WHERE { ?x ?p ?o }",
        "\u017fELECT ?p ?o WHERE { <http://e/a> ?p ?o }",
        f"{LOOKUP} # a comment\n SELECT * {{ ?s ?p ?o }}",
        f"{LOOKUP} ORDER BY ?o",
        f"{LOOKUP}{'#' * 5000}",
        "",
    ],
)
def test_nothing_else_is(lookups: TableLookups, query: str) -> None:
    """What could take longer, reads another dataset, or is not followed to its end goes to a reader."""
    assert lookups.answer(query, DEFAULT_FORMATS) is None


def test_a_text_of_many_comments_is_read_in_no_time(lookups: TableLookups) -> None:
    """The pattern has one way to read a text."""
    begin = time.process_time()
    for tail in ("#\n" * 2000, "\n" * 4000, "# " * 2000, "#\n\r \n" * 600):
        lookups.answer(LOOKUP + tail + "x", DEFAULT_FORMATS)
    assert time.process_time() - begin < 1


AWKWARD = """
    <http://e/a> <http://e/p> 1, 1.50, true, "tab\\t quote\\" line\\n slash\\\\ \\u0001\\u0002\\u0003", "九星"@zh-Hans, <http://e/九?q=1&r=(2)>,
        "}, {\\"s\\":", "<b>&amp;</b>", "", "2025"^^<http://www.w3.org/2001/XMLSchema#gYear> ; a <http://e/C> .
    <http://e/ab> <http://e/p> <http://e/a> .
    <http://e/blank> <http://e/p> [ <http://e/q> 1 ] .
    [] <http://e/p> <http://e/a> .
"""
ASKED = (
    "SELECT ?p ?o WHERE {{ <{}> ?p ?o }}",
    "select * {{<{}> ?b ?a.}}",
    "SELECT ?a ?b {{ <{}> ?b ?a }} # turned",
    "SELECT DISTINCT ?o {{ <{}> ?p ?o }}",
    "SELECT ?o ?none {{ <{}> ?p ?o }}",
    "SELECT ?x {{ <{}> ?x ?x }}",
    "SELECT ?o {{ <{}> <http://e/p> ?o }}",
    "SELECT ?o {{ <{}> <http://e/unknown> ?o }}",
)


def held(data: str) -> tuple[MergedCopy, TableLookups | None]:
    """A store in memory, and its table if it can be held."""
    with EmbeddedStore() as store:
        store.update(f"INSERT DATA {{ GRAPH <http://e/g> {{ {data} }} }}")
        copy = store.merged_copy()
    with TemporaryDirectory() as folder, suppress(QueryTooLarge):
        target = Path(folder) / "table"
        tabulate(copy, target, 10**6)
        return copy, TableLookups(SubjectTable(target), "v")
    return copy, None


def rows_of(answer: Answer) -> tuple[tuple[str, ...], list[str]]:
    """The columns and the rows of an answer, in an order of their own."""
    table = read_table(answer.read())
    return table.variables, sorted(map(str, table.rows))


@pytest.mark.parametrize("asked", ASKED)
def test_a_table_answers_as_the_engine_does(asked: str) -> None:
    """Column by column and row by row, of any value, of what it knows and of what it does not."""
    copy, lookups = held(AWKWARD)
    assert lookups is not None
    for thing in ("http://e/a", "http://e/ab", "http://e/blank", "http://e/nothing", "http://e/C"):
        query = asked.format(thing)
        answer = lookups.answer(query, DEFAULT_FORMATS)
        assert answer is not None
        assert rows_of(answer) == rows_of(copy.query(query))


def test_a_table_answers_in_every_format() -> None:
    """What is not put together from its text is the engine's; so is a description without blank nodes."""
    copy, lookups = held(AWKWARD)
    assert lookups is not None
    for media in (Format.XML, Format.CSV, Format.TSV):
        query = "SELECT ?p ?o { <http://e/a> ?p ?o }"
        answer = lookups.answer(query, {Form.BINDINGS: media})
        assert answer is not None
        assert sorted(answer.read()) == sorted(copy.query(query, formats={Form.BINDINGS: media}).read())
    lines = {Form.GRAPH: Format.N_TRIPLES}
    described = lookups.answer("DESCRIBE <http://e/a>", lines)
    assert described is not None
    assert sorted(described.read().splitlines()) == sorted(
        copy.query("DESCRIBE <http://e/a>", formats=lines).read().splitlines()
    )
    assert lookups.answer("DESCRIBE <http://e/blank>", lines) is None
    with pytest.raises(FormatNotOffered):
        lookups.answer("SELECT ?p ?o { <http://e/a> ?p ?o }", lines)


def test_what_the_engine_refuses_is_refused() -> None:
    """A name that is no IRI after all is told with the engine's words."""
    _, lookups = held(AWKWARD)
    assert lookups is not None
    with pytest.raises(QuerySyntaxError):
        lookups.answer("SELECT ?p ?o { <http://[e/> ?p ?o }", DEFAULT_FORMATS)


def test_only_what_is_bounded_is_held() -> None:
    """A thing of very many statements is for a reader, and so is a union of more than is wished for."""
    line = "<http://e/a> <http://e/p> <http://e/{}> .\n"
    few = "".join(line.format(number) for number in range(MOST_STATEMENTS))
    _, lookups = held(few)
    assert lookups is not None
    assert lookups.answer(LOOKUP, DEFAULT_FORMATS) is not None
    _, lookups = held(few + line.format("more") + "<http://e/b> <http://e/p> 1 .")
    assert lookups is not None
    assert lookups.answer(LOOKUP, DEFAULT_FORMATS) is None
    assert lookups.answer(LOOKUP.replace("e/a", "e/b"), DEFAULT_FORMATS) is not None
    assert held(few + line.format("x" * 10**6))[1] is None
    assert held("")[1] is not None


def test_what_is_too_much_to_be_sorted_at_once_is_sorted_in_piles(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same answers come of many piles as of one."""
    monkeypatch.setattr(tabulating, "_PILE_BYTES", 1000)
    monkeypatch.setattr(tabulating, "_PIECE_BYTES", 300)
    things = range(200)
    copy, lookups = held(" ".join(f"<http://e/{n}> <http://e/p> {n}, <http://e/{n + 1}> ." for n in things))
    assert lookups is not None
    for thing in things:
        query = f"SELECT ?p ?o {{ <http://e/{thing}> ?p ?o }}"
        answer = lookups.answer(query, DEFAULT_FORMATS)
        assert answer is not None
        assert rows_of(answer) == rows_of(copy.query(query))


@pytest.mark.parametrize("asked", ASKED)
def test_what_rdf_1_2_adds_is_answered_too(asked: str) -> None:
    """A direction of text, and a triple as a value."""
    copy, lookups = held('<http://e/a> <http://e/p> "x"@ar--rtl , <<( <http://e/a> <http://e/p> 1 )>> .')
    assert lookups is not None
    query = asked.format("http://e/a")
    answer = lookups.answer(query, DEFAULT_FORMATS)
    assert answer is not None
    assert sorted(answer.read()) == sorted(copy.query(query).read())


def test_things_with_the_same_key_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key is a digest of a name, and two names may have one."""
    monkeypatch.setattr(subject_table, "_key", len)
    with (tmp_path / "table").open("wb") as file:
        writer = TableWriter(file)
        for name in (b"http://e/ab", b"http://e/a", b"http://e/b"):
            writer.add(name, [(b"p", name)])
        writer.close()
    table = SubjectTable(tmp_path / "table")
    assert table.statements(b"http://e/a") == b"p\x02http://e/a"
    assert table.statements(b"http://e/b") == b"p\x02http://e/b"
    assert table.statements(b"http://e/c") is None


@pytest.fixture
def store() -> Iterator[SupervisedStore]:
    """A store whose union is at hand."""
    with SupervisedStore() as store:
        store.update("INSERT DATA { GRAPH <http://e/g> { <http://e/a> <http://e/p> 1 } }")
        _wait_until_at_hand(store)
        yield store


def _wait_until_at_hand(store: SupervisedStore) -> None:
    deadline = time.monotonic() + 20
    while store._at_hand.answer(LOOKUP, DEFAULT_FORMATS) is None:
        assert time.monotonic() < deadline
        store.query("ASK {}").read()  # the copy in memory comes when somebody asks
        time.sleep(0.05)


def values(store: SupervisedStore, query: str = LOOKUP) -> list[object]:
    """What a lookup finds."""
    return sorted(record["o"] for record in read_table(store.query(query).read()).records)  # type: ignore[type-var]


def test_a_lookup_sees_every_write_before_it(store: SupervisedStore) -> None:
    """From a write on the copy is not asked, until it has been made anew; a triple of two graphs is one row."""
    assert values(store) == [1]
    store.update("INSERT DATA { GRAPH <http://e/h> { <http://e/a> <http://e/p> 1, 2 } }")
    assert store._at_hand.answer(LOOKUP, DEFAULT_FORMATS) is None
    assert values(store) == [1, 2]
    _wait_until_at_hand(store)
    assert values(store) == [1, 2]


def test_the_answer_is_the_readers_in_every_format(store: SupervisedStore) -> None:
    """Bindings and graphs come as asked for; a form without a format is refused as ever."""
    for media in (Format.JSON, Format.XML, Format.CSV, Format.TSV):
        formats = {Form.BINDINGS: media}
        assert store.query(LOOKUP, formats=formats).read() == store._readers.query(LOOKUP, formats=formats).read()
    answer = store.query("DESCRIBE <http://e/a>", formats={Form.GRAPH: Format.N_TRIPLES})
    assert (answer.form, answer.format, answer.read().count(b"\n")) == (Form.GRAPH, Format.N_TRIPLES, 1)
    with pytest.raises(FormatNotOffered):
        store.query(LOOKUP, formats={Form.GRAPH: Format.TURTLE})
    assert store.occupancy["from_table"]


@pytest.fixture
def large() -> Iterator[SupervisedStore]:
    """A store that is too large to be held."""
    with SupervisedStore(limits=Limits(at_hand_bytes=10, prompt_bytes=10)) as store:
        store.update("INSERT DATA { GRAPH <http://e/g> { <http://e/a> <http://e/p> 1 } }")
        _wait_until_at_hand(store)
        yield store


def test_a_large_store_is_read_where_it_lies(large: SupervisedStore) -> None:
    """From a checkpoint on disk: a triple of two graphs is one row, blank nodes are the store's, writes are seen."""
    large.update(
        "INSERT DATA { GRAPH <http://e/h> { <http://e/a> <http://e/p> 1 ; <http://e/q> 1, [] } } ;"
        "INSERT DATA { <http://e/a> <http://e/r> 5 }"
    )
    assert large._at_hand.answer(LOOKUP, DEFAULT_FORMATS) is None
    _wait_until_at_hand(large)
    for query in (LOOKUP, "SELECT ?o { <http://e/a> ?p ?o }", "SELECT DISTINCT ?o { <http://e/a> ?p ?o } # once"):
        quick = large._at_hand.answer(query, DEFAULT_FORMATS)
        assert quick is not None
        rows = sorted(map(str, read_table(quick.read()).rows))
        assert rows == sorted(map(str, read_table(large._readers.query(query, formats=DEFAULT_FORMATS).read()).rows))
    assert large._at_hand.answer("DESCRIBE <http://e/a>", DEFAULT_FORMATS) is None


def test_a_hub_of_a_large_store_is_for_a_reader(large: SupervisedStore) -> None:
    """What is said of a thing of very many statements comes whole, from a reader, whatever the format."""
    hub = " ".join(f"<http://e/hub> <http://e/p> {number} ." for number in range(MOST_STATEMENTS + 1))
    large.update(f"INSERT DATA {{ GRAPH <http://e/g> {{ {hub} <http://e/less> <http://e/p> 0 }} }}")
    _wait_until_at_hand(large)
    query = "SELECT ?o { <http://e/hub> ?p ?o }"
    for media in (Format.JSON, Format.CSV):
        assert large._at_hand.answer(query, {Form.BINDINGS: media}) is None
        assert large._at_hand.answer(query.replace("hub", "less"), {Form.BINDINGS: media}) is not None
    assert len(values(large, query)) == MOST_STATEMENTS + 1
    large.update(f"DELETE DATA {{ GRAPH <http://e/g> {{ <http://e/hub> <http://e/p> {MOST_STATEMENTS} }} }}")
    _wait_until_at_hand(large)
    assert large._at_hand.answer(query, {Form.BINDINGS: Format.CSV}) is not None


def test_a_large_store_has_a_table_when_it_rests(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The checkpoint answers until then, and is removed."""
    monkeypatch.setattr(at_hand, "LONG_REST", 0)
    with SupervisedStore(tmp_path / "s", limits=Limits(prompt_bytes=10)) as store:
        store.update("INSERT DATA { GRAPH <http://e/g> { <http://e/a> <http://e/p> 1 } }")
        deadline = time.monotonic() + 20
        while not store.occupancy["from_table"]:
            assert time.monotonic() < deadline
            store.query("SELECT * { ?s ?p ?o }", as_set=True).read()
            time.sleep(0.05)
        assert values(store) == [1]
        assert store._at_hand._read is None


def test_a_table_under_way_is_given_up_when_the_store_is_closed(tmp_path: Path) -> None:
    """Whoever stops the service does not wait for what nobody will ask."""
    begun = Event()

    def tabulated(_: Path, __: int, cancelled: Callable[[], bool]) -> str:
        begun.set()
        while not cancelled():
            time.sleep(0.01)
        raise QueryCancelled("Nobody waits for it.")

    resting = cast("Snapshots", SimpleNamespace(is_small=True, in_memory=True))
    kept = AtHand(tabulated, lambda: "1", lambda: pytest.fail("nothing is opened"), resting, tmp_path, 1)
    assert begun.wait(10)
    kept.close()
    assert kept.answer(LOOKUP, DEFAULT_FORMATS) is None
    assert [*tmp_path.iterdir()] == []


def test_why_there_is_no_table_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """However many versions are too large for one."""
    monkeypatch.setattr(at_hand, "REST", 0.01)
    versions = count(1)
    refused = Event()

    def tabulated(_: Path, __: int, ___: Callable[[], bool]) -> str:
        if next(versions) > 2:
            refused.set()
        raise QueryTooLarge("too large")

    resting = cast("Snapshots", SimpleNamespace(is_small=True, in_memory=True))
    told = [f"{version // 3}" for version in range(30)]  # each version stays for a while, the last for good
    kept = AtHand(
        tabulated,
        lambda: told.pop(0) if len(told) > 1 else told[0],
        lambda: pytest.fail("nothing is opened"),
        resting,
        tmp_path,
        1,
    )
    assert refused.wait(10)
    kept.close()
    assert caplog.text.count("not answered from a table of the newest data: too large") == 1


def test_its_checkpoints_do_not_pile_up(tmp_path: Path) -> None:
    """Each version's is removed when it has had its day, the last one with the store."""
    with SupervisedStore(tmp_path / "s", limits=Limits(at_hand_bytes=10, prompt_bytes=10)) as store:
        for number in range(3):
            store.update(f"INSERT DATA {{ GRAPH <http://e/g> {{ <http://e/a> <http://e/p> {number} }} }}")
            _wait_until_at_hand(store)
        assert len([*(tmp_path / "s" / "checkpoints").iterdir()]) <= 2
    assert [*(tmp_path / "s" / "checkpoints").iterdir()] == []
