"""/sparql: the SPARQL 1.1 Protocol's query operation, over HTTP."""

from __future__ import annotations

import json
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from rdflib import Graph

from graph.store.base import ask
from graph.store.factory import open_store
from graph.store.formats import Format
from service.http.negotiation import DATASETS, GRAPHS

ASK = "ASK { ?s a <https://w3id.org/plangraph/ontology#Task> }"
SELECT = """SELECT ?label WHERE {
  <http://localhost:8080/id/unit/yunxi/nongyeban> <http://www.w3.org/2000/01/rdf-schema#label> ?label
  FILTER(LANG(?label) = "zh") }"""
CONSTRUCT = "CONSTRUCT { <urn:a> <urn:b> 1 } WHERE {}"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
GRAPH = "http://localhost:8080/graph/plan/yunxi-2024-2026"
OTHER = "http://localhost:8080/graph/inferred/yunxi-2024-2026"


def test_a_query_is_answered_by_all_three_ways(client: FlaskClient) -> None:
    """GET, a form and a direct POST give the same answer."""
    answers = [
        client.get("/sparql", query_string={"query": ASK}),
        client.post("/sparql", data={"query": ASK}),
        client.post("/sparql", data=ASK, content_type="application/sparql-query"),
        client.post("/sparql", data=ASK.encode(), content_type="application/sparql-query; charset=UTF-8"),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert answer.content_type == "application/sparql-results+json"
        assert json.loads(answer.data)["boolean"] is True


def test_chinese_comes_back_as_it_went_in(client: FlaskClient) -> None:
    """A label in Chinese is found and answered."""
    rows = client.get("/sparql", query_string={"query": SELECT}).get_json(force=True)["results"]["bindings"]
    assert [row["label"]["value"] for row in rows] == ["农业办"]


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/turtle", None),
    ],
)
def test_rows_have_their_formats(client: FlaskClient, accept: str, content_type: str | None) -> None:
    """Rows come in the four result formats, and in no graph format."""
    response = client.get("/sparql", query_string={"query": SELECT}, headers={"Accept": accept})
    if content_type is None:
        assert response.status_code == 406
        assert {"media_type": "text/csv", "format": "csv"} in response.get_json()["offered"]
        return
    assert (response.status_code, response.content_type) == (200, content_type)
    assert "Accept" in response.headers["Vary"]
    assert "农业办" in response.get_data(as_text=True)


@pytest.mark.parametrize("media", [Format(offered.mime) for offered in (*GRAPHS, *DATASETS)])
def test_graphs_have_their_formats(client: FlaskClient, media: Format) -> None:
    """A constructed graph comes in every graph format and reads back as the same triple."""
    response = client.get("/sparql", query_string={"query": CONSTRUCT}, headers={"Accept": media.value})
    assert (response.status_code, response.mimetype) == (200, media.value)
    with open_store() as store:
        store.load(response.data, media)
        assert ask(store, "ASK { <urn:a> <urn:b> 1 }", union_default=False)
        assert store.size() == 1


def test_xml_results_are_xml(client: FlaskClient) -> None:
    """The XML results hold the row."""
    response = client.get("/sparql", query_string={"query": SELECT, "format": "xml"})
    literals = ET.fromstring(response.data).iter("{http://www.w3.org/2005/sparql-results#}literal")  # noqa: S314 - our own answer
    assert [literal.text for literal in literals] == ["农业办"]


@pytest.mark.parametrize(
    ("status", "request_of"),
    [
        (400, {"method": "GET", "query_string": {"query": "ASK {"}}),
        (400, {"method": "GET", "query_string": "query=ASK%7B%7D&query=ASK%7B%7D"}),
        (400, {"method": "GET", "query_string": {"update": "CLEAR ALL"}}),
        (400, {"method": "GET", "query_string": {"query": " "}}),
        (400, {"method": "POST", "data": {"query": ASK, "update": "CLEAR ALL"}}),
        (400, {"method": "GET", "query_string": "query=%FF"}),
        (400, {"method": "GET", "query_string": {"query": ASK, "default-graph-uri": "not an iri"}}),
        (400, {"method": "POST", "data": ASK}),
        (400, {"method": "POST", "data": {"other": "x"}}),
        (400, {"method": "POST", "data": b"ASK {} # \xff", "content_type": "application/sparql-query"}),
        (405, {"method": "PUT", "data": ASK, "content_type": "application/sparql-query"}),
        (405, {"method": "DELETE"}),
        (406, {"method": "GET", "query_string": {"query": ASK}, "headers": {"Accept": "image/png"}}),
        (406, {"method": "GET", "query_string": {"query": ASK, "format": "png"}}),
        (415, {"method": "POST", "data": ASK, "content_type": "text/plain"}),
        (415, {"method": "POST", "data": ASK, "content_type": "application/sparql-query; charset=utf-16"}),
        (
            415,
            {
                "method": "POST",
                "data": ASK,
                "content_type": "application/sparql-query",
                "headers": {"Content-Encoding": "br"},
            },
        ),
    ],
)
def test_what_is_wrong_with_a_request_is_told_exactly(
    client: FlaskClient, status: int, request_of: dict[str, object]
) -> None:
    """Each fault has its own status, as problem+json with a sentence."""
    response = client.open("/sparql", **request_of)  # type: ignore[arg-type]  # the parameters are those of open
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert len(response.get_json()["detail"]) > 10


