"""A store's answer as an HTTP answer."""

from __future__ import annotations

from itertools import chain

from flask import Response

from graph.store.answer import Answer

SHOWN_ROWS = 1000  # as many rows as a page shows


def send(answer: Answer, content_type: str) -> Response:
    """The answer with its Content-Type; the engine has finished before the first byte leaves (see Answer)."""
    chunks = iter(answer)
    start = [chunk for chunk in (next(chunks, b""), next(chunks, b"")) if chunk]
    whole = len(start) < 2  # short enough to tell its length
    response = Response(b"".join(start) if whole else chain(start, chunks))
    response.headers["Content-Type"] = content_type
    return response
