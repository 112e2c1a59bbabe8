"""Conditional requests: tags and dates of the data's version, 304 for whoever has it already, 412 for who is late."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime

from flask import Response, request
from werkzeug.datastructures import ETags

from graph.store.base import Store
from service.context import context
from service.http.negotiation import Choice
from service.http.problem import Problem
from service.writing.version_dates import told

_THIS_RUN = secrets.token_hex(8)  # another service, or one with other settings, makes other pages of the same data
_SEPARATOR = "."  # between what a tag says of the graph and what it says of the format


def conditional(store: Store, make: Callable[[], Response], *variants: str) -> Response:
    """The answer that `make` gives, or 304 before making it where the client's copy is current.

    `variants` are what else the answer depends on: its format and language. The version is read first, so that
    an answer is never older than its tag. Without a version there is neither tag nor date.
    """
    version = store.version()
    if version is None:
        return make()
    return tagged(version, make, *variants, modified=context().version_dates.of(version))


def negotiated(make: Callable[[], Response], choice: Choice, language: str) -> Response:
    """The same for an answer in the format and the language that were asked for, with links to where we are reached."""
    wiring = context()
    response = conditional(wiring.store, make, wiring.address, choice.content_type, language)
    response.vary.update(("Accept", "Accept-Language"))
    return response


def tagged(version: str, make: Callable[[], Response], *variants: str, modified: datetime | None = None) -> Response:
    """The same for an answer that is made from a version of the data."""
    tag = _digest(_THIS_RUN, version, request.full_path, *variants)
    response = _unless_current(make, is_current=_is_current(tag, modified))
    response.set_etag(tag, weak=True)
    _date(response, modified)
    response.headers["Cache-Control"] = "no-cache"  # kept, but asked about each time
    return response


def conditional_graph(
    name: str | None, version: str | None, modified: datetime | None, content_type: str, make: Callable[[], Response]
) -> Response:
    """The same for a graph, whose tag is strong and changes with this graph only, so that If-Match can name it."""
    if version is None:
        return make()
    tag = _SEPARATOR.join((_digest(name or "", version), _digest(content_type)[:8]))
    date = told(modified)
    response = _unless_current(make, is_current=_is_current(tag, date))
    response.set_etag(tag)
    _date(response, date)
    response.headers["Cache-Control"] = "no-cache"
    return response


def require_preconditions(name: str | None, version: str | None, modified: datetime | None, *, exists: bool) -> None:
    """412 where a write says what it expects (If-Match, If-Unmodified-Since, If-None-Match) and the graph is otherwise.

    A tag of any format will do: they all are of the same graph. It outweighs a date (RFC 9110, 13.2.2).
    """
    current = _digest(name or "", version) if version is not None and exists else None
    if "If-Match" in request.headers and not _matches(request.if_match, current, exists=exists):
        raise Problem(412, "The graph is not the one that If-Match names; read it again.")
    since = None if "If-Match" in request.headers else request.if_unmodified_since
    if since is not None and modified is not None and modified > since:
        raise Problem(412, "The graph was written after the date of If-Unmodified-Since; read it again.")
    if "If-None-Match" in request.headers and _matches(request.if_none_match, current, exists=exists):
        raise Problem(412, "The graph is there already, as If-None-Match says it must not be.")


def _unless_current(make: Callable[[], Response], *, is_current: bool) -> Response:
    """304 for whoever has it; of "*", which anything matches that is there, only once it is known to be there."""
    if not is_current:
        return make()
    if request.if_none_match.star_tag:
        make().close()
    return Response(status=304)


def _date(response: Response, modified: datetime | None) -> None:
    """Tell the date, if there is one; Werkzeug would make the present time of None."""
    if modified is not None:
        response.last_modified = modified


def _is_current(tag: str, modified: datetime | None) -> bool:
    """Whether the client has what it asks for; its tag outweighs its date (RFC 9110, 13.2.2)."""
    if "If-None-Match" in request.headers:
        return request.if_none_match.contains_weak(tag)
    since = request.if_modified_since
    return since is not None and modified is not None and modified <= since


def _matches(given: ETags, current: str | None, *, exists: bool) -> bool:
    """Whether a graph that is there has one of these tags, compared strongly."""
    if given.star_tag:
        return exists
    tags = (tag or "" for tag in given.as_set())  # of `""` Werkzeug makes None
    return current is not None and any(tag.partition(_SEPARATOR)[0] == current for tag in tags)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
