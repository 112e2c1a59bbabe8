"""The store on a SPARQL 1.1 server, through SPARQLWrapper and the Graph Store Protocol."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO
from urllib.parse import urlencode
from urllib.request import Request

from SPARQLWrapper import INSERT, POST, SELECT, URLENCODED, SPARQLWrapper

from graph.store.answer import Answer, read_boolean, read_table
from graph.store.base import select
from graph.store.closing import Closing
from graph.store.conversion import convert_dataset, convert_graph, split_graphs
from graph.store.credentials import Credentials
from graph.store.endpoint import Endpoint
from graph.store.engines import NOTHING, Engine, Union
from graph.store.errors import DataSyntaxError, FormatNotOffered, QueryFailed, QuerySyntaxError, ReadOnly, UnknownGraph
from graph.store.formats import DEFAULT_FORMATS, Form, Format, Formats, require_dataset_format
from graph.store.processes.limits import Limits
from graph.store.query_text import form_of, has_dataset_clause, has_word, require_query, without_dataset_clause
from graph.store.sparql_text import Statement, iri_text, replacement, triples_text
from graph.store.staging import STAGING, Staging

SECONDS = 30.0  # that a query may take
BULK_SECONDS = 600.0  # that a write, a whole graph or a dump may take

# With DISTINCT Virtuoso takes seconds for what it groups in a hundredth of one.
_GRAPHS = "SELECT ?graph WHERE {{ GRAPH ?graph {{ {} }} }} GROUP BY ?graph"
_SIZE = "SELECT (COUNT(*) AS ?quads) WHERE {{ {} {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"

Parameters = Iterable[tuple[str, str]]


class _Operation(SPARQLWrapper):
    """A request of the SPARQL protocol as SPARQLWrapper writes it; sending it is the endpoint's.

    SPARQLWrapper would send it through the process's one opener, which follows redirects with the credentials and
    opens a connection each time.
    """

    def request(self) -> Request:
        return self._createRequest()


class RemoteStore(Closing):
    """Quads on a server at an http(s) address, which is asked once what engine it is unless that is given.

    Each write is one transaction if the engine's updates are (`Engine.whole_updates`). `seconds` is asked of the
    server as its time limit where it takes one, and bounds the wait for it in any case; `answer_bytes` bounds what it
    may answer to a query, for one that has no limit of its own would go on sending.
    """

    def __init__(
        self,
        address: str,
        *,
        read_only: bool = False,
        engine: Engine | None = None,
        credentials: Credentials | None = None,
        seconds: float = SECONDS,
        bulk_seconds: float = BULK_SECONDS,
        answer_bytes: int = Limits.answer_bytes,
    ) -> None:
        self._endpoint = Endpoint(address, engine, credentials, seconds)
        self._engine = self._endpoint.engine
        self._staging = Staging(self._upload, self.update)
        self._read_only = read_only
        self._seconds = seconds
        self._bulk_seconds = bulk_seconds
        self._answer_bytes = answer_bytes

    @property
    def read_only(self) -> bool:
        """Whether every write is refused before it is sent."""
        return self._read_only

    @property
    def engine(self) -> Engine:
        """What the server is, and how it differs from others."""
        return self._engine

    def query(
        self,
        text: str,
        *,
        formats: Formats = DEFAULT_FORMATS,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        union_default: bool = True,
        timeout: float | None = None,
    ) -> Answer:
        """Answer a SPARQL 1.1 query, passed on as it comes; `timeout` (seconds) may lower the limit."""
        require_query(text)
        form = form_of(text)
        if form not in formats:
            raise FormatNotOffered(f"The query's answer is {form.value}; ask for a format that can hold it.")
        text, parameters = self._dataset(text, default_graphs, named_graphs, union_default=union_default)
        if form is Form.GRAPH and has_word(text, "DESCRIBE"):
            text = self._engine.describe_preamble + text
        seconds = self._seconds if timeout is None else min(self._seconds, timeout)
        return self._ask(text, parameters, seconds, form, formats[form])

    def update(self, text: str, *, timeout: float | None = None) -> None:
        """Carry out a SPARQL 1.1 update as one request; `timeout` (seconds) may lower the limit."""
        self._require_writable()
        seconds = self._bulk_seconds if timeout is None else min(self._bulk_seconds, timeout)
        self._endpoint.write(self._request(text, INSERT, (), seconds), seconds)

    def graph_names(self) -> list[str]:
        """Return the names of all named graphs, sorted."""
        pattern = "" if self._engine.keeps_empty_graphs else "?s ?p ?o"
        answer = self._ask(_GRAPHS.format(pattern), (), self._seconds, Form.BINDINGS, Format.JSON)
        names = {str(row["graph"]) for row in read_table(answer.read()).records} - self._engine.own_graphs
        return sorted(name for name in names if not name.startswith(STAGING))

    def has_graph(self, name: str) -> bool:
        """Whether the server says that there is a named graph of this name."""
        if not self._engine.keeps_empty_graphs:
            text = f"ASK {{ GRAPH {iri_text(name)} {{ ?s ?p ?o }} }}"
            return read_boolean(self.query(text, named_graphs=[name]).read())
        try:
            self._endpoint.read(self._graph("HEAD", name), self._seconds, graph=True).close()
        except UnknownGraph:
            return False
        return True

    def read_graph(self, name: str | None, media: Format = Format.TURTLE) -> Answer:
        """Return a named graph, or the server's default graph for None."""
        if name is None and not self._engine.has_default_graph:
            return Answer(Form.GRAPH, media, lambda output: convert_graph(b"", Format.N_TRIPLES, media, output))
        accept = self._endpoint.exchanged(Form.GRAPH, media)
        reply = self._endpoint.read(self._graph("GET", name), self._bulk_seconds, accept, graph=True)
        return self._endpoint.answer(Form.GRAPH, media, reply)

    def write_graph(self, name: str | None, data: bytes | BinaryIO, media: Format) -> None:
        """Make a graph hold exactly the data."""
        self._require_writable()
        if self._engine.reads_uploads:
            self._send(self._graph("PUT", name), data, media)
        else:
            found = split_graphs(data, media, name)
            self._staging.replace({self._named(name): b"".join(found.values())})

    def remove_graph(self, name: str | None) -> None:
        """Remove a named graph, or empty the default graph for None."""
        self._require_writable()
        if name is not None or self._engine.has_default_graph:
            self._endpoint.write(self._graph("DELETE", name), self._bulk_seconds, graph=True)

    def load(self, data: bytes | BinaryIO, media: Format, graph: str | None = None) -> None:
        """Add a serialised dataset or graph."""
        self._require_writable()
        if not self._engine.reads_uploads:
            found = split_graphs(data, media, graph)
            self._staging.add({self._named(name): triples for name, triples in found.items()})
        elif graph is not None or not media.is_dataset:
            self._send(self._graph("POST", graph), data, media)
        elif self._engine.takes_datasets:
            self._send(self._endpoint.request("POST", self._engine.graph_path), data, media)
        else:
            raise FormatNotOffered(f"{self._endpoint.address} takes no datasets; load one graph at a time.")

    def replace(self, graphs: Mapping[str, Iterable[Statement]]) -> None:
        """Make each of these named graphs hold exactly its triples, as one request."""
        self._require_writable()
        if not graphs:
            return
        if self._engine.whole_updates:
            self.update(replacement(graphs))
        else:
            self._staging.replace({name: triples_text(triples).encode() for name, triples in graphs.items()})

    def dump(self, media: Format = Format.N_QUADS) -> Answer:
        """Return everything, as N-Quads, TriG or JSON-LD; graph by graph where the server has no dump."""
        require_dataset_format(media)
        if media is Format.JSON_LD:  # few servers write it
            quads = self.dump().read()
            return Answer(Form.GRAPH, media, lambda output: convert_dataset(quads, Format.N_QUADS, media, output))
        if self._engine.takes_datasets:
            request = self._endpoint.request("GET", self._engine.graph_path)
            reply = self._endpoint.read(request, self._bulk_seconds, media)
            return self._endpoint.answer(Form.GRAPH, media, reply)
        return Answer(Form.GRAPH, media, lambda output: output.writelines(self._dump_lines(media)))

    def size(self) -> int:
        """Return the number of quads."""
        default = "{ ?s ?p ?o } UNION" if self._engine.has_default_graph else ""
        return int(str(select(self, _SIZE.format(default), union_default=False).records[0]["quads"]))

    def version(self) -> None:
        """Return None: others may write to the server."""
        return

    def changed_since(self, version: str) -> None:
        """Return None: there are no versions."""

    def close(self) -> None:
        """Close the connections that are kept."""
        self._endpoint.close()

    def _ask(self, text: str, parameters: Parameters, seconds: float, form: Form, media: Format) -> Answer:
        request = self._request(text, SELECT, parameters, seconds)
        reply = self._endpoint.read(request, seconds, self._endpoint.exchanged(form, media))
        return self._endpoint.answer(form, media, reply, self._answer_bytes)

    def _request(self, text: str, kind: str, parameters: Parameters, seconds: float) -> Request:
        """Write an operation; its kind is told, because SPARQLWrapper would guess the endpoint from the words."""
        address = self._endpoint.address
        operation = _Operation(address + self._engine.query_path, address + self._engine.update_path)
        operation.queryString, operation.queryType = text, kind
        operation.setMethod(POST)
        operation.setRequestMethod(URLENCODED)
        operation.setOnlyConneg(True)
        limit = self._engine.time_limit
        if limit is not None and (kind is SELECT or limit.updates):
            operation.addParameter(limit.parameter, limit.written(seconds))
        for name, value in parameters:
            operation.addParameter(name, value)
        return operation.request()

    def _dataset(
        self, text: str, default: Sequence[str] | None, named: Sequence[str] | None, *, union_default: bool
    ) -> tuple[str, Parameters]:
        """Return the text and the parameters that make the dataset what the protocol says it is."""
        engine = self._engine
        if default is not None or named is not None:
            text = without_dataset_clause(text)
        elif not has_dataset_clause(text):
            return self._whole_store(text, union_default=union_default)
        if engine.adds_datasets:  # to name nothing adds nothing, and is no silence
            return text, _graphs(default or (NOTHING,), named or (NOTHING,))
        return text, _graphs(default or (), named or ())

    def _whole_store(self, text: str, *, union_default: bool) -> tuple[str, Parameters]:
        engine = self._engine
        named = self.graph_names() if engine.adds_datasets and has_word(text, "GRAPH") else ()
        if not union_default:
            return text, [*engine.strict_parameters, *_graphs((), named)]
        if named or engine.union is Union.NAMES:
            names = named or self.graph_names()
            return text, _graphs(names, names)
        return engine.union_preamble + text, engine.union_parameters

    def _graph(self, method: str, name: str | None) -> Request:
        graph = "default" if name is None else urlencode({"graph": iri_text(name)[1:-1]})
        return self._endpoint.request(method, f"{self._engine.graph_path}?{graph}")

    def _send(self, request: Request, data: bytes | BinaryIO, media: Format) -> None:
        request.data = data
        request.add_header("Content-Type", media.value)
        try:
            self._endpoint.write(request, self._bulk_seconds)
        except QuerySyntaxError as error:
            told = str(error).removeprefix("Not SPARQL ").removeprefix("Not SPARQL: ")
            raise DataSyntaxError(f"{self._endpoint.address} cannot read the data as {media}: {told}") from error

    def _upload(self, name: str, triples: bytes) -> None:
        self._send(self._graph("POST", name), triples, Format.N_TRIPLES)

    def _named(self, name: str | None) -> str:
        if name is None:
            raise QueryFailed(f"{self._engine.name} has no default graph that can be written; name a graph.")
        return name

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


def _graphs(default: Sequence[str], named: Sequence[str]) -> Parameters:
    return [*(("default-graph-uri", name) for name in default), *(("named-graph-uri", name) for name in named)]
