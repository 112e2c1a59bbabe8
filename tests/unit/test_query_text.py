"""What is read off a query's text without parsing it."""

from __future__ import annotations

import pytest

from graph.store.errors import QuerySyntaxError
from graph.store.query_text import has_dataset_clause, has_word, require_query, without_dataset_clause


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("SELECT * FROM <http://a/> WHERE { ?s ?p ?o }", "SELECT *   WHERE { ?s ?p ?o }"),
        ("SELECT * FROM NAMED <http://a/> FROM ex:b {}", "SELECT *     {}"),
        ("SELECT * FROM # which\n NAMED # one\n <http://a/> {}", "SELECT *   {}"),
        (
            'SELECT * { ?from ?p " FROM <http://a/> " } # FROM <b>',
            'SELECT * { ?from ?p " FROM <http://a/> " } # FROM <b>',
        ),
    ],
)
def test_a_dataset_clause_is_taken_out(text: str, rest: str) -> None:
    """FROM and FROM NAMED go, wherever they stand; what only looks like them stays."""
    assert without_dataset_clause(text) == rest
    assert not has_dataset_clause(rest)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "PREFIX drop: <http://a/delete> ASK { drop:all ?insert 'CLEAR ALL' } # DELETE",
        "BASE <http://a/> CONSTRUCT { ?s <load> _:add } WHERE { ?s ?p 'x'@move }",
        r'DESCRIBE ?x { ?x ?p "\u0044ROP ALL" }',
    ],
)
def test_a_query_is_a_query(text: str) -> None:
    """Words that write may stand in names, strings, comments, variables, prefixes and language tags."""
    require_query(text)


@pytest.mark.parametrize(
    "text",
    [
        "DELETE WHERE { ?s ?p ?o }",
        "insert data { <a> <b> <c> }",
        "PREFIX ex: <http://a/> WITH <g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "SELECT * {} ; CLEAR ALL",
        r"\u0044ROP ALL # SELECT",
        r"D\U00000052OP ALL # SELECT",
        'define get:soft "replacing" SELECT * {}',
        "# SELECT\nDROP ALL",
        "",
    ],
)
def test_a_text_that_writes_is_no_query(text: str) -> None:
    """An update, an engine's pragma, or nothing at all is refused, also where escapes hide it."""
    with pytest.raises(QuerySyntaxError, match="Not a SPARQL query"):
        require_query(text)


def test_a_word_is_a_keyword() -> None:
    """GRAPH is found in any case, and not in strings, names or variables."""
    assert has_word("SELECT * { graph ?g { ?s ?p ?o } }", "GRAPH")
    assert not has_word('SELECT ?graph { ?graph <http://a/GRAPH> "GRAPH" } # GRAPH', "GRAPH")