@pytest.mark.parametrize(
    ("wanted", "mime"),
    [
        ("format=xml", "application/rdf+xml"),
        ("format=json", "application/ld+json"),
        ("format=n3", "text/turtle"),
        ("format=rdf%2Bxml&format=application/rdf%2Bxml", "application/rdf+xml"),
        ("format=json-ld&format=application/ld%2Bjson%2Capplication/x-json%2Bld", "application/ld+json"),
        ("format=&format=nt", "application/n-triples"),
    ],
)
def test_a_graph_is_asked_for_as_clients_spell_it(client: FlaskClient, wanted: str, mime: str) -> None:
    """SPARQLWrapper says xml where nobody says more, and of other formats two names, of which the first is one."""
    answer = client.get("/sparql", query_string=f"query={quote(CONSTRUCT)}&{wanted}")
    assert (answer.status_code, answer.mimetype) == (200, mime)


def test_a_syntax_error_says_where(client: FlaskClient) -> None:
    """Line and column of a SPARQL syntax error are members of the problem."""
    problem = client.get("/sparql", query_string={"query": "ASK {\n  ?s ?p\n}"}).get_json()
    assert (problem["status"], problem["line"]) == (400, 3)
    assert problem["column"] >= 1


@pytest.mark.parametrize("text", ["INSERT DATA { <urn:a> <urn:b> 1 }", "PREFIX x: <urn:x> CLEAR ALL"])
def test_an_update_is_told_where_updates_are_sent(client: FlaskClient, text: str) -> None:
    """It is not told what would have to stand in the place of its words."""
    problem = client.post("/sparql", data=text, content_type="application/sparql-query").get_json()
    assert (problem["status"], "/update" in problem["detail"]) == (400, True)


def test_the_default_graph_is_the_union_of_all(client: FlaskClient) -> None:
    """Without a dataset a pattern finds what any named graph says."""
    query = "PREFIX plan: <https://w3id.org/plangraph/ontology#> ASK { ?x plan:inArea ?inferred ; plan:number ?stated }"
    assert client.get("/sparql", query_string={"query": query}).get_json(force=True)["boolean"] is True


def test_the_request_can_name_the_dataset(client: FlaskClient) -> None:
    """default-graph-uri and named-graph-uri make the dataset, and outweigh FROM."""
    count = "SELECT (COUNT(*) AS ?n) {from} {{ ?s <https://w3id.org/plangraph/ontology#inArea> ?o }}"

    def counted(query: str, **dataset: str) -> str:
        answer = client.get("/sparql", query_string={"query": query, **dataset}).get_json(force=True)
        return str(answer["results"]["bindings"][0]["n"]["value"])

    assert counted(count.format(**{"from": ""}), **{"default-graph-uri": OTHER}) == "1"
    assert counted(count.format(**{"from": ""}), **{"default-graph-uri": GRAPH}) == "0"
    assert counted(count.format(**{"from": f"FROM <{GRAPH}>"}), **{"default-graph-uri": OTHER}) == "1"
    named = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert counted(named, **{"named-graph-uri": OTHER}) == "1"


def test_head_answers_as_get_without_the_body(client: FlaskClient) -> None:
    """HEAD has the status and headers of GET."""
    response = client.head("/sparql", query_string={"query": ASK})
    assert (response.status_code, response.content_type) == (200, "application/sparql-results+json")
    assert response.data == b""


