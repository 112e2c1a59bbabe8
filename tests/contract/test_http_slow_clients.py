"""Clients that send or read slowly, or send too much, over real connections: others are answered all the same."""

from __future__ import annotations

import gzip
import http.client
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from service.front.bodies import LONG
from service.process.streams import BURST

VENDOR = Path(__file__).parents[2] / "service" / "static" / "vendor"
PROGRAM = str(Path(sys.executable).parent / "plangraph")
TOKEN = "a-token-for-tests-only"  # noqa: S105 - it opens nothing but these tests' stores
SLOW = 20  # clients, more than the server has threads for requests
PATIENCE = 2  # seconds that a client may take
GRAPH = b"".join(b'<urn:x:%d> <urn:x:p> "%s" .\n' % (number, b"x" * 200) for number in range(16_000))


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a server over a store in memory, with six threads."""
    # What is kept in memory is sent whole, and holds no thread.
    with served(PLANGRAPH_CLIENT_SECONDS=str(PATIENCE), PLANGRAPH_CACHE_BYTES="0") as number:
        yield number


@pytest.fixture
def keeping_port() -> Iterator[int]:
    """The port of one that keeps answers, in memory or in files."""
    with served() as number:
        yield number


@contextmanager
def served(**more: str) -> Iterator[int]:
    """The port of a server over a store in memory, with these settings too."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        number = int(probe.getsockname()[1])
    settings = {
        "PLANGRAPH_STORE": ":memory:",
        "PLANGRAPH_PORT": str(number),
        "PLANGRAPH_WRITE_TOKEN": TOKEN,
        "PLANGRAPH_THREADS": "6",
        "PLANGRAPH_READERS": "2",
        **more,
    }
    process = subprocess.Popen([PROGRAM, "serve"], env=os.environ | settings, stdout=subprocess.DEVNULL)
    try:
        wait_for(number)
        yield number
    finally:
        process.terminate()
        process.wait(15)


