"""Lookups of one thing answered in front of all else, whose machinery costs more than the lookup."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from graph.store.errors import StoreError
from graph.store.processes.supervised import SupervisedStore
from service import guards
from service.direct import ADDRESSES, tag_of, tagged
from service.problem import Problem
from service.protocol import unquoted
from service.querying import choices
from service.request_log import QUERY_TEXT

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PARAMETER = "query="
_BEGINNINGS = ("SELECT", "DESCRIBE")  # most other queries, with their prefixes and their length, are told by this
_HEADERS = (("Vary", "Accept"), *guards.HEADERS.items())


class Lookups:
    """A WSGI application around another that answers what the store has at hand (`SupervisedStore.look_up`).

    Only the plainest of requests are read here: a GET of one parameter, the query, without body or condition. Any
    other, and whatever is not as it should be, goes on to the application, which says the same of a lookup and more
    of everything else.
    """

    def __init__(self, app: WSGIApplication, store: SupervisedStore, longest: int) -> None:
        self._app = app
        self._store = store
        self._longest = longest  # characters of an address

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        found = self._found(environ) if _is_plain(environ) else None
        if found is None:
            return self._app(environ, start)
        headers, body = found
        start("200 OK", headers)
        return [body]

    def _found(self, environ: WSGIEnvironment) -> tuple[list[tuple[str, str]], bytes] | None:
        query = environ["QUERY_STRING"]
        if len(environ["PATH_INFO"]) + 1 + len(query) > self._longest:
            return None
        chosen = choices(environ.get("HTTP_ACCEPT"), None)
        if chosen.may_be_made_here:
            return None
        version = self._store.version()  # before the answer, which is then never older
        try:
            text = unquoted(query[len(_PARAMETER) :].encode("latin-1"))
            answer = self._store.look_up(text, chosen.formats)
        except (Problem, StoreError):
            return None
        if answer is None:
            return None
        environ[QUERY_TEXT] = text
        body = answer.read()
        told = (("Content-Type", chosen[answer.form].content_type), ("Content-Length", str(len(body))))
        return [*_HEADERS, *tagged(tag_of(version, environ)), *told], body


def _is_plain(environ: WSGIEnvironment) -> bool:
    query = environ["QUERY_STRING"]
    return (
        environ["PATH_INFO"] in ADDRESSES
        and environ["REQUEST_METHOD"] == "GET"
        and query.startswith(_PARAMETER)
        and query[len(_PARAMETER) :][:8].upper().startswith(_BEGINNINGS)
        and "&" not in query
        and "HTTP_IF_NONE_MATCH" not in environ
        and environ.get("CONTENT_LENGTH", "") in ("", "0")
        and "HTTP_TRANSFER_ENCODING" not in environ
    )
