"""What the server itself can do: the same server as the program's, with an application that returns a constant."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from bench.processes import LOCALHOST, ServerProcess, free_port
from service.settings import Settings

_HEADERS = 16  # as many as the program's answers have


def application(length: int) -> Callable[..., Iterable[bytes]]:
    """A WSGI application that answers everything with so many bytes."""
    body = [b"x" * length]
    headers = [("Content-Type", "text/plain"), ("Content-Length", str(length))]
    headers += [(f"X-Header-{number}", "as long as a header may be") for number in range(_HEADERS - len(headers))]

    def answer(_: object, start: Callable[..., object]) -> Iterable[bytes]:
        start("200 OK", headers)
        return body

    return answer


@contextmanager
def constant(length: int, log: Path) -> Iterator[int]:
    """The port of such a server."""
    port = free_port()
    environment = {"PYTHONPATH": str(Path(__file__).parents[1]), "CONSTANT_LENGTH": str(length)}
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
    return application(int(os.environ["CONSTANT_LENGTH"]))


if __name__ == "__main__":
    Granian(
        "constant",
        address=LOCALHOST,
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=2 * Settings().threads,
        backpressure=512,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.error,
    ).serve(target_loader=_load)
