"""The store on a SPARQL 1.1 server, through SPARQLWrapper and the Graph Store Protocol."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from http.client import HTTPResponse
from types import TracebackType
from typing import BinaryIO, Self, cast
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from SPARQLWrapper import INSERT, POST, SELECT, URLENCODED, SPARQLWrapper

from graph.store.answer import Answer
from graph.store.base import select
from graph.store.engines import Engine, engine_of
from graph.store.errors import DataSyntaxError, FormatNotOffered, QueryFailed, QuerySyntaxError, ReadOnly, UnknownGraph
from graph.store.formats import DEFAULT_FORMATS, Form, Format, Formats
from graph.store.http_errors import server_errors
from graph.store.query_text import form_of, has_dataset_clause
from graph.store.sparql_text import Statement, iri_text, replacement

PATIENCE = 60  # seconds to wait for a server

_NAMES = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph {} }"
_SIZE = "SELECT (COUNT(*) AS ?quads) WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


class RemoteStore:
    """Quads on a server at an http(s) address, which is asked once what engine it is unless that is given.

    Each write is one request, and as atomic as the server makes a request. `patience` (seconds) bounds the wait
    for the server; it is no limit on the server's work.
    """

    def __init__(
        self, address: str, *, read_only: bool = False, engine: Engine | None = None, patience: int = PATIENCE
    ) -> None:
        self._address = address.rstrip("/")
        self._read_only = read_only
        self._patience = patience
        self._engine = engine or self._recognise()

    @property
    def read_only(self) -> bool:
        """Whether every write is refused before it is sent."""
        return self._read_only

    def query(
        self,
        text: str,
        *,
        formats: Formats = DEFAULT_FORMATS,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        union_default: bool = True,
    ) -> Answer:
        """Answer a SPARQL 1.1 query; the answer is taken from the connection."""
        form = form_of(text)
        if form not in formats:
            raise FormatNotOffered(f"The query's answer is {form.value}; ask for a format that can hold it.")
        wrapper = self._wrapper(text, SELECT)
        wrapper.addCustomHttpHeader("Accept", formats[form].value)
        if default_graphs is not None or named_graphs is not None:
            _name_dataset(wrapper, default_graphs or (), named_graphs or ())
        elif union_default and not has_dataset_clause(text):
            self._ask_for_union(wrapper)
        with server_errors(self._address):
            response = wrapper.query().response
        return self._answer(form, formats[form], response)

    def update(self, text: str) -> None:
        """Carry out a SPARQL 1.1 update as one request."""
        self._require_writable()
        wrapper = self._wrapper(text, INSERT)
        with server_errors(self._address), wrapper.query().response as response:
            response.read()

    def graph_names(self) -> list[str]:
        """Return the names of all named graphs, sorted."""
        return sorted(str(row["graph"]) for row in select(self, _NAMES, union_default=False).records)

    def has_graph(self, name: str) -> bool:
        """Whether the server says that there is a named graph of this name."""
        try:
            self._request("HEAD", self._graph(name)).close()
        except UnknownGraph:
            return False
        return True

    def read_graph(self, name: str | None, media: Format = Format.TURTLE) -> Answer:
        """Return a named graph, or the server's default graph for None."""
        return self._answer(Form.GRAPH, media, self._request("GET", self._graph(name), accept=media))

    def write_graph(self, name: str | None, data: bytes | BinaryIO, media: Format) -> None:
        """Make a graph hold exactly the data."""
        self._send("PUT", self._graph(name), data, media)

    def remove_graph(self, name: str | None) -> None:
        """Remove a named graph, or empty the default graph for None."""
        self._require_writable()
        self._request("DELETE", self._graph(name)).close()

    def load(self, data: bytes | BinaryIO, media: Format, graph: str | None = None) -> None:
        """Add a serialised dataset or graph."""
        if graph is not None or not media.is_dataset:
            self._send("POST", self._graph(graph), data, media)
        elif self._engine.takes_datasets:
            self._send("POST", self._engine.graph_path, data, media)
        else:
            raise FormatNotOffered(f"{self._address} takes no datasets; load one graph at a time.")

    def replace(self, graphs: Mapping[str, Iterable[Statement]]) -> None:
        """Make each of these named graphs hold exactly its triples, as one request."""
        if graphs:
            self.update(replacement(graphs))

    def dump(self, media: Format = Format.N_QUADS) -> Answer:
        """Return everything, as N-Quads or TriG; graph by graph where the server has no dump."""
        if media not in (Format.N_QUADS, Format.TRIG):
            raise FormatNotOffered(f"A dataset is dumped as {Format.N_QUADS} or {Format.TRIG}, not as {media}.")
        if self._engine.takes_datasets:
            return self._answer(Form.GRAPH, media, self._request("GET", self._engine.graph_path, accept=media))
        return Answer(Form.GRAPH, media, lambda output: output.writelines(self._dump_lines(media)))

    def size(self) -> int:
        """Return the number of quads."""
        return int(str(select(self, _SIZE, union_default=False).records[0]["quads"]))

    def version(self) -> None:
        """Return None: others may write to the server."""
        return

    def close(self) -> None:
        """Let go of nothing: each answer has its own connection."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _recognise(self) -> Engine:
        """Ask the server for its name, which also tells whether it is there; any answer will do."""
        try:
            with self._request("GET", "") as response:
                return engine_of(response.headers.get("Server", ""))
        except (UnknownGraph, ReadOnly, FormatNotOffered, QuerySyntaxError):
            return engine_of("")

    def _wrapper(self, text: str, kind: str) -> SPARQLWrapper:
        """Prepare a request; its kind is told, because SPARQLWrapper would guess the endpoint from the words."""
        wrapper = SPARQLWrapper(self._address + self._engine.query_path, self._address + self._engine.update_path)
        wrapper.queryString, wrapper.queryType = text, kind
        wrapper.setMethod(POST)
        wrapper.setRequestMethod(URLENCODED)
        wrapper.setOnlyConneg(True)
        wrapper.setTimeout(self._patience)
        return wrapper

    def _ask_for_union(self, wrapper: SPARQLWrapper) -> None:
        if self._engine.union_parameter is not None:
            wrapper.addParameter(*self._engine.union_parameter)
        else:
            names = self.graph_names()
            _name_dataset(wrapper, names, names)

    def _graph(self, name: str | None) -> str:
        graph = "default" if name is None else urlencode({"graph": iri_text(name)[1:-1]})
        return f"{self._engine.graph_path}?{graph}"

    def _send(self, method: str, path: str, data: bytes | BinaryIO, media: Format) -> None:
        self._require_writable()
        try:
            self._request(method, path, data=data, content=media).close()
        except QuerySyntaxError as error:
            raise DataSyntaxError(f"{self._address} cannot read the data as {media}: {error}") from error

    def _request(
        self,
        method: str,
        path: str,
        *,
        data: bytes | BinaryIO | None = None,
        content: Format | None = None,
        accept: Format | None = None,
    ) -> HTTPResponse:
        named = {"Content-Type": content, "Accept": accept}
        headers = {name: media.value for name, media in named.items() if media is not None}
        request = Request(self._address + path, data, headers, method=method)  # noqa: S310 - http(s) only, see open_store
        with server_errors(self._address):
            return cast("HTTPResponse", urlopen(request, timeout=self._patience))  # noqa: S310 - likewise

    def _answer(self, form: Form, media: Format, response: HTTPResponse) -> Answer:
        given = Format.of_media_type(response.headers.get("Content-Type", ""))
        if given is not media:
            response.close()
            raise QueryFailed(f"{self._address} was asked for {media} and sent {response.headers.get('Content-Type')}.")

        def write(output: BinaryIO) -> None:
            with server_errors(self._address):
                shutil.copyfileobj(response, output)
            if response.length:
                raise QueryFailed(f"{self._address} broke off {response.length} bytes before the answer's end.")

        return Answer(form, media, write, response.close)

    def _dump_lines(self, media: Format) -> Iterator[bytes]:
        """Write each graph's N-Triples with its name: behind every triple, or once around all."""
        for name in (None, *self.graph_names()):
            label = b"" if name is None else iri_text(name).encode()
            lines = self.read_graph(name, Format.N_TRIPLES).read().splitlines()
            if media is Format.N_QUADS:
                yield from (line.rstrip().removesuffix(b".") + label + b" .\n" for line in lines if line)
            else:
                yield b"\n".join([label + b" {", *lines, b"}\n"])

    def _require_writable(self) -> None:
        if self._read_only:
            raise ReadOnly("The store is open for reading only.")


def _name_dataset(wrapper: SPARQLWrapper, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> None:
    for name in default_graphs:
        wrapper.addParameter("default-graph-uri", name)
    for name in named_graphs:
        wrapper.addParameter("named-graph-uri", name)
