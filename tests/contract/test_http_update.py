"""/update: who may write, and how."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

INSERT = "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }"
DIRECT = "application/sparql-update"


def count(client: FlaskClient, graph: str) -> int:
    """How many triples a graph has."""
    query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    answer = client.get("/sparql", query_string={"query": query}).get_json(force=True)
    return int(answer["results"]["bindings"][0]["n"]["value"])


def test_writing_is_off_without_a_token(client: FlaskClient) -> None:
    """Where no token is set, nobody may write, whatever he brings."""
    for headers in ({}, {"Authorization": "Bearer anything-at-all-will-do"}):
        response = client.post("/update", data=INSERT, content_type=DIRECT, headers=headers)
        assert response.status_code == 403
        assert "PLANGRAPH_WRITE_TOKEN" in response.get_json()["detail"]


@pytest.mark.parametrize("header", ["", "Basic abc", "Bearer", "Bearer ", "Bearer wrong", "Bearer 口令口令"])
def test_a_missing_or_wrong_token_is_refused(writer: FlaskClient, header: str) -> None:
    """Without the right token the answer is 401 with the scheme to use, and nothing is written."""
    response = writer.post(
        "/update",
        data=INSERT,
        content_type=DIRECT,
        environ_overrides={"HTTP_AUTHORIZATION": header.encode().decode("latin-1")},
    )
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert count(writer, "urn:g") == 0


def test_an_update_is_carried_out_both_ways(writer: FlaskClient) -> None:
    """A form and a direct POST both write, and answer 204, without a type of the content that is not there."""
    done = writer.post("/update", data=INSERT, content_type=DIRECT)
    assert (done.status_code, done.headers.get("Content-Type")) == (204, None)
    assert writer.post("/update", data={"update": INSERT.replace("1", "2")}).status_code == 204
    assert count(writer, "urn:g") == 2


def test_a_fault_in_an_update_is_where_it_was_written(writer: FlaskClient) -> None:
    """The base that is put before a relative IRI moves no column."""
    relative, absolute = (
        writer.post("/update", data=f"INSERT DATA {{ {name} <urn:b> x }}", content_type=DIRECT).get_json()
        for name in ("<a>", "_:a")
    )
    assert relative["status"] == 400
    assert relative == absolute


def test_an_update_is_all_or_nothing(writer: FlaskClient) -> None:
    """Where a later operation fails, an earlier one has not happened."""
    response = writer.post("/update", data=f"{INSERT} ; CREATE GRAPH <urn:g>", content_type=DIRECT)
    assert response.status_code == 409
    assert count(writer, "urn:g") == 0


@pytest.mark.parametrize(
    ("status", "request_of"),
    [
        (400, {"method": "POST", "data": "INSERT {", "content_type": DIRECT}),
        (400, {"method": "POST", "data": {"query": "ASK {}"}}),
        (400, {"method": "POST", "data": {"query": "ASK {}", "update": INSERT}}),
        (400, {"method": "POST", "data": INSERT}),
        (400, {"method": "POST", "query_string": {"update": INSERT}, "data": {"update": INSERT}}),
        (405, {"method": "GET", "query_string": {"update": INSERT}}),
        (415, {"method": "POST", "data": INSERT, "content_type": "text/plain"}),
    ],
)
def test_what_is_wrong_with_an_update_is_told_exactly(
    writer: FlaskClient, status: int, request_of: dict[str, object]
) -> None:
    """Each fault has its own status, and nothing is written."""
    assert writer.open("/update", **request_of).status_code == status  # type: ignore[arg-type]  # those of open
    assert count(writer, "urn:g") == 0


def test_the_request_can_name_what_an_update_reads(writer: FlaskClient) -> None:
    """using-graph-uri says which graph the WHERE of an update sees."""
    writer.post("/update", data=INSERT, content_type=DIRECT)
    copy = "INSERT { GRAPH <urn:copy> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
    writer.post("/update?using-graph-uri=urn:none", data=copy, content_type=DIRECT)
    assert count(writer, "urn:copy") == 0
    writer.post("/update?using-graph-uri=urn:g", data=copy, content_type=DIRECT)
    assert count(writer, "urn:copy") == 1


@pytest.mark.parametrize(
    "text",
    [
        "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "DELETE { ?s ?p ?o } USING <urn:g> WHERE { ?s ?p ?o }",
    ],
)
def test_two_datasets_are_one_too_many(writer: FlaskClient, text: str) -> None:
    """An update that names its dataset and a request that names another contradict each other."""
    response = writer.post("/update?using-graph-uri=urn:g", data=text, content_type=DIRECT)
    assert response.status_code == 400
