"""What the store on a server sends, and what it makes of servers that are away, broken or something else."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from rdflib import Literal, URIRef
from stub_server import JSON, Asked, Said, saying, stub

from graph.store.base import ask, select
from graph.store.credentials import Credentials
from graph.store.engines import (
    ENGINES,
    GRAPHDB,
    NEPTUNE,
    NOTHING,
    OXIGRAPH,
    QLEVER,
    STANDARD,
    STARDOG,
    VIRTUOSO,
    Engine,
    engine_named,
    engine_of,
)
from graph.store.errors import (
    Busy,
    DataSyntaxError,
    FormatNotOffered,
    OutcomeUnknown,
    QueryTimeout,
    QueryTooLarge,
    ReadOnly,
    ServerFailed,
    StoreError,
    StoreUnavailable,
    UnknownGraph,
    UpdateTooLong,
)
from graph.store.factory import open_store
from graph.store.formats import Form, Format
from graph.store.remote import RemoteStore

A = "http://example.org/graph/a"
TRIPLE = b"<http://example.org/s> <http://example.org/p> <http://example.org/o> .\n"


Opener = Callable[..., RemoteStore]


@pytest.fixture
def remote() -> Iterator[Opener]:
    """Opens stores on a server, and closes them."""
    with ExitStack() as opened:
        yield lambda address, **how: opened.enter_context(RemoteStore(address, **how))


def test_a_server_that_is_away_is_said_to_be_away() -> None:
    """Opening a store on a port where nobody listens is an error in words, at once."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(StoreUnavailable, match="cannot be reached"):
            open_store(address)


@pytest.mark.parametrize(
    "address", ["http://user:secret@127.0.0.1:1", "http://127.0.0.1:port", "http://127.0.0.1:1/sparql?key=secret"]
)
def test_an_address_is_only_an_address(address: str) -> None:
    """Credentials in the address, or what is no address, are refused without being repeated."""
    with pytest.raises(StoreUnavailable) as caught:
        open_store(address)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "asking", "writing"),
    [
        (400, StoreError, StoreError),
        (401, StoreUnavailable, StoreUnavailable),
        (403, StoreUnavailable, ReadOnly),
        (405, StoreUnavailable, ReadOnly),
        (406, FormatNotOffered, FormatNotOffered),
        (413, QueryTooLarge, QueryTooLarge),
        (429, Busy, Busy),
        (500, ServerFailed, ServerFailed),
        (502, StoreUnavailable, StoreUnavailable),
        (503, Busy, Busy),
        (504, QueryTimeout, QueryTimeout),
    ],
)
def test_a_status_is_an_exception(
    remote: Opener, status: int, asking: type[StoreError], writing: type[StoreError]
) -> None:
    """Each of a server's refusals is the exception that means it, with the server's own words in it."""
    with saying(Said("个中原因".encode(), status, "text/plain")) as server:
        store = remote(server.address, engine=STANDARD)
        with pytest.raises(asking, match="个中原因"):
            store.query("ASK {}")
        with pytest.raises(writing, match="个中原因"):
            store.update("DROP ALL")


def test_a_refusal_that_virtuoso_calls_an_error_is_a_refusal(remote: Opener) -> None:
    """What its user may not do is ReadOnly, although the status is 500."""
    told = b"Virtuoso 42000 Error SR186:SECURITY: No permission to execute procedure"
    with saying(Said(told, 500, "text/plain")) as server, pytest.raises(ReadOnly, match="No permission"):
        remote(server.address, engine=VIRTUOSO).update("CLEAR ALL")


