"""A store's answer as an HTTP answer."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from flask import Response, request

from graph.store.answer import Answer
from service.context import context
from service.process.streams import Streams

WHOLE_BYTES = 256 * 1024  # of an answer that is sent whole
SHOWN_ROWS = 1000  # as many rows as a page shows


def send(answer: Answer, content_type: str) -> Response:
    """The answer with its Content-Type; the engine has finished before the first byte leaves (see Answer)."""
    whole, chunks = chunks_of(answer, None if request.method == "HEAD" else context().streams)
    response = Response(chunks if whole is None else whole)
    response.headers["Content-Type"] = content_type
    return response


def chunks_of(answer: Answer, streams: Streams | None = None) -> tuple[bytes | None, Iterable[bytes]]:
    """The answer's bytes: whole where it is short enough to tell its length, else chunk by chunk.

    The server takes a whole answer off our hands; one in chunks holds a thread until its client has read it, and so
    takes room in `streams` (Busy where there is none) until it is closed.
    """
    chunks = iter(answer)
    start: list[bytes] = []
    size = 0
    for chunk in chunks:
        start.append(chunk)
        size += len(chunk)
        if size > WHOLE_BYTES:
            rest = chain(start, chunks)
            return None, rest if streams is None else streams.admit(rest)
    return b"".join(start), ()
