"""The index and the rewritten queries: the answers are those of the queries as they were asked."""

from __future__ import annotations

import io
import random

import pyoxigraph as ox
import pytest

from graph.geo.index import GeometryIndex
from graph.geo.index_file import Entry
from graph.geo.index_writing import write_index
from graph.geo.names import WKT
from graph.store.embedded.shared_index import SharedIndex
from graph.store.embedded.spatial.calling import aggregates, functions
from graph.store.embedded.spatial.candidates import Rewritten
from graph.store.embedded.spatial.rewriting import rewritten

PREFIXES = """PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX geof: <http://www.opengis.net/def/function/geosparql/>
PREFIX uom: <http://www.opengis.net/def/uom/OGC/1.0/>
PREFIX x: <http://x/>
"""
HERE = '"POINT (121.5 31.5)"^^geo:wktLiteral'
AREA = '"POLYGON ((121.2 31.2, 121.7 31.3, 121.6 31.8, 121.3 31.6, 121.2 31.2))"^^geo:wktLiteral'
KILOMETRE = "<http://qudt.org/vocab/unit/KiloM>"
PATH = "geo:hasGeometry/geo:asWKT"
ALL = "?f a x:F ; geo:hasGeometry/geo:asWKT ?w"
OWN = "?g geo:asWKT ?w . ?f geo:hasGeometry ?g"

# What is asked, and whether the index can help.
QUERIES = {
    f"SELECT ?f {{ {ALL} . FILTER(geof:distance(?w, {HERE}, uom:metre) < 20000) }}": True,
    f"SELECT ?f {{ {ALL} FILTER(20 >= geof:distance({HERE}, ?w, {KILOMETRE}) && ?f != x:f1) }}": True,
    f"SELECT ?f ?d {{ {ALL} BIND(geof:metricDistance(?w, {HERE}) AS ?d) FILTER(?d <= 20000.5) }}": True,
    f"SELECT ?f {{ {ALL} FILTER(geof:sfWithin(?w, {AREA})) }}": True,
    f"SELECT ?f {{ {OWN} . FILTER geof:sfIntersects({AREA}, ?w) OPTIONAL {{ ?f x:name ?n }} }}": True,
    f"SELECT ?f {{ {ALL} FILTER(geof:sfIntersects(?w, geof:buffer({HERE}, 9000, uom:metre))) }}": True,
    f"SELECT ?f ?w {{ ?f a x:F OPTIONAL {{ ?f {PATH} ?w FILTER(geof:sfWithin(?w, {AREA})) }} }}": True,
    f"SELECT ?f {{ {{ {ALL} FILTER(geof:sfWithin(?w, {AREA})) }} UNION {{ ?f x:name 'f3' }} }}": True,
    f"SELECT ?f {{ ?f a x:F MINUS {{ {ALL} FILTER(geof:sfWithin(?w, {AREA})) }} }}": True,
    f"SELECT (COUNT(*) AS ?n) {{ {{ SELECT ?f {{ {ALL} FILTER(geof:ehInside(?w, {AREA})) }} }} ?f x:name ?m }}": True,
    f"SELECT ?f {{ x:f7 {PATH} ?h . {ALL} . FILTER(geof:distance(?w, ?h, uom:metre) < 30000) }}": True,
    f"SELECT ?f {{ VALUES ?h {{ {HERE} {AREA} }} {ALL} . FILTER(geof:distance(?w, ?h, uom:metre) < 9000) }}": True,
    f"SELECT ?f {{ BIND({HERE} AS ?h) {ALL} . FILTER(geof:distance(?w, ?h, uom:degree) < 0.1) }}": True,
    "SELECT ?f ?d { ?d a x:D ; geo:hasGeometry/geo:asWKT ?h . " + ALL + " FILTER(geof:sfWithin(?w, ?h)) }": True,
    "SELECT ?d (COUNT(?f) AS ?n) { ?d a x:D ; geo:hasGeometry/geo:asWKT ?h . "
    + ALL
    + " FILTER(geof:sfIntersects(?h, ?w)) } GROUP BY ?d": True,
    f"SELECT ?f {{ {ALL} }} ORDER BY geof:distance(?w, {HERE}, uom:metre) LIMIT 7": True,
    f"SELECT ?f {{ {ALL} }} ORDER BY geof:distance(?w, {HERE}, uom:metre) LIMIT 12# the nearest": True,
    f"SELECT ?f (geof:distance(?w, {HERE}, uom:metre) AS ?d) {{ {ALL} }} ORDER BY ?d LIMIT 5 OFFSET 6": True,
    f"SELECT ?f {{ x:f7 {PATH} ?h . {ALL} }} ORDER BY ASC(geof:metricDistance(?h, ?w)) ?f LIMIT 9": True,
    # not to be helped: what may be bound otherwise, or be asked of all
    f"SELECT ?f {{ {ALL} FILTER(geof:sfWithin(?w, {AREA}) || ?f = x:f3) }}": False,
    f"SELECT ?f {{ {ALL} FILTER(!geof:sfWithin(?w, {AREA})) }}": False,
    f"SELECT ?f {{ {ALL} FILTER(geof:sfDisjoint(?w, {AREA})) }}": False,
    f"SELECT ?f {{ {ALL} FILTER(geof:distance(?w, {HERE}, uom:metre) > 20000) }}": False,
    f"SELECT ?f {{ ?f x:alias|geo:hasGeometry/geo:asWKT ?w FILTER(geof:sfWithin(?w, {AREA})) }}": False,
    f"SELECT ?f {{ ?f a x:F OPTIONAL {{ ?f geo:hasGeometry/geo:asWKT ?w }} FILTER(geof:sfWithin(?w, {AREA})) }}": False,
    f"SELECT ?f {{ {ALL} }} ORDER BY DESC(geof:distance(?w, {HERE}, uom:metre)) LIMIT 7": False,
    f"SELECT DISTINCT ?t {{ {ALL} . ?f a ?t }} ORDER BY geof:distance(?w, {HERE}, uom:metre) LIMIT 2": False,
}


