"""What a table of features is read from: lists that an engine cuts short, and points that are read the short way."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely

from graph.store.answer import Answer, WholeAnswer
from graph.store.factory import open_store
from graph.store.formats import Form, Format
from queries.features import facts
from queries.features.facts import members
from queries.features.geometries import read_shape

_THINGS = "".join(f"<http://example.org/{number}> a <http://example.org/Thing> .\n" for number in range(7))


def test_a_list_is_whole_where_the_engine_cuts_answers_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that gives three rows at most is asked on, after the last, until it has given all."""
    monkeypatch.setattr(facts, "_LISTED", 3)
    with open_store() as store:
        store.load(_THINGS.encode(), Format.TURTLE)
        whole, asked = store.query, []

        def cut(text: str, **how: Any) -> Answer:
            asked.append(text)
            answer = json.loads(whole(text, **how).read())
            answer["results"]["bindings"] = answer["results"]["bindings"][:3]
            return WholeAnswer(Form.BINDINGS, Format.JSON, json.dumps(answer).encode())

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
    short, long = (read_shape(text) for text in (point, f"<http://www.opengis.net/def/crs/OGC/1.3/CRS84> {point}"))
    assert short.problem == long.problem
    for one, other in ((short.written, long.written), (short.sound, long.sound)):
        assert shapely.to_wkb(one) == shapely.to_wkb(other)


def test_ordinary_points_are_read_the_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a town's points look like matches the pattern, so that the long way is not needed."""
    monkeypatch.setattr("queries.features.geometries._any_shape", pytest.fail)
    for text in ("POINT (121.364371 31.1601)", "POINT(121.364371 31.1601)"):
        shape = read_shape(text)
        assert shape.problem is None
        assert shapely.get_coordinates(shape.sound).tolist() == [[121.364371, 31.1601]]
