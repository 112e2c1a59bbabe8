"""Answers that were given before, given again in front of Flask for as long as nothing was written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache
from werkzeug.http import parse_etags, remove_entity_headers

from service.front.language_cookie import may_choose
from service.front.observation import LINES, Headers, Whole

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ENTRY_SHARE = 16  # the longest answer that is kept takes this part of the room
MOST_BODY = 16 * 1024  # bytes of a POST that is looked up
PATIENCE = 10.0  # seconds that a request waits for another one like it
ENTRY_OVERHEAD = 2048  # bytes that key and headers take, about
REFRESHED = 16  # hits, of which one counts as use: enough to tell what is used, and the others need no lock
REMEMBERED = 4096  # requests of which it is known that their answers are not kept
QUICK = 0.005  # seconds: what took less is kept when it is asked for again, and not before
SEEN = 50_000  # requests that are remembered, once or twice as many, to tell which are asked again

_BODILESS = ("GET", "HEAD")

Key = tuple[str, ...] | tuple[str | bytes, ...]

# What a kept answer may depend on: the parts of a key.
_VARYING = frozenset({"accept", "accept-encoding", "accept-language"})
# Who sends one of these wants more than the answer to the address.
_PARTICULAR = (
    *("HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE"),
    *("HTTP_CONTENT_ENCODING", "HTTP_TRANSFER_ENCODING"),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer of status 200: its headers, its tag and its body."""

    headers: Headers
    tag: str | None
    body: bytes
    is_final: bool  # nothing that stands in front adds to it, as a cookie for the language that an address chooses

    def told(self, environ: WSGIEnvironment) -> Whole:
        """It as the answer to a request, or 304 where the client has it."""
        given = environ.get("HTTP_IF_NONE_MATCH")
        if given is not None and self.tag is not None and parse_etags(given).contains_raw(self.tag):
            unchanged = list(self.headers)
            remove_entity_headers(unchanged)
            return 304, unchanged, b""
        return 200, self.headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else self.body

    def send(self, environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
        """Answer with it, or with 304 where the client has it."""
        status, headers, body = self.told(environ)
        start(LINES[status], headers)
        return [body]


class _Flight:
    """An answer on its way, for all who ask for it meanwhile; None at the end where it is not kept."""

    __slots__ = ("_under_way", "answer")

    def __init__(self) -> None:
        self.answer: Kept | None = None
        self._under_way = Lock()  # a tenth of what an Event costs, and there is one for each answer
        self._under_way.acquire()

    def end(self) -> None:
        """Let those who wait go on."""
        self._under_way.release()

    def wait(self, seconds: float) -> None:
        """Wait until it has ended, or so long."""
        if self._under_way.acquire(timeout=seconds):
            self._under_way.release()


class _Seen:
    """Which requests were made before, by their hashes: the last `most` for certain, up to twice as many at best."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._new: set[int] = set()
        self._old: set[int] = set()

    def before(self, key: Key) -> bool:
        """Whether a request was made before; from now on it was."""
        number = hash(key)
        if number in self._new or number in self._old:
            return True
        if len(self._new) >= self._most:
            self._old, self._new = self._new, set()
        self._new.add(number)
        return False


class _Answers(LRUCache[Key, Kept]):
    """The answers that are kept, each also in a plain dictionary that may be read without a lock."""

    def __init__(self, most: int, getsizeof: Callable[[Kept], int]) -> None:
        self.at_hand: dict[Key, Kept] = {}
        super().__init__(most, getsizeof=getsizeof)

    def __setitem__(self, key: Key, kept: Kept) -> None:
        super().__setitem__(key, kept)
        self.at_hand[key] = kept

    def __delitem__(self, key: Key) -> None:
        super().__delitem__(key)
        self.at_hand.pop(key, None)


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
        self._seen = _Seen(SEEN)
        self._lock = Lock()
        self._current: str | None = None
        self._most_bytes = most_bytes
        self._answers = _Answers(most_bytes, getsizeof=_size)
        self._not_kept: LRUCache[Key, bool] = LRUCache(REMEMBERED)
        self._flights: dict[tuple[str, Key], _Flight] = {}
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
        if environ["REQUEST_METHOD"] not in _BODILESS or "HTTP_COOKIE" in environ:
            return None
        key = _key(environ)
        kept = self._at_hand(self._version(), key)
        if key is None or kept is None or not kept.is_final:
            return None
        self._count_hit(key)
        return kept.told(environ)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        version = self._version()
        key = None if version is None else _key(environ)
        if version is None or key is None:
            return self._app(environ, start)
        if (kept := self._at_hand(version, key)) is not None:
            self._count_hit(key)
            return kept.send(environ, start)
        flight, leads = None, False
        with self._lock:
            if version != self._current:
                self._answers = _Answers(self._most_bytes, getsizeof=_size)
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

    def _board(self, version: str, key: Key, environ: WSGIEnvironment) -> tuple[_Flight | None, bool]:
        """The flight to wait for, or to lead; none where the answer would not be kept. Called with the lock held."""
        if environ["REQUEST_METHOD"] == "HEAD" or "HTTP_IF_NONE_MATCH" in environ or key in self._not_kept:
            return None, False
        flight = self._flights.get((version, key))
        if flight is not None:
            return flight, False
        flight = self._flights[version, key] = _Flight()
        return flight, True

    def _compute(
        self, version: str, key: Key, flight: _Flight, environ: WSGIEnvironment, start: StartResponse
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
                keepable = _may_be_kept(headers)
                if keepable:
                    chunks, body = _taken(chunks, self._most_entry)
                    keepable = body is not None
                    if body is not None:
                        flight.answer = _kept(headers, body, environ)
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


def _size(kept: Kept) -> int:
    return len(kept.body) + ENTRY_OVERHEAD


def _key(environ: WSGIEnvironment) -> Key | None:
    """All that the answer to a request may depend on, the data aside; None for a request that is not looked up."""
    get = environ.get
    if not environ.keys().isdisjoint(_PARTICULAR):
        return None
    method = environ["REQUEST_METHOD"]
    parts = (
        environ["PATH_INFO"],
        environ["QUERY_STRING"],
        get("HTTP_ACCEPT", ""),
        get("HTTP_ACCEPT_ENCODING", ""),
        get("HTTP_ACCEPT_LANGUAGE", ""),
        get("HTTP_HOST", ""),
        environ["wsgi.url_scheme"],
    )
    if method in _BODILESS:
        return parts if get("CONTENT_LENGTH", "0") in ("", "0") else None
    if method == "POST" and environ["PATH_INFO"].rstrip("/") == "/sparql":
        body = _small_body(environ)
        return None if body is None else (*parts, get("CONTENT_TYPE", ""), body)
    return None


def _small_body(environ: WSGIEnvironment) -> bytes | None:
    """The body of a request if it is small and whole; the application can read it still."""
    length = environ.get("CONTENT_LENGTH", "")
    if not (length.isascii() and length.isdigit()) or int(length) > MOST_BODY:
        return None
    body: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(body)
    return body if len(body) == int(length) else None


def _may_be_kept(headers: Headers) -> bool:
    """Whether an answer is one for everybody who asks the same."""
    for name, value in headers:
        lowered = name.lower()
        if lowered == "set-cookie" or (lowered == "cache-control" and ("no-store" in value or "private" in value)):
            return False
        if lowered == "vary" and not {part.strip().lower() for part in value.split(",")} <= _VARYING:
            return False
    return True


def _taken(chunks: Iterable[bytes], most: int) -> tuple[Iterable[bytes], bytes | None]:
    """The whole body if it is not too long, else all its chunks, of which some are here already."""
    iterator = iter(chunks)
    here: list[bytes] = []
    size = 0
    whole = False
    try:
        for chunk in iterator:
            here.append(chunk)
            size += len(chunk)
            if size > most:
                return _Rest(here, iterator, chunks), None
        whole = True
        return [], b"".join(here)
    finally:
        if size <= most or whole:
            _close(chunks)


class _Rest:
    """A body of which the first chunks were taken already."""

    def __init__(self, here: list[bytes], rest: Iterator[bytes], body: Iterable[bytes]) -> None:
        self._all = chain(here, rest)
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        return self._all

    def close(self) -> None:
        """Let the application know that the body is done with."""
        _close(self._body)


def _close(body: Iterable[bytes]) -> None:
    close = getattr(body, "close", None)
    if close is not None:
        close()


def _kept(headers: Headers, body: bytes, environ: WSGIEnvironment) -> Kept:
    """The answer as it is sent again, with its length."""
    told = [(name, value) for name, value in headers if name.lower() != "content-length"]
    tag = next((value for name, value in told if name.lower() == "etag"), None)
    is_final = not may_choose(environ["QUERY_STRING"])
    return Kept([*told, ("Content-Length", str(len(body)))], tag, body, is_final)


def _no_write(_: bytes) -> None:
    """WSGI's second way to send a body, which nothing here uses."""
    raise NotImplementedError("An answer is returned, not written.")
