"""Texts are compressed for whoever takes that, and are the same texts."""

from __future__ import annotations

import gzip

import pytest
from flask.testing import FlaskClient

GZIP = {"Accept-Encoding": "br;q=1.0, gzip;q=0.8, *;q=0.1"}


@pytest.mark.parametrize("path", ["/", "/openapi.json", "/static/plangraph.css", "/questions"])
def test_a_text_is_compressed_and_the_same(client: FlaskClient, path: str) -> None:
    """What comes out is what others are sent, in much less; caches are told that it depends on the header."""
    plain, compressed = client.get(path), client.get(path, headers=GZIP)
    assert "Content-Encoding" not in plain.headers
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.data) == plain.data
    assert len(compressed.data) < 0.6 * len(plain.data)
    assert int(compressed.headers["Content-Length"]) == len(compressed.data)
    for answer in (plain, compressed):
        assert "Accept-Encoding" in answer.headers["Vary"]
        answer.close()
    assert (compressed.headers.get("ETag") or "W/").startswith("W/")


@pytest.mark.parametrize("path", ["/", "/openapi.json", "/static/plangraph.css", "/healthz"])
@pytest.mark.parametrize("headers", [{}, GZIP])
def test_head_tells_what_get_sends(client: FlaskClient, path: str, headers: dict[str, str]) -> None:
    """Length, tag, encoding and what they depend on are those of the compressed text."""
    sent, told = client.get(path, headers=headers), client.head(path, headers=headers)
    for name in ("Content-Length", "Content-Encoding", "Content-Type", "ETag", "Vary"):
        assert told.headers.get(name) == sent.headers.get(name), name
    for answer in (sent, told):
        answer.close()


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "br", "*;q=0"])
def test_who_does_not_take_it_gets_it_as_it_is(client: FlaskClient, accepted: str) -> None:
    """No header, another encoding, or a refusal leaves the text plain."""
    answer = client.get("/openapi.json", headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers
    assert answer.get_json()["openapi"].startswith("3.1")


def test_a_compressed_page_still_holds(client: FlaskClient) -> None:
    """The tag of a compressed page is answered with 304, without a body."""
    tag = client.get("/", headers=GZIP).headers["ETag"]
    again = client.get("/", headers={**GZIP, "If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert "Content-Encoding" not in again.headers
