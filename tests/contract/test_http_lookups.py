"""/sparql: a lookup of one thing is answered in front of all else, and nobody can tell but by the clock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.store.formats import DEFAULT_FORMATS
from graph.store.processes.supervised import SupervisedStore
from service.app import create_app
from service.settings import Settings

LOOKUP = "SELECT ?p ?o WHERE { <http://e/九星> ?p ?o } # once"
JSON = {"Accept": "application/sparql-results+json"}


@pytest.fixture(scope="module")
def store() -> Iterator[SupervisedStore]:
    """A store whose union is at hand."""
    with SupervisedStore() as store:
        store.update('INSERT DATA { GRAPH <http://e/g> { <http://e/九星> <http://e/p> 1, "a+b & c" } }')
        deadline = time.monotonic() + 20
        while store.look_up(LOOKUP, DEFAULT_FORMATS) is None:
            assert time.monotonic() < deadline
            store.query("ASK {}").read()  # the copy in memory comes when somebody asks
            time.sleep(0.05)
        yield store


@pytest.fixture(scope="module")
def app(store: SupervisedStore) -> Flask:
    """The service over it, without a cache, so that each request is worked on."""
    return create_app(Settings(cache_bytes=0), store)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of it."""
    return app.test_client()


@pytest.fixture
def strict(store: SupervisedStore) -> FlaskClient:
    """A client of a service whose default graph is not the union, which has no such lane."""
    return create_app(Settings(cache_bytes=0, union_default_graph=False), store).test_client()


def asked(monkeypatch: pytest.MonkeyPatch, store: SupervisedStore) -> list[str]:
    """The queries that come to the store in the usual way from now on."""
    texts: list[str] = []
    query = store.query
    monkeypatch.setattr(store, "query", lambda text, **rest: texts.append(text) or query(text, **rest))
    return texts


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv", "*/*", "application/xml;q=0.5"])
def test_it_is_the_usual_answer(
    client: FlaskClient, store: SupervisedStore, monkeypatch: pytest.MonkeyPatch, accept: str
) -> None:
    """Body and headers are those of the same question by way of Flask, and the store is asked only the second time."""
    texts = asked(monkeypatch, store)
    address = f"/sparql?query={quote(LOOKUP)}"
    quick = client.get(address, headers={"Accept": accept})
    assert texts == []
    usual = client.get(f"{address}&", headers={"Accept": accept})
    assert texts == [LOOKUP]
    assert (quick.status_code, quick.data) == (200, usual.data)
    own = {"X-Request-ID", "ETag"}  # which tell requests apart
    assert {n: v for n, v in quick.headers if n not in own} == {n: v for n, v in usual.headers if n not in own}


def test_a_tag_from_there_is_known_everywhere(client: FlaskClient) -> None:
    """A condition takes the usual way, and holds."""
    address = f"/sparql?query={quote(LOOKUP)}"
    tag = client.get(address, headers=JSON).headers["ETag"]
    assert client.get(address, headers={**JSON, "If-None-Match": tag}).status_code == 304
    assert client.head(address, headers=JSON).headers["ETag"] == tag


@pytest.mark.parametrize(
    "address",
    [
        f"/sparql?query={quote(LOOKUP)}&default-graph-uri=http://e/none",
        f"/sparql?query={quote('SELECT * { ?s ?p ?o }')}",
        "/sparql?query=%FF",
        f"/sparql?query={quote(LOOKUP)}&format=csv",
        f"/sparql?query={quote(LOOKUP + '#' * 20_000)}",
    ],
)
def test_what_is_not_plain_takes_the_usual_way(client: FlaskClient, strict: FlaskClient, address: str) -> None:
    """Other datasets, other queries and broken ones are answered, or refused, as ever."""
    given, usual = client.get(address, headers=JSON), strict.get(address, headers=JSON)
    assert given.status_code == usual.status_code
    if "none" in address or given.status_code >= 400:
        assert given.get_json().get("detail") == usual.get_json().get("detail")


def test_a_browser_gets_the_page(client: FlaskClient) -> None:
    """HTML is the editor's matter."""
    page = client.get(f"/sparql?query={quote(LOOKUP)}", headers={"Accept": "text/html"})
    assert page.content_type.startswith("text/html")


def test_strict_datasets_have_no_union_to_look_into(strict: FlaskClient) -> None:
    """There the default graph is empty, and so is the answer."""
    answer = strict.get(f"/sparql?query={quote(LOOKUP)}", headers=JSON)
    assert answer.get_json()["results"]["bindings"] == []
