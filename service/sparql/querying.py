"""A query of /sparql from request to answer, the same for the page to write queries on and for programs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from hashlib import blake2b
from types import MappingProxyType

from werkzeug.wrappers import Request

from graph.store.answer import Answer
from graph.store.errors import (
    Busy,
    FormatNotOffered,
    QueryCancelled,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
)
from graph.store.formats import Form, Format, Formats
from graph.store.processes.supervised import SupervisedStore
from graph.store.query_text import looks_like_update
from graph.store.sparql_tokens import unescaped
from service.context import Context
from service.http.negotiation import DATASETS, GRAPHS, HTML, RESULTS, TABLES, Choice, MediaType, NotAcceptable, choose
from service.http.problem import Problem
from service.operations.request_log import QUERY_TEXT
from service.process.stores import is_remote
from service.sparql.departure import departure
from service.sparql.outbound import closed
from service.sparql.protocol import NO_UPDATES, Operation, own_address, with_base


@dataclass(frozen=True, slots=True)
class Choices:
    """The format to answer in for each form an answer may have; a form for which none is acceptable is left out."""

    by_form: Mapping[Form, Choice]
    formats: Formats
    """What the store is asked to write, which is another format where a page or a table is made of it."""

    may_be_made_here: bool
    """Whether any of them is one that no store writes."""

    mark: str
    """What tells an answer in these formats from one in others, at the same address."""

    def __getitem__(self, form: Form) -> Choice:
        return self.by_form[form]


_OFFERED: dict[Form, tuple[MediaType, ...]] = {
    Form.BINDINGS: (*RESULTS, *TABLES, HTML),
    Form.BOOLEAN: (*RESULTS, HTML),
    Form.GRAPH: (*GRAPHS, *DATASETS, HTML),
}
_MADE_HERE = (*TABLES, HTML)
# What a page or a table shows is read from these.
_BEHIND = {Form.BINDINGS: Format.JSON, Form.BOOLEAN: Format.JSON, Form.GRAPH: Format.TURTLE}
_STOPPED = (QueryTimeout, QueryTooLarge, QueryCancelled, Busy)
# Functions that give another answer each time; SERVICE would ask others, whose data change when they like.
_VOLATILE_WORDS = ("NOW", "RAND", "UUID", "BNODE", "SERVICE")
_VOLATILE = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE|SERVICE)\b")
_LONGEST_REMEMBERED = 300  # characters of an Accept header


def choices(accept: str | None, wanted: str | None) -> Choices:
    """What an Accept header, or `?format=`, chooses for each form an answer may have."""
    if len(accept or "") + len(wanted or "") > _LONGEST_REMEMBERED:
        return _choices(accept, wanted)
    return _remembered_choices(accept, wanted)


def answered(request: Request, operation: Operation, chosen: Choices, wiring: Context) -> Answer:
    """The store's answer in whichever of the formats chosen fits its form."""
    request.environ[QUERY_TEXT] = operation.text
    operation = _federated(operation, wiring)
    query = closed(operation.text)
    text = with_base(query.text, lambda: own_address(request, wiring.settings))
    try:
        return query.answered(lambda: _ask(wiring, request, operation, text, chosen))
    except QuerySyntaxError as error:
        if looks_like_update(operation.text):
            raise Problem(400, NO_UPDATES) from error
        raise error.without(len(text) - len(query.text)) from error


def is_volatile(text: str) -> bool:
    """Whether a query may be answered otherwise although the data are the same; rather yes, where a word is a name."""
    capitals = unescaped(text).upper()
    if not any(word in capitals for word in _VOLATILE_WORDS):  # as most: the quickest test by far
        return False
    return _VOLATILE.search(capitals) is not None


def _federated(operation: Operation, wiring: Context) -> Operation:
    """The query with what endpoints of others have answered in it, and the time that they have left."""
    limit = float(wiring.settings.query_seconds)
    seconds = limit if operation.timeout is None else min(limit, operation.timeout)
    joined, left = wiring.federation.joined(operation.text, seconds)
    return operation if joined is operation.text else replace(operation, text=joined, timeout=left)


def _ask(wiring: Context, request: Request, operation: Operation, text: str, chosen: Choices) -> Answer:
    given = bool(operation.default_graphs or operation.named_graphs)
    try:
        return _query(wiring, operation, request)(
            text,
            formats=chosen.formats,
            default_graphs=operation.default_graphs if given else None,
            named_graphs=operation.named_graphs if given else None,
            union_default=wiring.settings.union_default_graph,
        )
    except FormatNotOffered:
        offered = dict.fromkeys(media_type for form in Form for media_type in _OFFERED[form])
        asked = operation.format or request.headers.get("Accept", "")
        raise NotAcceptable(asked, tuple(offered)) from None
    except _STOPPED as error:
        wiring.metrics.stopped(type(error).__name__)
        raise


def _query(wiring: Context, operation: Operation, request: Request) -> Callable[..., Answer]:
    """The store's query method; one that can end a query is told how long it may take and who waits for it."""
    query: Callable[..., Answer] = wiring.store.query
    if isinstance(wiring.store, SupervisedStore):
        return partial(query, timeout=operation.timeout, cancelled=departure(request.environ), as_set=True)
    if is_remote(wiring.settings):
        return partial(query, timeout=operation.timeout)
    return query


def _choices(accept: str | None, wanted: str | None) -> Choices:
    chosen = {}
    for form, offered in _OFFERED.items():
        try:
            chosen[form] = choose(accept, offered, wanted)
        except NotAcceptable:
            continue
    formats = {
        form: _BEHIND[form] if choice.media_type in _MADE_HERE else Format(choice.media_type.mime)
        for form, choice in chosen.items()
    }
    made_here = any(choice.media_type in _MADE_HERE for choice in chosen.values())
    named = ",".join(f"{form.name} {choice.content_type}" for form, choice in chosen.items())
    mark = blake2b(named.encode(), digest_size=8).hexdigest()
    return Choices(MappingProxyType(chosen), MappingProxyType(formats), made_here, mark)


_remembered_choices = lru_cache(maxsize=256)(_choices)
