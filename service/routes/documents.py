"""/id/… and /doc/…: every thing of the graph under its own address, and the document about it in every format."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, make_response, redirect, request
from rdflib.namespace import SKOS

from graph.store.formats import Form, Format
from graph.store.sparql_text import is_iri
from service.answers.conditional import negotiated
from service.answers.pages import page
from service.answers.serialization import serialized_triples
from service.context import Context, context
from service.documents.kinds import CONCERNING, kind_word
from service.documents.nearness import near
from service.documents.position import read_position
from service.documents.resource import count_pages, graph_query, is_known, read_resource, read_vocabulary
from service.documents.text_view import PlanText, contents, marked_up, read_text
from service.documents.written import Written
from service.features.parameters import feature_path
from service.http.links import Links, spellings
from service.http.negotiation import GEOJSON, GRAPHS, HTML, Choice, choose
from service.http.problem import Problem
from service.located.small import read_small_map
from service.words.interface import language_of, word, words_of
from service.words.map import script_words
from service.words.views import speaker
from service.writing.withdrawal import is_any_withdrawn, refuse_withdrawn, withdrawable

blueprint = Blueprint("documents", __name__)

_OFFERED = (*GRAPHS, HTML)
_SUFFIXES = {f".{media_type.name}": media_type for media_type in _OFFERED}


@blueprint.route("/id/<path:path>")
def thing(path: str) -> Response:
    """A thing cannot be sent; the document about it can (303)."""
    links = context().links
    target = links.to(f"doc/{path}") + (f"?{request.query_string.decode('latin-1')}" if request.query_string else "")
    response = make_response(redirect(target, 303))
    response.vary.add("Accept")
    return response


@blueprint.route("/doc/<path:path>")
def document(path: str) -> Response:
    """The document about a thing, in the format that the suffix, ?format= or the Accept header asks for."""
    path, choice = _format(path)
    wiring = context()
    ways = [way for way in spellings(wiring.links.iri(f"id/{path}")) if is_iri(way)]
    if not ways:
        raise Problem(404, "There is nothing here under that name.")
    make = _html if choice.media_type is HTML else _graph
    number = _page_number()

    def answer() -> Response:
        _refuse_withdrawn(wiring, path)
        return make(wiring, path, _as_known(wiring, ways), number, choice)

    return negotiated(answer, choice, language_of(request))


def _refuse_withdrawn(wiring: Context, path: str) -> None:
    """410 where the thing was withdrawn; not asked as long as it is known that nothing was."""
    store = wiring.store
    if store.version() is None or wiring.remembered.get("any withdrawn", lambda: is_any_withdrawn(store)):
        refuse_withdrawn(store, wiring.links, withdrawable(wiring.links, path))


def _as_known(wiring: Context, ways: Sequence[str]) -> str:
    """The identifier as the data spell it, of the ways in which it may be spelt."""
    return next((way for way in ways[1:] if is_known(wiring.store, way)), ways[0])


def _format(path: str) -> tuple[str, Choice]:
    """The thing's path and the format to answer in."""
    for suffix, media_type in _SUFFIXES.items():
        if path.endswith(suffix):
            return path.removesuffix(suffix), Choice(media_type, media_type.header())
    return path, choose(request.headers.get("Accept"), _OFFERED, request.args.get("format"))


def _page_number() -> int:
    """The page that ?page= asks for, from 1."""
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 9 and int(text) >= 1):
        raise Problem(400, "page must be a whole number from 1.")
    return int(text)


def _html(wiring: Context, path: str, iri: str, number: int, choice: Choice) -> Response:  # noqa: ARG001 - as _graph
    """The page about a thing; the page of a plan's text is the text."""
    if path.startswith("text/") and (text := read_text(wiring.store, iri)) is not None:
        return _linked(_text_page(text), wiring, path, 1, 1)
    known = wiring.remembered.get("vocabulary of pages", lambda: read_vocabulary(wiring.store))
    inferred_below = wiring.links.iri("graph/inferred/")
    why = "why" in request.args
    resource = read_resource(wiring.store, known, iri, language_of(request), inferred_below, number, why=why)
    if resource is None:
        raise _unknown(wiring, path, iri, number)
    pages = _pages(wiring, iri, number, more=resource.has_next)
    classes = (kind.cell.value for kind in resource.types)
    response = page(
        "doc/resource.html",
        resource=resource,
        position=read_position(wiring.store, iri, classes, language_of(request), known.terms) if number == 1 else None,
        path=path,
        suffix=_suffix(path),
        number=number,
        why=why,
        formats=GRAPHS,
        feature=feature_path(path),
        alternative=str(SKOS.altLabel),
        concerning=CONCERNING,
        writing=Written,
        kind_word=kind_word(wiring.links, language_of(request)),
        say=speaker(),
        small_map=read_small_map(wiring.store, wiring.links, resource, language_of(request)) if number == 1 else None,
        small_words=script_words(language_of(request)),
    )
    return _linked(response, wiring, path, number, pages)


