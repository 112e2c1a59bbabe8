"""What the server itself can do: the same server as the program's, with an application that returns a constant."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from urllib.request import urlopen

from granian import Granian

from bench.client import Headers
from bench.processes import LOCALHOST, ServerProcess, free_port
from service.commands.serve import server_options
from service.settings import Settings

_OF_THE_SERVER = ("server", "date", "content-length", "transfer-encoding")


def application(headers: Headers, lengths: Sequence[int]) -> Callable[..., Iterable[bytes]]:
    """A WSGI application that answers with these headers and so many bytes, of each length in turn.

    Answers of 2 kB and of 400 kB are other work than as many of 200 kB: to allocate, to copy, and to send.
    """
    headers = [(name, value) for name, value in headers if name.lower() not in _OF_THE_SERVER]
    answers = cycle([([*headers, ("Content-Length", str(length))], [b"x" * length]) for length in lengths])

    def answer(_: object, start: Callable[..., object]) -> Iterable[bytes]:
        told, body = next(answers)
        start("200 OK", told)
        return body

    return answer


@contextmanager
def constant(headers: Headers, lengths: Sequence[int], log: Path) -> Iterator[int]:
    """The port of such a server."""
    port = free_port()
    environment = {"PYTHONPATH": str(Path(__file__).parents[1]), "CONSTANT": json.dumps([headers, lengths])}
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
    headers, lengths = json.loads(os.environ.pop("CONSTANT"))  # the server copies its environment for each request
    return application(headers, lengths)


if __name__ == "__main__":
    settings = Settings(host=LOCALHOST, port=int(sys.argv[1]))
    Granian("constant", **server_options(settings)).serve(target_loader=_load)
