"""What the server itself can do: the same server as the program's, with an application that returns a constant."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from granian import Granian

from bench.client import Headers
from bench.processes import LOCALHOST, ServerProcess, free_port
from service.commands.serve import server_options
from service.settings import Settings

_OF_THE_SERVER = ("server", "date", "content-length", "transfer-encoding")


def application(headers: Headers, length: int) -> Callable[..., Iterable[bytes]]:
    """A WSGI application that answers everything with these headers and so many bytes."""
    body = [b"x" * length]
    headers = [(name, value) for name, value in headers if name.lower() not in _OF_THE_SERVER]
    headers.append(("Content-Length", str(length)))

    def answer(_: object, start: Callable[..., object]) -> Iterable[bytes]:
        start("200 OK", headers)
        return body

    return answer


@contextmanager
def constant(headers: Headers, length: int, log: Path) -> Iterator[int]:
    """The port of such a server."""
    port = free_port()
    environment = {"PYTHONPATH": str(Path(__file__).parents[1]), "CONSTANT": json.dumps([headers, length])}
    process = ServerProcess([sys.executable, "-m", "bench.constant", str(port)], log, environment)
    try:
        process.wait_until(lambda: _answers(port), seconds=30)
        yield port
    finally:
        process.stop()


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://{LOCALHOST}:{port}/", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _load(_: str) -> Callable[..., Iterable[bytes]]:
    headers, length = json.loads(os.environ["CONSTANT"])
    return application(headers, length)


if __name__ == "__main__":
    settings = Settings(host=LOCALHOST, port=int(sys.argv[1]))
    Granian("constant", **server_options(settings)).serve(target_loader=_load)
