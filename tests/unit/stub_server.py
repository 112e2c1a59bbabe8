"""A server for tests that answers as it is told and remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

JSON = "application/sparql-results+json"


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    connection: int

    @property
    def form(self) -> list[tuple[str, str]]:
        """The parameters in the body."""
        return parse_qsl(self.body.decode())


@dataclass(frozen=True)
class Said:
    """An answer: in one piece of a length, in chunks, until the connection ends, or none at all."""

    body: bytes = b'{"head":{},"boolean":true}'
    status: int = 200
    media: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None  # what it is said to be, where that is not true
    framing: str = "length"  # or "chunks", "close", "none"


@dataclass
class Stub:
    """The address of a running server, and what it has been asked so far."""

    address: str
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def stub(answer: Callable[[Asked], Said]) -> Iterator[Stub]:
    """Run a server that gives each request the answer that `answer` says."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked = Asked(self.command, self.path, dict(self.headers), body, id(self.connection))
            running.asked.append(asked)
            self.say(answer(asked))

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_any

        def say(self, said: Said) -> None:
            if said.framing == "none":
                self.close_connection = True
                return
            self.send_response(said.status)
            self.send_header("Content-Type", said.media)
            for name, value in said.headers.items():
                self.send_header(name, value)
            if said.framing == "length":
                self.send_header("Content-Length", str(len(said.body) if said.length is None else said.length))
                self.close_connection = said.length is not None
            elif said.framing == "chunks":
                self.send_header("Transfer-Encoding", "chunked")
            else:
                self.close_connection = True
            self.end_headers()
            chunked = said.framing == "chunks"
            self.wfile.write(b"%x\r\n%s\r\n0\r\n\r\n" % (len(said.body), said.body) if chunked else said.body)

        def log_message(self, *_: object) -> None:
            """Keep the test's output quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.daemon_threads = True
        running = Stub(f"http://127.0.0.1:{http.server_port}")
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield running
        finally:
            http.shutdown()
            thread.join()


@contextmanager
def saying(said: Said) -> Iterator[Stub]:
    """Run a server that gives one answer to everything."""
    with stub(lambda _: said) as running:
        yield running
