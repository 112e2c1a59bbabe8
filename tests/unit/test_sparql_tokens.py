"""SPARQL text taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.store.sparql_tokens import tokens, unescaped


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
