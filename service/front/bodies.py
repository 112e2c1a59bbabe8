"""Request bodies, read whole before anything looks at them: in time, within the limit, undone if compressed."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from io import BytesIO
from threading import Semaphore
from typing import TYPE_CHECKING

from flask import Flask

from graph.store.errors import Busy
from service.http.problem import Problem
from service.process.streams import CROWD, Room
from service.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ENCODINGS = ("gzip", "deflate")
LEAST_RATE = 8 * 1024  # bytes a second that a body must come at once its time is over
FIRST_STEP, LAST_STEP = 1, 256 * 1024  # bytes that are read at once
QUICK = 0.05  # seconds in which a part has come quickly
LONG = 64 * 1024  # bytes: what is made of more, once and again, takes memory to speak of
MOST_MEMBERS = 64  # of a gzip body

# Where a part that passes for the whole would be kept. Of a body in chunks that breaks off, the server tells no more
# than of one that ends (granian 2.8); a compressed one says itself where it ends.
_WRITTEN = ("/update", "/graph")
_ENDLESS = (
    "What is written has a Content-Length, or is compressed (gzip, deflate), so that a part of it is known as one."
)

_BODILESS = frozenset({"GET", "HEAD", "OPTIONS"})
_ALIASES = {"x-gzip": "gzip", "identity": ""}
_GZIP, _ZLIB = zlib.MAX_WBITS | 16, zlib.MAX_WBITS

Read = Callable[[int], bytes]


class Bodies:
    """A WSGI application around another, which finds each body in memory, whole and as it was meant.

    The server hands a body over as it comes. A client that is slower than the settings and `LEAST_RATE` allow is
    given up (408) with the next of its bytes. One that sends nothing any more holds its thread as long as it stays
    connected: the server's reads can neither be ended nor be left to another thread (granian 2.8 then stops the whole
    process). So no more than `settings.threads` bodies are waited for, and `CROWD` times as many clients stand in line
    for one of these places, for `BURST` at most; the server has threads for all of them. Of requests with a long body
    as many are here at once, from its first byte until there is an answer: each holds several copies of it, and may
    wait for its turn.
    """

    def __init__(self, app: WSGIApplication, flask: Flask, settings: Settings) -> None:
        self._app = app
        self._flask = flask
        self._most = settings.max_body
        self._seconds = settings.client_seconds
        line = Semaphore(CROWD * settings.threads)
        self._places = Room(settings.threads, line)
        self._long = Room(settings.threads, line)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if environ["REQUEST_METHOD"] in _BODILESS:
            return self._app(environ, start)
        with ExitStack() as held:
            try:
                self._take(environ, held)
            except (Busy, Problem) as error:
                return self._refused(environ, error)(environ, start)
            return self._app(environ, start)

    def _take(self, environ: WSGIEnvironment, held: ExitStack) -> None:
        """Put the body, as it was before it was compressed, in the place of the stream; a long one takes a place."""
        length = _length(environ)
        if length == 0 or (length is None and not environ.get("wsgi.input_terminated")):
            return
        encodings = _encodings(environ.get("HTTP_CONTENT_ENCODING", ""))
        if "HTTP_TRANSFER_ENCODING" in environ and not encodings and environ["PATH_INFO"].startswith(_WRITTEN):
            raise Problem(411, _ENDLESS)
        if length is not None and length > self._most:
            raise _too_long(self._most)
        if length is None or length > LONG or encodings:
            held.enter_context(self._long.taken("As many long bodies are worked on as may be at once."))
        body = self._read(environ["wsgi.input"].read, length)
        if length is not None and len(body) < length:
            raise Problem(400, f"The body is not whole: {len(body)} bytes of {length} came.")
        for encoding in reversed(encodings):
            body = decompressed(body, encoding, self._most)
        environ["wsgi.input"] = BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ.pop("HTTP_CONTENT_ENCODING", None)
        environ.pop("HTTP_TRANSFER_ENCODING", None)

    def _read(self, read: Read, length: int | None) -> bytes:
        """The bytes that the client sends, when all of them are here."""
        with self._places.taken("Too many clients are sending at this moment."):
            return b"".join(self._in_time(read, self._most + 1 if length is None else length))

    def _in_time(self, read: Read, most: int) -> Iterator[bytes]:
        """The parts of the body, larger ones as they come quickly: a read waits for all that it asks for."""
        begun = earlier = time.monotonic()
        size, step = 0, FIRST_STEP
        while size < most and (part := read(min(step, most - size))):
            yield part
            size += len(part)
            if size > self._most:
                raise _too_long(self._most)
            now = time.monotonic()
            if now - begun > self._seconds + size / LEAST_RATE:
                told = f"The body did not come within {self._seconds} s, nor at {LEAST_RATE} bytes a second after that."
                raise Problem(408, told, headers={"Connection": "close"})
            step = min(16 * step, LAST_STEP) if now - earlier < QUICK else 1
            earlier = now

    def _refused(self, environ: WSGIEnvironment, error: Exception) -> WSGIApplication:
        with self._flask.request_context(environ):
            return self._flask.finalize_request(self._flask.handle_user_exception(error))


def decompressed(body: bytes, encoding: str, most: int) -> bytes:
    """The body before it was compressed; 413 as soon as it proves longer than `most`, 400 where it is broken."""
    # `deflate` is zlib's format, and without its frame from some clients (RFC 9110, 8.4.1.2).
    framed = encoding == "gzip" or body[:1] == b"\x78"
    window = _GZIP if encoding == "gzip" else _ZLIB if framed else -_ZLIB
    parts: list[bytes] = []
    size, rest = 0, body
    try:
        while rest:
            if len(parts) == MOST_MEMBERS:  # each costs a copy of what follows it
                raise Problem(400, f"The body has more than {MOST_MEMBERS} {encoding} members; send it as one.")
            undo = zlib.decompressobj(window)
            part = undo.decompress(rest, most + 1 - size)
            size += len(part)
            if size > most:
                raise _too_long(most)
            if not undo.eof:
                raise Problem(400, f"The body is not whole: its {encoding} ends too early.")
            parts.append(part)
            rest = undo.unused_data  # another member (RFC 1952, 2.2)
    except zlib.error as error:
        raise Problem(400, f"The body is not {encoding}, as its Content-Encoding says: {error}.") from error
    return b"".join(parts)


def _length(environ: WSGIEnvironment) -> int | None:
    """How long the body is said to be; None where it is not said."""
    text = environ.get("CONTENT_LENGTH") or ""
    if text and not (text.isascii() and text.isdigit()):
        raise Problem(400, "Content-Length is not a number.")
    return int(text) if text else None


def _encodings(header: str) -> list[str]:
    """What was done to the body, in that order; 415 for what is not undone here, or too often."""
    named = [name for part in header.lower().split(",") if (name := _ALIASES.get(part.strip(), part.strip()))]
    if len(named) > 1 or any(name not in ENCODINGS for name in named):
        taken = ", ".join(ENCODINGS)
        told = f"A body is taken as it is or in one of {taken}; not in {header[:100]!r}."
        raise Problem(415, told, headers={"Accept-Encoding": taken})
    return named


def _too_long(most: int) -> Problem:
    return Problem(413, f"The body is longer than {most} bytes, as it was sent or once it is decompressed.")