def wait_for(port: int) -> None:
    """Wait until the server is ready."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(OSError):
            if ask(port, "/readyz")[0] == 200:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not start")


def ask(port: int, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> tuple[int, float]:
    """The status of an answer, and how many seconds it took."""
    begun = time.monotonic()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        response.read()
    return response.status, time.monotonic() - begun


def connected(port: int, sent: bytes, stack: ExitStack) -> socket.socket:
    """A connection over which this much was sent."""
    client = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=15))
    client.sendall(sent)
    return client


def require_others_are_answered(port: int) -> None:
    """A page, a query by GET and one by POST are answered as if nobody else were there."""
    ask_query = {"Content-Type": "application/sparql-query"}
    for path, method, body, headers in (
        ("/healthz", "GET", None, {}),
        ("/sparql?query=ASK%20%7B%7D", "GET", None, {}),
        ("/sparql", "POST", b"ASK {}", ask_query),
    ):
        status, seconds = ask(port, path, method, body, **headers)
        assert status == 200
        assert seconds < 1.5


def test_headers_that_do_not_end_hold_nobody_up(port: int) -> None:
    """Twenty connections that never finish their headers are closed in time, and others are answered meanwhile."""
    with ExitStack() as stack:
        slow = [connected(port, b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", stack) for _ in range(SLOW)]
        require_others_are_answered(port)
        begun = time.monotonic()
        assert {client.recv(1000) for client in slow} == {b""}
        assert time.monotonic() - begun < PATIENCE + 2


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 100000\r\n\r\nASK",
        b"Content-Length: 6\r\n\r\nASK",
        b"Transfer-Encoding: chunked\r\n\r\n3\r\nASK\r\n",
    ],
)
def test_bodies_that_do_not_come_hold_nobody_up(port: int, head: bytes) -> None:
    """Of twenty clients that begin a body and send no more, six are waited for; others are answered meanwhile."""
    begun = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n" + head
    with ExitStack() as stack:
        slow = [connected(port, begun, stack) for _ in range(SLOW)]
        time.sleep(BURST + 0.5)
        for path in ("/healthz", "/", "/sparql?query=ASK%20%7B%7D"):
            status, seconds = ask(port, path)
            assert (status, seconds < 1.5) == (200, True)
        refused = [client.recv(1000) for client in slow if select.select([client], [], [], 0)[0]]
        assert len(refused) == SLOW - 6
        assert all(answer.startswith(b"HTTP/1.1 503") and b"retry-after" in answer for answer in refused)
    time.sleep(0.5)
    require_others_are_answered(port)


def test_clients_that_send_at_the_same_moment_are_all_answered(port: int) -> None:
    """Those for whom there is no place wait until the bodies before theirs have come."""
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 6\r\n\r\n"
    with ExitStack() as stack:
        clients = [connected(port, head, stack) for _ in range(SLOW)]
        time.sleep(BURST / 3)
        for client in clients:
            client.sendall(b"ASK {}")
        assert [client.recv(1000).split(b" ", 2)[1] for client in clients] == [b"200"] * SLOW


@pytest.mark.parametrize(
    ("rest", "status"),
    [
        (b"Content-Length: 5000\r\n\r\n<urn:new> <urn:b> 2 .\n", b"400"),
        (b"Transfer-Encoding: chunked\r\n\r\n16\r\n<urn:new> <urn:b> 2 .\n\r\n", b"411"),
        (b"Transfer-Encoding: chunked\r\n\r\n16\r\n<urn:new> <urn:b> 2 .\n\r\nzz\r\n", b"411"),
        (b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n16\r\n%b\r\n", b"400"),
    ],
)
def test_a_body_that_breaks_off_is_not_kept(port: int, rest: bytes, status: bytes) -> None:
    """What came of a graph before its client went away never takes the place of the graph."""
    address, token = "/graphs?graph=urn:kept", f"Bearer {TOKEN}"
    turtle = {"Content-Type": "text/turtle", "Authorization": token}
    assert ask(port, address, "PUT", b"<urn:kept> <urn:b> 1 .", **turtle)[0] in (201, 204)
    part = gzip.compress(b"<urn:new> <urn:b> 2 .\n")[:22]
    lines = "".join(f"{name}: {value}\r\n" for name, value in {"Host": "x", **turtle}.items())
    with ExitStack() as stack:
        client = connected(port, f"PUT {address} HTTP/1.1\r\n{lines}".encode() + rest.replace(b"%b", part), stack)
        client.shutdown(socket.SHUT_WR)
        assert client.recv(1000).split(b" ", 2)[1] == status
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", address)
        assert b"urn:kept" in connection.getresponse().read()


def test_a_compressed_body_in_chunks_is_kept(port: int) -> None:
    """A client that cannot tell the length may compress, which tells the end."""
    headers = {"Content-Type": "text/turtle", "Authorization": f"Bearer {TOKEN}", "Content-Encoding": "gzip"}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        body = iter([gzip.compress(b"<urn:a> <urn:b> 3 .")])
        connection.request("PUT", "/graphs?graph=urn:chunks", body, headers, encode_chunked=True)
        assert connection.getresponse().status == 201


def test_bodies_that_dribble_are_given_up(port: int) -> None:
    """A client that sends a byte now and then is answered 408 when its time is over."""
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 900\r\n\r\n"
    with ExitStack() as stack:
        begun = time.monotonic()
        client = connected(port, head, stack)
        while not select.select([client], [], [], 0.2)[0] and time.monotonic() - begun < 5 * PATIENCE:
            client.sendall(b"#")
        assert client.recv(1000).startswith(b"HTTP/1.1 408")
        assert PATIENCE <= time.monotonic() - begun < 20 * PATIENCE


def fill(port: int) -> None:
    """Have a graph of 4 MB, all of which is 6 MB of rows in JSON."""
    header = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/n-triples"}
    assert ask(port, "/graphs?graph=urn:x:long", "PUT", GRAPH, **header)[0] in (200, 201, 204)


def without_reading(port: int, head: bytes, stack: ExitStack) -> list[bytes]:
    """The statuses that twenty clients are answered who ask for much, and read nothing of it until the stack ends."""
    slow = []
    for number in range(SLOW):
        client = stack.enter_context(socket.socket())
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(30)
        client.connect(("127.0.0.1", port))
        client.sendall(head.replace(b"%d", b"%d" % number))
        slow.append(client)
    return [client.recv(15, socket.MSG_PEEK).split(b" ")[1] for client in slow]


def test_answers_that_nobody_reads_hold_nobody_up(port: int) -> None:
    """Of twenty clients that ask for much and read nothing, three are sent it; others are answered meanwhile."""
    fill(port)
    head = b"GET /graphs?graph=urn:x:long&n=%d HTTP/1.1\r\nHost: x\r\nAccept: application/n-triples\r\n\r\n"
    with ExitStack() as stack:
        statuses = without_reading(port, head, stack)
        assert statuses.count(b"200") == 3
        assert set(statuses) == {b"200", b"503"}
        require_others_are_answered(port)


# What brings nothing to an end, and is another query for each number.
ENDLESS = "SELECT ?a { ?a ?p ?o . ?b ?q ?r . ?c ?s ?t FILTER(STR(?o) = CONCAT(STR(?t), '%d')) }"
CROWD = 150


def test_queries_that_wait_hold_nobody_up() -> None:
    """Of a crowd of endless queries two run and sixty wait; whether the service is alive it says meanwhile."""
    with served(PLANGRAPH_QUERY_SECONDS="4") as port, ThreadPoolExecutor(CROWD) as crowd:
        fill(port)
        paths = (f"/sparql?query={quote(ENDLESS % number)}" for number in range(CROWD))
        asked = [crowd.submit(ask, port, path) for path in paths]
        time.sleep(1)
        for path in ("/healthz", "/metrics", "/healthz"):
            status, seconds = ask(port, path)
            assert (status, seconds < 1.5) == (200, True)
        answers = [future.result() for future in asked]
    assert {status for status, _ in answers} <= {503, 504}
    assert sum(seconds < 1.5 for _, seconds in answers) >= CROWD - 60 - 2 - 10


def test_of_long_bodies_only_so_many_are_worked_on() -> None:
    """What is made of one takes memory while its query waits; those whose body is short are waited for all the same."""
    with served(PLANGRAPH_QUERY_SECONDS="4") as port, ThreadPoolExecutor(SLOW) as crowd:
        fill(port)
        sparql, update = ({"Content-Type": f"application/sparql-{kind}"} for kind in ("query", "update"))

        def send(number: int) -> tuple[int, float]:
            return ask(port, "/sparql", "POST", f"{ENDLESS % number} #{'x' * LONG}".encode(), **sparql)

        asked = [crowd.submit(send, number) for number in range(SLOW)]
        time.sleep(BURST + 0.7)
        done = [future.result()[0] for future in asked if future.done()]
        assert done == [503] * (SLOW - 6)
        status, seconds = ask(port, "/update", "POST", b"CLEAR DEFAULT", **update)
        assert (status, seconds < 1.5) == (401, True)


def test_a_long_file_that_many_read_at_the_same_moment_is_sent_to_all(port: int) -> None:
    """Of eighty clients sixty are sent it at once, and the others as soon as these have read it."""
    library = next(VENDOR.glob("echarts-*.js"))
    head = f"GET /static/vendor/{library.name} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()

    def read(client: socket.socket) -> bytes:
        return b"".join(iter(lambda: client.recv(100_000), b""))

    with ExitStack() as stack, ThreadPoolExecutor(4 * SLOW) as pool:
        clients = [connected(port, head, stack) for _ in range(4 * SLOW)]
        time.sleep(BURST / 3)
        answers = list(pool.map(read, clients))
    assert {answer.split(b" ", 2)[1] for answer in answers} == {b"200"}
    assert {len(answer.partition(b"\r\n\r\n")[2]) for answer in answers} == {library.stat().st_size}


ALL = "/sparql?query=SELECT%20%2A%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D&format=json"


def figure(port: int, name: str) -> float:
    """One of the figures at /metrics."""
    lines = whole(port, "/metrics")[1].decode().splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))


def whole(port: int, path: str) -> tuple[int, bytes]:
    """The status and body of an answer."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()


