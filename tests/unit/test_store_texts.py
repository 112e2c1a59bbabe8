"""Terms as SPARQL text, and what is read off a query without parsing it."""

from __future__ import annotations

import json

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef

from graph.store.base import select
from graph.store.embedded import EmbeddedStore
from graph.store.errors import DataSyntaxError
from graph.store.formats import Form, Format
from graph.store.query_text import form_of, has_dataset_clause
from graph.store.sparql_text import iri_text, is_iri, literal_text, replacement

AWKWARD = st.text(
    alphabet=st.one_of(
        st.sampled_from("\\\"'\n\r\t\b\f\x00uU0041{}<>?$#@^规划"), st.characters(exclude_categories=["Cs"])
    )
)


@given(AWKWARD)
def test_any_text_comes_back_from_both_engines(text: str) -> None:
    """A literal written into a query is read as that text by Oxigraph and by rdflib."""
    query = f"SELECT ?text WHERE {{ VALUES (?text) {{ ({literal_text(text)}) }} }}"
    with EmbeddedStore() as store:
        assert select(store, query).rows[0][0].value == text  # type: ignore[union-attr]
    [(found,)] = Graph().query(query)  # type: ignore[misc]
    assert str(found) == text


@given(AWKWARD)
def test_any_text_comes_back_from_a_replaced_graph(text: str) -> None:
    """A literal written by an update is kept as it is, with its language."""
    name = "http://example.org/graph"
    with EmbeddedStore() as store:
        store.replace({name: [(URIRef("http://a/s"), URIRef("http://a/p"), Literal(text, lang="zh"))]})
        [quad] = pyoxigraph.parse(store.dump().read(), pyoxigraph.RdfFormat.N_QUADS)
    assert isinstance(quad.object, pyoxigraph.Literal)
    assert (quad.object.value, quad.object.language) == (text, "zh")


@pytest.mark.parametrize(
    "text", ["", "规划", "a:b c", "http://a/>", "http://a/{x}", 'http://a/"', "http://a/\\u003e", "//a", "http://a/\n"]
)
def test_what_is_no_iri_cannot_be_written_as_one(text: str) -> None:
    """Nothing that would end an IRI early, or is relative, gets between the angle brackets."""
    assert not is_iri(text)
    with pytest.raises(DataSyntaxError, match="is not an absolute IRI"):
        iri_text(text)


def test_an_iri_may_be_chinese() -> None:
    """Characters beyond ASCII belong in an IRI as they are."""
    assert iri_text("http://例子.cn/单位/经发办") == "<http://例子.cn/单位/经发办>"


def test_half_a_character_is_no_text() -> None:
    """A lone surrogate has no UTF-8 and is refused in words."""
    with pytest.raises(DataSyntaxError, match="surrogate"):
        literal_text("\ud800")


def test_a_language_tag_is_not_the_place_for_sparql() -> None:
    """What is no language tag is refused."""
    with pytest.raises(DataSyntaxError, match="language tag"):
        literal_text("a", language="zh } DROP ALL")


def test_a_replacement_of_nothing_but_empty_graphs_only_drops() -> None:
    """Where no graph has triples the update is still valid, and empties them."""
    with EmbeddedStore() as store:
        store.load(b"<http://a/s> <http://a/p> <http://a/o> .", Format.TURTLE, "http://a/g")
        store.update(replacement({"http://a/g": [], "http://a/h": []}))
        assert (store.size(), store.graph_names()) == (0, [])


@pytest.mark.parametrize(
    ("query", "form", "own_dataset"),
    [
        ("SELECT * FROM <http://a> { ?s ?p ?o }", Form.BINDINGS, True),
        ("select *\nfrom\n<http://a> {}", Form.BINDINGS, True),
        ("ASK FROM NAMED <http://a> {}", Form.BOOLEAN, True),
        ("CONSTRUCT { ?s a 'FROM' } WHERE { ?s ?p ?o }", Form.GRAPH, False),
        ('DESCRIBE ?from WHERE { ?from ?p """a " FROM \\""" b""" }', Form.GRAPH, False),
        ("PREFIX from: <http://a/FROM> ASK { ?s from:FROM 'x'@from }", Form.BOOLEAN, False),
        ("BASE <http://a/SELECT> # SELECT\nASK { ?select $FROM <FROM> }", Form.BOOLEAN, False),
        ("", Form.BINDINGS, False),
    ],
)
def test_a_querys_form_and_dataset_are_told_without_parsing(query: str, form: Form, own_dataset: bool) -> None:
    """Keywords count as words of their own, not inside strings, IRIs, comments, names and variables."""
    assert form_of(query) is form
    assert has_dataset_clause(query) is own_dataset


def test_numbers_are_numbers_in_plain_rows() -> None:
    """Integers, decimals and booleans become JSON's own; dates, years and what JSON lacks stay text."""
    query = """PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
    SELECT (3 AS ?a) (2.50 AS ?b) (15.0 AS ?c) (true AS ?d) ("2025"^^xsd:gYear AS ?e) ("INF"^^xsd:double AS ?f) {}"""
    with EmbeddedStore() as store:
        [row] = select(store, query).records
    assert row == {"a": 3, "b": 2.5, "c": 15, "d": True, "e": "2025", "f": "INF"}
    assert isinstance(row["c"], int)
    assert json.dumps(row)
