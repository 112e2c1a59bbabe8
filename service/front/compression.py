"""Texts compressed for whoever takes that: pages, scripts, styles, pictures and JSON."""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Flask, Response, request
from werkzeug.http import parse_accept_header

LEAST_BYTES = 1024  # less is not worth it
LEVEL = 6

# What browsers ask for. Graphs go as they are: their tags are strong, one for the very bytes (RFC 9110, 8.8.1).
_TEXTS = frozenset(
    {"text/html", "text/css", "text/javascript", "image/svg+xml", "application/json", "application/manifest+json"}
)


def register(app: Flask) -> None:
    """Compress the answers of the app that are texts; in front of it they are kept compressed."""
    app.after_request(_compressed)


@lru_cache(maxsize=64)
def takes_gzip(accepted: str) -> bool:
    """Whether whoever sends this Accept-Encoding takes gzip, which is all that is asked of it."""
    return parse_accept_header(accepted).quality("gzip") > 0


def _compressed(response: Response) -> Response:
    if response.mimetype not in _TEXTS or response.status_code != 200:
        return response
    response.vary.add("Accept-Encoding")
    if not takes_gzip(request.headers.get("Accept-Encoding", "")) or "Content-Encoding" in response.headers:
        return response
    if response.is_streamed and not response.direct_passthrough:  # no file, but chunk by chunk
        return response
    response.direct_passthrough = False
    content = response.get_data()
    if len(content) < LEAST_BYTES:
        return response
    response.set_data(gzip.compress(content, LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    tag, is_weak = response.get_etag()
    if tag is not None and not is_weak:
        response.set_etag(tag, weak=True)
    return response