def test_a_query_that_virtuoso_cancels_has_reached_its_limit(remote: Opener) -> None:
    """Although the status is 500; what a query's own text says of it does not count."""
    told = b"Virtuoso HY008 Error SR203: Async statement killed by SQLCancel. SPARQL query: ASK {}"
    with saying(Said(told, 500, "text/plain")) as server, pytest.raises(QueryTimeout, match="its time limit"):
        remote(server.address, engine=VIRTUOSO).query("ASK {}")
    begun = b'{ "head": { "link": [], "vars": ["a"] },\n' * 5000
    told = begun + b"Virtuoso S1TAT Error RC...: Returning incomplete results\n\nSPARQL query:\nASK {}"
    with saying(Said(told, 500, "text/plain")) as server, pytest.raises(QueryTimeout, match="its time limit"):
        remote(server.address, engine=VIRTUOSO).query("ASK {}")
    told = b"Virtuoso 42000 Error SP031: SPARQL query: ASK { ?s ?p 'Virtuoso HY008 ' }"
    with saying(Said(told, 500, "text/plain")) as server, pytest.raises(ServerFailed):
        remote(server.address, engine=VIRTUOSO).query("ASK {}")


def test_a_redirect_is_not_followed(remote: Opener) -> None:
    """A server that has moved is not looked for: its new address is named, and gets no credentials."""
    with saying(Said()) as target, saying(Said(status=307, headers={"Location": target.address})) as server:
        store = remote(server.address, engine=STANDARD, credentials=Credentials(token="t"))  # noqa: S106 - opens nothing
        with pytest.raises(StoreUnavailable, match=f"has moved to {target.address}"):
            store.query("ASK {}")
        assert target.asked == []


@pytest.mark.parametrize(
    ("said", "engine", "error", "words"),
    [
        (Said(length=5000), OXIGRAPH, ServerFailed, "broke off"),
        (Said(b"<p>Welcome</p>", media="text/html"), STANDARD, ServerFailed, "sent text/html"),
        (Said(framing="close"), STANDARD, ServerFailed, "does not say where its answers end"),
        (Said(b'{"head":{"vars":[]},"results":{"bindings":[', framing="chunks"), STANDARD, ServerFailed, "middle"),
        (Said(b""), STANDARD, ServerFailed, "sent nothing"),
        (Said(headers={"X-SPARQL-MaxRows": "10000"}), VIRTUOSO, QueryTooLarge, "10000 rows"),
        (Said(headers={"X-SQL-State": "S1TAT"}), VIRTUOSO, QueryTimeout, "what it had so far"),
    ],
)
def test_an_answer_that_is_not_all_of_it_is_no_answer(
    remote: Opener, said: Said, engine: Engine, error: type[StoreError], words: str
) -> None:
    """Too few bytes, another document, no end or a header that admits it: an error before anything is passed on."""
    with saying(said) as server:
        store = remote(server.address, engine=engine)
        with pytest.raises(error, match=words):
            next(iter(store.query("ASK {}")))


@pytest.mark.parametrize("body", [b"{garbage}", b'{"head":{}}', b"[{}]"])
def test_what_is_no_result_is_not_read_as_one(remote: Opener, body: bytes) -> None:
    """Rows or a truth value that cannot be read are the server's failure, and no fault of ours."""
    with saying(Said(body)) as server:
        store = remote(server.address, engine=STANDARD)
        for read in (ask, select):
            with pytest.raises(ServerFailed):
                read(store, "ASK {}")


def test_of_what_a_server_says_the_first_line_is_told(remote: Opener) -> None:
    """What follows is the query again, or where in its own code a server failed."""
    said = Said(b"\njava.lang.NullPointerException: it\n\tat town.Inside.run(Inside.java:7)\n", 500, "text/plain")
    with saying(said) as server, pytest.raises(ServerFailed) as caught:
        remote(server.address, engine=STANDARD).update("DROP ALL")
    assert str(caught.value).endswith("(500): java.lang.NullPointerException: it")


def test_a_graph_that_cannot_be_put_anywhere_has_no_endpoint(remote: Opener) -> None:
    """A server makes the graph that is put; one that does not find it has no graph store there."""
    with saying(Said(b"no", 404, "text/plain")) as server:
        store = remote(server.address, engine=STANDARD)
        with pytest.raises(StoreUnavailable, match="has no endpoint here"):
            store.write_graph(A, TRIPLE, Format.N_TRIPLES)
        with pytest.raises(UnknownGraph):
            store.remove_graph(A)


