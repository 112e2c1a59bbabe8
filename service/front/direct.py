"""Queries of programs answered in front of Flask, whose request machinery costs more than a point lookup."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.wrappers import Request

from service.context import Context
from service.front import guards
from service.http.security import HEADERS
from service.sparql.answers import chunks_of
from service.sparql.geometry_warnings import geometry_warnings, warning_headers
from service.sparql.protocol import Operation, query_operation
from service.sparql.querying import Choices, answered, choices, is_volatile

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ADDRESSES = ("/sparql", "/sparql/")
_LONGEST_BODY = 1024 * 1024  # longer ones are for Flask


def tag_of(version: str, chosen: Choices) -> str:
    """What tells the answer to a GET from others at the same address: the version of the data, and the formats."""
    return f"{version}-{chosen.mark}"


def tagged(tag: str) -> tuple[tuple[str, str], ...]:
    """The headers of an answer that may be kept, but is asked about each time."""
    return ("ETag", f'W/"{tag}"'), ("Cache-Control", "no-cache")


class DirectQueries:
    """A WSGI application around Flask's that answers the queries themselves.

    What is read, negotiated and asked is the route's own code (`protocol`, `querying`, `guards`); pages, tables, bare
    addresses and unusual bodies go on to the route, and what fails is told by Flask's error handlers.
    """

    def __init__(self, flask: Flask, wiring: Context) -> None:
        self._flask = flask
        self._app: WSGIApplication = flask.wsgi_app
        self._wiring = wiring

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if environ["PATH_INFO"] not in ADDRESSES or not _has_body_at_hand(environ, self._wiring.settings.max_body):
            return self._app(environ, start)
        request = Request(environ)
        try:
            guards.check(request, self._wiring.settings)
            operation = query_operation(request)
            if operation is not None:
                chosen = choices(request.headers.get("Accept"), operation.format)
                if not chosen.may_be_made_here:
                    return self._answer(request, operation, chosen, start)
        except Exception as error:
            return self.failed(environ, error)(environ, start)
        finally:
            _rewind(environ)
        return self._app(environ, start)

    def _answer(self, request: Request, operation: Operation, chosen: Choices, start: StartResponse) -> Iterable[bytes]:
        headers = [("Vary", "Accept"), *HEADERS.items()]
        if is_volatile(operation.text):
            headers.append(("Cache-Control", "no-store"))
        elif (tag := self._tag(request, chosen)) is not None:
            headers += tagged(tag)
            if "HTTP_IF_NONE_MATCH" in request.environ and request.if_none_match.contains_weak(tag):
                start("304 NOT MODIFIED", headers)
                return []
        answer = answered(request, operation, chosen, self._wiring)
        whole, chunks = chunks_of(answer, None if request.method == "HEAD" else self._wiring.streams)
        headers.append(("Content-Type", chosen[answer.form].content_type))
        headers += warning_headers(geometry_warnings(operation.text))
        if whole is not None:
            headers.append(("Content-Length", str(len(whole))))
            chunks = [whole]
        start("200 OK", headers)
        return [] if request.method == "HEAD" else chunks

    def _tag(self, request: Request, chosen: Choices) -> str | None:
        """What an answer to a GET depends on, the version of the data first: it is read before the store is asked."""
        version = self._wiring.store.version()
        if version is None or request.method == "POST":
            return None
        return tag_of(version, chosen)

    def failed(self, environ: WSGIEnvironment, error: Exception) -> WSGIApplication:
        """The answer to a request that failed here or in front of here, as Flask's error handlers tell it."""
        with self._flask.request_context(environ):
            return self._flask.finalize_request(self._flask.handle_user_exception(error))


def _has_body_at_hand(environ: WSGIEnvironment, most: int) -> bool:
    """Whether a request has a method of the protocol's queries, and its body is none or is short and here now."""
    method = environ["REQUEST_METHOD"]
    if method in ("GET", "HEAD"):
        return True
    length = environ.get("CONTENT_LENGTH", "")
    if method != "POST" or not (length.isascii() and length.isdigit()) or int(length) > min(most, _LONGEST_BODY):
        return False
    if not isinstance(environ["wsgi.input"], BytesIO):
        environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(int(length)))
    return True


def _rewind(environ: WSGIEnvironment) -> None:
    """Let the next one read the body again."""
    if isinstance(environ["wsgi.input"], BytesIO):
        environ["wsgi.input"].seek(0)
