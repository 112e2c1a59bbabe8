"""`plangraph token`: made, listed and revoked on the command line, counting in a service at once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.store.factory import open_store
from service.app import create_app
from service.settings import Settings

PROGRAM = str(Path(sys.executable).parent / "plangraph")
NOTES = "http://localhost:8080/graph/notes/"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def tokens(tmp_path: Path) -> Path:
    """The file that keeps the tokens."""
    return tmp_path / "tokens.json"


@pytest.fixture
def token(tokens: Path) -> Run:
    """Runs `plangraph token` with arguments."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        settings = os.environ | {"PLANGRAPH_TOKENS": str(tokens)}
        command = [PROGRAM, "token", *arguments]
        return subprocess.run(command, env=settings, capture_output=True, text=True, timeout=30, check=False)

    return run


def test_a_token_opens_what_it_was_made_for_until_it_is_revoked(token: Run, tokens: Path) -> None:
    """The token that is printed writes below its graphs and nowhere else, and nothing once it is revoked."""
    made = token("make", "notes", "--graph", f"{NOTES}*", "--days", "3")
    assert made.returncode == 0
    secret = made.stdout.strip()
    assert secret not in made.stderr
    assert secret not in tokens.read_text("utf-8")
    assert tokens.stat().st_mode & 0o777 == 0o600
    with open_store() as store:
        client = create_app(Settings(tokens=str(tokens)), store).test_client()

        def put(graph: str) -> int:
            headers = {"Authorization": f"Bearer {secret}"}
            body = {"data": "<urn:x:a> <urn:x:b> 1 .", "content_type": "text/turtle", "headers": headers}
            return client.put(f"/graphs?graph={graph}", **body).status_code  # type: ignore[arg-type]  # as it has them

        assert (put(f"{NOTES}one"), put("urn:x:other")) == (201, 403)
        assert token("revoke", "notes").returncode == 0
        assert put(f"{NOTES}one") == 401


def test_tokens_are_listed_without_their_secrets(token: Run) -> None:
    """The list has name, end, state and graphs of each token."""
    secret = token("make", "everything", "--everything").stdout.strip()
    token("make", "one", "--graph", "default", "--graph", "urn:x:a")
    listed = token("list")
    rows = [line.split("\t") for line in listed.stdout.splitlines()]
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("everything", "valid", "*"),
        ("one", "valid", "default urn:x:a"),
    ]
    assert secret not in listed.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("make", "x"), "--everything"),
        (("make", "x", "--everything", "--graph", "urn:x:a"), "--everything"),
        (("make", "x", "--everything", "--days", "0"), "--days"),
        (("make", "x", "--graph", "not an iri"), "not an iri"),
        (("revoke", "nobody"), "nobody"),
    ],
)
def test_what_cannot_be_done_is_told(token: Run, arguments: tuple[str, ...], told: str) -> None:
    """Bad input is status 2 with a sentence, and no token is made."""
    result = token(*arguments)
    assert result.returncode == 2
    assert told in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_a_name_is_given_once(token: Run) -> None:
    """A second token of the same name is refused, and the first stays."""
    assert token("make", "notes", "--everything").returncode == 0
    again = token("make", "notes", "--everything")
    assert again.returncode == 2
    assert "notes" in again.stderr
    assert len(token("list").stdout.splitlines()) == 1
