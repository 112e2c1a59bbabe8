"""`plangraph serve`: the server itself, on a port of the loopback interface."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest

TOKEN = "a-token-for-tests-only"  # noqa: S105 - it opens nothing but these tests' stores
PROGRAM = str(Path(sys.executable).parent / "plangraph")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def environment(store: str, port: int, **more: str) -> dict[str, str]:
    """The settings of a server."""
    return {**os.environ, "PLANGRAPH_STORE": store, "PLANGRAPH_PORT": str(port), **more}


@pytest.fixture
def port() -> int:
    """A port to serve on."""
    return free_port()


@pytest.fixture
def server(port: int) -> Iterator[subprocess.Popen[str]]:
    """A running server over an empty store in memory, to which the token may write."""
    settings = environment(":memory:", port, PLANGRAPH_WRITE_TOKEN=TOKEN)
    process = subprocess.Popen(
        [PROGRAM, "serve"], env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        wait_for(port, process)
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate()


def wait_for(port: int, process: subprocess.Popen[str], path: str = "/readyz") -> None:
    """Wait until the server is ready, or answers under another path."""
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError):
            if get(port, path) == 200:
                return
        time.sleep(0.02)
    process.terminate()
    raise AssertionError(f"the server did not start: {process.communicate()}")


def get(port: int, path: str) -> int:
    """The status of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status


def test_it_says_where_it_listens_and_stops_when_told(server: subprocess.Popen[str], port: int) -> None:
    """The address is printed; SIGTERM ends the server, which then listens no more."""
    assert get(port, "/readyz") == 200
    server.send_signal(signal.SIGTERM)
    printed, complaints = server.communicate(timeout=15)
    assert f"http://localhost:{port}/" in printed
    assert "Traceback" not in complaints
    assert server.returncode == 0
    with pytest.raises(OSError, match="refused"):
        get(port, "/healthz")


def test_it_stops_when_its_terminal_goes(server: subprocess.Popen[str], port: int) -> None:
    """SIGHUP, which server and worker are sent alike, ends it in order; it is not started anew beside itself."""
    os.kill(worker_of(server), signal.SIGHUP)
    assert get(port, "/healthz") == 200
    server.send_signal(signal.SIGHUP)
    assert server.wait(15) == 0
    with pytest.raises(OSError, match="refused"):
        get(port, "/healthz")


def test_it_outlives_its_terminal_where_it_is_to(port: int) -> None:
    """Who starts it with nohup has it go on."""
    command = ["nohup", PROGRAM, "serve"]
    process = subprocess.Popen(
        command,
        env=environment(":memory:", port, PLANGRAPH_WRITE_TOKEN=TOKEN),
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    try:
        wait_for(port, process)
        process.send_signal(signal.SIGHUP)
        time.sleep(1)
        assert process.poll() is None
        assert get(port, "/readyz") == 200
    finally:
        process.terminate()
        process.wait(15)


def test_it_leaves_nothing_behind(tmp_path: Path, port: int) -> None:
    """What a service over a store in memory keeps in temporary folders, the index for searching too, goes with it."""
    settings = environment(":memory:", port, PLANGRAPH_WRITE_TOKEN=TOKEN, TMPDIR=str(tmp_path))
    process = subprocess.Popen(
        [PROGRAM, "serve"], env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    wait_for(port, process, "/search?q=a")
    kept = {path.name.rpartition("-")[0] for path in tmp_path.iterdir()}
    process.terminate()
    process.communicate(timeout=15)
    assert kept == {"plangraph", "plangraph-search"}
    assert list(tmp_path.iterdir()) == []


def worker_of(server: subprocess.Popen[str]) -> int:
    """The process that answers."""
    found = subprocess.run(["pgrep", "-P", str(server.pid), "plangraph"], capture_output=True, text=True, check=True)
    return int(found.stdout.split()[0])


def test_a_worker_that_was_killed_is_replaced(tmp_path: Path, port: int) -> None:
    """The service is there again by itself, with all that it had; one whose data were in memory ends instead."""
    data = tmp_path / "one.nt"
    data.write_text("<urn:a> <urn:b> <urn:c> .")
    settings = environment(str(tmp_path / "store"), port)
    subprocess.run([PROGRAM, "load", str(data)], env=settings, check=True, capture_output=True, timeout=30)
    process = subprocess.Popen(
        [PROGRAM, "serve"], env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        wait_for(port, process)
        first = worker_of(process)
        os.kill(first, signal.SIGKILL)
        wait_for(port, process)
        assert worker_of(process) != first
        with urlopen(f"http://127.0.0.1:{port}/sparql?query=" + quote("ASK { ?s ?p ?o }"), timeout=10) as answer:
            assert json.load(answer)["boolean"] is True
    finally:
        process.terminate()
        process.communicate(timeout=15)


def test_a_store_in_memory_is_not_served_empty(server: subprocess.Popen[str]) -> None:
    """Where the worker is killed that had the data, the service ends, with a status that says so."""
    os.kill(worker_of(server), signal.SIGKILL)
    server.communicate(timeout=15)
    assert server.returncode not in (0, None)


def test_a_chunked_body_is_read(server: subprocess.Popen[str], port: int) -> None:
    """A body whose length is not told is read all the same."""
    assert server.poll() is None
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("POST", "/sparql", iter([b"ASK ", b"{}"]), {"Content-Type": "application/sparql-query"})
    assert connection.getresponse().status == 200
    connection.close()


def test_a_port_in_use_is_told(port: int) -> None:
    """A second server on the port ends with one sentence."""
    with socket.create_server(("127.0.0.1", port)):
        settings = environment(":memory:", port, PLANGRAPH_WRITE_TOKEN=TOKEN)
        result = subprocess.run(
            [PROGRAM, "serve"], env=settings, capture_output=True, text=True, timeout=30, check=False
        )
    assert result.returncode == 2
    assert f"Port {port}" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("made", [False, True])
def test_an_empty_or_missing_store_is_told(tmp_path: Path, port: int, made: bool) -> None:
    """Where there is nothing to serve, the sentence says how to build it."""
    store = str(tmp_path / "store")
    if made:
        (tmp_path / "empty.nt").write_text("")
        load = [PROGRAM, "load", str(tmp_path / "empty.nt")]
        subprocess.run(load, env=environment(store, port), check=True, capture_output=True, timeout=30)
    result = subprocess.run(
        [PROGRAM, "serve"], env=environment(store, port), capture_output=True, text=True, timeout=30, check=False
    )
    assert result.returncode == 2
    assert "plangraph build" in result.stderr
    assert "Traceback" not in result.stderr
