"""Long answers on their way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from werkzeug.test import EnvironBuilder

from service.front.outgoing import PIECE, Outgoing
from service.process.streams import Streams

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Whole:
    """An application that answers with one chunk, and knows how often that was closed."""

    def __init__(self, size: int) -> None:
        self.closed = 0
        self._size = size

    def __call__(self, _: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        start("200 OK", [("Content-Length", str(self._size))])
        return self

    def __iter__(self) -> Any:
        yield b"x" * self._size

    def close(self) -> None:
        """Count."""
        self.closed += 1


def refused(_: WSGIEnvironment, error: Exception) -> WSGIApplication:
    """Answer that there is no room."""

    def answer(_: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start("503 Service Unavailable", [])
        return [str(error).encode()]

    return answer


def ask(app: WSGIApplication, method: str = "GET") -> tuple[str, Any]:
    """The status line and the body."""
    told: list[str] = []
    body = app(EnvironBuilder(method=method).get_environ(), lambda status, *_: told.append(status) or (lambda _: None))
    return told[0], body


def test_a_long_answer_goes_in_pieces() -> None:
    """No part is longer than a piece, together they are the answer, and the application's body is closed."""
    app = Whole(3 * PIECE + 5)
    _, body = ask(Outgoing(app, Streams(1), refused))
    parts = list(body)
    assert [len(part) for part in parts] == [PIECE, PIECE, PIECE, 5]
    body.close()
    assert app.closed >= 1


def test_only_so_many_long_answers_are_on_their_way() -> None:
    """One more is refused, and its body closed, until one is read or given up; short ones and headers need no room."""
    app = Whole(PIECE + 1)
    outgoing = Outgoing(app, Streams(1), refused)
    _, first = ask(outgoing)
    assert ask(outgoing)[0].startswith("503")
    assert app.closed == 1
    assert ask(outgoing, "HEAD")[0].startswith("200")
    first.close()
    assert b"".join(ask(outgoing)[1]) == b"x" * (PIECE + 1)
    short = Outgoing(Whole(PIECE), Streams(0), refused)
    assert b"".join(ask(short)[1]) == b"x" * PIECE
