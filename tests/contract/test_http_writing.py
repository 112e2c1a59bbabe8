"""Writes over HTTP: rights per graph, governed graphs, preconditions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef
from rdflib.namespace import RDFS

from graph.store.base import Store
from graph.store.errors import UpdateTooLong
from graph.store.factory import open_store
from graph.store.formats import Format
from ontology.files import example_bytes
from ontology.namespaces import ONTOLOGY
from service.app import create_app
from service.settings import Settings
from service.writing.tokens import TokenFile

BASE = "http://localhost:8080/"
PLAN = f"{BASE}graph/plan/yunxi-2024-2026"
INFERRED = f"{BASE}graph/inferred/yunxi-2024-2026"
TASK = f"{BASE}id/task/yunxi-2024-2026/2.1.1.1"
TURTLE = "text/turtle"
DIRECT = "application/sparql-update"
WRONG = f"DELETE WHERE {{ GRAPH <{PLAN}> {{ <{TASK}> <{ONTOLOGY.number}> ?n }} }}"
RIGHT = f"INSERT DATA {{ GRAPH <{PLAN}> {{ <{TASK}> <{RDFS.comment}> 'checked'@en }} }}"

Client = Callable[..., FlaskClient]


@pytest.fixture
def store() -> Iterator[Store]:
    """A store with the example plan, and nothing inferred yet."""
    with open_store() as made:
        made.load(example_bytes(), Format.TURTLE, PLAN)
        yield made


@pytest.fixture
def client_with(store: Store, tmp_path: Path) -> Client:
    """Makes a client whose token may write some graphs, until a moment."""
    file = TokenFile(tmp_path / "tokens.json")
    app = create_app(Settings(tokens=str(tmp_path / "tokens.json")), store)

    def make(*graphs: str, expires: datetime = datetime(2100, 1, 1, tzinfo=UTC)) -> FlaskClient:
        client = app.test_client()
        secret = file.make(f"t{len(file.tokens())}", expires, graphs)
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
        return client

    return make


@pytest.fixture
def editor(client_with: Client) -> FlaskClient:
    """A client that may write everything."""
    return client_with("*")


def stated(store: Store, name: str = PLAN) -> Graph:
    """What a graph holds."""
    return Graph().parse(data=store.read_graph(name, Format.N_TRIPLES).read(), format="nt")


def update(client: FlaskClient, text: str) -> int:
    """The status of an update."""
    return client.post("/update", data=text, content_type=DIRECT).status_code


def test_a_token_writes_its_graphs_and_no_other(client_with: Client, store: Store) -> None:
    """Updates and graph store alike: 403 insufficient_scope beyond the token's graphs, and nothing is written."""
    client = client_with("urn:mine*")
    assert update(client, "INSERT DATA { GRAPH <urn:mine:1> { <urn:a> <urn:b> 1 } }") == 204
    assert client.put("/graphs?graph=urn:mine:2", data="<urn:a> <urn:b> 1 .", content_type=TURTLE).status_code == 201
    for text in (
        "INSERT DATA { <urn:a> <urn:b> 1 }",
        "CREATE GRAPH <urn:other>",
        "DROP ALL",
        "COPY <urn:mine:1> TO <urn:x>",
    ):
        response = client.post("/update", data=text, content_type=DIRECT)
        assert response.status_code == 403
        assert 'error="insufficient_scope"' in response.headers["WWW-Authenticate"]
    for method in ("PUT", "POST", "DELETE"):
        response = client.open("/graphs?graph=urn:other", method=method, data="", content_type=TURTLE)
        assert response.status_code == 403
    assert client.post("/graphs", data="", content_type=TURTLE).status_code == 403
    assert store.graph_names() == [PLAN, "urn:mine:1", "urn:mine:2"]


def test_an_expired_token_opens_nothing(client_with: Client) -> None:
    """401, and the challenge says why."""
    response = client_with("*", expires=datetime(2020, 1, 1, tzinfo=UTC)).post("/update", data="", content_type=DIRECT)
    assert response.status_code == 401
    assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]


def test_tokens_that_others_can_read_open_nothing(client_with: Client, tmp_path: Path) -> None:
    """Where the file's mode is wrong nobody writes, and a client learns no path."""
    client = client_with("*")
    (tmp_path / "tokens.json").chmod(0o644)
    response = client.post("/update", data="", content_type=DIRECT)
    assert response.status_code == 503
    assert str(tmp_path) not in response.get_data(as_text=True)


def test_an_update_that_breaks_a_plan_changes_nothing(editor: FlaskClient, store: Store) -> None:
    """A task without its number is 422 with what is wrong, and the whole update has not happened."""
    before = stated(store)
    response = editor.post(
        "/update", data=f"INSERT DATA {{ GRAPH <urn:x> {{ <urn:a> <urn:b> 1 }} }} ; {WRONG}", content_type=DIRECT
    )
    assert response.status_code == 422
    problem = response.get_json()
    assert problem["graph"] == PLAN
    assert TASK in [violation["thing"] for violation in problem["violations"]]
    assert set(problem["violations"][0]["messages"]) == {"zh", "en"}
    assert set(stated(store)) == set(before)
    assert not store.has_graph("urn:x")


