"""The service over the smallest plan that uses every term (the vocabulary's example), and over an empty store."""

from __future__ import annotations

from collections.abc import Iterator

import features_town
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sparql_servers import oxigraph, virtuoso

from graph.store.base import Store
from graph.store.factory import open_store
from graph.store.formats import Format
from ontology.files import example_bytes, vocabulary_bytes
from service.app import create_app
from service.settings import Settings

BASE = "http://localhost:8080/"
PLAN = "yunxi-2024-2026"
TOKEN = "a-token-for-tests-only"  # noqa: S105 - it opens nothing but these tests' stores
INDEXED = 60  # seconds in which the index for searching must be there, also on a machine that has much to do

# What reasoning would add: stated nowhere, so the pages must mark it.
INFERRED = f"""
<{BASE}id/task/{PLAN}/2.1.1.1> <https://w3id.org/plangraph/ontology#inArea> <{BASE}id/place/yunxi/yunxizhen> .
<{BASE}id/unit/yunxi/xiangguancun> a <https://w3id.org/plangraph/ontology#Unit> .
"""


@pytest.fixture(scope="session")
def example_store() -> Iterator[Store]:
    """The example plan with the vocabulary, each in its named graph."""
    with open_store() as store:
        store.load(example_bytes(), Format.TURTLE, f"{BASE}graph/plan/{PLAN}")
        store.load(INFERRED.encode(), Format.TURTLE, f"{BASE}graph/inferred/{PLAN}")
        for name in ("ontology", "schemes"):
            store.load(vocabulary_bytes(name), Format.TURTLE, f"{BASE}graph/vocabulary/{name}")
        yield store


@pytest.fixture(scope="session")
def app(example_store: Store) -> Iterator[Flask]:
    """The service over the example, which nobody may write to."""
    # Answers that a test does not read to their end take room until Python collects them: here is room for many.
    served = create_app(Settings(threads=64), example_store)
    assert served.extensions["plangraph"].searching.start().wait(INDEXED) is not None
    yield served
    served.extensions["plangraph"].searching.stop()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of that service, which keeps no cookies: each request says what language it wants."""
    return app.test_client(use_cookies=False)


@pytest.fixture(scope="session")
def town() -> Iterator[FlaskClient]:
    """A client of a service over a small town, whose things have every kind of geometry."""
    with open_store() as store:
        store.load(features_town.turtle().encode(), Format.TURTLE, features_town.GRAPH)
        served = create_app(Settings(), store)
        yield served.test_client(use_cookies=False)
        served.extensions["plangraph"].searching.stop()


@pytest.fixture
def writer() -> Iterator[FlaskClient]:
    """A client of a service over an empty store with strict datasets, which brings the token."""
    with open_store() as store:
        app = create_app(Settings(write_token=TOKEN, union_default_graph=False), store)
        client = app.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {TOKEN}"
        yield client
        app.extensions["plangraph"].searching.stop()


@pytest.fixture(scope="session")
def oxigraph_server() -> Iterator[str]:
    """The address of an Oxigraph server, which gives up a query after 5 seconds."""
    with oxigraph(time_limit=5) as address:
        yield address


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Virtuoso server, which gives no more than 10,000 rows."""
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as address:
        yield address
