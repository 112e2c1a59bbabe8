"""Request bodies: compressed, chunked, too long, broken."""

from __future__ import annotations

import gzip
import time
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.store.base import Store
from service.app import create_app
from service.front.bodies import MOST_MEMBERS, decompressed
from service.http.problem import Problem
from service.settings import Settings

TOKEN = "a-token-for-tests-only"  # noqa: S105 - it opens nothing but these tests' stores
QUERY = "application/sparql-query"
MEGABYTE = 1024 * 1024


def raw_deflate(data: bytes) -> bytes:
    """Deflate without zlib's frame, as some clients send it."""
    squeezed = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return squeezed.compress(data) + squeezed.flush()


def bomb(size: int) -> bytes:
    """So many zero bytes, compressed a thousand to one."""
    squeezed = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    return b"".join([*(squeezed.compress(bytes(MEGABYTE)) for _ in range(size // MEGABYTE)), squeezed.flush()])


@pytest.fixture(scope="module")
def limited(example_store: Store) -> Flask:
    """A service that takes a megabyte."""
    return create_app(Settings(max_body=MEGABYTE, write_token=TOKEN), example_store)


@pytest.mark.parametrize(
    ("encoding", "squeeze"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("GZip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("identity", bytes),
        ("gzip", lambda data: gzip.compress(data[:3]) + gzip.compress(data[3:])),
    ],
)
def test_a_compressed_query_is_answered(client: FlaskClient, encoding: str, squeeze: Callable[[bytes], bytes]) -> None:
    """A query is taken in each encoding, directly and as a form."""
    for kind, text in ((QUERY, b"ASK {}"), ("application/x-www-form-urlencoded", b"query=ASK+%7B%7D")):
        headers = {"Content-Encoding": encoding}
        response = client.post("/sparql", data=squeeze(text), content_type=kind, headers=headers)
        assert response.status_code == 200
        assert response.get_json()["boolean"] is True


def test_compressed_writes_are_kept(writer: FlaskClient) -> None:
    """An update and a graph are taken compressed, and so are the parts of a form around them."""
    headers = {"Content-Encoding": "gzip"}
    update = gzip.compress("INSERT DATA { GRAPH <urn:x:g> { <urn:x:a> <urn:x:b> '镇' } }".encode())
    kind = "application/sparql-update"
    assert writer.post("/update", data=update, content_type=kind, headers=headers).status_code == 204
    graph = gzip.compress("<urn:x:a> <urn:x:b> '村' .".encode())
    response = writer.put("/graphs?graph=urn:x:h", data=graph, content_type="text/turtle", headers=headers)
    assert response.status_code == 201
    for name, word in (("g", "镇"), ("h", "村")):
        assert word in writer.get(f"/graphs?graph=urn:x:{name}").get_data(as_text=True)


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, gzip", "gzip, br", "x" * 1000])
def test_another_encoding_is_refused_with_what_is_taken(client: FlaskClient, encoding: str) -> None:
    """An encoding that is not undone here, or one over another, is 415 and names those taken."""
    headers = {"Content-Encoding": encoding}
    response = client.post("/sparql", data=b"ASK {}", content_type=QUERY, headers=headers)
    assert response.status_code == 415
    assert response.headers["Accept-Encoding"] == "gzip, deflate"
    assert "gzip, deflate" in response.get_json()["detail"]


@pytest.mark.parametrize(
    ("path", "method", "kind"),
    [
        ("/sparql", "POST", QUERY),
        ("/update", "POST", "application/sparql-update"),
        ("/graphs?default", "PUT", "text/turtle"),
    ],
)
def test_a_bomb_takes_neither_time_nor_memory(limited: Flask, path: str, method: str, kind: str) -> None:
    """What grows beyond the limit while it is decompressed is 413, long before all of it is there."""
    packed = bomb(400 * MEGABYTE)
    assert len(packed) < MEGABYTE
    client = limited.test_client()
    tracemalloc.start()
    begun = time.perf_counter()
    headers = {"Content-Encoding": "gzip", "Authorization": f"Bearer {TOKEN}"}
    response = client.open(path, method=method, data=packed, content_type=kind, headers=headers)
    seconds = time.perf_counter() - begun
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert response.status_code == 413
    assert response.content_type == "application/problem+json"
    assert seconds < 0.5
    assert most < 8 * MEGABYTE


@pytest.mark.parametrize("length", [MEGABYTE, MEGABYTE + 1])
def test_the_limit_is_exact(limited: Flask, length: int) -> None:
    """As many bytes as the limit are taken, one more is not: told, chunked and decompressed alike."""
    text = b"ASK {}".ljust(length)
    ways: list[dict[str, object]] = [
        {"data": text},
        {"data": gzip.compress(text), "headers": {"Content-Encoding": "gzip"}},
        {"data": text, "environ_overrides": {"CONTENT_LENGTH": "", "wsgi.input_terminated": True}},
    ]
    for way in ways:
        response = limited.test_client().post("/sparql", content_type=QUERY, **way)  # type: ignore[arg-type]  # as it has them
        assert response.status_code == (200 if length == MEGABYTE else 413)


@pytest.mark.parametrize(
    "broken",
    [b"ASK {}", gzip.compress(b"ASK {}")[:-4], gzip.compress(b"ASK {}") + b"more"],
    ids=["not compressed", "cut", "longer"],
)
def test_what_is_broken_is_told(client: FlaskClient, broken: bytes) -> None:
    """A body that is not what it is said to be, ends too early or goes on with something else is 400."""
    response = client.post("/sparql", data=broken, content_type=QUERY, headers={"Content-Encoding": "gzip"})
    assert response.status_code == 400
    assert "gzip" in response.get_json()["detail"]


def test_many_small_members_are_refused() -> None:
    """A body of very many gzip members would cost much more than its length."""
    whole = gzip.compress(b"a")
    assert decompressed(whole * MOST_MEMBERS, "gzip", 1000) == b"a" * MOST_MEMBERS
    with pytest.raises(Problem, match="members") as refused:
        decompressed(whole * (MOST_MEMBERS + 1), "gzip", 1000)
    assert refused.value.status == 400


def outcome(data: bytes, encoding: str, most: int) -> bytes | int:
    """The body, or the status with which it is refused."""
    try:
        return decompressed(data, encoding, most)
    except Problem as problem:
        return problem.status


@given(data=st.binary(max_size=300), most=st.integers(0, 300), level=st.integers(0, 9), cut=st.integers(0, 12))
@settings(derandomize=True)
def test_decompression_gives_all_or_says_why(data: bytes, most: int, level: int, cut: int) -> None:
    """A body is given whole if it fits, is 413 if it is too long, and cut short never gives less than the whole."""
    for encoding, packed in (("gzip", gzip.compress(data, level)), ("deflate", zlib.compress(data, level))):
        found = outcome(packed, encoding, most)
        assert found == (data if len(data) <= most else 413)
        if cut:
            assert outcome(packed[:-cut], encoding, most) in ({400, 413} if packed[:-cut] else {b""})
