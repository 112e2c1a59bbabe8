"""What the store on a server makes of servers that are away, broken or something else."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from graph.store.engines import OXIGRAPH, STANDARD, engine_of
from graph.store.errors import (
    FormatNotOffered,
    QueryFailed,
    QueryTimeout,
    ReadOnly,
    StoreError,
    StoreUnavailable,
)
from graph.store.factory import open_store
from graph.store.remote import RemoteStore

JSON = "application/sparql-results+json"


@contextmanager
def server(status: int, content_type: str, body: bytes, length: int | None = None) -> Iterator[str]:
    """A server that gives one answer to everything, said to be `length` bytes long."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body) if length is None else length))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST

        def log_message(self, *_: object) -> None:
            """Keep the test's output quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{http.server_port}"
        finally:
            http.shutdown()
            thread.join()


def test_a_server_that_is_away_is_said_to_be_away() -> None:
    """Opening a store on a port where nobody listens is an error in words, at once."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(StoreUnavailable, match="cannot be reached"):
            open_store(address)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, StoreError),
        (401, ReadOnly),
        (403, ReadOnly),
        (405, ReadOnly),
        (406, FormatNotOffered),
        (500, QueryFailed),
        (503, QueryTimeout),
        (504, QueryTimeout),
    ],
)
def test_a_status_is_an_exception(status: int, error: type[StoreError]) -> None:
    """Each of a server's refusals is the exception that means it, with the server's own words in it."""
    with server(status, "text/plain", "个中原因".encode()) as address:
        store = RemoteStore(address, engine=STANDARD)
        with pytest.raises(error, match="个中原因"):
            store.query("ASK {}")
        with pytest.raises(error, match="个中原因"):
            store.update("DROP ALL")


def test_an_answer_that_breaks_off_is_no_answer() -> None:
    """Fewer bytes than promised are an error before the first of them is passed on."""
    with server(200, JSON, b'{"head":{},"boolean":true}', length=5000) as address:
        answer = RemoteStore(address, engine=OXIGRAPH).query("ASK {}")
        with pytest.raises(StoreError, match="broke off"):
            next(iter(answer))


def test_a_page_is_no_answer() -> None:
    """HTML with status 200, as a proxy might send it, is refused."""
    with server(200, "text/html", b"<p>Welcome</p>") as address, pytest.raises(QueryFailed, match="sent text/html"):
        RemoteStore(address, engine=STANDARD).query("ASK {}")


def test_a_server_that_does_not_answer_is_given_up() -> None:
    """A server that takes the request and stays silent is a timeout."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        store = RemoteStore(f"http://127.0.0.1:{silent.getsockname()[1]}", engine=STANDARD, patience=1)
        calls: list[Callable[[], object]] = [lambda: store.query("ASK {}"), lambda: store.read_graph(None)]
        for call in calls:
            with pytest.raises(QueryTimeout, match="did not answer in time"):
                call()


def test_an_engine_is_known_by_its_name() -> None:
    """Oxigraph is told by its Server header; any other server is taken to keep to the standard."""
    assert engine_of("Oxigraph/0.5.13") is OXIGRAPH
    assert engine_of("granian") is STANDARD
    with server(404, "text/plain", b"nothing here") as address:
        open_store(address).close()
