"""Lookups of one thing, answered in front of all else, whose machinery costs more than the lookup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.store.errors import StoreError
from graph.store.processes.supervised import SupervisedStore
from service.front.direct import ADDRESSES, tag_of, tagged
from service.http.problem import Problem
from service.http.security import HEADERS
from service.operations.request_log import QUERY_TEXT
from service.sparql.protocol import unquoted
from service.sparql.querying import choices

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from service.front.observation import Whole

_PARAMETER = "query="
_BEGINNINGS = tuple(f"query={letter}" for letter in "SsDd")  # by which most other queries, with prefixes, are told
_HEADERS = (("Vary", "Accept"), *HEADERS.items())


class Lookups:
    """Answers of what the store has at hand (`SupervisedStore.look_up`).

    Only the plainest of requests are read here: a GET of one parameter, the query, without body or condition. Any
    other, and whatever is not as it should be, is for the application, which says the same of a lookup and more of
    everything else.
    """

    def __init__(self, store: SupervisedStore, longest: int) -> None:
        self._store = store
        self._longest = longest  # characters of an address

    def known(self, environ: WSGIEnvironment) -> Whole | None:
        """The answer to a lookup; None for any other request."""
        query = environ["QUERY_STRING"]
        if not query.startswith(_BEGINNINGS) or not _is_plain(environ, query):
            return None
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
        return 200, [*_HEADERS, *tagged(tag_of(version, chosen)), *told], body


def _is_plain(environ: WSGIEnvironment, query: str) -> bool:
    return (
        environ["PATH_INFO"] in ADDRESSES
        and environ["REQUEST_METHOD"] == "GET"
        and "&" not in query
        and "HTTP_IF_NONE_MATCH" not in environ
        and environ.get("CONTENT_LENGTH", "") in ("", "0")
        and "HTTP_TRANSFER_ENCODING" not in environ
    )