def test_pages_of_others_may_ask(client: FlaskClient) -> None:
    """A preflight request names the methods and headers that are allowed to every origin."""
    response = client.options(
        "/sparql", headers={"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    )
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]
    assert "Content-Type" not in response.headers  # of an answer that has no content


def test_a_bare_get_describes_the_service(client: FlaskClient) -> None:
    """A program that asks nothing learns what this is: endpoint, languages, formats, graphs."""
    response = client.get("/sparql", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=response.data, format="turtle")
    sd = "http://www.w3.org/ns/sparql-service-description#"
    described = {(str(p).removeprefix(sd), str(o).removeprefix(sd)) for _, p, o in graph}
    assert ("endpoint", "http://localhost/sparql") in described
    assert ("feature", "UnionDefaultGraph") in described
    assert ("supportedLanguage", "SPARQL11Query") in described
    assert ("supportedLanguage", "SPARQL11Update") not in described
    assert ("name", GRAPH) in described


def test_a_browser_gets_a_page_to_write_on(client: FlaskClient) -> None:
    """The page has the form, and a query in the address is answered on it, in a table."""
    assert '<textarea name="query"' in client.get("/sparql", headers=BROWSER).get_data(as_text=True)
    page = client.get("/sparql", query_string={"query": SELECT}, headers=BROWSER).get_data(as_text=True)
    assert "<td>农业办</td>" in page
    assert "true" in client.get("/sparql", query_string={"query": ASK}, headers=BROWSER).get_data(as_text=True)
    assert "&lt;urn:a&gt;" in client.get("/sparql", query_string={"query": CONSTRUCT}, headers=BROWSER).get_data(
        as_text=True
    )


def test_the_query_on_the_page_is_text(client: FlaskClient) -> None:
    """Markup in a query or in its answer does not become part of the page."""
    query = 'SELECT ("<script>alert(1)</script>" AS ?x) {} # </textarea><script>alert(2)</script>'
    page = client.get("/sparql", query_string={"query": query}, headers=BROWSER).get_data(as_text=True)
    assert "<script>alert" not in page
    assert "</textarea><script>" not in page


def test_relative_iris_are_below_the_endpoint(client: FlaskClient) -> None:
    """An IRI without a scheme is relative to the address of the request."""
    answer = client.get("/sparql", query_string={"query": "CONSTRUCT { <a> <b> <c> } WHERE {}", "format": "nt"})
    assert answer.get_data(as_text=True).startswith("<http://localhost/a>")


def test_a_fault_beside_a_relative_iri_is_where_it_was_written(client: FlaskClient) -> None:
    """The base that we put before such a query moves no column; on another line nothing is moved."""
    for text in ("SELECT * { <a> ?p x }", "SELECT * {\n<a> ?p x }"):
        written = client.get("/sparql", query_string={"query": text.replace("<a>", "_:a")}).get_json()
        assert client.get("/sparql", query_string={"query": text}).get_json() == written


def test_the_service_description_tells_what_of_geosparql_there_is(client: FlaskClient) -> None:
    """Its functions and aggregates, ours beside the standard's, and the conformance classes that are met whole."""
    told = client.get("/sparql", headers={"Accept": "application/n-triples"}).get_data(as_text=True)
    for name in ("extensionFunction> <http://www.opengis.net/def/function/geosparql/buffer>", "geosparql/aggUnion>"):
        assert name in told
    assert "function/geo#gcj02ToWgs84>" in told
    assert "<http://www.opengis.net/spec/geosparql/1.1/conf/geometry-topology-extension>" in told
    assert "query-rewrite-extension" not in told


def test_a_geometry_of_the_query_that_cannot_be_read_is_a_400_that_says_where(client: FlaskClient) -> None:
    """An empty answer would be taken for an answer."""
    query = "ASK { FILTER(<http://www.opengis.net/def/function/geosparql/isEmpty>('POINT ('^^geo:wktLiteral)) }"
    text = f"PREFIX geo: <http://www.opengis.net/ont/geosparql#>\n{query}"
    answer = client.get("/sparql", query_string={"query": text}, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert "Not WKT" in answer.get_data(as_text=True)
    assert "line 2" in answer.get_data(as_text=True)


def test_a_query_has_an_end(client: FlaskClient) -> None:
    """One of more than four million characters is refused before anybody looks through it."""
    answer = client.post("/sparql", data="ASK {}" + " " * 4_000_000, content_type="application/sparql-query")
    assert answer.status_code == 413
    assert "characters" in answer.get_json()["detail"]
