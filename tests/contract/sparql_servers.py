"""SPARQL servers that tests start for themselves, each on free ports of this machine only."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

PATIENCE = 60  # seconds for a server to start on a machine that has much to do

VIRTUOSO_SETTINGS = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CaseMode = 2
CheckpointInterval = 0
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000
"""


def missing(what: str) -> NoReturn:
    """Skip where a server is not installed, and fail where it must be: in continuous integration."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@contextmanager
def oxigraph(time_limit: int) -> Iterator[str]:
    """The address of an Oxigraph server in memory that ends queries after so many seconds."""
    program = Path(sys.executable).parent / "oxigraph"
    if not program.exists():
        missing("the Oxigraph server is not installed: pip install oxigraph")
    port = _free_port()
    command = [program, "serve", "--bind", f"127.0.0.1:{port}", "--timeout-s", str(time_limit)]
    with _running(command, None, port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """The address of a Virtuoso server with its files in a folder, which anyone on this machine may write to."""
    program, client = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if program is None or client is None:
        missing("the Virtuoso server is not installed: apt install virtuoso-opensource-7-bin")
    sql, http = _free_port(), _free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(VIRTUOSO_SETTINGS.format(sql=sql, http=http), encoding="utf-8")
    with _running([program, "+configfile", settings, "+foreground", "+wait"], folder, http):
        grant = [client, f"127.0.0.1:{sql}", "dba", "dba", 'EXEC=GRANT SPARQL_UPDATE TO "SPARQL";']
        subprocess.run(grant, check=True, capture_output=True, timeout=PATIENCE)
        yield f"http://127.0.0.1:{http}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _running(command: list[str | Path], folder: Path | None, port: int) -> Iterator[None]:
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(server, port)
        yield
    finally:
        server.kill()  # what it has written goes with its folder
        server.wait(timeout=10)


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"{server.args} did not start within {PATIENCE} s")
