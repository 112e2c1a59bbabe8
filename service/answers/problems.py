"""Every error a client sees, in one shape: RFC 9457 problem details, as a page for a browser."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, make_response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from graph.model import PlanError
from graph.store.errors import (
    Busy,
    DataSyntaxError,
    DiskFull,
    FormatNotOffered,
    OutcomeUnknown,
    QueryCancelled,
    QueryFailed,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooDeep,
    QueryTooLarge,
    ReadOnly,
    ServerFailed,
    StoreUnavailable,
    UnknownGraph,
)
from queries.errors import ParameterError, QuestionFileError, UnknownQuestion
from queries.features.errors import FeatureRequestError
from service.answers.pages import page
from service.answers.refusal import as_problem
from service.context import context
from service.http.negotiation import HTML, PROBLEM_JSON, MediaType, NotAcceptable, choose
from service.http.problem import Problem
from service.process.stores import is_remote
from service.words.interface import language_of
from service.words.problems import chinese_words

_BEHIND = "The SPARQL server behind this service"
_MOVED = re.compile(r"has moved to [^;]+")

log = logging.getLogger("plangraph")

# What the lower layers raise, the narrower class first.
_STATUS: Mapping[type[PlanError], int] = {
    QuerySyntaxError: 400,
    DataSyntaxError: 400,
    QueryTooDeep: 400,
    ParameterError: 400,
    ReadOnly: 403,
    UnknownGraph: 404,
    UnknownQuestion: 404,
    FormatNotOffered: 406,
    QueryTimeout: 504,
    QueryTooLarge: 503,
    QueryCancelled: 503,
    Busy: 503,
    OutcomeUnknown: 500,
    DiskFull: 507,
    StoreUnavailable: 503,
    ServerFailed: 502,
    QueryFailed: 500,
    QuestionFileError: 500,
    PlanError: 400,
}


def register(app: Flask) -> None:
    """Make every error of the app, expected or not, a problem."""
    app.register_error_handler(Problem, respond)
    app.register_error_handler(NotAcceptable, lambda error: respond(_not_acceptable(error)))
    app.register_error_handler(PlanError, lambda error: respond(_of_plan_error(error)))
    app.register_error_handler(HTTPException, lambda error: respond(_of_http(error)))
    app.register_error_handler(Exception, lambda error: respond(_unexpected(error)))


def status_of(kind: type[PlanError]) -> int:
    """The status that a class of error is answered with."""
    return next(status for known, status in _STATUS.items() if issubclass(kind, known))


def respond(problem: Problem) -> Response:
    """The answer for a problem: a page for a browser, problem+json for everyone else."""
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": _discreet(problem.detail),
        **problem.members,
    }
    try:
        choice = choose(request.headers.get("Accept"), (PROBLEM_JSON, HTML))
    except NotAcceptable:  # an error is told even to a client that accepts neither form (RFC 9110, 15.5.7)
        choice = choose(None, (PROBLEM_JSON,))
    if choice.media_type is HTML:
        title, sentence = chinese_words(problem.status) if language_of(request) == "zh" else (content["title"], None)
        response = page("problem.html", problem=content, title=title, sentence=sentence)
    else:
        response = make_response(json.dumps(content, ensure_ascii=False))
        response.headers["Content-Type"] = choice.content_type
    response.status_code = problem.status
    response.headers.update(problem.headers)
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response


def _discreet(detail: str) -> str:
    """The sentence without the address of a server behind us, which is for the log alone."""
    settings = context().settings
    if not is_remote(settings):
        return detail
    detail = _MOVED.sub("has moved", detail.replace(settings.store.rstrip("/"), _BEHIND))
    host = urlsplit(settings.store).netloc
    return detail if host in settings.base else detail.replace(host, _BEHIND)


def _of_plan_error(error: PlanError) -> Problem:
    """What a lower layer refuses: its sentence, the status that fits, and whatever else it knows."""
    if isinstance(error, ParameterError):
        return as_problem(error, language_of(request))
    status = status_of(type(error))
    if status >= 500:
        log.error("%s at %s %a: %s", type(error).__name__, request.method, request.path, error)
    members: dict[str, Any] = {}
    if isinstance(error, QuerySyntaxError):
        members = {"line": error.line, "column": error.column}
    elif isinstance(error, FeatureRequestError):
        members = {"parameter": error.parameter}
    elif isinstance(error, UnknownQuestion):
        wiring = context()
        addresses = {name: wiring.links.absolute(wiring.address, f"questions/{name}") for name in error.near}
        members = {"near": [{"value": address, "title": name} for name, address in addresses.items()]}
    headers = {"Retry-After": "1"} if isinstance(error, (Busy, StoreUnavailable)) else {}
    return Problem(
        status, str(error), members={name: value for name, value in members.items() if value}, headers=headers
    )


def _not_acceptable(error: NotAcceptable) -> Problem:
    """What there is, for a request that accepts none of it."""
    return Problem(
        406,
        f"None of the formats asked for ({_shortened(error.asked)}) is on offer here.",
        members={"offered": [_described(media_type) for media_type in error.offered]},
    )


def _described(media_type: MediaType) -> dict[str, str]:
    """A format as the 406 answer lists it."""
    return {"media_type": media_type.mime, "format": media_type.name}


def _of_http(error: HTTPException) -> Problem:
    """What Flask and Werkzeug refuse, in our shape: their own sentence, their own headers (Allow, Location)."""
    if error.response is not None:  # a redirect of the router's
        return Problem(error.response.status_code, error.description or "", headers=dict(error.response.headers))
    detail = error.description or ""
    if isinstance(error, RequestEntityTooLarge):
        detail = "The request body is longer than this service takes."
    headers = {name: value for name, value in error.get_headers() if name not in ("Content-Type", "Content-Length")}
    return Problem(error.code or 500, detail, headers=headers)


def _unexpected(error: Exception) -> Problem:
    """A fault of ours: the log gets the trace, the client gets a sentence."""
    log.error("unexpected error at %s %a", request.method, request.path, exc_info=error)
    return Problem(500, "Something went wrong here; it has been logged and is ours to repair.")


def _shortened(text: str) -> str:
    """Long text of a client's, cut for repeating it."""
    return text if len(text) <= 200 else text[:200] + "…"
