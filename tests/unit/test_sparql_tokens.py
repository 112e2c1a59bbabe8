"""SPARQL text taken apart."""

from __future__ import annotations

from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.store.query_text import form_of, has_dataset_clause, without_dataset_clause
from graph.store.sparql_tokens import legible, tokens, unescaped


def words(text: str) -> list[str]:
    """The keywords of a text."""
    return [token.text for token in tokens(text) if token.kind == "word"]


@pytest.mark.parametrize(
    "text",
    [
        '"service"',
        "'it''s service'",
        '"""a "service" \n here"""',
        "'''service'''",
        '"\\"service\\""',
        "<http://example.org/service>",
        "?service $service",
        "service:x ex:service ex:a.service _:service",
        "ex:a\\,service",
        '"x"@service-en',
        "# service\n",
        "<a#service>",
    ],
)
def test_what_only_looks_like_a_keyword_is_none(text: str) -> None:
    """Strings, IRIs, variables, names, language tags and comments may hold any letters."""
    assert "SERVICE" not in words(text)


@pytest.mark.parametrize(
    "text",
    [
        "{ service <urn:x> {} }",
        "{}SERVICE<urn:x>{}",
        "FILTER(?a < ?b) SERVICE <urn:x> {}",
        "FILTER(?a<?b)SERVICE ?x {}",
        '"a" SERVICE <urn:x> {}',
        '"\\\\" SERVICE <urn:x> {}',
        "# a comment\nSERVICE <urn:x> {}",
        "# a comment\rSERVICE <urn:x> {}",
        "<urn:a#b> SERVICE <urn:x> {}",
        "ex:a\\#b SERVICE <urn:x> {}",
        "ex:a\\'b SERVICE <urn:x> {} 'c'",
        "1SERVICE <urn:x> {}",
        "a.b-SERVICE <urn:x> {}",
        "\u3000SERVICE <urn:x> {}",
        "'not ended\nSERVICE <urn:x> {}",
        *(
            f"?s ex:a{mark}\\'b ?o . SERVICE <urn:x> {{}} ?s ex:c \"'\""
            for mark in "\u00b7\u0300\u203f\u2040\u3001\u2c00"
        ),
        *(f"e{mark}x:a\\'b ?o . SERVICE <urn:x> {{}} ?s ex:c \"'\"" for mark in "\u00b7\u0300\u203f\u2040\u3001\u2c00"),
    ],
)
def test_a_keyword_is_found_wherever_it_stands(text: str) -> None:
    """A keyword is found next to everything else that may stand there."""
    assert "SERVICE" in words(text)


def test_escapes_are_undone_before_anything_else() -> None:
    """A keyword cannot hide behind code points."""
    assert words(unescaped("\\u0053ERVICE \\U00000053ERVICE")) == ["SERVICE", "SERVICE"]


@pytest.mark.parametrize("text", ["\\uD800", "\\U00110000", "\\u12", "\\x"])
def test_what_is_no_character_stays(text: str) -> None:
    """Escapes that name no character are left for the engine to refuse."""
    assert unescaped(text) == text


@given(st.text(max_size=200))
def test_tokens_are_where_they_say(text: str) -> None:
    """Every token is the characters between its offsets, and tokens do not overlap."""
    at = 0
    for token in tokens(text):
        assert at <= token.start < token.end
        assert text[token.start : token.end].upper() == token.text.upper()
        at = token.end


@pytest.mark.parametrize(
    "unit",
    [
        *("a", "a.", "-", ".", "_", "_:a.", "a:", "1", "@a-", "\u3000.", " ", "{", "<a", "<#", "%", "#\n"),
        *('"', "'\\\\", '"\\\\', '"""a', '""" " \\', "'''\"\"\"", "\\u00", "SERVICE <a> ", "FROM <a> ", "(?a <#b> "),
    ],
)
def test_no_text_is_read_again_and_again(unit: str) -> None:
    """Ten times the text takes about ten times as long, whatever it is made of; not a hundred times."""
    read = (lambda text: len(list(tokens(text))), legible, form_of, without_dataset_clause, has_dataset_clause)

    def seconds(times: int) -> float:
        text = "ASK {} FROM " + unit * times
        begun = thread_time()  # other threads, of tests before, do not count
        for each in read:
            each(text)
        return thread_time() - begun

    assert min(seconds(40_000) for _ in range(3)) < 0.1 + 40 * min(seconds(4_000) for _ in range(3))
