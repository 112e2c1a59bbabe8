"""The index of geometries after writes: it has every literal of the data once, and is made anew only where it must."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from graph.geo.names import GEOJSON, WKT
from graph.store.embedded import EmbeddedStore, MergedCopy
from graph.store.embedded import index_base as base
from graph.store.embedded.shared_index import SharedIndex

EVERYWHERE = (-400.0, -90.0, 400.0, 90.0)
GRAPHS = ("http://x/a", "http://x/b")
_GEO = "http://www.opengis.net/ont/geosparql#"


class Followed:
    """A store, and a copy of it that follows."""

    def __init__(self, folder: Path) -> None:
        self.store = EmbeddedStore()
        self.add(GRAPHS[0], "x:first", "POINT (0 0)")
        self.copy: MergedCopy = self.store.merged_copy()
        self._folder = folder

    @property
    def index(self) -> SharedIndex:
        """The copy's index."""
        return self.copy._index  # what is tested here cannot be seen in any answer

    def add(self, graph: str, name: str, wkt: str, datatype: str = WKT) -> None:
        """Write a geometry."""
        self.write("INSERT DATA", graph, name, wkt, datatype)

    def write(self, words: str, graph: str, name: str, wkt: str, datatype: str = WKT) -> None:
        """Write or remove a geometry."""
        triple = f"{name} <{_GEO}asWKT> {json.dumps(wkt)}^^<{datatype}>"
        self.store.update(f"PREFIX x: <http://x/> {words} {{ GRAPH <{graph}> {{ {triple} }} }}")

    def follow(self) -> None:
        """Have the copy follow."""
        target = self._folder / str(len(list(self._folder.iterdir())))
        version = self.store.excerpt(dict.fromkeys(GRAPHS), target)
        assert version is not None
        self.copy.follow(version, target)


@pytest.fixture
def followed(tmp_path: Path) -> Followed:
    """A store with one geometry, and its copy."""
    return Followed(tmp_path)


def indexed(index: SharedIndex) -> list[tuple[str, str]]:
    """All that the index can name, which is what it would name for the whole earth."""
    found = index.get()
    entries = found.entries(found.numbers([EVERYWHERE]))
    assert len(entries) == len(set(entries)), "a literal that is named twice would be answered twice"
    return sorted(entries)


def there(store: EmbeddedStore) -> set[tuple[str, str]]:
    """The geometry literals of a store."""
    quads = store._quads
    return {(quad.object.value, quad.object.datatype.value) for quad in quads}  # type: ignore[union-attr]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("asked", [1.0, 0.3, 0.0])
def test_after_any_writes_every_literal_is_there_once(
    followed: Followed, seed: int, asked: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often it is asked between them: literals that two things or graphs share, that go and come again."""
    monkeypatch.setattr(base, "MOST_CHANGES", 6)
    dice = random.Random(seed)  # noqa: S311  # nothing is kept secret
    for _ in range(60):
        for _ in range(dice.randrange(4)):
            wkt = dice.choice(
                ["", "POINT (", f"POINT ({dice.randrange(5)} 1)", f"LINESTRING (0 0, {dice.randrange(5)} 3)"]
            )
            words = dice.choice(["INSERT DATA", "INSERT DATA", "DELETE DATA"])
            kind = dice.choice([WKT, WKT, GEOJSON])
            followed.write(words, dice.choice(GRAPHS), f"x:g{dice.randrange(3)}", wkt, kind)
        if dice.random() < 0.05:
            followed.store.update(f"CLEAR GRAPH <{dice.choice(GRAPHS)}>")
        followed.follow()
        if dice.random() < 0.1:
            followed.index.prepare()
        if dice.random() < asked:
            assert there(followed.store) <= set(indexed(followed.index))
    assert there(followed.store) <= set(indexed(followed.index))


def test_a_write_without_geometries_costs_no_index(followed: Followed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does one with a few cost a new one: what is new is added to what there was."""
    indexed(followed.index)
    written: list[int] = []
    whole = base.IndexBase.write
    monkeypatch.setattr(
        base.IndexBase, "write", lambda self, current: (written.append(self.is_written()), whole(self, current))
    )
    followed.store.update(f"INSERT DATA {{ GRAPH <{GRAPHS[0]}> {{ <http://x/s> <http://x/p> 1 }} }}")
    followed.follow()
    followed.add(GRAPHS[1], "x:second", "POINT (5 5)")
    followed.follow()
    assert [text for text, _ in indexed(followed.index)] == ["POINT (0 0)", "POINT (5 5)"]
    assert written == [True]


def test_any_process_can_make_the_file_that_several_share(followed: Followed) -> None:
    """A copy that has followed makes it such that the copy it has followed, which has other data, can read it too."""
    before = SharedIndex(followed.copy._quads)
    before._bases = list(followed.index._bases)
    followed.add(GRAPHS[0], "x:second", "POINT (5 5)")
    followed.write("DELETE DATA", GRAPHS[0], "x:first", "POINT (0 0)")
    followed.follow()
    followed.index.prepare()
    assert {text for text, _ in indexed(followed.index)} == {
        "POINT (0 0)",
        "POINT (5 5)",
    }  # one too many costs time only
    shared = followed.index._bases[0]
    shared._added.clear()
    shared._removed.clear()
    assert [text for text, _ in indexed(before)] == ["POINT (0 0)"]


def test_after_many_changes_the_former_index_answers_until_a_new_one_is_made(
    followed: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asking makes none; when it is made it has all, and what was removed is not in it any more."""
    monkeypatch.setattr(base, "MOST_CHANGES", 3)
    indexed(followed.index)
    followed.write("DELETE DATA", GRAPHS[0], "x:first", "POINT (0 0)")
    for number in range(1, 6):
        followed.add(GRAPHS[0], f"x:g{number}", f"POINT ({number} 0)")
    followed.follow()
    assert len(indexed(followed.index)) == 6
    followed.index.prepare(if_many=True)
    assert len(followed.index._bases) == 2  # six are not many
    for number in range(6, 10):  # too many for the new one, too
        followed.add(GRAPHS[0], f"x:g{number}", f"POINT ({number} 0)")
        followed.follow()
    assert len(indexed(followed.index)) == 10
    assert not followed.index._bases[0].is_written()
    followed.index.prepare()
    assert len(indexed(followed.index)) == 10  # of this version it has been opened already
    followed.store.update(f"DROP GRAPH <{GRAPHS[0]}>")
    followed.add(GRAPHS[0], "x:last", "POINT (9 9)")
    followed.follow()
    assert ("POINT (9 9)", WKT) in indexed(followed.index)


def test_what_has_changed_beyond_all_use_is_let_go(followed: Followed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the first question makes a new one of what is there, and of nothing else."""
    monkeypatch.setattr(base, "MOST_CHANGES", 3)
    indexed(followed.index)
    followed.write("DELETE DATA", GRAPHS[0], "x:first", "POINT (0 0)")
    for number in range(1, 15):
        followed.add(GRAPHS[0], f"x:g{number}", f"POINT ({number} 0)")
    followed.follow()
    assert indexed(followed.index) == sorted(there(followed.store))
