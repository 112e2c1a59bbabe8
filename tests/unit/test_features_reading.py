"""What a table of features is read from: lists that an engine cuts short, and points that are read the short way."""

from __future__ import annotations

from typing import Any

import pytest
import shapely

from graph.store.answer import Answer, WholeAnswer
from graph.store.base import select
from graph.store.factory import open_store
from graph.store.formats import Form, Format
from queries.features import facts
from queries.features.facts import cells, iris, members
from queries.features.geometries import read_shapes
from queries.features.rows import take_rows

_THINGS = "".join(f"<http://example.org/{number}> a <http://example.org/Thing> .\n" for number in range(7))


def test_a_list_is_whole_where_the_engine_cuts_answers_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that gives three rows at most is asked on, after the last, until it has given all."""
    monkeypatch.setattr(facts, "_LISTED", 3)
    with open_store() as store:
        store.load(_THINGS.encode(), Format.TURTLE)
        whole, asked = store.query, []

        def cut(text: str, **how: Any) -> Answer:
            asked.append(text)
            answer = whole(text, **how)
            head, *rows = answer.read().splitlines(keepends=True)
            return WholeAnswer(answer.form, answer.format, b"".join([head, *rows[:3]]))

        everything = members(store, "?x a <http://example.org/Thing> .")
        monkeypatch.setattr(store, "query", cut)
        assert members(store, "?x a <http://example.org/Thing> .") == everything
    assert everything == [f"http://example.org/{number}" for number in range(7)]
    assert sum("LIMIT 3" in text for text in asked) == 3


@pytest.mark.parametrize(
    "point",
    [
        *("POINT (121.36 31.16)", "POINT(-0.5 0)", "POINT (180 60)", "POINT (31.16 121.36)", "POINT (31.1 75)"),
        *("POINT (181 10)", "POINT (121.36", "POINT Z (1 2 3)", "POINT (1e2 30)", "point (1 2)"),
    ],
)
def test_a_point_read_the_short_way_is_the_same(point: str) -> None:
    """A point gives what the same text gives as one of a named CRS84, which is read the long way, doubts and all."""
    named = f"<http://www.opengis.net/def/crs/OGC/1.3/CRS84> {point}"
    shapes = read_shapes([point, named])
    short, long = shapes[point], shapes[named]
    assert short.problem == long.problem
    for one, other in ((short.written, long.written), (short.sound, long.sound)):
        assert shapely.to_wkb(one) == shapely.to_wkb(other)


def test_ordinary_points_are_read_the_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a town's points look like matches the pattern, so that the long way is not needed."""
    monkeypatch.setattr("queries.features.geometries._any_shape", pytest.fail)
    for shape in read_shapes(["POINT (121.364371 31.1601)", "POINT(121.364371 31.1601)"]).values():
        assert shape.problem is None
        assert shapely.get_coordinates(shape.sound).tolist() == [[121.364371, 31.1601]]


_AWKWARD = r"""
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT DATA { GRAPH <http://example.org/g> {
  <http://example.org/7> <http://example.org/p> <http://example.org/ö'x>, "", "a\tb\nc\r\"d\"\\e", "'", "地点"@zh-Hans,
    5, -1.5, 2e3, true, "x"^^<http://example.org/#type>, "1"^^xsd:string, "\u0001\U0001F600", _:somebody,
    "2024"^^xsd:gYear, "@en", "\\u0041" .
} }"""


@pytest.mark.parametrize("many", [0, 1000], ids=["all of a property", "in portions"])
def test_what_is_said_is_what_the_engine_says(monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    """Every kind of term, in either way of reading, is the one that the engine's JSON has; each comes once."""
    monkeypatch.setattr(facts, "_MANY", many)
    thing, name = "http://example.org/7", "http://example.org/p"
    with open_store() as store:
        store.load(_THINGS.encode(), Format.TURTLE)
        store.update(_AWKWARD)
        told = select(store, f"SELECT ?v {{ <{thing}> <{name}> ?v }}").rows
        found = facts.read_facts(store, [thing, "http://example.org/nobody", "no IRI"], [name])
    assert sorted(map(repr, cells(found.of(thing), name))) == sorted(repr(cell) for (cell,) in told)
    assert iris(found.of(thing), name) == ["http://example.org/ö'x"]
    assert found.named(name) == {"http://example.org/ö'x"}
    assert not found.of("http://example.org/nobody")


def test_a_property_stated_of_much_else_is_not_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a label that everything has, only those of the things asked about are fetched."""
    monkeypatch.setattr(facts, "_MANY", 1)
    lines = "".join(f'<http://example.org/{number}> <http://example.org/p> "{number}" .\n' for number in range(50))
    with open_store() as store:
        store.load(lines.encode(), Format.TURTLE)
        whole, fetched = store.query, []

        def listening(text: str, **how: Any) -> Answer:
            answer = whole(text, **how)
            content = answer.read()
            fetched.append(content.count(b"\n"))
            return WholeAnswer(answer.form, answer.format, content)

        monkeypatch.setattr(store, "query", listening)
        found = facts.read_facts(store, ["http://example.org/7"], ["http://example.org/p"])
    assert [cell.value for cell in cells(found.of("http://example.org/7"), "http://example.org/p")] == ["7"]
    assert max(fetched) < 5


def test_rows_are_whole_wherever_an_answer_is_cut_into_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces end within a row, and within a character."""
    content = "?x\t?p\n<http://example.org/甲>\t1\n<http://example.org/乙>\t2".encode()

    def in_pieces(_text: str, **_how: Any) -> Answer:
        return Answer(
            Form.BINDINGS,
            Format.TSV,
            lambda output: [output.write(content[at : at + 1]) for at in range(len(content))],
        )

    found: list[str] = []
    with open_store() as store:
        monkeypatch.setattr(store, "query", in_pieces)
        take_rows(store, "", found.extend)
    assert found == ["<http://example.org/甲>\t1", "<http://example.org/乙>\t2"]
