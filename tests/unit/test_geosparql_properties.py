"""geo:sfWithin and its like as properties: what is stated and what the geometries say, each pair once."""

from __future__ import annotations

import pytest

from graph.store.base import ask, select
from graph.store.embedded import EmbeddedStore

PREFIXES = "PREFIX geo: <http://www.opengis.net/ont/geosparql#> PREFIX x: <http://x/> "
DATA = """
x:a a x:T ; geo:hasDefaultGeometry x:ga . x:ga geo:asWKT "POINT (1 1)"^^geo:wktLiteral .
x:b geo:hasDefaultGeometry x:gb . x:gb geo:asWKT "POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0))"^^geo:wktLiteral .
x:c a x:T ; geo:hasDefaultGeometry x:gc ; geo:sfWithin x:b .
x:gc geo:asGeoJSON '{"type": "Point", "coordinates": [5, 5]}'^^geo:geoJSONLiteral .
x:a geo:sfWithin x:b ."""


@pytest.fixture
def store() -> EmbeddedStore:
    """A point in a square, and another that is only said to be in it."""
    store = EmbeddedStore()
    store.update(f"{PREFIXES} INSERT DATA {{ GRAPH x:one {{ {DATA} }} GRAPH x:two {{ x:a geo:sfWithin x:b }} }}")
    return store


def found(store: EmbeddedStore, query: str) -> list[str]:
    """The rows of an answer, sorted, the names only."""
    table = select(store, PREFIXES + query)
    return sorted(" ".join(cell.value.removeprefix("http://x/") if cell else "-" for cell in row) for row in table.rows)


def test_features_and_geometries_are_asked_alike(store: EmbeddedStore) -> None:
    """Feature and feature, feature and geometry, geometry and feature, geometry and geometry."""
    assert found(store, "SELECT ?a ?b { ?a geo:sfWithin ?b FILTER(?a != ?b) }") == [
        *("a b", "a ga", "a gb", "b gb", "c b", "c gc", "ga a", "ga b", "ga gb", "gb b", "gc c"),
    ]


def test_what_is_stated_and_what_is_computed_is_there_once(store: EmbeddedStore) -> None:
    """Also where two graphs state it, and where other patterns are about it."""
    assert found(store, "SELECT ?a { ?a a x:T ; geo:sfWithin x:b . }") == ["a", "c"]
    assert found(store, "SELECT (COUNT(*) AS ?n) { ?a geo:sfWithin x:b . ?a a x:T }") == ["2"]
    assert found(store, "SELECT ?a { x:a geo:sfWithin x:b , ?a . FILTER(?a = x:gb) }") == ["gb"]


def test_two_things_that_are_named_are_asked_too(store: EmbeddedStore) -> None:
    """As a pattern without variables, in ASK, beside OPTIONAL and in GRAPH."""
    assert ask(store, f"{PREFIXES} ASK {{ x:a geo:ehInside x:b }}")
    assert not ask(store, f"{PREFIXES} ASK {{ x:c geo:rcc8po x:b }}")
    assert found(store, "SELECT ?a ?b { ?a a x:T OPTIONAL { ?a geo:ehInside ?b . ?b geo:hasDefaultGeometry ?g } }") == [
        *("a b", "c -"),
    ]
    assert found(store, "SELECT ?a { GRAPH x:one { ?a geo:sfWithin x:b . ?a a x:T } }") == ["a", "c"]
    assert found(store, "SELECT ?a { GRAPH x:two { ?a geo:sfWithin x:b } }") == ["a"]


def test_only_what_is_written_out_is_rewritten(store: EmbeddedStore) -> None:
    """A variable for the property, a path and the pattern of CONSTRUCT WHERE mean what is stated."""
    assert found(store, "SELECT ?a ?b { ?a ?p ?b FILTER(?p = geo:sfWithin) }") == ["a b", "c b"]
    assert found(store, "SELECT ?a { ?a geo:sfWithin+ x:b }") == ["a", "c"]
    answer = store.query(f"{PREFIXES} CONSTRUCT WHERE {{ ?a geo:sfWithin ?b }}").read()
    assert answer.count(b"sfWithin") >= 1
    assert b"http://x/ga" not in answer


def test_an_update_has_the_functions_too(store: EmbeddedStore) -> None:
    """A geometry that is computed is kept like any other."""
    store.update(
        f"{PREFIXES} PREFIX geof: <http://www.opengis.net/def/function/geosparql/> "
        "INSERT { GRAPH x:made { ?g x:centre ?middle } } WHERE { GRAPH x:one { ?g geo:asWKT ?w } "
        "BIND (geof:centroid(?w) AS ?middle) }"
    )
    assert found(store, "SELECT ?m { x:gb x:centre ?m }") == ["POINT (1 1)"]


def test_a_syntax_error_is_told_of_the_text_that_was_sent(store: EmbeddedStore) -> None:
    """Line and column are those of the asker's own query."""
    with pytest.raises(Exception, match="line 2, column"):
        store.query(f"{PREFIXES}\nSELECT ?a {{ ?a geo:sfWithin x:b }} LIMITS 3")