def world(seed: int) -> ox.Store:
    """Points, lines and areas about 121.5 E 31.5 N, some of them broken, empty, shifted or in other systems."""
    dice = random.Random(seed)  # noqa: S311  # nothing is kept secret
    store = ox.Store()
    shapes = [_shape(dice) for _ in range(300)]
    shapes += [
        "POINT (",
        "POINT EMPTY",
        "",
        "POINT (31.5 121.5)",
        "<http://www.opengis.net/def/crs/EPSG/0/4326> POINT (31.5 121.5)",
    ]
    shapes += [
        "<http://www.opengis.net/def/crs/EPSG/0/3857> POINT (13525318 3697855)",
        "POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))",
    ]
    rows = [
        f'x:f{n} a x:F ; x:name "f{n}" ; geo:hasGeometry [ geo:asWKT "{w}"^^geo:wktLiteral ] .'
        for n, w in enumerate(shapes)
    ]
    for n in range(6):
        east, north = 121 + n * 0.15, 31 + n * 0.1
        corners = ((0, 0), (0.3, 0), (0.3, 0.3), (0, 0.3), (0, 0))
        ring = ", ".join(f"{east + x} {north + y}" for x, y in corners)
        rows.append(f'x:d{n} a x:D ; geo:hasGeometry [ geo:asWKT "POLYGON (({ring}))"^^geo:wktLiteral ] .')
    store.update(f"{PREFIXES} INSERT DATA {{ {' '.join(rows)} }}")
    return store


def _shape(dice: random.Random) -> str:
    east, north = 121 + dice.random(), 31 + dice.random()
    if dice.random() < 0.7:
        return f"POINT ({east:.6f} {north:.6f})"
    x, y = dice.random() / 9, dice.random() / 9
    return f"LINESTRING ({east:.6f} {north:.6f}, {east + x:.6f} {north + y:.6f})"


