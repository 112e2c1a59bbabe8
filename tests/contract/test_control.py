"""Commands on a store that a service has open: they go through it, and nobody else can."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path

import pytest

from graph.store.embedded import EmbeddedStore
from graph.store.errors import Busy, Locked, OutcomeUnknown, QueryTimeout
from graph.store.factory import reach_store
from graph.store.formats import Format
from graph.store.processes.attached import AttachedStore
from graph.store.processes.control import NAME, ControlSocket
from graph.store.processes.limits import Limits
from graph.store.processes.serving import Server
from graph.store.processes.supervised import SupervisedStore
from graph.store.processes.wire import Channel

PROGRAM = str(Path(sys.executable).parent / "plangraph")
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
FOREVER = "SELECT (COUNT(*) AS ?n) { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z . ?d ?s ?u FILTER(STR(?x) < STR(?z)) }"


def triples(count: int) -> str:
    """So many triples as N-Triples."""
    return "".join(f'<http://a/{n}> <http://a/p> "{n}" .\n' for n in range(count))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, port: int, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """A running service on a folder."""
    environment = {**os.environ, "PLANGRAPH_STORE": str(folder), "PLANGRAPH_PORT": str(port), **settings}
    process = subprocess.Popen(
        [PROGRAM, "serve"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline and not answers(port, "/readyz"):
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.communicate()


def answers(port: int, path: str) -> str:
    """The body of an answer; nothing where there is none."""
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
        return str(response.read().decode())
    return ""


def run(folder: Path, *arguments: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command on the folder."""
    environment = {**os.environ, "PLANGRAPH_STORE": str(folder)}
    command = [PROGRAM, *map(str, arguments)]
    return subprocess.run(
        command, env=environment, input=stdin, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("token", ["", "a-token-for-tests-only"])
def test_nothing_needs_stopping(tmp_path: Path, token: str) -> None:
    """Load, query, dump and backup work while the folder is served; what was loaded is what clients see next."""
    folder, port, data = tmp_path / "store", free_port(), tmp_path / "data.nt"
    with EmbeddedStore(folder) as store:
        store.update("INSERT DATA { <http://a/first> <http://a/p> 1 }")
    data.write_text(triples(10))
    with served(folder, port, PLANGRAPH_WRITE_TOKEN=token):
        assert run(folder, "load", data, "--graph", "http://a/g").stdout == "10 statements added from data.nt.\n"
        assert '"11"' in answers(port, f"/sparql?query={COUNT.replace(' ', '+')}")
        assert run(folder, "query", "-", stdin=COUNT).stdout == "?n\n11\n"
        assert len(run(folder, "dump").stdout.splitlines()) == 11
        assert run(folder, "backup", tmp_path / "copy").returncode == 0
    with EmbeddedStore(tmp_path / "copy", read_only=True) as copy:
        assert copy.size() == 11


@pytest.mark.parametrize("token", ["", "a-token-for-tests-only"])
def test_a_second_service_on_the_folder_is_refused(tmp_path: Path, token: str) -> None:
    """It says in a sentence why, and the first goes on."""
    folder, port = tmp_path / "store", free_port()
    with EmbeddedStore(folder) as store:
        store.update("INSERT DATA { <http://a/first> <http://a/p> 1 }")
    with served(folder, port), served(folder, free_port(), PLANGRAPH_WRITE_TOKEN=token) as second:
        _, complaints = second.communicate()
        assert second.returncode == 2
        assert complaints == (
            f"plangraph: {folder} is open in another instance: stop that one, or name another folder.\n"
        )
        assert answers(port, "/healthz")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with 2,000 triples that this process has open and takes requests for."""
    place = tmp_path / "store"
    with SupervisedStore(place, limits=Limits(seconds=1)) as store:
        store.update(f"INSERT DATA {{ {triples(2000)} }}")
        with closing(ControlSocket(place, store, nullcontext)):
            yield place


def test_only_the_owner_may_open_the_socket(folder: Path) -> None:
    """Nobody else has any right to it."""
    assert (folder / NAME).stat().st_mode & 0o777 == 0o600


def test_the_limits_of_the_service_hold(folder: Path) -> None:
    """A query that does not end is ended there."""
    with reach_store(folder, read_only=True) as store, pytest.raises(QueryTimeout, match="limit of 1 s"):
        store.query(FOREVER)


def test_a_folder_with_a_long_path_can_be_reached(tmp_path: Path) -> None:
    """The address of a socket is short, and the folder's path may be long."""
    place = tmp_path / ("long" * 30) / "store"
    with SupervisedStore(place) as store, closing(ControlSocket(place, store, nullcontext)):
        with reach_store(place) as reached:
            reached.update("INSERT DATA { <http://a> <http://b> 1 }")
        assert store.size() == 1


def test_a_socket_of_a_killed_service_is_in_nobodys_way(tmp_path: Path) -> None:
    """The file is left, and the next service puts its own in its place; without one the folder just opens."""
    place = tmp_path / "store"
    with SupervisedStore(place) as store:
        ControlSocket(place, store, nullcontext)  # never closed, as if its process had been killed
    assert (place / NAME).exists()
    with reach_store(place) as opened:
        assert isinstance(opened, EmbeddedStore)
    with SupervisedStore(place) as store, closing(ControlSocket(place, store, nullcontext)):
        assert reach_store(place).graph_names() == []


def test_a_folder_in_use_without_a_socket_is_refused(tmp_path: Path) -> None:
    """A command that has the folder takes no requests of others."""
    with EmbeddedStore(tmp_path / "store"), pytest.raises(Locked, match="takes no requests"):
        reach_store(tmp_path / "store")


def test_a_write_waits_for_its_turn(tmp_path: Path) -> None:
    """What the service says when others write too long reaches the one who asked, and nothing was written."""

    @contextmanager
    def never() -> Iterator[None]:
        raise Busy("Other writes took too long.")
        yield

    place = tmp_path / "store"
    with SupervisedStore(place) as store, closing(ControlSocket(place, store, never)):
        with reach_store(place) as reached, pytest.raises(Busy, match="took too long"):
            reached.load(triples(5).encode() * 20_000, Format.N_TRIPLES)
        assert store.size() == 0


def test_a_service_that_ends_amid_a_write_is_told(tmp_path: Path) -> None:
    """Whoever asked learns that nobody knows what became of it."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / NAME))
        listener.listen()

        def greet_and_end() -> None:
            with listener.accept()[0] as first:
                Server(Channel(first), {"version": lambda: "a-1"}).serve()
            with listener.accept()[0] as second:
                second.recv(1)

        service = threading.Thread(target=greet_and_end)
        service.start()
        with AttachedStore(tmp_path) as store, pytest.raises(OutcomeUnknown, match="look whether"):
            store.update("INSERT DATA { <http://a> <http://b> 1 }")
        service.join()
