"""Every request seen from outside: its identifier, its line in the log, its place in the figures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from service.operations.metrics import Metrics
from service.operations.request_log import REQUEST_ID, log_request, request_id

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    AtHand = Callable[[WSGIEnvironment], "Whole | None"]
    """What may know the answer to a request without asking anybody."""

Headers = list[tuple[str, str]]
Whole = tuple[int, Headers, bytes]
"""An answer that is here as a whole: its status, its headers and its body."""

LINES = {200: "200 OK", 304: "304 NOT MODIFIED"}
"""The status line of each status that such an answer may have."""

_IDENTIFIER = "X-Request-ID"


class Observation:
    """A WSGI application around another that notes what it answers, when the last byte has been handed over.

    What is at hand it answers itself: all that others stand for in front of it would cost more than the answer.
    """

    def __init__(
        self, app: WSGIApplication, metrics: Metrics, slow_seconds: float, at_hand: Sequence[AtHand] = ()
    ) -> None:
        self._app = app
        self._at_hand = tuple(at_hand)
        self._metrics = metrics
        self._slow_seconds = slow_seconds

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        begun = time.perf_counter()
        identifier = environ[REQUEST_ID] = request_id(environ.get("HTTP_X_REQUEST_ID"))
        for known in self._at_hand:
            answer = known(environ)
            if answer is not None:
                status, headers, body = answer
                start(LINES[status], [*headers, (_IDENTIFIER, identifier)])
                self._note(environ, status, begun, len(body))
                return [body]
        return self._ask(environ, start, begun, identifier)

    def _ask(self, environ: WSGIEnvironment, start: StartResponse, begun: float, identifier: str) -> Iterable[bytes]:
        """Have the application answer."""
        status = 500

        def started(line: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
            nonlocal status
            status = int(line[:3])
            return start(line, [*headers, (_IDENTIFIER, identifier)], exc_info)

        body = self._app(environ, started)
        if isinstance(body, list):
            self._note(environ, status, begun, sum(map(len, body)))
            return body
        return _Counted(body, lambda size: self._note(environ, status, begun, size))

    def _note(self, environ: WSGIEnvironment, status: int, begun: float, size: int) -> None:
        seconds = time.perf_counter() - begun
        self._metrics.answered(environ["PATH_INFO"], status, seconds)
        log_request(environ, status, seconds, size, slow=seconds >= self._slow_seconds)


class _Counted:
    """A body that says how long it was when it is closed."""

    def __init__(self, body: Iterable[bytes], ended: Callable[[int], None]) -> None:
        self._body = body
        self._ended = ended
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._body:
            self._size += len(chunk)
            yield chunk

    def close(self) -> None:
        """Let the application know that the body is done with, and say how long it was."""
        try:
            close = getattr(self._body, "close", None)
            if close is not None:
                close()
        finally:
            self._ended(self._size)
