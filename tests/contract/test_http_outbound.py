"""Nothing that is sent to the service makes it fetch from elsewhere."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.process.stores import served
from service.settings import Settings


class Listener:
    """A port that counts who connects."""

    def __init__(self) -> None:
        self.visits = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.visits += 1
            connection.close()

    def close(self) -> None:
        """Stop listening."""
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A listener on the loopback interface."""
    listening = Listener()
    yield listening
    listening.close()


@pytest.fixture(scope="module")
def with_processes() -> Iterator[FlaskClient]:
    """A client of a service whose queries are run by processes of their own, as they are when it is served."""
    settings = Settings(store=":memory:")
    store = served(settings)
    yield create_app(settings, store).test_client()
    store.close()


def test_the_listener_would_notice(listener: Listener) -> None:
    """The tests below can fail: a connection is counted."""
    with socket.create_connection(("127.0.0.1", int(listener.address.rsplit(":", 1)[1].rstrip("/")))) as connection:
        assert connection.recv(1) == b""
    assert listener.visits == 1


QUERIES = [
    "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SeRvIcE\n#\n<{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ \\u0053ERVICE <{0}> {{ ?s ?p ?o }} }}",
    "PREFIX x: <{0}> SELECT * {{ SERVICE x: {{ ?s ?p ?o }} }}",
    "BASE <{0}> SELECT * {{ SERVICE <s> {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?g {{ <{0}> }} SERVICE ?g {{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND(IRI('{0}') AS ?g) SERVICE ?g {{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }}",
    "PREFIX x: <urn:x> ASK {{ OPTIONAL {{ ?s x:a·\\'b 1 }} SERVICE <{0}> {{}} OPTIONAL {{ ?s x:c \"'\" }} }}",
    "SELECT * {{ {{ SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }} }}",
]


@pytest.mark.parametrize("text", QUERIES)
def test_service_reaches_nobody(client: FlaskClient, listener: Listener, text: str) -> None:
    """A SERVICE is refused with 403, and the address is not visited."""
    response = client.get("/sparql", query_string={"query": text.format(listener.address)})
    assert listener.visits == 0
    assert response.status_code == 403


@pytest.mark.parametrize("text", QUERIES)
def test_a_process_reaches_nobody(with_processes: FlaskClient, listener: Listener, text: str) -> None:
    """Where the engine runs the query before it is answered, the refusal is the same and no fault of ours."""
    response = with_processes.get("/sparql", query_string={"query": text.format(listener.address)})
    assert listener.visits == 0
    assert response.status_code == 403


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {{ SERVICE SILENT <urn:x> {{ }} \\u005Cu0053ERVICE <{0}> {{ ?s ?p ?o }} }}",
        'SELECT * {{ FILTER(1 <#> """\n 2) SERVICE <{0}> {{ ?s ?p ?o }} }} #"""',
    ],
)
def test_a_service_cannot_hide_in_what_two_readers_read_differently(
    client: FlaskClient, listener: Listener, text: str
) -> None:
    """A keyword made by two rounds of escapes, or behind what only one reader takes for a comment, reaches nobody."""
    response = client.get("/sparql", query_string={"query": text.format(listener.address)})
    assert listener.visits == 0
    assert response.status_code == 400


def test_a_service_is_refused_by_name(client: FlaskClient, listener: Listener) -> None:
    """The refusal says what is not done here."""
    response = client.get("/sparql", query_string={"query": QUERIES[0].format(listener.address)})
    assert response.status_code == 403
    assert "SERVICE" in response.get_json()["detail"]


def test_a_silent_service_fails_silently(client: FlaskClient, listener: Listener) -> None:
    """SERVICE SILENT gives one empty solution, as the standard says of a failure."""
    query = f"SELECT * {{ SERVICE SILENT <{listener.address}> {{ ?s ?p ?o }} }}"
    response = client.get("/sparql", query_string={"query": query})
    assert response.status_code == 200
    assert response.get_json(force=True)["results"]["bindings"] == [{}]
    assert listener.visits == 0


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <{0}>",
        "LOAD <{0}> INTO GRAPH <urn:g>",
        "load\t<{0}>",
        "\\u004COAD <{0}>",
        "PREFIX x: <{0}> LOAD x:a",
        "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
        "LOAD <file:///etc/hostname>",
    ],
)
def test_load_reaches_nobody(writer: FlaskClient, listener: Listener, text: str) -> None:
    """An update that would fetch is refused, even to a writer."""
    response = writer.post("/update", data=text.format(listener.address), content_type="application/sparql-update")
    assert response.status_code == 403
    assert listener.visits == 0


def test_a_silent_load_changes_nothing(writer: FlaskClient, listener: Listener) -> None:
    """LOAD SILENT succeeds without having loaded anything."""
    response = writer.post(
        "/update", data=f"LOAD SILENT <{listener.address}>", content_type="application/sparql-update"
    )
    assert response.status_code == 204
    assert listener.visits == 0


def test_naming_a_graph_fetches_nothing(client: FlaskClient, listener: Listener) -> None:
    """FROM and default-graph-uri name graphs of the store, never documents."""
    client.get("/sparql", query_string={"query": f"ASK FROM <{listener.address}> {{ ?s ?p ?o }}"})
    client.get("/sparql", query_string={"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": listener.address})
    assert listener.visits == 0


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/ld+json", '{{"@context": "{0}", "@id": "urn:x", "http://p.example/": 1}}'),
        (
            "application/rdf+xml",
            '<!DOCTYPE r [<!ENTITY x SYSTEM "{0}">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            '<rdf:Description rdf:about="urn:x"><p xmlns="urn:">&x;</p></rdf:Description></rdf:RDF>',
        ),
    ],
)
def test_uploads_fetch_nothing(writer: FlaskClient, listener: Listener, content_type: str, body: str) -> None:
    """Remote JSON-LD contexts and external XML entities are refused."""
    response = writer.put("/graphs?graph=urn:g", data=body.format(listener.address), content_type=content_type)
    assert response.status_code == 400
    assert listener.visits == 0


def test_an_entity_bomb_is_refused_unread(writer: FlaskClient) -> None:
    """A few hundred bytes that would unfold to a gigabyte are refused before they are read."""
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(8)
    )
    body = (
        f'<!DOCTYPE r [{entities}]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="urn:x"><p xmlns="urn:">&i;</p></rdf:Description></rdf:RDF>'
    )
    response = writer.put("/graphs?graph=urn:g", data=body, content_type="application/rdf+xml")
    assert response.status_code == 400
    assert "entity" in response.get_json()["detail"]