def test_data_that_a_server_cannot_read_are_not_called_sparql(remote: Opener) -> None:
    """Its line and column are those of the data."""
    told = Said(b"Parser error at line 1 column 17: Unexpected end", 400, "text/plain")
    with saying(told) as server, pytest.raises(DataSyntaxError) as caught:
        remote(server.address, engine=OXIGRAPH).write_graph(A, b"<urn:a> <urn:b> ", Format.TURTLE)
    assert str(caught.value).endswith("cannot read the data as text/turtle: at line 1, column 17: Unexpected end.")


@pytest.mark.parametrize(
    ("engine", "end", "error"),
    [
        (OXIGRAPH, b"The SPARQL operation has been cancelled", QueryTimeout),
        (QLEVER, b"\n !!!!>># An error has occurred while exporting the query result. Disk is full", ServerFailed),
        (NEPTUNE, b'{"code":"TimeLimitExceededException","detailedMessage":"Operation timed out"}', QueryTimeout),
    ],
)
def test_an_answer_that_ends_in_an_error_is_an_error(
    remote: Opener, engine: Engine, end: bytes, error: type[StoreError]
) -> None:
    """What an engine appends to a table that it could not finish is taken for that, and not for a row."""
    with saying(Said(b"s\r\nhttp://example.org/1\r\n" + end, media="text/csv", framing="chunks")) as server:
        answer = remote(server.address, engine=engine).query("SELECT * {}", formats={Form.BINDINGS: Format.CSV})
        with pytest.raises(error, match="did not finish its answer"):
            answer.read()


@pytest.mark.parametrize(("limit", "whole"), [("4", True), ("3", False), ("0", True)])
def test_a_graph_as_long_as_the_limit_may_be_cut(remote: Opener, limit: str, whole: bool) -> None:
    """Virtuoso does not say that it cut a graph: one of as many triples as it gives at most is refused."""
    setting = f'{{"p":{{"value":"x#ResultSetMaxRows"}},"o":{{"value":"{limit}"}}}}'
    settings = Said(f'{{"results":{{"bindings":[{setting}]}}}}'.encode())
    graph = Said(TRIPLE * 3, media="application/n-triples")
    with stub(lambda asked: settings if "ini" in asked.path else graph) as server:
        answer = remote(server.address, engine=VIRTUOSO).read_graph(A, Format.N_TRIPLES)
        if whole:
            assert answer.read() == TRIPLE * 3
        else:
            with pytest.raises(QueryTooLarge, match="3 rows"):
                answer.read()


