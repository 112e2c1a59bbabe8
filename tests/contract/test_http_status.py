"""What machines ask first: health, readiness, the description of the addresses."""

from __future__ import annotations

import logging
from typing import NoReturn

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.store.base import Store
from graph.store.embedded import EmbeddedStore
from graph.store.errors import StoreUnavailable
from graph.store.factory import open_store
from queries.catalogue import Catalogue
from service.app import create_app
from service.settings import Settings


def test_health_and_readiness(client: FlaskClient) -> None:
    """A service with a store that answers is healthy and ready."""
    assert client.get("/healthz").get_json() == {"status": "ok"}
    assert client.get("/readyz").get_json() == {"status": "ready"}


class Away(EmbeddedStore):
    """A store that cannot be asked."""

    def query(self, text: str, **_: object) -> NoReturn:
        """Fail, as a server that was switched off does."""
        raise StoreUnavailable(f"Nobody is there to answer {text!r}.")


def test_a_store_that_is_away_is_not_ready() -> None:
    """Without its store the process is healthy, but not ready."""
    with Away() as store:
        client = create_app(Settings(), store).test_client()
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503


def test_data_of_another_base_are_told(example_store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """Where the plans' identifiers begin otherwise than the setting says, the log and the answer name both."""
    client = create_app(Settings(base="https://plans.example/"), example_store).test_client()
    with caplog.at_level(logging.WARNING, "plangraph"):
        answers = [client.get("/readyz").get_json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0]["status"] == "ready"
    for base in ("http://localhost:8080/", "https://plans.example/"):
        assert base in answers[0]["warning"]
        assert caplog.text.count(base) == 1


def test_no_plan_is_no_other_plan() -> None:
    """An empty store is as good under any base."""
    with open_store() as store:
        client = create_app(Settings(base="https://plans.example/"), store).test_client()
        assert client.get("/readyz").get_json() == {"status": "ready"}


def test_the_description_names_every_question_and_route(client: FlaskClient, app: Flask) -> None:
    """Each question is a path with its parameters, and every described path is a route."""
    description = client.get("/openapi.json").get_json()
    assert description["openapi"].startswith("3.1")
    for name, question in Catalogue().items():
        operation = description["paths"][f"/questions/{name}"]["get"]
        described = [parameter["name"] for parameter in operation["parameters"] if "name" in parameter]
        own = [parameter.name for parameter in question.parameters]
        assert described == [*own, "limit", "offset", "format", "lang"]
    router = app.url_map.bind("localhost")
    for path, operations in description["paths"].items():
        for method in operations:
            assert router.test(path.replace("{", "").replace("}", ""), method.upper()), path


def test_operations_have_names_of_their_own(client: FlaskClient) -> None:
    """No two operations share an identifier, so that clients can be generated."""
    paths = client.get("/openapi.json").get_json()["paths"].values()
    identifiers = [operation["operationId"] for operations in paths for operation in operations.values()]
    assert len(identifiers) == len(set(identifiers))