@pytest.mark.parametrize(
    "text",
    [
        WRONG.replace(f"GRAPH <{PLAN}>", "GRAPH ?g"),
        f"WITH <{PLAN}> DELETE {{ ?s <{ONTOLOGY.number}> ?n }} WHERE {{ ?s <{ONTOLOGY.number}> ?n }}",
        f"INSERT {{ GRAPH <{PLAN}> {{ <{TASK}> <{ONTOLOGY.number}> ?u }} }} WHERE {{ BIND(STRUUID() AS ?u) }}",
        f"INSERT DATA {{ GRAPH <{PLAN}> {{ _:b <{RDFS.comment}> 'blank' }} }}",
    ],
)
def test_no_way_around_the_shapes(editor: FlaskClient, store: Store, text: str) -> None:
    """Variables, WITH, functions of chance and blank nodes are checked as everything is."""
    before = stated(store)
    assert update(editor, text) == 422
    assert set(stated(store)) == set(before)


def test_what_follows_is_kept_with_what_is_stated(editor: FlaskClient, store: Store) -> None:
    """A right update is kept, together with what follows from the plan then."""
    assert update(editor, RIGHT) == 204
    assert (URIRef(TASK), RDFS.comment, None) in stated(store)
    area = (URIRef(TASK), ONTOLOGY.inArea, URIRef(f"{BASE}id/place/yunxi/yunxizhen"))
    assert area in stated(store, INFERRED)
    assert update(editor, f"DROP GRAPH <{PLAN}>") == 204
    assert not store.has_graph(INFERRED)