def _text_page(text: PlanText) -> Response:
    """A plan's whole text, with its table of contents."""
    language = language_of(request)
    kinds = {key.removeprefix("kind_"): word(key, language) for key in words_of("kind_")}
    return page("doc/text.html", text=text, marked_up=marked_up, contents=contents(text), kinds=kinds)


def _graph(wiring: Context, path: str, iri: str, number: int, choice: Choice) -> Response:
    """The same as a graph."""
    answer = wiring.store.query(graph_query(iri, number), formats={Form.GRAPH: Format.N_TRIPLES})
    triples = answer.read()
    if not triples.strip():
        raise _unknown(wiring, path, iri, number)
    pages = _pages(wiring, iri, number, more=True)
    response = make_response(serialized_triples(triples, Format(choice.media_type.mime), iri))
    response.headers["Content-Type"] = choice.content_type
    response.headers["Content-Location"] = wiring.links.to(
        f"doc/{path}.{choice.media_type.name}", page=number if number > 1 else None
    )
    return _linked(response, wiring, path, number, pages)


def _pages(wiring: Context, iri: str, number: int, *, more: bool) -> int:
    """How many pages there are; counted only where there may be more than this one. 404 beyond the last."""
    if number == 1 and not more:
        return 1
    pages = count_pages(wiring.store, iri)
    if number > pages:
        raise _no_page(number, pages)
    return pages


def _no_page(number: int, last: int) -> Problem:
    return Problem(404, f"There is no page {number} about this; the last one is {last}.")


def _unknown(wiring: Context, path: str, iri: str, number: int) -> Problem:
    """404, with what is near; of a thing that is there, with its last page."""
    if number > 1 and is_known(wiring.store, iri):
        return _no_page(number, count_pages(wiring.store, iri))
    found = near(wiring.store, wiring.links, path, language_of(request))
    members = {"near": [{"value": thing, "title": label} for thing, label in found]} if found else {}
    return Problem(404, f"Nothing here has the identifier {iri}.", members=members)


def _linked(response: Response, wiring: Context, path: str, number: int, pages: int) -> Response:
    """The answer with its Link headers: what it is about, its other formats, its neighbours (RFC 8288)."""
    links = wiring.links

    def address(suffix: str = "", number: int = number) -> str:
        return links.to(f"doc/{path}{suffix}", page=number if number > 1 else None)

    told = [(address(), 'rel="canonical"'), (links.to(f"id/{path}"), 'rel="describes"')]
    told.append((address(".ttl"), 'rel="describedby"; type="text/turtle"'))
    told += [(address(f".{media.name}"), f'rel="alternate"; type="{media.mime}"') for media in _OFFERED]
    if feature := feature_path(path):
        told.append((links.to(feature, f="json"), f'rel="alternate"; type="{GEOJSON.mime}"'))
    if pages > 1:
        near = {"first": 1, "prev": number - 1, "next": number + 1, "last": pages}
        told += [(_same_format(links, path, at), f'rel="{name}"') for name, at in near.items() if 1 <= at <= pages]
    for target, what in told:
        response.headers.add("Link", f"<{target}>; {what}")
    return response


def _same_format(links: Links, path: str, number: int) -> str:
    """Another page in the format that this request's own address names, if it names one."""
    page_number = number if number > 1 else None
    return links.to(f"doc/{path}{_suffix(path)}", format=request.args.get("format"), page=page_number)


def _suffix(path: str) -> str:
    """The suffix by which this request's own address names a format, if it does."""
    return next((suffix for suffix in _SUFFIXES if request.path == f"/doc/{path}{suffix}"), "")
