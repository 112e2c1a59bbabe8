"""Long answers on their way to their clients: piece by piece, and so many at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from graph.store.errors import Busy
from service.front.observation import Headers
from service.process.streams import Stream, Streams
from service.sparql.answers import WHOLE_BYTES

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from service.front.answer_cache import Refuse

PIECE = WHOLE_BYTES


class Outgoing:
    """A WSGI application around another, whose long answers take `room` until their clients have read them.

    The server takes what it is given as a whole, and holds a copy of it for each client until that has read it, however
    long it takes. Of an answer in pieces it holds one or two, and the thread that has the others.
    """

    def __init__(self, app: WSGIApplication, room: Streams, refused: Refuse) -> None:
        self._app = app
        self._room = room
        self._refused = refused

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request; 503 where the answer is long and there is no room for one more."""
        given: list[tuple[str, Headers]] = []

        def started(status: str, headers: Headers, exc_info: Any = None) -> Any:  # noqa: ARG001 - WSGI's
            given[:] = [(status, headers)]

        body = self._app(environ, started)
        status, headers = given[0]
        if environ["REQUEST_METHOD"] != "HEAD" and _is_long(headers) and not isinstance(body, Stream):
            pieces = _Pieces(body)
            try:
                body = self._room.admit(pieces)
            except Busy as error:
                pieces.close()
                return self._refused(environ, error)(environ, start)
        start(status, headers)
        return body


class _Pieces:
    """A body of which no part is long."""

    def __init__(self, body: Iterable[bytes]) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        for part in self._body:
            for at in range(0, len(part), PIECE):
                yield part[at : at + PIECE]

    def close(self) -> None:
        """Let the application know that the body is done with."""
        close = getattr(self._body, "close", None)
        if close is not None:
            close()


def _is_long(headers: Headers) -> bool:
    return any(name.lower() == "content-length" and int(value) > WHOLE_BYTES for name, value in headers)