def rows(store: ox.Store, query: Rewritten) -> list[str]:
    """The rows of an answer, as texts."""
    calls = {**functions(), **query.functions}
    found = store.query(query.text, custom_functions=calls, custom_aggregate_functions=aggregates())
    assert isinstance(found, ox.QuerySolutions)
    return [str([str(value) for value in row]) for row in found]


def helped_by_index(store: ox.Store, text: str) -> Rewritten:
    """The query as the store would have it."""
    index = SharedIndex(store)
    return rewritten(text, index.get, lambda asked: store.query(asked, custom_functions=functions()))


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_an_answer_is_the_same_with_the_index_and_without(query: str) -> None:
    """Of three random worlds; a query that the index can help with is another text, one that it cannot is as it was."""
    for seed in range(3):
        store = world(seed)
        text = PREFIXES + query
        helped = helped_by_index(store, text)
        assert (helped.text != text) == QUERIES[query]
        plain = rows(store, Rewritten(text, {}))
        assert plain or seed
        assert sorted(rows(store, helped)) == sorted(plain)  # where distances are errors the order is nobody's


AREAS = "?d a x:D ; geo:hasGeometry/geo:asWKT ?h"
JOINS = (
    f"SELECT ?f ?d {{ {AREAS} . {ALL} FILTER(geof:sfWithin(?w, ?h)) }}",
    f"SELECT ?d (COUNT(?f) AS ?n) {{ {ALL} . {AREAS} FILTER geof:sfContains(?h, ?w) }} GROUP BY ?d",
    f"SELECT ?f ?d ?n {{ VALUES ?d {{ x:d0 x:d4 }} {AREAS} . {ALL} ; x:name ?n . "
    "FILTER(geof:sfIntersects(?w, ?h)) FILTER(?n > 'f2') ?d a ?t }",
)


@pytest.mark.parametrize("query", JOINS)
def test_a_join_by_area_has_the_rows_of_the_pairs(query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Points, lines and what cannot be read, in areas that overlap and in areas beside each other."""
    monkeypatch.setattr("graph.store.embedded.spatial.candidates.MOST", 0)
    for seed in range(3):
        store = world(seed)
        helped = helped_by_index(store, PREFIXES + query)
        assert helped.functions
        assert sorted(rows(store, helped)) == sorted(rows(store, Rewritten(PREFIXES + query, {})))


def written(entries: list[Entry]) -> bytes:
    """What an index of some literals is in a file."""
    file = io.BytesIO()
    write_index(file, entries)
    return file.getvalue()


def test_the_index_finds_what_meets_a_box_and_what_it_cannot_place() -> None:
    """Of 20 000 random boxes, compared with looking at each."""
    dice = random.Random(5)  # noqa: S311
    corners = [(dice.uniform(-180, 179), dice.uniform(-90, 89), dice.random(), dice.random()) for _ in range(20_000)]
    entries = [
        Entry(f"LINESTRING ({west} {south}, {west + wide} {south + high})", WKT) for west, south, wide, high in corners
    ]
    others = [Entry("POINT (", WKT), Entry("POINT EMPTY", WKT), Entry("1", "http://x/other")]
    index = GeometryIndex(*map(written, ([*entries[:15_000], *others], entries[15_000:])))
    assert len(index) == 20_003
    for west, south, east, north in ((-10, -10, 10, 10), (100, 20, 101, 21), (-180, -90, 180, 90), (200, 0, 210, 1)):
        met = {
            entry.text
            for entry, (left, low, wide, high) in zip(entries, corners, strict=True)
            if left <= east and left + wide >= west and low <= north and low + high >= south
        }
        found = index.entries(index.numbers([(west, south, east, north)]))
        assert {entry.text for entry in found} == met | {"POINT (", "POINT EMPTY", "1"}
        assert len(found) == len(met) + 3


def test_the_index_of_nothing_finds_nothing() -> None:
    """A store without geometries has an index too."""
    index = SharedIndex(ox.Store()).get()
    assert len(index) == 0
    assert index.entries(index.numbers([(0, 0, 1, 1)])) == []
