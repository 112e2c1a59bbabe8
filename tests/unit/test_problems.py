"""Errors as clients see them."""

from __future__ import annotations

import logging

import pytest
from flask import Flask, abort, request
from flask.testing import FlaskClient

from graph.model import PlanError
from graph.store import errors
from graph.store.errors import (
    QueryFailed,
    QuerySyntaxError,
    QueryTimeout,
    ReadOnly,
    ServerFailed,
    StoreUnavailable,
    UnknownGraph,
)
from graph.store.factory import open_store
from service.answers.problems import status_of
from service.app import create_app
from service.http.problem import Problem
from service.settings import Settings
from service.words.problems import chinese_words


def _is_error(kind: object) -> bool:
    """Whether it is one of the store's errors."""
    return isinstance(kind, type) and issubclass(kind, errors.StoreError)


# What is the client's doing, 400 like any PlanError.
CLIENTS = {errors.QuerySyntaxError, errors.DataSyntaxError, errors.QueryTooDeep}
ERRORS = {
    "problem": Problem(418, "A teapot.", members={"colour": "blue"}, headers={"X-Tea": "yes"}),
    "syntax": QuerySyntaxError("Not SPARQL at line 2, column 7: expected }.", 2, 7),
    "read-only": ReadOnly("Not here."),
    "no-graph": UnknownGraph("There is no graph <urn:g>."),
    "timeout": QueryTimeout("Longer than 10 s."),
    "gone": StoreUnavailable("The store is away."),
    "failed": QueryFailed("It failed."),
    "behind": ServerFailed("It sent half an answer."),
    "line-only": QuerySyntaxError("Not SPARQL at line 2: syntax error.", 2),
    "fault": ValueError("a detail of ours: /etc/secret"),
}


@pytest.fixture
def client() -> FlaskClient:
    """A client of an app that raises each of the errors at an address of its own."""
    app: Flask = create_app(Settings(), open_store())

    def fail(name: str) -> str:
        if name == "abort":
            abort(405)
        raise ERRORS[name]

    app.add_url_rule("/fail/<name>", view_func=fail)
    return app.test_client()


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("problem", 418),
        ("syntax", 400),
        ("read-only", 403),
        ("no-graph", 404),
        ("abort", 405),
        ("failed", 500),
        ("behind", 502),
        ("gone", 503),
        ("timeout", 504),
    ],
)
def test_every_error_has_one_shape(client: FlaskClient, name: str, status: int) -> None:
    """An error is problem+json with type, title, status and a sentence, and is not kept."""
    response = client.get(f"/fail/{name}")
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    problem = response.get_json()
    assert problem["status"] == status
    assert problem["type"] == "about:blank"
    assert problem["title"]
    assert problem["detail"]


def test_members_and_headers_are_told(client: FlaskClient) -> None:
    """What an error knows besides its sentence is in the answer."""
    response = client.get("/fail/problem")
    assert response.get_json()["colour"] == "blue"
    assert response.headers["X-Tea"] == "yes"
    assert client.get("/fail/syntax").get_json()["line"] == 2
    assert client.get("/fail/syntax").get_json()["column"] == 7


def test_a_fault_of_ours_is_logged_and_not_told(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    """The trace is in the log; the client gets a sentence that says nothing of our inside."""
    with caplog.at_level(logging.ERROR, "plangraph"):
        response = client.get("/fail/fault")
    assert response.status_code == 500
    assert "secret" not in response.get_data(as_text=True)
    assert "Traceback" not in response.get_data(as_text=True)
    assert "a detail of ours" in caplog.text


def test_a_browser_gets_a_page(client: FlaskClient) -> None:
    """A client that prefers HTML gets the same as a page, in its language."""
    response = client.get("/fail/syntax", headers={"Accept": "text/html,*/*;q=0.8", "Accept-Language": "en"})
    assert response.status_code == 400
    assert response.content_type == "text/html; charset=utf-8"
    assert response.headers["Content-Language"] == "en"
    assert {"accept", "accept-language"} <= set(response.vary.as_set())
    assert "line 2, column 7" in response.get_data(as_text=True)
    without_column = client.get("/fail/line-only", headers={"Accept": "text/html"})
    assert without_column.status_code == 400
    assert "Not SPARQL at line 2: syntax error." in without_column.get_data(as_text=True)


def test_a_client_that_accepts_neither_is_told_all_the_same(client: FlaskClient) -> None:
    """An error does not turn into another error for want of an acceptable format."""
    response = client.get("/fail/no-graph", headers={"Accept": "image/png"})
    assert (response.status_code, response.content_type) == (404, "application/problem+json")


def test_what_is_not_there_is_a_problem_too(client: FlaskClient) -> None:
    """An address that no route has, and a method that a route has not, are problems of the same shape."""
    assert client.get("/nowhere").get_json()["status"] == 404
    refused = client.delete("/questions")
    assert refused.get_json()["status"] == 405
    assert "GET" in refused.headers["Allow"]


def test_text_of_the_client_is_escaped(client: FlaskClient) -> None:
    """Markup in an address comes back as text."""
    page = client.get("/questions/<script>alert(1)</script>", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert "<script>alert" not in page.get_data(as_text=True)


def test_every_failure_of_the_store_has_its_status() -> None:
    """Each class of error of the store, also one that is new, has a status by itself or by a class of the store's."""
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.StoreError)]
    assert len(kinds) > 12
    for kind in kinds:
        assert kind is errors.StoreError or status_of(kind) != status_of(PlanError) or kind in CLIENTS, kind
    assert status_of(errors.OutcomeUnknown) == 500
    assert status_of(errors.StoreDamaged) == status_of(errors.Locked) == 503


@pytest.mark.parametrize("status", sorted({status_of(kind) for kind in vars(errors).values() if _is_error(kind)}))
def test_every_status_has_chinese_words(status: int) -> None:
    """A Chinese page has a title of its own for whatever the lower layers refuse."""
    assert chinese_words(status) != chinese_words(418)


def test_the_address_of_a_server_behind_us_is_not_told(caplog: pytest.LogCaptureFixture) -> None:
    """Neither the address nor the host of a remote store is in what a client reads; the log has them."""
    store = open_store()
    app = create_app(Settings(store="http://10.1.2.3:7200/repositories/town/"), store)
    address = "http://10.1.2.3:7200/repositories/town"
    failures = {
        "/failed": QueryFailed(f"{address} could not carry this out (500): see http://10.1.2.3:7200/logs"),
        "/moved": StoreUnavailable(f"{address} has moved to http://10.1.2.4/; is it the address of a SPARQL server?"),
    }

    def fail() -> str:
        raise failures[request.path]

    for path in failures:
        app.add_url_rule(path, endpoint=path, view_func=fail)
    for path, failure in failures.items():
        with caplog.at_level(logging.ERROR, "plangraph"):
            detail = app.test_client().get(path).get_json()["detail"]
        assert "10.1.2" not in detail
        assert detail.startswith("The SPARQL server behind this service ")
        assert str(failure) in caplog.text
