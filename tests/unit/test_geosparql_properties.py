"""geo:sfWithin and its like as properties: what is stated and what the geometries say, each pair once."""

from __future__ import annotations

import pytest

from graph.store.base import ask, select
from graph.store.embedded import EmbeddedStore
from graph.store.errors import QuerySyntaxError

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
    """A variable for the property and a path mean what is stated."""
    assert found(store, "SELECT ?a ?b { ?a ?p ?b FILTER(?p = geo:sfWithin) }") == ["a b", "c b"]
    assert found(store, "SELECT ?a { ?a geo:sfWithin+ x:b }") == ["a", "c"]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT ?a { ?a geo:hasDefaultGeometry ?g FILTER EXISTS { ?a geo:ehInside x:b } }", ["a"]),
        ("SELECT ?a { ?a geo:hasDefaultGeometry ?g FILTER NOT EXISTS { ?a geo:ehInside x:b } }", ["b", "c"]),
        ("SELECT ?a { ?a a x:T FILTER(?a != x:c && EXISTS { ?a geo:sfWithin ?b . ?b geo:asWKT ?w }) }", ["a"]),
        ("SELECT ?a ?in { ?a a x:T BIND(EXISTS { ?a geo:ehInside ?b } AS ?in) }", ["a true", "c false"]),
        ("SELECT ?a { ?a a x:T OPTIONAL { ?a x:no ?n FILTER EXISTS { ?a geo:ehInside x:b } } }", ["a", "c"]),
        ("SELECT ?a { ?a a x:T FILTER NOT EXISTS { ?b a x:T FILTER EXISTS { ?b geo:ehMeet ?a } } }", ["a", "c"]),
        ("SELECT ?a { ?a a x:T FILTER NOT EXISTS { { ?a geo:ehInside x:b } UNION { ?a x:no ?n } } }", ["c"]),
        ("SELECT ?a { ?a a x:T } GROUP BY ?a HAVING(EXISTS { ?a geo:ehInside x:b })", ["a"]),
    ],
)
def test_existence_is_asked_of_geometries_too(store: EmbeddedStore, query: str, rows: list[str]) -> None:
    """In filters and other expressions, with NOT, nested, and of the very solution that is tested."""
    assert found(store, query) == rows


def test_construct_where_gives_what_is_computed(store: EmbeddedStore) -> None:
    """As CONSTRUCT with the pattern for its template does, with FROM too; without a relation it is as it was."""
    pattern = "{ ?a geo:ehInside ?b ; a ?t . ?b geo:hasDefaultGeometry x:gb }"
    long = store.query(f"{PREFIXES} CONSTRUCT {pattern} WHERE {pattern}").read().splitlines()
    assert len(long) == 3
    for clause in ("", "FROM x:one"):
        short = store.query(f"{PREFIXES} CONSTRUCT {clause} WHERE {pattern}").read().splitlines()
        assert sorted(short) == sorted(long)
    assert len(store.query(f"{PREFIXES} CONSTRUCT WHERE {{ ?a a ?t }}").read().splitlines()) == 2


@pytest.mark.parametrize(
    ("update", "rows"),
    [
        (
            "INSERT { GRAPH x:new { ?a x:in ?b } } WHERE { GRAPH x:one { ?a a x:T ; geo:sfWithin ?b . ?b a x:B } }",
            ["a b", "c b"],
        ),
        ("WITH x:one DELETE { ?a a x:T } INSERT { ?a x:in x:b } WHERE { ?a geo:ehInside x:b ; a x:T }", ["a b"]),
        ("INSERT { ?a x:in x:b } USING x:one WHERE { ?a a x:T FILTER NOT EXISTS { ?a geo:ehInside x:b } }", ["c b"]),
        (
            "CLEAR SILENT GRAPH x:no ; INSERT { ?a x:in ?b } WHERE { GRAPH x:one { ?a geo:ehInside ?b . ?b a x:B } } ;"
            " DELETE WHERE { GRAPH x:no { ?s ?p ?o } }",
            ["a b", "ga b"],
        ),
        ("INSERT DATA { x:s x:in x:o } ; INSERT { ?a x:in x:b } WHERE { ?a geo:ehInside ?b }", ["s o"]),
    ],
)
def test_an_update_asks_as_a_query_does(store: EmbeddedStore, update: str, rows: list[str]) -> None:
    """In WHERE, with WITH and USING, and in one operation of several; the default graph of an update is the store's."""
    store.update(f"{PREFIXES} INSERT DATA {{ GRAPH x:one {{ x:b a x:B }} }}")
    store.update(f"{PREFIXES} {update}")
    assert found(store, "SELECT ?a ?b { ?a x:in ?b }") == rows


def test_delete_where_deletes_of_what_is_computed(store: EmbeddedStore) -> None:
    """What is stated in the pattern goes; what was only computed was not there."""
    store.update(f"{PREFIXES} DELETE WHERE {{ GRAPH x:one {{ ?a geo:ehInside x:b ; a x:T }} }}")
    assert found(store, "SELECT ?a { ?a a x:T }") == ["c"]


def test_an_update_that_the_engine_refuses_changes_nothing(store: EmbeddedStore) -> None:
    """Where it would be readable with the relations written out, too; the place is one of the text that was sent."""
    size = store.size()
    for wrong in ("{ ?a ; geo:ehInside ?b }", "{ ?a geo:ehInside ?b } LIMITS"):
        with pytest.raises(QuerySyntaxError, match="line 2"):
            store.update(f"{PREFIXES}\nINSERT {{ GRAPH x:new {{ ?a x:in ?b }} }} WHERE {wrong}")
    assert store.size() == size


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
