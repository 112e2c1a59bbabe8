"""One SPARQL server: what it is, requests to it, and its replies made answers."""

from __future__ import annotations

import io
from functools import cached_property
from http import HTTPStatus
from threading import Lock
from typing import BinaryIO, cast
from urllib.request import Request

from graph.store.answer import Answer
from graph.store.connections import Connections, Reply
from graph.store.conversion import convert_graph, convert_results
from graph.store.credentials import Credentials
from graph.store.engines import Engine, engine_of
from graph.store.formats import Form, Format
from graph.store.http_errors import failure, server_errors
from graph.store.wholeness import check_heading, pass_on, row_limit

GRACE = 2.0  # seconds by which the server's own time limit is given the lead

_EXCHANGE = {Form.BINDINGS: (Format.JSON,), Form.BOOLEAN: (Format.JSON,), Form.GRAPH: (Format.N_TRIPLES, Format.TURTLE)}


class Endpoint:
    """A server at an http(s) address, which is asked once what engine it is unless that is given."""

    def __init__(self, address: str, engine: Engine | None, credentials: Credentials | None, seconds: float) -> None:
        self.address = address.rstrip("/")
        self._seconds = seconds
        self._connections = Connections(self.address, credentials)
        self._writing = Lock()
        self.engine = engine or self._recognise()

    def request(self, method: str, path: str) -> Request:
        """Begin a request to a path below the address."""
        return Request(self.address + path, method=method)  # noqa: S310 - it is sent by Connections, which speak http(s)

    def read(self, request: Request, seconds: float, accept: Format | None = None, *, graph: bool = False) -> Reply:
        """Send a request that changes nothing; `graph` says that it is for one graph, which may not be there."""
        headers = dict(request.header_items()) | ({"Accept": accept.value} if accept else {})
        body = request.data if isinstance(request.data, bytes) else None
        with server_errors(self.address):
            reply = self._connections.read(request.get_method(), request.selector, headers, body, seconds + GRACE)
        if reply.status >= HTTPStatus.MULTIPLE_CHOICES:
            raise failure(self.address, reply, graph=graph)
        return reply

    def write(self, request: Request, seconds: float, *, graph: bool = False) -> None:
        """Send a request that changes something, once, and alone: Virtuoso loses writes that meet."""
        headers = dict(request.header_items())
        body = cast("bytes | BinaryIO | None", request.data)  # which is all that we put there
        with self._writing, server_errors(self.address, writing=True):
            reply = self._connections.write(request.get_method(), request.selector, headers, body, seconds + GRACE)
        if reply.status >= HTTPStatus.MULTIPLE_CHOICES:
            raise failure(self.address, reply, writing=True, graph=graph)
        reply.close()

    def exchanged(self, form: Form, media: Format) -> Format:
        """The format to ask for where `media` is wanted: itself, or one of which we make it."""
        if media in self.engine.formats:
            return media
        return next(found for found in _EXCHANGE[form] if found in self.engine.formats)

    def answer(self, form: Form, media: Format, reply: Reply, most_bytes: int | None = None) -> Answer:
        """Make a reply an answer in `media`, of no more bytes as it is sent; it is read as the answer is written."""
        given = self.exchanged(form, media)
        try:
            check_heading(self.address, self.engine, given, reply)
        except BaseException:
            reply.close()
            raise
        write = pass_on(self.address, self.engine, given, reply, lambda: self._row_limit, most_bytes)
        if given is media:
            return Answer(form, media, write, reply.close)

        def convert(output: BinaryIO) -> None:
            whole = io.BytesIO()
            write(whole)
            if form is Form.GRAPH:
                convert_graph(whole.getvalue(), given, media, output)
            else:
                convert_results(form, whole.getvalue(), media, output)

        return Answer(form, media, convert, reply.close)

    def close(self) -> None:
        """Close the connections that are kept."""
        self._connections.close()

    def _recognise(self) -> Engine:
        """Ask the server for its name, which also tells whether it is there; any status will do."""
        with server_errors(self.address):
            reply = self._connections.read("GET", self.request("GET", "").selector, {}, None, self._seconds + GRACE)
        engine = engine_of(reply.headers.get("Server", ""))
        reply.close()
        return engine

    @cached_property
    def _row_limit(self) -> int | None:
        """After how many rows the server cuts a graph without saying so; None where it does not."""
        if not self.engine.limits_path:
            return None
        settings = io.BytesIO()
        reply = self.read(self.request("GET", self.engine.limits_path), self._seconds, Format.JSON)
        self.answer(Form.BINDINGS, Format.JSON, reply).write(settings)
        return row_limit(settings.getvalue())
