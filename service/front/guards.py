"""What every request must satisfy and every answer carries: limits, security headers, who may read it."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, Response
from flask import request as current
from werkzeug.wrappers import Request

from service.http.problem import Problem
from service.http.security import HEADERS
from service.settings import Settings

_PREFLIGHT = {
    "Access-Control-Allow-Headers": (
        "Accept, Authorization, Content-Encoding, Content-Type, If-Match, If-Modified-Since, If-None-Match, "
        "If-Unmodified-Since, X-Request-ID"
    ),
    "Access-Control-Max-Age": "86400",
}


def policy_with_pictures(origins: Iterable[str]) -> str:
    """The policy of a page that shows pictures from these origins too, and asks them for nothing else."""
    return HEADERS["Content-Security-Policy"].replace("img-src 'self'", " ".join(("img-src 'self'", *origins)))


def register(app: Flask, settings: Settings) -> None:
    """Put the guards before and after every request of the app."""
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body

    app.before_request(lambda: check(current, settings))
    app.after_request(_after)


def check(request: Request, settings: Settings) -> None:
    """Refuse what is too long to be looked at."""
    if len(request.path) + 1 + len(request.query_string) > settings.max_url:
        raise Problem(414, f"The address is longer than {settings.max_url} characters; send the query by POST.")


def _after(response: Response) -> Response:
    """Add the headers."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)  # a page with pictures of others has a policy of its own
    if not response.response:
        response.headers.pop("Content-Type", None)  # of nothing
    if current.method == "OPTIONS" and "Allow" in response.headers:
        response.headers["Access-Control-Allow-Methods"] = response.headers["Allow"]
        response.headers.update(_PREFLIGHT)
    return response
