"""Conditional requests: an ETag from the version of the data, and 304 for whoever has that already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from flask import Response, request

from graph.store.base import Store


def conditional(store: Store, make: Callable[[], Response], *variants: str) -> Response:
    """The answer that `make` gives, or 304 before making it where the client's copy is current.

    `variants` are what else the answer depends on: its format and language. The version is read first, so that
    an answer is never older than its tag. Without a version there is no tag.
    """
    version = store.version()
    if version is None:
        return make()
    tag = hashlib.sha256("\n".join((version, request.full_path, *variants)).encode()).hexdigest()[:32]
    response = Response(status=304) if request.if_none_match.contains_weak(tag) else make()
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "no-cache"  # kept, but asked about each time
    return response
