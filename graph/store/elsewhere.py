"""SPARQL endpoints of others that a query may ask by SERVICE: those that the operator named, and nobody else."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Iterator
from functools import partial
from http.client import HTTPConnection, HTTPSConnection
from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urlsplit

from graph.store.answer import Table, read_table
from graph.store.connections import Connections
from graph.store.engines import STANDARD
from graph.store.errors import StoreUnavailable
from graph.store.formats import Format
from graph.store.http_errors import failure, server_errors
from graph.store.wholeness import check_heading, pass_on

MOST_BYTES = 16 * 1024 * 1024  # of an answer, in SPARQL JSON

_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": Format.JSON.value}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address in its last 32 bits

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Elsewhere:
    """The endpoint at one http(s) address; redirects are not followed.

    `at` is an IP address or nothing. A host that is a name may stand for public addresses only, whatever its name
    server says by then, unless it is said beforehand at which it is. A host that is an address is met there.
    """

    def __init__(self, iri: str, at: str = "") -> None:
        self.iri = iri
        self._target = urlsplit(iri).path or "/"
        self._connections = Connections(iri, kinds=(partial(_Plain, at=at), partial(_Secure, at=at)))

    def ask(self, query: str, seconds: float) -> Table:
        """The rows of a SELECT query; raises a StoreError where they do not come, whole and within these seconds."""
        body = urlencode({"query": query}).encode()
        with server_errors(self.iri):
            reply = self._connections.read("POST", self._target, _FORM, body, seconds)
        if not 200 <= reply.status < 300:
            raise failure(self.iri, reply)
        output = BytesIO()
        try:
            check_heading(self.iri, STANDARD, Format.JSON, reply)
            pass_on(self.iri, STANDARD, Format.JSON, reply, lambda: None, MOST_BYTES)(output)
        finally:
            reply.close()
        return read_table(output.getvalue())

    def close(self) -> None:
        """Close the connections that are kept."""
        self._connections.close()


def endpoints(listed: str) -> dict[str, Elsewhere]:
    """The endpoints of a list, by their IRIs: IRIs with spaces between, each followed by `=` and its address or not."""
    found = {}
    for entry in listed.split():
        iri, _, at = entry.partition("=")
        found[iri] = Elsewhere(iri, at)
    return found


class _Plain(HTTPConnection):
    """A connection to where the host may be."""

    def __init__(self, *given: Any, at: str, **more: Any) -> None:
        super().__init__(*given, **more)
        self._at = at

    def connect(self) -> None:
        """Connect."""
        self.sock = _connected(self.host, self.port, self._at, self.timeout)


class _Secure(HTTPSConnection):
    """The same with TLS, for the host's name wherever it is."""

    def __init__(self, *given: Any, at: str, **more: Any) -> None:
        super().__init__(*given, **more)
        self._at = at

    def connect(self) -> None:
        """Connect, and check the host's certificate."""
        plain = _connected(self.host, self.port, self._at, self.timeout)
        try:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def _connected(host: str, port: int, at: str, seconds: float | None) -> socket.socket:
    """A connection to one of the addresses that a host may be at; the name is not asked for again in between."""
    refused: OSError | None = None
    for place in _places(host, port, at):
        try:
            return socket.create_connection((place, port), seconds)
        except OSError as error:
            refused = error
    raise refused or OSError("it has no address")


def _places(host: str, port: int, at: str) -> Iterator[str]:
    """The addresses of a host, each a public one unless it was written down; raises StoreUnavailable."""
    if at or _address(host) is not None:
        yield at or host
        return
    for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        found = _address(str(place[0]))
        if found is None or not _is_public(found):
            told = f"{host} is at {place[0]}, which is no public address; it can be named with its address (=…)."
            raise StoreUnavailable(told)
        yield str(place[0])


def _address(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _is_public(address: Address) -> bool:
    """Whether an address is on the open network, and does not lead to an IPv4 address that might not be."""
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast
    leads_on = address.ipv4_mapped or address.sixtofour or address.teredo or address in _NAT64
    return address.is_global and not address.is_multicast and not leads_on
