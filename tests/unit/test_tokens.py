"""Tokens for writing: how they are kept, and what they allow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.writing.tokens import Token, TokenError, TokenFile, find_token, token_hash

LATER = datetime(2100, 1, 1, tzinfo=UTC)


def test_a_token_is_told_once_and_kept_as_a_hash(tmp_path: Path) -> None:
    """The file opens for its secret, does not hold it, and is for its owner only."""
    path = tmp_path / "tokens.json"
    secret = TokenFile(path).make("notes", LATER, ["urn:notes:*"])
    assert secret not in path.read_text("utf-8")
    assert path.stat().st_mode & 0o777 == 0o600
    found = find_token(TokenFile(path).tokens(), secret)
    assert found is not None
    assert (found.name, found.expires, found.graphs) == ("notes", LATER, ("urn:notes:*",))
    assert find_token(TokenFile(path).tokens(), secret + "x") is None


def test_a_change_is_seen_by_who_has_read_the_file(tmp_path: Path) -> None:
    """Making and revoking count at once for a reader that is already there."""
    reader, writer = TokenFile(tmp_path / "t.json"), TokenFile(tmp_path / "t.json")
    assert reader.tokens() == ()
    writer.make("a", LATER, ["*"])
    writer.make("b", LATER, ["*"])
    assert [token.name for token in reader.tokens()] == ["a", "b"]
    writer.revoke("a")
    assert [token.name for token in reader.tokens()] == ["b"]


@pytest.mark.parametrize(
    ("graphs", "allowed", "refused"),
    [
        (["*"], ["urn:a", None], []),
        (["urn:a"], ["urn:a"], ["urn:ab", None]),
        (["urn:a*"], ["urn:a", "urn:ab"], ["urn:b", None]),
        (["default"], [None], ["urn:a"]),
        (["urn:a", "urn:b"], ["urn:a", "urn:b"], ["urn:c"]),
    ],
)
def test_rights_are_per_graph(graphs: list[str], allowed: list[str | None], refused: list[str | None]) -> None:
    """Exact names, prefixes, the default graph, or everything."""
    token = Token("t", "", LATER, tuple(graphs))
    assert [graph for graph in allowed if not token.may_write(graph)] == []
    assert [graph for graph in refused if token.may_write(graph)] == []


def test_a_token_ends(tmp_path: Path) -> None:
    """At its expiry a token is over, one second before it is not."""
    TokenFile(tmp_path / "t.json").make("a", LATER, ["*"])
    (token,) = TokenFile(tmp_path / "t.json").tokens()
    assert token.has_expired(LATER)
    assert not token.has_expired(LATER - timedelta(seconds=1))


@pytest.mark.parametrize(("name", "graphs"), [("", ["*"]), ("a b", ["*"]), ("x" * 65, ["*"]), ("a", ["no iri"])])
def test_nonsense_is_refused(tmp_path: Path, name: str, graphs: list[str]) -> None:
    """A name has few kinds of characters, a graph is an IRI."""
    with pytest.raises(TokenError):
        TokenFile(tmp_path / "t.json").make(name, LATER, graphs)


def test_names_are_used_once(tmp_path: Path) -> None:
    """A second token of a name, and revoking one that is not there, are refused in words."""
    file = TokenFile(tmp_path / "t.json")
    file.make("a", LATER, ["*"])
    with pytest.raises(TokenError, match="named a"):
        file.make("a", LATER, ["*"])
    with pytest.raises(TokenError, match="there are a"):
        file.revoke("b")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"tokens": [{}]}',
        '{"tokens": [{"name": "a", "sha256": "", "expires": "2100-01-01", "graphs": []}]}',
    ],
)
def test_a_file_that_is_none_of_ours_is_refused(tmp_path: Path, content: str) -> None:
    """A file that was not written by us opens nothing, and says so."""
    path = tmp_path / "t.json"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(TokenError, match="no file of tokens"):
        TokenFile(path).tokens()


def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """Mode 0600 or nothing."""
    path = tmp_path / "t.json"
    TokenFile(path).make("a", LATER, ["*"])
    path.chmod(0o640)
    with pytest.raises(TokenError, match="0600"):
        TokenFile(path).tokens()


def test_hashes_are_of_the_text_in_utf8() -> None:
    """The hash is SHA-256 in hexadecimal, as `printf abc | sha256sum` prints it."""
    assert token_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
