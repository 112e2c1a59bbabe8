"""/graphs and /graph/…: the Graph Store Protocol."""

from __future__ import annotations

import io

import pytest
from conftest import TOKEN
from flask.testing import FlaskClient

from graph.store.factory import open_store
from service.app import create_app
from service.settings import Settings

PLAN_GRAPH = "http://localhost:8080/graph/plan/yunxi-2024-2026"
ONE = "<urn:a> <urn:b> 1 ."
TWO = "<urn:a> <urn:b> 2 ."
TURTLE = "text/turtle"


def triples(client: FlaskClient, address: str) -> list[str]:
    """The lines of a graph as N-Triples."""
    response = client.get(address, headers={"Accept": "application/n-triples"})
    assert response.status_code == 200
    return sorted(response.get_data(as_text=True).splitlines())


def test_a_graph_is_read_by_its_name(client: FlaskClient) -> None:
    """?graph= names a graph; its own address, under any host, is the same graph."""
    indirect = triples(client, f"/graphs?graph={PLAN_GRAPH}")
    assert len(indirect) == 788
    assert triples(client, "/graph/plan/yunxi-2024-2026") == indirect


def test_the_default_graph_is_what_queries_see(client: FlaskClient) -> None:
    """With the union as default graph, ?default reads the union."""
    everything = triples(client, "/graphs?default")
    assert set(triples(client, f"/graphs?graph={PLAN_GRAPH}")) < set(everything)


def test_without_a_name_everything_is_read(client: FlaskClient) -> None:
    """GET /graphs sends the dataset, graph by graph."""
    response = client.get("/graphs", headers={"Accept": "application/n-quads"})
    assert response.content_type == "application/n-quads"
    assert f"<{PLAN_GRAPH}> ." in response.get_data(as_text=True)
    assert client.get("/graphs", headers={"Accept": "text/turtle"}).status_code == 406


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/graphs?graph=urn:none", 404),
        ("/graph/none", 404),
        ("/graphs/none", 404),
        ("/graphs?graph=none", 400),
        ("/graphs?graph=urn:a&graph=urn:b", 400),
        ("/graphs?graph=urn:a&default", 400),
    ],
)
def test_what_is_not_there_or_not_named(client: FlaskClient, address: str, status: int) -> None:
    """An unknown graph is 404; a name that is none, or two of them, is 400."""
    assert client.get(address).status_code == status
    assert client.head(address).status_code == status


def test_writing_needs_the_token(client: FlaskClient) -> None:
    """Where writing is off every write is 403."""
    for method in ("PUT", "POST", "DELETE"):
        assert client.open("/graphs?graph=urn:g", method=method, data=ONE, content_type=TURTLE).status_code == 403
    assert client.post("/graphs", data=ONE, content_type=TURTLE).status_code == 403


def test_a_graph_is_made_replaced_extended_and_removed(writer: FlaskClient) -> None:
    """PUT makes (201) or replaces (204), POST adds, DELETE removes, and each is seen at once."""
    address = "/graphs?graph=urn:g"
    assert writer.put(address, data=ONE, content_type=TURTLE).status_code == 201
    assert writer.put(address, data=TWO, content_type=TURTLE).status_code == 204
    assert len(triples(writer, address)) == 1
    assert writer.post(address, data=ONE, content_type=TURTLE).status_code == 204
    assert len(triples(writer, address)) == 2
    assert writer.delete(address).status_code == 204
    assert writer.get(address).status_code == 404
    assert writer.delete(address).status_code == 404


@pytest.mark.parametrize("public", ["", "https://town.example/plan/"])
def test_a_new_graph_gets_a_name(public: str) -> None:
    """POST without a name makes a graph; Location is where we answer, a Link its name, and ?graph= takes both."""
    with open_store() as store:
        app = create_app(Settings(base="https://data.example/", public_base=public, write_token=TOKEN), store)
        writer = app.test_client()
        writer.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {TOKEN}"
        response = writer.post("/graphs", data=ONE, content_type=TURTLE)
        assert response.status_code == 201
        address, link = response.headers["Location"], response.headers["Link"]
        assert address.startswith(f"{public or 'http://localhost/'}graphs/")
        assert link.endswith('>; rel="describes"')
        name = link[1:].partition(">")[0]
        assert name.startswith("https://data.example/graphs/")
        assert len(triples(writer, f"/{address.removeprefix(public or 'http://localhost/')}")) == 1
        assert len(triples(writer, f"/graphs?graph={name}")) == 1
        assert len(triples(writer, f"/graphs?graph={address}")) == 1
        assert writer.delete(f"/graphs?graph={address}").status_code == 204
        assert {writer.get(f"/graphs?graph={way}").status_code for way in (address, name)} == {404}
        app.extensions["plangraph"].searching.stop()


def test_a_graph_that_is_not_there_names_those_that_are_like_it(writer: FlaskClient) -> None:
    """Of the graphs that there are those with a similar name, under whatever host; none where none is like it."""
    for name in (
        "http://localhost:8080/graph/plan/yunxi-2024",
        "http://localhost:8080/graph/geometry/x",
        "urn:x:notes",
    ):
        assert writer.put("/graphs", query_string={"graph": name}, data=ONE, content_type=TURTLE).status_code == 201
    for asked, near in {
        "https://town.example/graph/plan/yunxi": ["http://localhost:8080/graph/plan/yunxi-2024"],
        "urn:x:note": ["urn:x:notes"],
        "urn:uuid:0c0ffee0": [],
    }.items():
        response = writer.get("/graphs", query_string={"graph": asked})
        assert response.status_code == 404
        assert [one["value"] for one in response.get_json().get("near", [])] == near
    page = writer.get("/graph/plan/yunx-2024", headers={"Accept": "text/html, */*;q=0.1"}).get_data(as_text=True)
    assert 'href="/graph/plan/yunxi-2024"' in page


