"""The SPARQL protocol, as little of it as a benchmark needs: a query over HTTP, and its rows."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bench.processes import LOCALHOST, BenchmarkError

JSON_RESULTS = "application/sparql-results+json"
Rows = list[tuple[str, ...]]
Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a server answers SPARQL queries, and what it wants to be told besides the query."""

    port: int
    path: str = "/sparql"
    parameters: Mapping[str, str] = field(default_factory=dict)

    def address(self, query: str) -> str:
        """The path and parameters that ask this query by GET."""
        return f"{self.path}?{urlencode({**self.parameters, 'query': query})}"

    @contextmanager
    def connection(self, seconds: float = 120) -> Iterator[http.client.HTTPConnection]:
        """A connection that is kept open for several requests."""
        connection = http.client.HTTPConnection(LOCALHOST, self.port, timeout=seconds)
        try:
            yield connection
        finally:
            connection.close()

    def answers(self) -> bool:
        """Whether the server answers a query that needs its data."""
        try:
            return len(self.rows("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1", seconds=30)) == 1
        except (OSError, http.client.HTTPException, BenchmarkError):
            return False

    def rows(self, query: str, seconds: float = 600) -> Rows:
        """The rows of a SELECT query's answer, sorted, each value as a comparable text."""
        with self.connection(seconds) as connection:
            answer = json.loads(get(connection, self.address(query)))
        names = answer["head"]["vars"]
        return sorted(tuple(_comparable(row.get(name)) for name in names) for row in answer["results"]["bindings"])


def get(connection: http.client.HTTPConnection, address: str, accept: str = JSON_RESULTS) -> bytes:
    """The body of a GET; BenchmarkError where the status is not 200."""
    return whole(connection, address, accept)[1]


def whole(connection: http.client.HTTPConnection, address: str, accept: str) -> tuple[Headers, bytes]:
    """The headers and the body of a GET; BenchmarkError where the status is not 200."""
    connection.request("GET", address, headers={"Accept": accept})
    response = connection.getresponse()
    body = response.read()
    if response.status != http.client.OK:
        raise BenchmarkError(f"answered {response.status}: {body[:200].decode(errors='replace')}")
    return response.getheaders(), body


def _comparable(term: Mapping[str, str] | None) -> str:
    """A term as text: numbers by value, for engines differ in how they write and type a computed one."""
    if term is None:
        return ""
    if term["type"] == "bnode":
        return "_:"
    value = term["value"]
    if "datatype" in term:
        try:
            return f"{float(value):.9g}"
        except ValueError:
            return value
    return f"{value}@{term['xml:lang'].lower()}" if "xml:lang" in term else value