def test_a_plan_is_replaced_where_its_changes_are_too_long_for_an_update(
    editor: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine that reads no long updates is given the graphs whole, what follows with what is stated."""
    carry_out, refusals = store.update, [UpdateTooLong("This is too long.")]

    def refuse_once(text: str) -> None:
        if refusals:
            raise refusals.pop()
        carry_out(text)

    monkeypatch.setattr(store, "update", refuse_once)
    comment = f"<{TASK}> <{RDFS.comment}> 'more' ."
    assert editor.post(f"/graphs?graph={PLAN}", data=comment, content_type=TURTLE).status_code == 204
    assert refusals == []
    assert len(stated(store)) == 789
    assert store.has_graph(INFERRED)


def test_a_plan_is_put_extended_and_removed(editor: FlaskClient, store: Store) -> None:
    """The graph store checks as updates do: a whole plan is taken, half a one is not, removing takes both graphs."""
    address = f"/graphs?graph={PLAN}"
    half = b"\n".join(line for line in example_bytes().splitlines(keepends=False) if b"plan:number" not in line)
    response = editor.put(address, data=half, content_type=TURTLE)
    assert response.status_code == 422
    assert editor.put(address, data=example_bytes(), content_type=TURTLE).status_code == 204
    assert len(stated(store)) == 788
    comment = f"<{TASK}> <{RDFS.comment}> 'more' ."
    assert editor.post(address, data=comment, content_type=TURTLE).status_code == 204
    assert len(stated(store)) == 789
    wrong = f"<{TASK}> <{ONTOLOGY.number}> '9.9' ."
    assert editor.post(address, data=wrong, content_type=TURTLE).status_code == 422
    assert len(stated(store)) == 789
    assert store.has_graph(INFERRED)
    assert editor.delete(address).status_code == 204
    assert store.graph_names() == []


def test_what_is_inferred_is_not_written(editor: FlaskClient) -> None:
    """Inferred graphs follow from plans: 409 names the graph to write instead."""
    assert update(editor, f"INSERT DATA {{ GRAPH <{INFERRED}> {{ <urn:a> <urn:b> 1 }} }}") == 409
    response = editor.put(f"/graphs?graph={INFERRED}", data="", content_type=TURTLE)
    assert response.status_code == 409
    assert PLAN in response.get_json()["detail"]


def test_what_is_computed_from_positions_is_not_written(editor: FlaskClient, store: Store) -> None:
    """Positions may be written like any graph, what is computed from them not; removing the plan removes all three."""
    geometry, spatial = (f"{BASE}graph/{name}/yunxi-2024-2026" for name in ("geometry", "spatial"))
    assert update(editor, f"INSERT DATA {{ GRAPH <{geometry}> {{ <urn:a> <urn:b> 1 }} }}") == 204
    response = editor.put(f"/graphs?graph={spatial}", data="", content_type=TURTLE)
    assert response.status_code == 409
    assert "computed from the plan's geometries" in response.get_json()["detail"]
    store.load(b"<urn:a> <urn:b> 1 .", Format.TURTLE, spatial)
    assert editor.delete(f"/graphs?graph={PLAN}").status_code == 204
    assert store.graph_names() == []


def test_other_graphs_change_along_with_a_plan(editor: FlaskClient, store: Store) -> None:
    """An update of a plan and of other graphs is kept whole."""
    update(editor, "INSERT DATA { GRAPH <urn:x> { <urn:a> <urn:b> 1 } }")
    assert update(editor, f"{RIGHT} ; CLEAR GRAPH <urn:x> ; INSERT DATA {{ <urn:d> <urn:b> 1 }} ;") == 204
    assert len(stated(store, "urn:x")) == 0
    assert b"urn:d" in store.read_graph(None).read()


def test_a_write_waits_for_the_right_version(editor: FlaskClient) -> None:
    """If-Match takes the tag of any format, outlives writes to other graphs, and refuses once this one changed."""
    address, other = "/graphs?graph=urn:g", "/graphs?graph=urn:h"
    assert editor.put(address, data="", content_type=TURTLE, headers={"If-Match": "*"}).status_code == 412
    assert editor.put(address, data="", content_type=TURTLE, headers={"If-None-Match": "*"}).status_code == 201
    assert editor.put(address, data="", content_type=TURTLE, headers={"If-None-Match": "*"}).status_code == 412
    tag = editor.get(address, headers={"Accept": "application/ld+json"}).headers["ETag"]
    assert not tag.startswith("W/")
    editor.put(other, data="<urn:a> <urn:b> 1 .", content_type=TURTLE)
    ours = {"If-Match": tag}
    assert editor.put(address, data="<urn:a> <urn:b> 1 .", content_type=TURTLE, headers=ours).status_code == 204
    assert editor.put(address, data="<urn:a> <urn:b> 2 .", content_type=TURTLE, headers=ours).status_code == 412
    assert editor.delete(address, headers=ours).status_code == 412
    assert editor.delete(address, headers={"If-Match": editor.get(address).headers["ETag"]}).status_code == 204


def test_a_write_waits_for_the_right_date(editor: FlaskClient) -> None:
    """If-Unmodified-Since refuses what was written after it, and If-Match outweighs it (RFC 9110, 13.2.2)."""
    address, long_ago = "/graphs?graph=urn:dated", {"If-Unmodified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"}
    assert editor.put(address, data="", content_type=TURTLE).status_code == 201
    seen = editor.get(address)
    assert editor.put(address, data="", content_type=TURTLE, headers=long_ago).status_code == 412
    assert editor.delete(address, headers=long_ago).status_code == 412
    unread = {"If-Unmodified-Since": "the day before yesterday"}
    assert editor.put(address, data="", content_type=TURTLE, headers=unread).status_code == 204
    assert editor.put(address, data="", content_type=TURTLE, headers={**long_ago, "If-Match": "*"}).status_code == 204
    assert editor.get(address).headers["ETag"] != seen.headers["ETag"]


def test_quick_writes_are_told_apart_by_date(editor: FlaskClient) -> None:
    """Who has a copy from between two writes of one second is never told that nothing was modified since."""
    plan = f"/graphs?graph={BASE}graph/plan/yunxi-2024-2026"
    before = editor.get(plan).headers["Last-Modified"]
    for number in range(5):
        copies = [editor.get(path) for path in ("/graphs?graph=urn:quick", "/doc/place/yunxi/yunxilaojie.ttl")]
        editor.put("/graphs?graph=urn:quick", data=f"<urn:a> <urn:b> {number} .", content_type=TURTLE)
        for path, copy in zip(("/graphs?graph=urn:quick", "/doc/place/yunxi/yunxilaojie.ttl"), copies, strict=True):
            if "Last-Modified" in copy.headers:  # in the second of a write there is none
                since = {"If-Modified-Since": copy.headers["Last-Modified"]}
                assert editor.get(path, headers=since).status_code == 200
    assert editor.get(plan, headers={"If-Modified-Since": before}).status_code == 304


def test_what_was_withdrawn_is_gone(editor: FlaskClient) -> None:
    """410 for a thing or a plan that the graph calls invalidated, with what replaces it."""
    gone, new = f"{BASE}id/plan/yunxi-2024-2026", f"{BASE}id/plan/云溪"
    editor.put(
        f"/graphs?graph={BASE}graph/provenance",
        data=f"""@prefix prov: <http://www.w3.org/ns/prov#> . @prefix dct: <http://purl.org/dc/terms/> .
        <{gone}> prov:invalidatedAtTime "2027-01-31T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> ;
            dct:isReplacedBy <{new}> . <urn:g> prov:invalidatedAtTime "2027-01-31" .""".encode(),
        content_type=TURTLE,
    )
    for path in ("plan/yunxi-2024-2026", "task/yunxi-2024-2026/2.1.1.1"):
        response = editor.get(f"/doc/{path}")
        assert response.status_code == 410
        assert response.get_json()["near"][0]["value"] == new
        assert 'rel="successor-version"' in response.headers["Link"]
    assert editor.get("/graphs?graph=urn:g").status_code == 410
    assert editor.get("/doc/place/yunxi/yunxilaojie").status_code == 200
