"""Columns of an earlier version, joined with what was written since: the answer is that of the newest version."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, event, given, settings
from test_columns import ANSWERED, AWKWARD, MEGABYTE, PREFIXES, Both, queries

from graph.store.embedded import EmbeddedStore, union_log
from graph.store.embedded.columns.answering import Columns
from graph.store.embedded.columns.building import build_columns
from graph.store.embedded.columns.syntax import NotInColumns
from graph.store.formats import Format
from graph.store.processes.touched import Touched, graphs_written, names_only

GRAPHS = ("e:g", "e:h", "e:k")
SUBJECTS = ("e:a", "e:b", "e:c", "e:new", "e:nëw", "<http://e/a!>", "<http://a>", "<urn:z>", "[]")
OBJECTS = {
    "e:knows": ("e:a", "e:b", "e:d", "e:new", "e:newer", "<http://a>", "<urn:zz>"),
    "a": ("e:C", "e:D", "e:E"),
    "e:text": ("'b'", "'new'", "'a\\tb'", "''", "'\\\\'", "'示范'", "'ß'"),
    "e:size": ("1", "20", "7", "5000", "-1"),
    "e:label": ("'九'@zh", "'nine'@en", "'neuf'@fr"),
    "e:any": ("1", "'1'", "1.5", "true", "e:a", "[]", "'x'@en", "'x'^^e:type"),
    "e:later": ("e:a", "'b'", "3"),
}
# Of each predicate the kind of its objects becomes another, but for those that are `e:any` anyway.
ODD = ("e:a e:text 5", "e:b e:size 'many'", "e:c e:knows 'nobody'", "e:a e:label e:b", "e:b a []")


class Followed(Both):
    """Data in columns of an earlier version, and in a copy that follows a store."""

    def __init__(self, folder: Path) -> None:
        self.store = EmbeddedStore()
        self.store.update(AWKWARD)
        self._touched = Touched(self.store.version())
        self._folder = folder
        super().__init__(self.store, folder)
        self._version = self.store.version()

    def write(self, update: str) -> None:
        """Carry out an update."""
        touched = graphs_written(PREFIXES + update)
        assert touched is not None, update
        self.store.update(PREFIXES + update)
        self._touched.note(self.store.version(), touched)

    def write_graph(self, name: str, turtle: str) -> None:
        """Put a graph's triples in the place of others."""
        self.store.write_graph(
            name, (PREFIXES.replace("PREFIX", "@prefix").strip() + f" .\n{turtle}").encode(), Format.TURTLE
        )
        self._touched.note(self.store.version(), names_only([name]))

    def follow(self) -> None:
        """Have the copy follow to the newest version."""
        graphs = self._touched.since(self.engine.version())
        assert graphs is not None
        target = self._folder / self.store.version()
        listed = {name: None if things is None else sorted(things) for name, things in graphs.items()}
        version = self.store.excerpt(listed, target)
        assert version is not None
        self.engine.follow(version, target)

    def read_columns(self) -> None:
        """Open the columns again, as a reader of the newest version does."""
        changes = self.engine.union_changes(self._version)
        assert changes is not None
        self.columns._connection.close()  # a file is open with the same settings wherever it is open in a process
        self.columns = Columns(self._file, 256 * MEGABYTE, changes)

    def build_columns(self) -> None:
        """Have columns of the version that was followed to."""
        self.columns._connection.close()
        self._version = self.engine.version()
        self._file = self._folder / f"columns-{self._version}"
        build_columns(self.engine, self._file, 64 * MEGABYTE, 256 * MEGABYTE)
        self.columns = Columns(self._file, 256 * MEGABYTE)


@pytest.fixture
def followed(tmp_path: Path) -> Iterator[Followed]:
    """The awkward data, and their columns."""
    found = Followed(tmp_path)
    yield found
    found.store.close()


def triples(dice: random.Random) -> str:
    """Some triples, often such as are there or were there."""
    found = []
    for _ in range(dice.randint(1, 4)):
        predicate = dice.choice(sorted(OBJECTS))
        found.append(f"{dice.choice(SUBJECTS)} {predicate} {dice.choice(OBJECTS[predicate])}")
    if dice.random() < 0.1:
        found.append(dice.choice(ODD))
    return " . ".join(found)


def write_something(followed: Followed, dice: random.Random) -> None:
    """Write in one of all ways of which it is known which graphs they change."""
    graph, other = dice.choice(GRAPHS), dice.choice(GRAPHS)
    subject = dice.choice(SUBJECTS[:6])
    predicate = dice.choice(sorted(OBJECTS))
    value = dice.choice([value for value in OBJECTS[predicate] if value != "[]"])
    kinds = [
        lambda: followed.write(f"INSERT DATA {{ GRAPH {graph} {{ {triples(dice)} }} }}"),
        lambda: followed.write(
            f"INSERT DATA {{ GRAPH {graph} {{ {triples(dice)} }} GRAPH {other} {{ {triples(dice)} }} }}"
        ),
        lambda: followed.write(f"DELETE DATA {{ GRAPH {graph} {{ {subject} {predicate} {value} }} }}"),
        lambda: followed.write(f"DELETE WHERE {{ GRAPH {graph} {{ {subject} ?p ?o }} }}"),
        lambda: followed.write(f"WITH {graph} DELETE {{ ?s {predicate} ?o }} WHERE {{ ?s {predicate} ?o }}"),
        lambda: followed.write(
            f"WITH {graph} DELETE {{ {subject} ?p ?o }} INSERT {{ e:moved ?p ?o }} WHERE {{ {subject} ?p ?o }}"
        ),
        lambda: followed.write(f"DROP SILENT GRAPH {graph}"),
        lambda: followed.write(f"CLEAR SILENT GRAPH {graph}"),
        lambda: followed.write(f"ADD SILENT {graph} TO {other}"),
        lambda: followed.write(f"MOVE SILENT {graph} TO {other}"),
        lambda: followed.write_graph(graph.replace("e:", "http://e/"), f"{triples(dice)} ."),
    ]
    dice.choices(kinds, weights=[8, 3, 3, 2, 1, 1, 1, 1, 1, 1, 1])[0]()


