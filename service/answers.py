"""A store's answer as an HTTP answer."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from flask import Response

from graph.store.answer import Answer

SHOWN_ROWS = 1000  # as many rows as a page shows


def send(answer: Answer, content_type: str) -> Response:
    """The answer with its Content-Type; the engine has finished before the first byte leaves (see Answer)."""
    whole, chunks = chunks_of(answer)
    response = Response(chunks if whole is None else whole)
    response.headers["Content-Type"] = content_type
    return response


def chunks_of(answer: Answer) -> tuple[bytes | None, Iterable[bytes]]:
    """The answer's bytes: whole where it is short enough to tell its length, else chunk by chunk."""
    chunks = iter(answer)
    start = [chunk for chunk in (next(chunks, b""), next(chunks, b"")) if chunk]
    return (b"".join(start), ()) if len(start) < 2 else (None, chain(start, chunks))