def test_a_server_that_does_not_answer_is_given_up(remote: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence is a timeout for who asks, and an unknown outcome for who writes."""
    monkeypatch.setattr("graph.store.endpoint.GRACE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        store = remote(address, engine=STANDARD, seconds=0.1, bulk_seconds=0.1)
        calls: list[Callable[[], object]] = [lambda: store.query("ASK {}"), lambda: store.read_graph(None)]
        for call in calls:
            with pytest.raises(QueryTimeout, match="did not answer in time"):
                call()
        with pytest.raises(OutcomeUnknown, match="may have been kept"):
            store.update("DROP ALL")


@pytest.mark.parametrize("head", ["Content-Length: 1000000", "Transfer-Encoding: chunked"])
def test_a_server_that_answers_drop_by_drop_is_given_up(
    remote: Opener, monkeypatch: pytest.MonkeyPatch, head: str
) -> None:
    """It is never silent for long, and yet the whole answer has the time of one."""
    monkeypatch.setattr("graph.store.endpoint.GRACE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection, contextlib.suppress(OSError):
                connection.recv(65536)
                connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\n{head}\r\n\r\n".encode())
                while True:
                    connection.sendall(b" " if "Length" in head else b"1\r\n \r\n")
                    time.sleep(0.02)

        server = threading.Thread(target=serve)
        server.start()
        store = remote(f"http://127.0.0.1:{listening.getsockname()[1]}", engine=STANDARD, seconds=0.2)
        begun = time.monotonic()
        with pytest.raises(QueryTimeout, match="did not answer in time"):
            store.query("ASK {}", union_default=False).read()
        assert time.monotonic() - begun < 5
        server.join(10)
        assert not server.is_alive()


def test_an_answer_without_end_is_not_read_on(remote: Opener) -> None:
    """A server without a limit of its own could fill the disk on which answers are put together."""
    with saying(Said(b" " * 200_000 + b"{}")) as server:
        with pytest.raises(QueryTooLarge, match="longer than its limit"):
            remote(server.address, engine=STANDARD, answer_bytes=100_000).query("ASK {}", union_default=False).read()
        whole = remote(server.address, engine=STANDARD).query("ASK {}", union_default=False).read()
    assert whole.endswith(b"{}")


def test_reads_are_tried_again_and_writes_are_not(remote: Opener) -> None:
    """A connection that ends without an answer is made anew for a question, and leaves a write's outcome unknown."""
    answers = [Said(framing="none"), Said()]
    with stub(lambda _: answers.pop(0)) as server:
        store = remote(server.address, engine=STANDARD)
        assert ask(store, "ASK {}", union_default=False)
        answers.append(Said(framing="none"))
        with pytest.raises(OutcomeUnknown, match="broke off"):
            store.update("DROP ALL")
        assert len(server.asked) == 3


def test_a_connection_is_kept_for_the_next_question() -> None:
    """Answers that are read to their end leave a connection that is used again, also when the server has closed it."""
    with saying(Said()) as server, RemoteStore(server.address, engine=VIRTUOSO) as store:
        for _ in range(3):
            ask(store, "ASK {}")
        assert len({asked.connection for asked in server.asked}) == 1
    closing = Said(headers={"Connection": "close"})
    with saying(closing) as server, RemoteStore(server.address, engine=VIRTUOSO) as store:
        assert [ask(store, "ASK {}") for _ in range(3)] == [True] * 3


@pytest.mark.parametrize(
    ("credentials", "header"),
    [
        (Credentials(token="abc"), "Bearer abc"),  # noqa: S106 - opens nothing
        (Credentials("plan", "密"), "Basic cGxhbjrlr4Y="),  # plan:密
        (Credentials(), None),
    ],
)
def test_credentials_are_shown_with_each_request(remote: Opener, credentials: Credentials, header: str | None) -> None:
    """A token or a password goes with questions, updates and graphs, and into no message."""
    with saying(Said()) as server:
        store = remote(server.address, engine=STANDARD, credentials=credentials)
        store.query("ASK {}", union_default=False).close()
        store.update("DROP ALL")
        store.write_graph(A, TRIPLE, Format.TURTLE)
        assert [asked.headers.get("Authorization") for asked in server.asked] == [header] * 3
    assert "abc" not in repr(credentials)
    assert "密" not in repr(credentials)


@pytest.mark.parametrize(
    ("engine", "paths", "limits"),
    [
        (OXIGRAPH, ("/query", "/update", "/store?graph="), (None, None)),
        (VIRTUOSO, ("/sparql", "/sparql", "/sparql-graph-crud?graph="), ("2500", None)),
        (GRAPHDB, ("/r", "/r/statements", "/r/rdf-graphs/service?graph="), ("3", "600")),
        (STARDOG, ("/r/query", "/r/update", "/r?graph="), ("2500", "600000")),
        (NEPTUNE, ("/sparql", "/sparql", "/sparql/gsp/?graph="), (None, None)),
        (QLEVER, ("/r", "/r", "/r?graph="), ("3s", "600s")),
    ],
    ids=lambda value: value.name if isinstance(value, Engine) else "",
)
def test_an_engine_is_spoken_to_in_its_own_way(
    remote: Opener, engine: Engine, paths: tuple[str, str, str], limits: tuple[str | None, str | None]
) -> None:
    """Questions, updates and graphs go where its record says, with its time limit in its own unit."""
    below = "/r" if paths[0].startswith("/r") else ""
    with saying(Said()) as server:
        store = remote(server.address + below, engine=engine, seconds=2.5)
        store.query("ASK {}").close()
        store.update("DROP ALL")
        store.remove_graph(A)
        question, update, graph = server.asked
    assert (question.path, update.path) == paths[:2]
    assert graph.path.startswith(paths[2])
    assert (dict(question.form).get("timeout"), dict(update.form).get("timeout")) == limits
    assert dict(update.form)["update"] == "DROP ALL"


def _dataset(asked: Asked) -> list[tuple[str, str]]:
    return [pair for pair in asked.form if pair[0].endswith("graph-uri")]


def test_a_dataset_is_named_whole_to_an_engine_that_adds(remote: Opener) -> None:
    """Virtuoso adds the protocol's graphs to the text's, and takes silence for all: FROM goes, nothing is named."""
    with saying(Said()) as server:
        store = remote(server.address, engine=VIRTUOSO)
        store.query(f"ASK FROM <{A}> FROM NAMED <{A}> {{}}", default_graphs=["http://example.org/b"]).close()
        store.query(f"ASK FROM <{A}> {{}}").close()
        given, own = server.asked
    assert _dataset(given) == [("default-graph-uri", "http://example.org/b"), ("named-graph-uri", NOTHING)]
    assert "FROM" not in dict(given.form)["query"]
    assert _dataset(own) == [("default-graph-uri", NOTHING), ("named-graph-uri", NOTHING)]
    assert f"FROM <{A}>" in dict(own.form)["query"]


def test_an_update_that_virtuoso_cannot_hold_is_too_long_and_no_syntax_error(remote: Opener) -> None:
    """Its compiler runs out of memory in the middle of a text that is right."""
    told = b"Virtuoso 37000 Error SP030: SPARQL compiler, line 4992: memory exhausted at '@en' before '.'"
    with saying(Said(told, 400, "text/plain")) as server, pytest.raises(UpdateTooLong, match="of this length"):
        remote(server.address, engine=VIRTUOSO).update("INSERT DATA {}")


def test_what_lies_beside_goes_when_a_replacement_fails(remote: Opener) -> None:
    """Where graphs are uploaded beside and then moved, a failure leaves the old graphs, and nothing beside them."""
    refusal = Said(b"no", 500, "text/plain")
    with stub(lambda asked: refusal if b"COPY" in asked.body else Said()) as server:
        store = remote(server.address, engine=VIRTUOSO)
        with pytest.raises(ServerFailed, match="no"):
            store.replace({A: [(URIRef("http://example.org/s"), URIRef("http://example.org/p"), Literal(1))]})
        upload, move, clearing = server.asked
    beside = upload.path.partition("=")[2].replace("%3A", ":")
    assert upload.method == "POST"
    assert dict(move.form)["update"] == f"COPY GRAPH <{beside}> TO GRAPH <{A}> ;\nCLEAR SILENT GRAPH <{beside}>"
    assert dict(clearing.form)["update"] == f"CLEAR SILENT GRAPH <{beside}>"


def test_what_lies_beside_stays_while_it_may_be_copied(remote: Opener) -> None:
    """Where nobody knows how far the move has come, what it copies from is not taken away."""
    with stub(lambda asked: Said(framing="none") if b"COPY" in asked.body else Said()) as server:
        store = remote(server.address, engine=VIRTUOSO)
        with pytest.raises(OutcomeUnknown):
            store.write_graph(A, TRIPLE, Format.TURTLE)
        assert len(server.asked) == 2


def test_an_engine_is_known_by_its_name() -> None:
    """An engine that says what it is in its Server header is told by it; any other keeps to the standard."""
    assert engine_of("Oxigraph/0.5.13") is OXIGRAPH
    assert engine_of("Virtuoso/07.20.3229 (Linux) x86_64-pc-linux-gnu") is VIRTUOSO
    assert engine_of("granian") is STANDARD
    assert engine_of("") is STANDARD
    with saying(Said(b"nothing here", 404, "text/plain")) as server:
        open_store(server.address).close()


def test_an_engine_can_be_named() -> None:
    """What a server does not say of itself is told when it is opened; a name that is none is refused."""
    with saying(Said()) as server:
        with RemoteStore(server.address, engine=engine_named("stardog")) as store:
            store.update("DROP ALL")
        with pytest.raises(StoreUnavailable, match=r"'Strdog' is no engine .* Stardog"):
            engine_named("Strdog")
    assert [asked.path for asked in server.asked] == ["/update"]


def test_no_two_engines_have_one_name() -> None:
    """Each record is of another engine."""
    assert len({engine.name for engine in ENGINES}) == len(ENGINES)


def test_a_format_that_an_engine_does_not_write_is_made_of_one_that_it_does(remote: Opener) -> None:
    """Tables are made of JSON and graphs of N-Triples, with escapes, language tags, blank nodes and unbound values."""
    table = (
        b'{"head":{"vars":["a","b"]},"results":{"bindings":['
        b'{"a":{"type":"uri","value":"http://example.org/1"},"b":{"type":"literal","xml:lang":"zh","value":"a\\tb"}},'
        b'{"a":{"type":"bnode","value":"nodeID://b1"},"b":{"type":"literal","value":"x,\\"y\\""}},{}]}}'
    )
    graph = Said(TRIPLE, media="application/n-triples")
    with stub(lambda asked: Said(table) if asked.headers["Accept"] == JSON else graph) as server:
        store = remote(server.address, engine=replace(VIRTUOSO, limits_path=""))

        def given(form: Form, media: Format, text: str) -> bytes:
            return store.query(text, formats={form: media}).read()

        csv = given(Form.BINDINGS, Format.CSV, "SELECT * {}")
        assert csv == b'a,b\r\nhttp://example.org/1,a\tb\r\n_:b1,"x,""y"""\r\n,\r\n'
        tsv = given(Form.BINDINGS, Format.TSV, "SELECT * {}")
        assert tsv == b'?a\t?b\n<http://example.org/1>\t"a\\tb"@zh\n_:b1\t"x,\\"y\\""\n\t\n'
        assert given(Form.GRAPH, Format.N_QUADS, "CONSTRUCT WHERE {}") == TRIPLE
    with saying(Said()) as server:
        store = remote(server.address, engine=VIRTUOSO)
        assert given(Form.BOOLEAN, Format.CSV, "ASK {}") == b"true"


def test_a_lower_limit_is_passed_on_and_a_higher_is_not(remote: Opener) -> None:
    """Who asks may have less time than the store gives, not more."""
    with saying(Said()) as server:
        store = remote(server.address, engine=VIRTUOSO, seconds=10)
        for timeout in (2, 100, None):
            store.query("ASK {}", timeout=timeout).close()
        assert [dict(asked.form)["timeout"] for asked in server.asked] == ["2000", "10000", "10000"]


def test_a_long_answer_is_passed_on_as_it_comes(remote: Opener) -> None:
    """The first bytes are there before the server has sent the last."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        store = remote(f"http://127.0.0.1:{listening.getsockname()[1]}", engine=VIRTUOSO)
        release = threading.Event()

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                request = b""
                while b"ASK" not in request:
                    request += connection.recv(65536)
                head = f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nContent-Length: 130010\r\n\r\n".encode()
                connection.sendall(head + b"{" + b" " * 130_000)
                release.wait(10)
                connection.sendall(b" " * 8 + b"}")

        server = threading.Thread(target=serve)
        server.start()

        class Output:
            """Lets the server go on once something has arrived."""

            received = 0

            def write(self, chunk: bytes) -> int:
                self.received += len(chunk)
                release.set()
                return len(chunk)

        output = Output()
        begun = time.monotonic()
        store.query("ASK {}").write(output)  # type: ignore[arg-type]
        server.join()
    assert output.received == 130_010
    assert time.monotonic() - begun < 5
