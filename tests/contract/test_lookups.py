"""Lookups of one thing, answered in the service's own process: what counts as one; the answer is the store's."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store.answer import read_table
from graph.store.embedded.lookups import MOST_STATEMENTS, MemoryLookups, is_lookup
from graph.store.errors import FormatNotOffered
from graph.store.formats import DEFAULT_FORMATS, Form, Format
from graph.store.processes.limits import Limits
from graph.store.processes.supervised import SupervisedStore

LOOKUP = "SELECT ?p ?o WHERE { <http://e/a> ?p ?o }"


@pytest.mark.parametrize(
    "query",
    [
        LOOKUP,
        "select * {<http://e/a> ?p ?o.}",
        "SELECT DISTINCT ?o\nWHERE\n{ <http://e/九星#x> <http://e/p> ?o . } # a comment\n  # and one more",
        "DESCRIBE <http://e/a>",
    ],
)
def test_what_is_said_of_one_thing_is_a_lookup(query: str) -> None:
    """One pattern whose subject is written out, however it is laid out."""
    assert is_lookup(query)


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
        f"{LOOKUP} # a comment\n SELECT * {{ ?s ?p ?o }}",
        f"{LOOKUP} ORDER BY ?o",
        f"{LOOKUP}{'#' * 5000}",
        "",
    ],
)
def test_nothing_else_is(query: str) -> None:
    """What could take longer, reads another dataset, or is not followed to its end goes to a reader."""
    assert not is_lookup(query)


def test_a_text_of_many_comments_is_read_in_no_time() -> None:
    """The pattern has one way to read a text."""
    begin = time.process_time()
    for tail in ("#\n" * 2000, "\n" * 4000, "# " * 2000, "#\n\r \n" * 600):
        is_lookup(LOOKUP + tail + "x")
    assert time.process_time() - begin < 1


def test_only_what_is_bounded_is_held() -> None:
    """A subject with very many statements, or a blank node, leaves lookups to the readers."""
    line = "<http://e/a> <http://e/p> <http://e/{}> .\n"
    few = "".join(line.format(number) for number in range(MOST_STATEMENTS))
    assert MemoryLookups.of_triples(few.encode(), "v") is not None
    assert MemoryLookups.of_triples((few + line.format("more")).encode(), "v") is None
    assert MemoryLookups.of_triples(b"<http://e/a> <http://e/p> _:b .\n", "v") is None
    assert MemoryLookups.of_triples(b"", "v") is not None


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
        assert store.query(LOOKUP, formats=formats).read() == store._ask_reader(LOOKUP, formats=formats).read()
    answer = store.query("DESCRIBE <http://e/a>", formats={Form.GRAPH: Format.N_TRIPLES})
    assert (answer.form, answer.format, answer.read().count(b"\n")) == (Form.GRAPH, Format.N_TRIPLES, 1)
    with pytest.raises(FormatNotOffered):
        store.query(LOOKUP, formats={Form.GRAPH: Format.TURTLE})


@pytest.fixture
def large() -> Iterator[SupervisedStore]:
    """A store that is too large to be held."""
    with SupervisedStore(limits=Limits(at_hand_bytes=10)) as store:
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
        assert rows == sorted(map(str, read_table(large._ask_reader(query, formats=DEFAULT_FORMATS).read()).rows))
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


def test_its_checkpoints_do_not_pile_up(tmp_path: Path) -> None:
    """Each version's is removed when it has had its day, the last one with the store."""
    with SupervisedStore(tmp_path / "s", limits=Limits(at_hand_bytes=10)) as store:
        for number in range(3):
            store.update(f"INSERT DATA {{ GRAPH <http://e/g> {{ <http://e/a> <http://e/p> {number} }} }}")
            _wait_until_at_hand(store)
        assert len([*(tmp_path / "s" / "checkpoints").iterdir()]) <= 2
    assert [*(tmp_path / "s" / "checkpoints").iterdir()] == []
