"""/sparql: an answer to a GET has a tag, by which a client asks whether it still holds."""

from __future__ import annotations

from flask.testing import FlaskClient

QUERY = {"query": "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"}


def test_an_answer_that_still_holds_is_not_sent_again(writer: FlaskClient) -> None:
    """Its tag is answered with 304 until something is written; GET and HEAD say the same one."""
    first = writer.get("/sparql", query_string=QUERY)
    tag = first.headers["ETag"]
    assert writer.head("/sparql", query_string=QUERY).headers["ETag"] == tag
    again = writer.get("/sparql", query_string=QUERY, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    writer.put("/graphs?graph=http://example.org/g", data="<urn:a> <urn:b> <urn:c> .", content_type="text/turtle")
    changed = writer.get("/sparql", query_string=QUERY, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert b'"1"' in changed.data
    assert changed.headers["ETag"] != tag


def test_a_tag_belongs_to_one_format(writer: FlaskClient) -> None:
    """The same query in another format has another tag."""
    tags = {
        writer.get("/sparql", query_string=QUERY, headers={"Accept": accept}).headers["ETag"]
        for accept in ("text/csv", "application/sparql-results+json")
    }
    tags.add(writer.get("/sparql", query_string={**QUERY, "format": "tsv"}).headers["ETag"])
    assert len(tags) == 3


def test_what_differs_each_time_has_no_tag(writer: FlaskClient) -> None:
    """NOW() is answered anew, and a POST may not be kept."""
    assert "ETag" not in writer.get("/sparql", query_string={"query": "SELECT (NOW() AS ?now) {}"}).headers
    assert "ETag" not in writer.post("/sparql", data=QUERY).headers
