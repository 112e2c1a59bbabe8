"""/def/…: the vocabulary, the same under every base, as a page and as RDF."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, request

from graph.store.formats import Format
from service.answers.conditional import negotiated
from service.answers.pages import page
from service.answers.serialization import serialized
from service.context import context
from service.http.negotiation import GRAPHS, HTML, TURTLE, Choice, choose
from service.http.problem import Problem
from service.vocabulary.definitions import NAMES, defined, terms, turtle
from service.words.interface import language_of

blueprint = Blueprint("definitions", __name__)

_SUFFIXES = {f".{media_type.name}": media_type for media_type in (*GRAPHS, HTML)}


@blueprint.route("/def/<path:name>")
def vocabulary(name: str) -> Response:
    """A vocabulary in the format that the suffix, ?format= or the Accept header asks for."""
    choice = None
    for suffix, media_type in _SUFFIXES.items():
        if name.endswith(suffix):
            name, choice = name.removesuffix(suffix), Choice(media_type, media_type.header())
    if name not in NAMES:
        raise Problem(404, f"There is no vocabulary of that name; there are {', '.join(NAMES)}.")
    chosen = choice or choose(request.headers.get("Accept"), (*GRAPHS, HTML), request.args.get("format"))
    response = negotiated(lambda: _made(name, chosen), chosen, language_of(request))
    for media_type in (*GRAPHS, HTML):
        target = context().links.to(f"def/{name}.{media_type.name}")
        response.headers.add("Link", f'<{target}>; rel="alternate"; type="{media_type.mime}"')
    return response


def _made(name: str, choice: Choice) -> Response:
    """A vocabulary as a page or as RDF."""
    if choice.media_type is HTML:
        found = terms(name, language_of(request))
        return page("vocabulary/terms.html", name=name, names=NAMES, terms=found, formats=GRAPHS)
    response = make_response(_serialized(name, choice))
    response.headers["Content-Type"] = choice.content_type
    return response


def _serialized(name: str, choice: Choice) -> bytes:
    """A vocabulary as RDF; as Turtle, the file as it was written where there is one."""
    if choice.media_type is TURTLE and (written := turtle(name)) is not None:
        return written
    return serialized(defined(name), Format(choice.media_type.mime))
