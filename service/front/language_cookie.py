"""The language that a reader chose by link, kept in a cookie: in front of everything, so that answers stay cacheable.

A request that has the cookie, and no language in its address, goes on as one that wishes for that language
(Accept-Language), by which answers are told apart already.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from werkzeug.http import dump_cookie, parse_cookie

from service.words.interface import LANGUAGES

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

NAME = "lang"
_SECONDS = 180 * 24 * 3600


class LanguageCookie:
    """A WSGI application around another, which reads the cookie and sets it on pages whose address has ?lang=."""

    def __init__(self, app: WSGIApplication, root: str = "") -> None:
        self._app = app
        self._path = f"{root}/"

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        query = environ.get("QUERY_STRING", "")
        asked = _one_of_ours(parse_qs(query).get("lang", [""])[-1]) if may_choose(query) else None
        kept = _one_of_ours(parse_cookie(environ).get(NAME, "")) if "HTTP_COOKIE" in environ else None
        if asked is None:
            if kept is not None:
                environ["HTTP_ACCEPT_LANGUAGE"] = kept
            return self._app(environ, start)
        if asked == kept:
            return self._app(environ, start)
        cookie = dump_cookie(NAME, asked, max_age=_SECONDS, path=self._path, samesite="Lax", httponly=True)

        def start_with_cookie(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            is_page = any(name.lower() == "content-type" and value.startswith("text/html") for name, value in headers)
            return start(status, [*headers, ("Set-Cookie", cookie)] if is_page else headers, *more)

        return self._app(environ, start_with_cookie)


def may_choose(query: str) -> bool:
    """Whether an address may choose a language, so that its answer may come with a cookie."""
    return "lang=" in query


def _one_of_ours(language: str) -> str | None:
    return language if language in LANGUAGES else None
