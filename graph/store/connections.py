"""Connections to one server: kept for the next read, opened anew for a write, given up at a time limit."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse, HTTPSConnection
from typing import BinaryIO
from urllib.parse import urlsplit

from graph.store.credentials import Credentials
from graph.store.errors import StoreUnavailable

KEPT = 8  # connections that wait for the next read
PAUSE = 0.2  # seconds before a read that met no server is tried once more


Kinds = tuple[Callable[..., HTTPConnection], Callable[..., HTTPConnection]]
"""What makes a connection to a host and port: without TLS, and with it."""


class Reply:
    """A server's answer, read from its connection, which is kept when all of it has been read.

    `patience` is how many seconds may be waited for it in all: a server that sends a little now and then would never
    be silent for long.
    """

    def __init__(
        self, response: HTTPResponse, connection: HTTPConnection, kept: list[HTTPConnection], patience: float
    ) -> None:
        self._response = response
        self._connection = connection
        self._kept = kept
        self._patience = patience

    @property
    def status(self) -> int:
        """The status code."""
        return self._response.status

    @property
    def headers(self) -> HTTPMessage:
        """The headers, by names in any case."""
        return self._response.headers

    @property
    def tells_its_end(self) -> bool:
        """Whether a body that breaks off can be told from one that is over."""
        return self._response.chunked or self._response.length is not None

    @property
    def missing(self) -> int:
        """How many of the bytes promised have not come."""
        return self._response.length or 0

    def read(self, amount: int) -> bytes:
        """Return what is here, up to so many bytes, and none at the end; raises TimeoutError."""
        if self._patience <= 0:
            raise TimeoutError
        begun = time.monotonic()
        chunk = self._response.read1(amount) or self._response.read(amount)  # which notices the end
        self._patience -= time.monotonic() - begun
        return chunk

    def close(self) -> None:
        """Keep the connection for the next read, or close it where something is still to come."""
        response, whole = self._response, self._response.isclosed() and not self.missing
        if whole and not response.will_close and len(self._kept) < KEPT and self._connection.sock is not None:
            self._kept.append(self._connection)
        else:
            self._connection.close()
        response.close()


class Connections:
    """The way to one http(s) address; redirects are not followed and no proxy is used, so that no one else is met."""

    def __init__(
        self, address: str, credentials: Credentials | None = None, kinds: Kinds = (HTTPConnection, HTTPSConnection)
    ) -> None:
        parts = urlsplit(address)
        if parts.username or parts.password:
            raise StoreUnavailable("The store's address holds a user name or password; set them by themselves.")
        if parts.query or parts.fragment:
            raise StoreUnavailable("The store's address holds a ? or #; give only what stands before it.")
        try:
            self._host, self._port = parts.hostname or "", parts.port
        except ValueError as error:
            raise StoreUnavailable(f"{address} is not an address: {error}.") from error
        is_secure = parts.scheme == "https"
        self._port = self._port or (443 if is_secure else 80)  # without one, the last part of an IPv6 address is taken
        self._kind = kinds[is_secure]
        self._headers = {"User-agent": "PlanGraph", **(credentials or Credentials()).headers}
        self._kept: list[HTTPConnection] = []

    def read(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None, seconds: float) -> Reply:
        """Send what changes nothing: over a kept connection if there is one, and once more where no answer came."""
        request = (method, target, headers, body, seconds)
        while self._kept:
            try:
                return self._send(self._kept.pop(), *request)
            except IndexError:  # another thread took it
                break
            except (ConnectionError, HTTPException):
                continue  # the server has closed it meanwhile
        try:
            return self._send(self._open(), *request)
        except (ConnectionError, HTTPException):
            time.sleep(PAUSE)
            return self._send(self._open(), *request)

    def write(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | BinaryIO | None, seconds: float
    ) -> Reply:
        """Send what changes something: once, over a new connection, for nobody knows how far a lost one came."""
        return self._send(self._open(), method, target, headers, body, seconds)

    def close(self) -> None:
        """Close the connections that are kept."""
        while self._kept:
            self._kept.pop().close()

    def _open(self) -> HTTPConnection:
        return self._kind(self._host, self._port)

    def _send(
        self,
        connection: HTTPConnection,
        method: str,
        target: str,
        headers: Mapping[str, str],
        body: bytes | BinaryIO | None,
        seconds: float,
    ) -> Reply:
        begun = time.monotonic()
        connection.timeout = seconds
        if connection.sock is not None:
            connection.sock.settimeout(seconds)
        try:
            connection.request(method, target, body, {**self._headers, **headers})
            response = connection.getresponse()
            return Reply(response, connection, self._kept, seconds - (time.monotonic() - begun))
        except BaseException:
            connection.close()
            raise