@pytest.mark.parametrize("seed", range(6))
def test_after_any_writes_the_answer_is_the_engines(followed: Followed, seed: int) -> None:
    """Whatever they insert, delete, drop or move; a triple of two graphs goes with the last that states it."""
    dice = random.Random(seed)  # noqa: S311  # nothing is kept secret
    for step in range(1, 25):
        for _ in range(dice.randint(1, 3)):
            write_something(followed, dice)
        followed.follow()
        if step == 12:
            followed.build_columns()
        if step % 4 == 0:
            followed.read_columns()
            answered = sum(followed.compare(query) for query in ANSWERED)
            assert answered > len(ANSWERED) / 3


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Followed]:
    """The awkward data after some writes of all ways."""
    found = Followed(tmp_path_factory.mktemp("joined"))
    for way in range(3):
        dice = random.Random(way)  # noqa: S311
        for _ in range(4):
            write_something(found, dice)
        found.follow()
    found.write(
        "INSERT DATA { GRAPH e:k { e:a e:knows e:ab, e:zz ; e:size 8 ; e:text 'k' . e:ab e:knows e:b ; a e:C } }"
    )
    found.follow()
    found.read_columns()
    yield found
    found.store.close()


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(queries())
def test_any_question_has_the_newest_answer_or_none(joined: Followed, asked: tuple[str, str | None]) -> None:
    """Whatever is put together from patterns, paths, groups, filters and aggregates."""
    query, order = asked
    event(f"answered: {joined.compare(query, order=order)}")


def test_a_kind_of_term_that_comes_later_is_known(followed: Followed) -> None:
    """What was translated since all objects were integers is left to the engine from then on."""
    query = "SELECT (SUM(?n) AS ?sum) { ?s e:size ?n }"
    assert followed.compare(query)
    followed.write("INSERT DATA { GRAPH e:g { e:a e:size 'many' } }")
    followed.follow()
    followed.read_columns()
    assert not followed.compare(query)
    followed.write("DELETE DATA { GRAPH e:g { e:a e:size 'many' } }")
    followed.follow()
    followed.read_columns()
    assert followed.compare(query), "nothing of it is left in the changes"


def test_later_iris_come_in_their_order(followed: Followed) -> None:
    """Before, between and behind those that were there, also many at one place."""
    for place in ("http://a/", "http://e/a", "http://e/b/", "urn:z:"):
        some = " . ".join(f"<{place}{number}> a e:C" for number in range(40))
        followed.write(f"INSERT DATA {{ GRAPH e:k {{ {some} }} }}")
        followed.follow()
    followed.read_columns()
    assert followed.compare("SELECT ?s { ?s a e:C } ORDER BY ?s", order="s")
    assert followed.compare(
        "SELECT ?s { ?s a e:C . ?x a e:D FILTER(STR(?s) < STR(?x)) } ORDER BY DESC(?s) ?x", order="s"
    )


def test_so_many_changes_are_remembered_and_no_more(followed: Followed, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a version before them it is not known what is another."""
    monkeypatch.setattr(union_log, "MOST_CHANGES", 3)
    versions = []
    for number in range(4):
        versions.append(followed.engine.version())
        followed.write(f"INSERT DATA {{ GRAPH e:g {{ e:a e:knows e:n{number} }} }}")
        followed.follow()
    assert followed.engine.union_changes(versions[0]) is None
    assert len(followed.engine.union_changes(versions[1]) or ()) == 3
    assert followed.engine.behind() == dict(zip([*versions[1:], followed.engine.version()], (3, 2, 1, 0), strict=True))


def test_terms_of_rdf_1_2_are_not_followed(followed: Followed) -> None:
    """There are no columns that could have them."""
    before = followed.engine.version()
    followed.write("INSERT DATA { GRAPH e:g { e:a e:any <<( e:a e:b e:c )>> } }")
    followed.follow()
    assert followed.engine.union_changes(before) is None
    assert followed.engine.behind() == {followed.engine.version(): 0}
    triple = ox.Triple(*map(ox.NamedNode, ("http://e/a", "http://e/b", "http://e/c")))
    beyond = ox.Triple(ox.NamedNode("http://e/a"), ox.NamedNode("http://e/any"), triple)
    followed.columns._connection.close()
    with pytest.raises(NotInColumns):
        Columns(followed._file, 256 * MEGABYTE, {beyond: True})
