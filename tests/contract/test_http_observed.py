"""The service seen from outside: request identifiers, the log, the figures."""

from __future__ import annotations

import json
import logging
import re

import pytest
from flask.testing import FlaskClient

from graph.store.base import Store
from service.app import create_app
from service.operations.request_log import JsonLines
from service.settings import Settings

INDEXED = 20  # seconds in which the index for searching must be there


@pytest.fixture
def observed(example_store: Store) -> FlaskClient:
    """A client of a service of which every request counts as slow."""
    return create_app(Settings(slow_request=1), example_store).test_client()


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The lines of the access log, as they would be written."""
    return [JsonLines().format(record) for record in caplog.records if record.name == "plangraph.access"]


def test_a_fit_request_identifier_is_kept(client: FlaskClient) -> None:
    """An identifier that a client or proxy sends comes back; one that could mean something else is replaced."""
    assert client.get("/healthz", headers={"X-Request-ID": "a1-B2.c"}).headers["X-Request-ID"] == "a1-B2.c"
    for unfit in ("", "x" * 200, 'a"b', "a b", "一"):
        made = client.get("/healthz", headers={"X-Request-ID": unfit.encode().decode("latin-1")}).headers[
            "X-Request-ID"
        ]
        assert made != unfit
        assert made.isascii()


def test_every_answer_has_an_identifier_of_its_own(client: FlaskClient) -> None:
    """Two answers, even of the same kept bytes, never share an identifier."""
    identifiers = [client.get("/questions/unit-load").headers["X-Request-ID"] for _ in range(3)]
    assert len(set(identifiers)) == 3


def test_a_log_line_is_one_line(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    """Line breaks and control characters of a request do not reach the log as such."""
    with caplog.at_level(logging.INFO, "plangraph.access"), client.get("/doc/x%0A{%1b[31m%22,%E2%80%A8%7f") as response:
        assert response.status_code == 404
    (line,) = lines(caplog)
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["status"] == 404
    assert json.loads(line)["request_id"] == response.headers["X-Request-ID"]


def test_a_slow_query_is_logged_with_its_text(observed: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    """What took long is logged as a warning with the query, cut where it is long."""
    query = "SELECT ?a ?b ?c ?d { ?a ?b ?c . ?c ?d ?e } ORDER BY ?a ?b ?c # 一" + "x" * 5000
    with observed.post("/sparql", data=query.encode(), content_type="application/sparql-query") as response:
        assert response.status_code == 200  # what is long is on its way until its client is done with it
    (line,) = lines(caplog)
    fields = json.loads(line)
    assert fields["level"] == "warning"
    assert fields["query"] == query[:2000]
    assert fields["bytes"] > 0


def test_the_figures_tell_requests_by_route(example_store: Store) -> None:
    """Requests are counted by the first part of their path; addresses that clients make up share one name."""
    client = create_app(Settings(), example_store).test_client()
    for path in ("/questions/unit-load", "/questions/unit-load", "/made-up-1", "/made-up-2"):
        with client.get(path):
            pass
    answer = client.get("/metrics")
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    figures = answer.get_data(as_text=True).splitlines()
    assert 'plangraph_request_seconds_count{route="questions",status="200"} 2.0' in figures
    assert 'plangraph_request_seconds_count{route="other",status="404"} 2.0' in figures
    assert "plangraph_cache_hits_total 1.0" in figures


def test_the_figures_tell_of_the_search_index(example_store: Store) -> None:
    """Nothing before there is an index; then its age, whether it is current, and how much it holds and takes."""
    app = create_app(Settings(), example_store)
    client = app.test_client()
    assert "plangraph_search_index" not in client.get("/metrics").get_data(as_text=True)
    assert app.extensions["plangraph"].searching.start().wait(INDEXED) is not None
    figures = client.get("/metrics").get_data(as_text=True)
    told = dict(re.findall(r"^plangraph_search_index_(\w+) (\S+)$", figures, re.MULTILINE))
    app.extensions["plangraph"].searching.stop()
    assert 0 <= float(told["age_seconds"]) < INDEXED
    assert float(told["documents"]) > 100
    assert float(told["bytes"]) > 1000
    assert float(told["current"]) == 1
