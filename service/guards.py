"""What every request must satisfy and every answer carries: limits, security headers, who may read it, its log line."""

from __future__ import annotations

import logging
import time

from flask import Flask, Response, g, request

from service.problems import Problem
from service.settings import Settings

log = logging.getLogger("plangraph.access")

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",  # the data are for everyone, on any page
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Location",
}
_PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-Match, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def register(app: Flask, settings: Settings) -> None:
    """Put the guards before and after every request of the app."""
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body

    def before() -> None:
        g.begun = time.perf_counter()
        if len(request.full_path) > settings.max_url:
            raise Problem(414, f"The address is longer than {settings.max_url} characters; send the query by POST.")

    app.before_request(before)
    app.after_request(_after)


def _after(response: Response) -> Response:
    """Add the headers, and write the log line."""
    response.headers.update(_HEADERS)
    if request.method == "OPTIONS" and "Allow" in response.headers:
        response.headers["Access-Control-Allow-Methods"] = response.headers["Allow"]
        response.headers.update(_PREFLIGHT)
    milliseconds = (time.perf_counter() - g.begun) * 1000 if "begun" in g else 0.0
    # %a: whatever the client sent stays within its quotes and on its line
    log.info(
        "%s %a %d %.1f ms",
        request.method if request.method.isalpha() else "?",
        request.path,
        response.status_code,
        milliseconds,
    )
    return response
