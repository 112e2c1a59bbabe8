"""Queries over a union that repeats what several graphs state, asked so that no repetition shows."""

from __future__ import annotations

import pyoxigraph
import pytest

from graph.store.base import select
from graph.store.embedded import EmbeddedStore
from graph.store.repetitions import each_once

DATA = """PREFIX : <http://e/>
INSERT DATA {
  GRAPH :g { :a :p 1, 2 . :b :p 2 . :b :q :a . :c :q :a, :b ; :name "x", "y"@en }
  GRAPH :h { :a :p 1 . :b :q :a . :c :q :a ; :name "x" }
  GRAPH :i { :a :p 1, 3 . :c :q :a }
}"""
PREFIX = "PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "

KNOWN = [
    "SELECT * { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT (COUNT(?o) AS ?n) (SUM(?o) AS ?sum) WHERE { ?s :p ?o . FILTER(?o < 3 && ?o != 7) }",
    "SELECT ?s (COUNT(*) AS ?n) { ?s :q ?t . ?t :p ?o } GROUP BY ?s ORDER BY ?s LIMIT 5",
    "SELECT ?o { ?s :p ?o } ORDER BY ?o OFFSET 1 LIMIT 2",
    "SELECT ?s ?n { ?s :name ?n FILTER CONTAINS(?n, 'x') }",
    "SELECT ?s { ?s :p 1 , ?o ; :p ?o2 . FILTER xsd:boolean(?o) }",
    'SELECT ?s { ?s :p "1"^^xsd:integer ; ?p ?o }',
    "SELECT (?o + 1 AS ?next) { ?s :p ?o } # } FILTER {",
    "SELECT DISTINCT ?s ?o { { ?s :p ?o } UNION { ?s :q/:p ?o } OPTIONAL { ?s :name ?n } }",
    "SELECT ?s (COUNT(DISTINCT ?o) AS ?n) { ?s :q* ?t . ?t :p ?o } GROUP BY ?s",
    "SELECT (MAX(?o) AS ?most) { { ?s :p ?o } UNION { ?s :q ?t . ?t :p ?o } }",
]
UNKNOWN = [
    "SELECT (COUNT(*) AS ?n) { ?s :q/:p ?o }",
    "SELECT (COUNT(*) AS ?n) { ?s :p ?o OPTIONAL { ?s :name ?n } }",
    "SELECT ?s { ?s :q [ :p ?o ] }",
    "SELECT ?s { ?s :q _:b . _:b :p ?o }",
    "SELECT ?s { VALUES ?s { :a :a } ?s :p ?o }",
    "SELECT ?s { ?s :p ?o FILTER EXISTS { ?s :q ?t } }",
    "SELECT ?s FROM :g FROM :h { ?s :p ?o }",
    "SELECT DISTINCT ?n { { SELECT (COUNT(*) AS ?n) { ?s :p ?o } } }",
    "SELECT DISTINCT ?o { { SELECT ?o { ?s :p ?o } LIMIT 2 } }",
    "SELECT (<http://e/aggCentroid>(?o) AS ?n) { ?s :p ?o OPTIONAL { ?s :q ?t } } GROUP BY ?s",
    "CONSTRUCT { [] :is ?o } { ?s :p ?o }",
    "CONSTRUCT { ?s :is ?o } { ?s :p ?o } LIMIT 2",
    r"SELECT ?s { ?s :p ?o \u007D UNION \u007B ?s :q ?o }",
    "SELECT ?s { ?s :p ?o ",
    "INSERT DATA { :a :p 1 }",
]


@pytest.mark.parametrize("query", KNOWN)
def test_the_answer_is_that_over_the_set(query: str) -> None:
    """Asked of the engine's own union, which repeats, the changed query has as many rows, and the same."""
    repeating = pyoxigraph.Store()
    repeating.update(DATA)
    text = each_once(PREFIX + query)
    assert text is not None
    rows = repeating.query(text, use_default_graph_as_union=True)
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    with EmbeddedStore() as store:
        store.update(DATA)
        expected = select(store, PREFIX + query).records
    assert len(expected) > 0
    assert len([*rows]) == len(expected)


@pytest.mark.parametrize("query", KNOWN[1:3])
def test_counts_are_those_of_the_set(query: str) -> None:
    """What is counted and summed is counted once."""
    repeating = pyoxigraph.Store()
    repeating.update(DATA)
    text = each_once(PREFIX + query)
    (row,) = repeating.query(text or "", use_default_graph_as_union=True)
    with EmbeddedStore() as store:
        store.update(DATA)
        (expected,) = select(store, PREFIX + query).records
    assert {name.value: int(row[name].value) for name in row_names(text or "", repeating)} == {
        name: int(str(value)) for name, value in expected.items()
    }


def row_names(text: str, store: pyoxigraph.Store) -> list[pyoxigraph.Variable]:
    """The columns of an answer."""
    found = store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return list(found.variables)


@pytest.mark.parametrize("query", UNKNOWN)
def test_what_is_not_understood_is_left_to_others(query: str) -> None:
    """Where repetitions could show and the query is more than triple patterns and filters, nothing is promised."""
    assert each_once(PREFIX + query) is None


@pytest.mark.parametrize("query", ["ASK { ?s :q/:p 1 }", "DESCRIBE :a", "CONSTRUCT WHERE { ?s :p ?o }"])
def test_graphs_and_yes_or_no_are_sets_anyway(query: str) -> None:
    """Such a query is asked as it is."""
    assert each_once(PREFIX + query) == PREFIX + query
