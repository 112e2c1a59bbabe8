"""What is decided for many literals at once is what the functions say of each of them."""

from __future__ import annotations

import io
import random

import pytest

from graph.geo.deciding import Decided, related, within_distance
from graph.geo.errors import GeometryError
from graph.geo.index import GeometryIndex
from graph.geo.index_file import Entry
from graph.geo.index_writing import write_index
from graph.geo.literals import read_literal
from graph.geo.measures import metric_distance
from graph.geo.names import GEOJSON, WKT
from graph.geo.relations import RELATIONS
from graph.geo.values import Spatial

ODD = (
    *("POINT (", "POINT EMPTY", "POINT (121.3 95)", "POINT Z (121.31 31.12 5)", "LINESTRING EMPTY"),
    *("POLYGON ((121.2 31.1, 121.3 31.2, 121.3 31.1, 121.2 31.2, 121.2 31.1))", "MULTIPOINT (121.3 31.1, 121.4 31.2)"),
    "<http://www.opengis.net/def/crs/EPSG/0/4326> POINT (31.1 121.3)",
    "POLYGON ((121 31, 123 31, 123 33, 121 33, 121 31), (121.1 31.1, 122.9 31.1, 122.9 32.9, 121.1 32.9, 121.1 31.1))",
)


def shapes(dice: random.Random) -> list[str]:
    """Points, lines and areas of up to some kilometres about 121.3 E 31.1 N."""
    found = []
    for _ in range(400):
        east, north = 121.2 + dice.random() / 5, 31 + dice.random() / 5
        x, y = dice.random() / 60, dice.random() / 60
        kinds = (
            f"POINT ({east} {north})",
            f"LINESTRING ({east} {north}, {east + x} {north - y}, {east + x} {north + y})",
            f"POLYGON (({east} {north}, {east + x} {north}, {east + x} {north + y}, {east} {north}))",
        )
        found.append(dice.choice(kinds))
    return found


@pytest.fixture(scope="module")
def index() -> GeometryIndex:
    """An index of such shapes, and of some that are not read in bulk, or not at all."""
    entries = {Entry(text, WKT) for text in (*shapes(random.Random(3)), *ODD)}  # noqa: S311
    entries.add(Entry('{"type": "Point", "coordinates": [121.3, 31.1]}', GEOJSON))
    file = io.BytesIO()
    write_index(file, entries)
    return GeometryIndex(file.getvalue())


def says(entry: Entry, test: object, value: Spatial) -> bool:
    """What a function says of a literal; an error is no."""
    try:
        return bool(test(read_literal(*entry), value))  # type: ignore[operator]
    except GeometryError:
        return False


def require_right(index: GeometryIndex, decided: Decided, test: object, value: Spatial) -> None:
    """What is decided is right, both ways; and little is left open."""
    met, undecided = set(index.entries(decided.met)), set(index.entries(decided.open))
    every = index.numbers([(-400.0, -90.0, 400.0, 90.0)])
    for entry in index.entries(every):
        if entry in met:
            assert says(entry, test, value), entry
        elif entry not in undecided:
            assert not says(entry, test, value), entry


@pytest.mark.parametrize("metres", [0.0, 1e-7, 400.0, 3_000.0, 20_000.0])
@pytest.mark.parametrize("text", ["POINT (121.3 31.1)", "POINT (121.3 95)", "LINESTRING (121.3 31.1, 121.31 31.1)"])
def test_distances_are_decided_as_they_are_computed(index: GeometryIndex, text: str, metres: float) -> None:
    """Of points, lines and areas, and less than as well as at most."""
    value = read_literal(text, WKT)
    every = index.numbers([(-400.0, -90.0, 400.0, 90.0)])
    decided = within_distance(index, every, value, metres)
    require_right(index, decided, lambda one, other: metric_distance(one, other) < max(metres, 1e-300), value)
    if text == "POINT (121.3 31.1)":
        assert len(decided.open) < len(every) / 2
    else:
        assert not len(decided.met)


@pytest.mark.parametrize("name", ["sfWithin", "sfContains", "sfIntersects", "sfTouches", "sfEquals", "ehInside"])
def test_relations_are_decided_as_they_are_computed(index: GeometryIndex, name: str) -> None:
    """Of all kinds of shapes, as the first and as the second of the two; only those of Simple Features are."""
    every = index.numbers([(-400.0, -90.0, 400.0, 90.0)])
    for text in ("POLYGON ((121.25 31.02, 121.38 31.05, 121.3 31.18, 121.25 31.02))", "POINT (121.3 31.1)"):
        value = read_literal(text, WKT)
        relation = RELATIONS[name]
        require_right(index, related(index, every, name, value, value_is_first=False), relation, value)
        turned = related(index, every, name, value, value_is_first=True)
        require_right(index, turned, lambda one, other, relation=relation: relation(other, one), value)
        assert (len(turned.open) < len(every) / 20) == name.startswith("sf")
