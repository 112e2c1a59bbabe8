"""The union of the graphs and the merge of a dataset are sets: what two graphs state is there once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from graph.store.answer import read_table
from graph.store.base import Store, ask
from graph.store.embedded import EmbeddedStore
from graph.store.errors import QuerySyntaxError
from graph.store.folder import bytes_of_files
from graph.store.formats import Format
from graph.store.processes.limits import Limits
from graph.store.processes.supervised import SupervisedStore

MANY = 60_000
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
DATA = """
GRAPH <http://e/one> { <http://e/a> <http://e/p> <http://e/b>, <http://e/c> }
GRAPH <http://e/two> { <http://e/a> <http://e/p> <http://e/b> . <http://e/b> <http://e/p> <http://e/d> }
GRAPH <http://e/apart> { <http://e/x> <http://e/p> <http://e/y> }
"""
OWN = "<http://e/own> <http://e/p> <http://e/b> . <http://e/a> <http://e/p> <http://e/b> ."


@pytest.fixture(params=["memory", "folder", "processes", "processes on disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Each of the stores on this machine, with three graphs of which two share a triple."""
    opened: dict[str, Store] = {
        "memory": EmbeddedStore(),
        "folder": EmbeddedStore(tmp_path / "folder"),
        "processes": SupervisedStore(),
        "processes on disk": SupervisedStore(limits=Limits(in_memory_bytes=0)),
    }
    for name, store in opened.items():
        if name != request.param:
            store.close()
    with opened[request.param] as store:
        store.update(f"INSERT DATA {{ {DATA} }}")
        yield store


def count(store: Store, text: str = COUNT, **dataset: Sequence[str]) -> object:
    """The one number that a query answers."""
    return read_table(store.query(text, **dataset).read()).records[0]["n"]


def test_the_union_holds_a_triple_once(store: Store) -> None:
    """A triple that two graphs state is counted once, and a join over it gives one row."""
    assert count(store) == 4
    assert count(store, "SELECT (COUNT(*) AS ?n) WHERE { ?a <http://e/p> ?b . ?b <http://e/p> ?c }") == 1


def test_the_graphs_keep_what_they_state(store: Store) -> None:
    """GRAPH sees the triple in both graphs, and the union is no graph among them."""
    assert count(store, "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }") == 5
    assert count(store, "SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }") == 3
    assert store.graph_names() == ["http://e/apart", "http://e/one", "http://e/two"]


def test_a_dataset_is_the_merge_of_its_graphs(store: Store) -> None:
    """Two graphs named by the protocol or by FROM give a triple once; FROM NAMED graphs are still apart."""
    both = ["http://e/one", "http://e/two"]
    assert count(store, default_graphs=both) == 3
    assert count(store, default_graphs=[*both, "http://e/apart"]) == 4
    assert count(store, default_graphs=["http://e/one", "http://e/apart"]) == 3
    text = "PREFIX e: <http://e/> SELECT (COUNT(*) AS ?n) FROM e:one FROM <http://e/two> FROM NAMED e:apart WHERE"
    assert count(store, f"{text} {{ ?s ?p ?o }}") == 3
    assert count(store, f"{text} {{ GRAPH ?g {{ ?s ?p ?o }} }}") == 1


def test_the_stores_own_default_graph_is_in_the_union_and_hidden_elsewhere(store: Store) -> None:
    """Triples without a graph are part of the union, and no named graph holds them."""
    store.update(f"INSERT DATA {{ {OWN} }}")
    assert count(store) == 5
    assert count(store, "SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }") == 3
    assert store.size() == 7
    strict = store.query(COUNT, union_default=False).read()
    assert b'"2"' in strict
    assert store.read_graph(None, Format.N_TRIPLES).read().count(b" .\n") == 2
    assert len(store.graph_names()) == 3


def test_a_dump_is_what_was_stated(store: Store) -> None:
    """The merged triples are in no dump: what is dumped and loaded is the same store."""
    store.update(f"INSERT DATA {{ {OWN} }}")
    lines = store.dump(Format.N_QUADS).read().splitlines()
    assert len(lines) == len(set(lines)) == 7
    with EmbeddedStore() as again:
        again.load(b"\n".join(lines), Format.N_QUADS)
        assert sorted(again.dump().read().splitlines()) == sorted(lines)


def test_the_union_follows_each_write(store: Store) -> None:
    """A triple leaves the union with the last graph that states it."""
    question = "ASK { <http://e/a> <http://e/p> <http://e/b> }"
    store.remove_graph("http://e/one")
    assert ask(store, question)
    store.remove_graph("http://e/two")
    assert not ask(store, question)
    assert count(store) == 1


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of more than is read from a copy only, in which two graphs state the same triples."""
    folder = tmp_path_factory.mktemp("large") / "store"
    lines = "".join(f"<http://e/{n}> <http://e/p> <http://e/{n + 1}> .\n" for n in range(MANY)).encode()
    with EmbeddedStore(folder) as store:
        for name in ("http://e/one", "http://e/two"):
            store.load(lines, Format.N_TRIPLES, name)
    assert bytes_of_files(folder / "quads") > Limits().prompt_bytes
    return folder


def test_a_large_store_counts_once_from_disk(large: Path) -> None:
    """While there is no copy in memory, what is triple patterns and filters is asked such that nothing is repeated."""
    with SupervisedStore(large, read_only=True, limits=Limits(in_memory_bytes=0)) as store:
        assert count(store) == MANY
        assert count(store, "SELECT (COUNT(*) AS ?n) WHERE { ?a <http://e/p> ?b . ?b <http://e/p> ?c }") == MANY - 1
        assert count(store, COUNT, default_graphs=["http://e/one", "http://e/two"]) == MANY
        with pytest.raises(QuerySyntaxError, match="line 1, column 40"):
            store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o . }}").read()


def test_other_queries_wait_for_the_copy(large: Path) -> None:
    """A query that no such way is known for is answered from the copy, as soon as there is one."""
    asked = "SELECT (COUNT(*) AS ?n) WHERE { ?s <http://e/p> ?o OPTIONAL { ?s <http://e/q> ?t } }"
    with SupervisedStore(large, read_only=True, limits=Limits(patience=60)) as store:
        assert not store.occupancy["in_memory"]
        assert read_table(store.query(asked, as_set=True).read()).records[0]["n"] == MANY
        assert store.occupancy["in_memory"]