def test_a_graph_is_its_own_address(writer: FlaskClient) -> None:
    """What is put at an address below /graphs/ is the graph of that name."""
    assert writer.put("/graphs/person/1", data=ONE, content_type=TURTLE).status_code == 201
    assert len(triples(writer, "/graphs/person/1")) == 1
    assert len(triples(writer, "/graphs?graph=http://localhost:8080/graphs/person/1")) == 1
    assert writer.put("/graphs/two%20words", data=ONE, content_type=TURTLE).status_code == 201
    assert len(triples(writer, "/graphs?graph=http://localhost:8080/graphs/two%2520words")) == 1


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_graph_may_be_made_of_nothing(writer: FlaskClient, method: str) -> None:
    """Whatever was answered with 201 is there afterwards, also if it holds no triple."""
    for status in (201, 204):
        made = writer.open("/graphs?graph=urn:empty", method=method, data="", content_type=TURTLE)
        assert made.status_code == status
        assert writer.get("/graphs?graph=urn:empty").status_code == 200


def test_a_form_carries_several_graphs(writer: FlaskClient) -> None:
    """The parts of a multipart POST are all added."""
    parts = {
        "one": (io.BytesIO(ONE.encode()), "one.ttl", TURTLE),
        "two": (io.BytesIO(b'{"@id": "urn:a", "urn:c": 3}'), "two.jsonld", "application/ld+json"),
    }
    response = writer.post("/graphs?graph=urn:g", data=parts, content_type="multipart/form-data")
    assert response.status_code == 201
    assert len(triples(writer, "/graphs?graph=urn:g")) == 2


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("/graphs?graph=http://a.example/x/g", "http://a.example/x/"),
        ("/graphs/person/1", "http://localhost:8080/graphs/person/"),
    ],
)
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<> <urn:b> <other> .", TURTLE),
        ('{"@id": "", "urn:b": {"@id": "other"}}', "application/ld+json"),
        (
            '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">'
            '<r:Description r:about=""><u:b r:resource="other"/></r:Description></r:RDF>',
            "application/rdf+xml",
        ),
    ],
)
def test_relative_iris_are_relative_to_the_graphs_name(
    writer: FlaskClient, address: str, base: str, body: str, content_type: str
) -> None:
    """In each format, for what is put as for what is added; in the default graph, which has no name, they are 400."""
    name = base + ("g" if address.endswith("g") else "1")
    for send in (writer.put, writer.post, writer.post):
        assert send(address, data=body, content_type=content_type).status_code in (201, 204)
        assert triples(writer, address) == [f"<{name}> <urn:b> <{base}other> ."]
    form = {"one": (io.BytesIO(body.encode()), "one", content_type), "two": (io.BytesIO(ONE.encode()), "two", TURTLE)}
    assert writer.post(address, data=form, content_type="multipart/form-data").status_code == 204
    assert f"<{name}> <urn:b> <{base}other> ." in triples(writer, address)
    assert len(triples(writer, address)) == 2
    if content_type == TURTLE:  # what the other formats drop is theirs to say
        assert writer.put("/graphs?default", data=body, content_type=content_type).status_code == 400


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (ONE, "text/csv", 415),
        (ONE, None, 400),
        ("<urn:a> <urn:b> .", TURTLE, 400),
        ("<urn:a> <urn:b> 1 . <urn:a> <urn:b> 'x", TURTLE, 400),
    ],
)
def test_what_cannot_be_read_changes_nothing(
    writer: FlaskClient, body: str, content_type: str | None, status: int
) -> None:
    """A body of another format, or one with a fault, is refused whole."""
    writer.put("/graphs?graph=urn:g", data=TWO, content_type=TURTLE)
    for method in ("PUT", "POST"):
        response = writer.open("/graphs?graph=urn:g", method=method, data=body, content_type=content_type)
        assert response.status_code == status
        assert response.content_type == "application/problem+json"
    assert triples(writer, "/graphs?graph=urn:g") == [
        '<urn:a> <urn:b> "2"^^<http://www.w3.org/2001/XMLSchema#integer> .'
    ]


def test_a_part_is_not_taken_for_the_whole(writer: FlaskClient) -> None:
    """An upload that is resumed brings the rest of a graph, which must not replace it (RFC 9110, 14.5)."""
    writer.put("/graphs?graph=urn:g", data=TWO, content_type=TURTLE)
    part = {"Content-Range": "bytes 10-20/21"}
    assert writer.put("/graphs?graph=urn:g", data=ONE, content_type=TURTLE, headers=part).status_code == 400
    assert "2" in triples(writer, "/graphs?graph=urn:g")[0]


def test_a_context_of_others_is_not_fetched(writer: FlaskClient) -> None:
    """JSON-LD whose context is at another address is refused in words that say what to do."""
    body = '{"@context": "https://schema.org/", "@id": "urn:a", "name": "x"}'
    refused = writer.put("/graphs?graph=urn:g", data=body, content_type="application/ld+json")
    assert refused.status_code == 400
    assert "write it into the data" in refused.get_json()["detail"]


def test_a_copy_that_is_current_is_not_sent_again(writer: FlaskClient) -> None:
    """The ETag answers 304 until something is written."""
    address = "/graphs?graph=urn:g"
    writer.put(address, data=ONE, content_type=TURTLE)
    tag = writer.get(address).headers["ETag"]
    assert writer.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert writer.get(address, headers={"If-None-Match": tag, "Accept": "application/n-triples"}).status_code == 200
    writer.post(address, data=TWO, content_type=TURTLE)
    assert writer.get(address, headers={"If-None-Match": tag}).status_code == 200