def test_a_long_answer_that_many_ask_for_at_once_is_computed_once_and_all_get_it(keeping_port: int) -> None:
    """It is too long for memory, and kept in a file until something is written."""
    fill(keeping_port)
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: whole(keeping_port, ALL), range(16)))
    assert {status for status, _ in answers} == {200}
    assert len({body for _, body in answers}) == 1
    assert answers[0][1].count(b"urn:x:p") == 16_000
    assert figure(keeping_port, "plangraph_cache_file_bytes") == len(answers[0][1])
    fill(keeping_port)
    assert whole(keeping_port, ALL) == answers[0]


def test_kept_answers_that_nobody_reads_hold_nobody_up(keeping_port: int) -> None:
    """Twenty clients that ask for a long answer and do not read it are all sent it; others are answered meanwhile."""
    fill(keeping_port)
    whole(keeping_port, ALL)
    with ExitStack() as stack:
        statuses = without_reading(keeping_port, f"GET {ALL} HTTP/1.1\r\nHost: x\r\n\r\n".encode(), stack)
        assert set(statuses) == {b"200"}
        require_others_are_answered(keeping_port)


@pytest.mark.parametrize(
    ("request_of", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(150)) + b"\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"y" * 1_000_000 + b"\r\n\r\n", b"431"),
        (b"GET /sparql?query=" + b"y" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"414"),
        (b"GET /sparql?query=" + b"y" * 1_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"431"),
        (b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n", b"413"),
    ],
    ids=["many headers", "a long header", "a long address", "a very long address", "a long body"],
)
def test_what_is_too_much_is_refused(port: int, request_of: bytes, status: bytes) -> None:
    """Too many headers, too long ones, a too long address and a too long body are refused by their own status."""
    with ExitStack() as stack:
        client = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=15))
        with suppress(ConnectionError):  # the server need not read what it refuses
            client.sendall(request_of)
        assert client.recv(1000).split(b" ", 2)[1] == status
