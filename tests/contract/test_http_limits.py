"""Limits of queries over HTTP: a service over a store whose readers can be ended."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.process.stores import served
from service.settings import Settings

RUNAWAY = """SELECT (COUNT(*) AS ?n) {
  VALUES ?a { 1 2 3 4 5 6 7 8 9 } VALUES ?b { 1 2 3 4 5 6 7 8 9 } VALUES ?c { 1 2 3 4 5 6 7 8 9 }
  VALUES ?d { 1 2 3 4 5 6 7 8 9 } VALUES ?e { 1 2 3 4 5 6 7 8 9 } VALUES ?f { 1 2 3 4 5 6 7 8 9 }
  VALUES ?g { 1 2 3 4 5 6 7 8 9 } VALUES ?h { 1 2 3 4 5 6 7 8 9 } VALUES ?i { 1 2 3 4 5 6 7 8 9 }
}"""


@pytest.fixture(scope="module")
def limited() -> Iterator[FlaskClient]:
    """A client of a service with an empty store and a limit of two seconds."""
    settings = Settings(store=":memory:", write_token="x" * 16, query_seconds=2)
    store = served(settings)
    client = create_app(settings, store).test_client()
    client.environ_base["REMOTE_ADDR"] = ""  # there is no connection that could be looked for
    yield client
    store.close()


@pytest.mark.parametrize(("timeout", "limit"), [("0.3", "0.3 s"), ("1000", "2 s")])
def test_a_query_that_takes_too_long_is_stopped(limited: FlaskClient, timeout: str, limit: str) -> None:
    """`timeout` lowers the limit and never raises it; the answer names the limit that was reached."""
    response = limited.get("/sparql", query_string={"query": RUNAWAY, "timeout": timeout})
    assert response.status_code == 504
    assert response.content_type == "application/problem+json"
    assert limit in response.get_json()["detail"]
    assert limited.get("/sparql", query_string={"query": "ASK {}"}).status_code == 200
    assert b'plangraph_queries_stopped_total{reason="QueryTimeout"}' in limited.get("/metrics").data


@pytest.mark.parametrize("timeout", ["0", "-1", "soon", "1e9", "", "nan"])
def test_a_timeout_that_is_none_is_told(limited: FlaskClient, timeout: str) -> None:
    """What is no positive number of seconds is 400."""
    response = limited.get("/sparql", query_string={"query": "ASK {}", "timeout": timeout})
    assert response.status_code == 400
    assert "timeout" in response.get_json()["detail"]


def test_the_readers_are_counted(limited: FlaskClient) -> None:
    """The figures tell how many readers are busy and how many queries wait."""
    figures = limited.get("/metrics").get_data(as_text=True)
    assert 'plangraph_readers{state="busy"} 0.0' in figures
    assert 'plangraph_readers{state="waiting"} 0.0' in figures


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "STRUUID()", "UUID()"])
def test_what_differs_each_time_is_not_kept(limited: FlaskClient, function: str) -> None:
    """A query with such a function is computed each time it is asked, and says that it may not be kept."""
    query = {"query": f"SELECT ({function} AS ?x) {{}}"}
    first, second = (limited.get("/sparql", query_string=query) for _ in range(2))
    assert first.headers["Cache-Control"] == "no-store"
    assert first.data != second.data


def test_a_write_is_seen_at_once(limited: FlaskClient) -> None:
    """An answer that is kept is not given again after a write."""
    query = {"query": "SELECT (COUNT(*) AS ?n) { ?s <urn:x:p> ?o }"}
    counts = []
    for number in range(3):
        counts += [limited.get("/sparql", query_string=query).get_json()["results"]["bindings"][0]["n"]["value"]]
        update = f"INSERT DATA {{ GRAPH <urn:x:g> {{ <urn:x:{number}> <urn:x:p> 1 }} }}"
        headers = {"Authorization": "Bearer " + "x" * 16}
        response = limited.post("/update", data=update, content_type="application/sparql-update", headers=headers)
        assert response.status_code == 204
    assert counts == ["0", "1", "2"]
