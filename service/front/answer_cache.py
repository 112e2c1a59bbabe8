"""Answers that were given before, given again in front of Flask for as long as nothing was written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache

from service.front.flight import Flight
from service.front.kept import Answers, Kept, kept_answer, may_be_kept
from service.front.keys import BODILESS, Key, Seen, key_of
from service.front.observation import Headers, Whole
from service.front.taking import taken

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ENTRY_SHARE = 16  # the longest answer that is kept takes this part of the room
PATIENCE = 10.0  # seconds that a request waits for another one like it
REFRESHED = 16  # hits, of which one counts as use: enough to tell what is used, and the others need no lock
REMEMBERED = 4096  # requests of which it is known that their answers are not kept
QUICK = 0.005  # seconds: what took less is kept when it is asked for again, and not before
SEEN = 50_000  # requests that are remembered, once or twice as many, to tell which are asked again


class AnswerCache:
    """A WSGI application around another, which is asked only for what is not known at this version of the data.

    The version is part of what is looked up, so that a write invalidates everything at once; it is read before the
    answer is computed, so that no answer is older than its version. Kept are whole answers of status 200 without
    Set-Cookie or `Cache-Control: no-store`; the route says that of what differs each time. What was computed within
    `quick` seconds is kept only when it is asked for again: lookups that nobody repeats would drive out the others,
    and keeping them costs a fifth of their time. Of several requests for the same one computes and the others wait.
    """

    def __init__(
        self,
        app: WSGIApplication,
        version: Callable[[], str | None],
        most_bytes: int,
        *,
        quick: float = QUICK,
    ) -> None:
        self._app = app
        self._version = version
        self._most_entry = most_bytes // ENTRY_SHARE
        self._quick = quick
        self._seen = Seen(SEEN)
        self._lock = Lock()
        self._current: str | None = None
        self._most_bytes = most_bytes
        self._answers = Answers(most_bytes)
        self._not_kept: LRUCache[Key, bool] = LRUCache(REMEMBERED)
        self._flights: dict[tuple[str, Key], Flight] = {}
        self.hits = 0
        self.misses = 0

    @property
    def kept_bytes(self) -> float:
        """How much is kept."""
        return self._answers.currsize

    def known(self, environ: WSGIEnvironment) -> Whole | None:
        """The answer to a request for what is kept, before anything else has looked at the request; else None.

        None too where something would have to: a body that is read, a cookie that chooses a language.
        """
        if environ["REQUEST_METHOD"] not in BODILESS or "HTTP_COOKIE" in environ:
            return None
        key = key_of(environ)
        kept = self._at_hand(self._version(), key)
        if key is None or kept is None or not kept.is_final:
            return None
        self._count_hit(key)
        return kept.told(environ)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        version = self._version()
        key = None if version is None else key_of(environ)
        if version is None or key is None:
            return self._app(environ, start)
        if (kept := self._at_hand(version, key)) is not None:
            self._count_hit(key)
            return kept.send(environ, start)
        flight, leads = None, False
        with self._lock:
            if version != self._current:
                self._answers = Answers(self._most_bytes)
                self._current = version
            kept = self._answers.get(key)
            if kept is not None:
                self.hits += 1
            else:
                self.misses += 1
                flight, leads = self._board(version, key, environ)
        if kept is not None:
            return kept.send(environ, start)
        if flight is None:
            return self._app(environ, start)
        if leads:
            return self._compute(version, key, flight, environ, start)
        flight.wait(PATIENCE)
        return flight.answer.send(environ, start) if flight.answer else self._app(environ, start)

    def _at_hand(self, version: str | None, key: Key | None) -> Kept | None:
        """What is kept of a version, without a lock."""
        if version is None or key is None or version != self._current:
            return None
        return self._answers.at_hand.get(key)

    def _count_hit(self, key: Key) -> None:
        self.hits += 1
        if self.hits % REFRESHED == 0:
            with self._lock:
                self._answers.get(key)

    def _board(self, version: str, key: Key, environ: WSGIEnvironment) -> tuple[Flight | None, bool]:
        """The flight to wait for, or to lead; none where the answer would not be kept. Called with the lock held."""
        if environ["REQUEST_METHOD"] == "HEAD" or "HTTP_IF_NONE_MATCH" in environ or key in self._not_kept:
            return None, False
        flight = self._flights.get((version, key))
        if flight is not None:
            return flight, False
        flight = self._flights[version, key] = Flight()
        return flight, True

    def _compute(
        self, version: str, key: Key, flight: Flight, environ: WSGIEnvironment, start: StartResponse
    ) -> Iterable[bytes]:
        """Have the answer computed, keep it if it may be kept, and send it."""
        given: list[tuple[str, Headers]] = []

        def started(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:  # noqa: ARG001 - WSGI's
            given[:] = [(status, headers)]
            return _no_write

        begun = perf_counter()
        keepable = True
        try:
            chunks = self._app(environ, started)
            status, headers = given[0]
            if status.startswith("200") and (self._seen.before(key) or perf_counter() - begun >= self._quick):
                keepable = may_be_kept(headers)
                if keepable:
                    chunks, body = taken(chunks, self._most_entry)
                    keepable = body is not None
                    if body is not None:
                        flight.answer = kept_answer(headers, body, environ)
        finally:
            with self._lock:
                del self._flights[version, key]
                if not keepable:
                    self._not_kept[key] = True
                elif flight.answer is not None and version == self._current:
                    self._answers[key] = flight.answer
            flight.end()
        if flight.answer is not None:
            return flight.answer.send(environ, start)
        start(status, headers)
        return chunks


def _no_write(_: bytes) -> None:
    """WSGI's second way to send a body, which nothing here uses."""
    raise NotImplementedError("An answer is returned, not written.")
