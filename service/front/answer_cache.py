"""Answers that were given before, given again in front of Flask for as long as nothing was written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache

from graph.store.errors import Busy
from service.front.files import Files
from service.front.flight import Flight
from service.front.kept import Answers, Kept, kept_answer, may_be_kept, room_in_memory
from service.front.keys import BODILESS, Key, Seen, key_of
from service.front.observation import LINES, Headers, Whole
from service.front.taking import taken
from service.process.streams import Streams
from service.sparql.departure import AWAITED, LEFT

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ENTRY_SHARE = 16  # the longest answer that is kept in memory takes this part of the room
MOST_REFUSAL = 64 * 1024  # bytes of an answer that says why there is none
REFRESHED = 16  # hits, of which one counts as use: enough to tell what is used, and the others need no lock
REMEMBERED = 4096  # requests of which it is known that their answers are not kept
QUICK = 0.005  # seconds: what took less is kept when it is asked for again, and not before
SEEN = 50_000  # requests that are remembered, once or twice as many, to tell which are asked again

_REFUSALS = ("503", "504")  # which whoever asks the same at the same time is given as well

Refuse = Callable[[Any, Exception], "WSGIApplication"]
"""Makes the answer to a request (its environment) that is refused."""


class AnswerCache:
    """A WSGI application around another, which is asked only for what is not known at this version of the data.

    The version is part of what is looked up, so that a write invalidates everything at once; it is read before the
    answer is computed, so that no answer is older than its version. Kept are whole answers of status 200 without
    Set-Cookie or `Cache-Control: no-store`, long ones in `files`; the route says that of what differs each time. What
    was computed within `quick` seconds is kept only when it is asked for again: lookups that nobody repeats would drive
    out the others, and keeping them costs a fifth of their time.

    Of several requests for the same one computes and the others wait, however long that takes. What it is refused
    they are refused too: each of them trying for itself is what a busy service can bear least. Whoever waits, or is
    sent a file, holds a thread and so takes room in `crowd`.
    """

    def __init__(
        self,
        app: WSGIApplication,
        version: Callable[[], str | None],
        most_bytes: int,
        *,
        files: Files,
        crowd: Streams,
        refused: Refuse,
        quick: float = QUICK,
    ) -> None:
        self._app = app
        self._version = version
        self._most_entry = most_bytes // ENTRY_SHARE
        self._most_bytes = most_bytes
        self._files = files
        self._crowd = crowd
        self._refused = refused
        self._quick = quick
        self._seen = Seen(SEEN)
        self._lock = Lock()
        self._not_kept: LRUCache[Key, bool] = LRUCache(REMEMBERED)
        self._flights: dict[tuple[str, Key], Flight] = {}
        self.hits = 0
        self.misses = 0
        self._begin(None)

    @property
    def kept_bytes(self) -> float:
        """How much is kept in memory."""
        return self._short.currsize

    @property
    def kept_file_bytes(self) -> float:
        """How much is kept in files."""
        return self._long.currsize

    def known(self, environ: WSGIEnvironment) -> Whole | None:
        """The answer to a request for what is kept, before anything else has looked at the request; else None.

        None too where something would have to: a body that is read, a cookie that chooses a language, a file.
        """
        if environ["REQUEST_METHOD"] not in BODILESS or "HTTP_COOKIE" in environ:
            return None
        key = key_of(environ)
        kept = self._at_hand(self._version(), key)
        if key is None or kept is None or not kept.is_final:
            return None
        self._count_hit(key)
        return kept.told(environ)  # type: ignore[return-value] # what is final is in memory

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        version = self._version()
        key = None if version is None else key_of(environ)
        if version is None or key is None:
            return self._app(environ, start)
        try:
            return self._answer(version, key, environ, start)
        except Busy as error:
            return self._refused(environ, error)(environ, start)

    def _answer(self, version: str, key: Key, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer with what is kept, with what somebody else has computed, or compute it for all."""
        while True:
            kept, flight, leads = self._board(version, key, environ)
            if flight is None:
                return self._app(environ, start) if kept is None else self._send(kept, environ, start)
            if leads:
                return self._compute(version, key, flight, environ, start)
            with self._crowd.waiting():
                flight.wait()
            if flight.answer is not None:
                return self._send(flight.answer, environ, start)
            if flight.refusal is not None:
                status, headers, body = flight.refusal
                start(status, headers)
                return [body]
            if not flight.is_void:
                return self._app(environ, start)

    def _begin(self, version: str | None) -> None:
        """Go on with a version, of which nothing is kept yet."""
        self._short = Answers(self._most_bytes, room_in_memory)
        self._long = Answers(self._files.most_bytes, self._files.room_of)
        self._current = version

    def _at_hand(self, version: str | None, key: Key | None) -> Kept | None:
        """What is kept of a version, without a lock."""
        if version is None or key is None or version != self._current:
            return None
        return self._short.at_hand.get(key) or self._long.at_hand.get(key)

    def _count_hit(self, key: Key) -> None:
        self.hits += 1
        if self.hits % REFRESHED == 0:
            with self._lock:
                self._use(key)

    def _use(self, key: Key) -> Kept | None:
        """What is kept, now the last to be driven out; called with the lock held."""
        return self._short.get(key) or self._long.get(key)

    def _board(self, version: str, key: Key, environ: WSGIEnvironment) -> tuple[Kept | None, Flight | None, bool]:
        """What is kept, else the flight to wait for or to lead; neither where the answer would not be kept."""
        if (kept := self._at_hand(version, key)) is not None:
            self._count_hit(key)
            return kept, None, False
        with self._lock:
            if version != self._current:
                self._begin(version)
            if (kept := self._use(key)) is not None:
                self.hits += 1
                return kept, None, False
            self.misses += 1
            if environ["REQUEST_METHOD"] == "HEAD" or key in self._not_kept:
                return None, None, False
            flight = self._flights.get((version, key))
            if flight is not None:
                flight.followers += 1
                return None, flight, False
            flight = self._flights[version, key] = Flight()
            return None, flight, True

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
        environ[AWAITED] = lambda: flight.followers > 0
        try:
            chunks = self._app(environ, started)
            status, headers = given[0]
            flight.is_void = status.startswith("304") or LEFT in environ
            if status.startswith("200") and (self._seen.before(key) or perf_counter() - begun >= self._quick):
                keepable = may_be_kept(headers)
                if keepable:
                    chunks, body = taken(chunks, self._most_entry, self._files)
                    keepable = body is not None
                    if body is not None:
                        flight.answer = kept_answer(headers, body, environ)
            elif status.startswith(_REFUSALS) and not flight.is_void:
                chunks, body = taken(chunks, MOST_REFUSAL)
                if isinstance(body, bytes):
                    flight.refusal, chunks = (status, headers, body), [body]
        finally:
            with self._lock:
                del self._flights[version, key]
                if not keepable:
                    self._not_kept[key] = True
                elif flight.answer is not None and version == self._current:
                    (self._short if isinstance(flight.answer.body, bytes) else self._long)[key] = flight.answer
            flight.end()
        if flight.answer is not None:
            return self._send(flight.answer, environ, start)
        start(status, headers)
        return chunks

    def _send(self, kept: Kept, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer with what is kept; Busy where a file is to be read and there is no room for one more who does."""
        status, headers, body = kept.told(environ)
        chunks = [body] if isinstance(body, bytes) else self._crowd.admit(body)
        start(LINES[status], headers)
        return chunks


def _no_write(_: bytes) -> None:
    """WSGI's second way to send a body, which nothing here uses."""
    raise NotImplementedError("An answer is returned, not written.")
