"""/search: names and sentences that somebody is looking for, suggestions for what is being typed, OpenSearch."""

from __future__ import annotations

import json
from collections.abc import Callable

from flask import Blueprint, Response, make_response, render_template, request

from queries.search.asking import MOST, search, suggest
from queries.search.found import Kind, Match, Page
from queries.search.index import Snapshot
from queries.search.spelling import units
from service.answers.conditional import tagged
from service.answers.pages import page
from service.answers.search_results import (
    described,
    excerpt,
    kind_name,
    marked,
    open_search_suggestions,
    suggested,
    title_of,
)
from service.answers.tables import answer_json
from service.context import Context, context
from service.http.arguments import whole_number
from service.http.negotiation import HTML, JSON, SUGGESTIONS, Choice, choose
from service.http.problem import Problem
from service.words.interface import language_of

blueprint = Blueprint("search", __name__)

_PER_KIND = 5  # results of each kind on the first page
_SENTENCES = 10
_A_PAGE = 20
_SUGGESTIONS = 8
MOST_SUGGESTIONS = 20
FARTHEST = 10_000  # results that can be paged through


@blueprint.route("/search")
def results() -> Response:
    """What is found: a page grouped by kind, or a list for programs."""
    wiring = context()
    choice = choose(request.headers.get("Accept"), (JSON, HTML), request.args.get("format"))
    text = request.args.get("q", "")
    if not units(text):
        return _nothing_to_search(text, choice)
    kinds, limit, offset = _kinds(), whole_number("limit", _A_PAGE, 1, MOST), whole_number("offset", 0, 0, FARTHEST)
    language = language_of(request)

    def make(snapshot: Snapshot) -> Response:
        if choice.media_type is HTML and len(kinds) != 1:
            return _overview(snapshot, text, kinds, language)
        found = search(snapshot, text, language=language, kinds=kinds, limit=limit, offset=offset)
        following = _next(wiring, found, limit, offset)
        if choice.media_type is HTML:
            return _html(text, dict.fromkeys(kinds, found), found, following)
        return answer_json(_listed(wiring, snapshot, text, found, following), choice)

    return _answer(wiring, make, choice)


@blueprint.route("/search/suggest")
def suggestions() -> Response:
    """The names that somebody may be typing."""
    wiring = context()
    choice = choose(request.headers.get("Accept"), (JSON, SUGGESTIONS), request.args.get("format"))
    text = request.args.get("q", "")
    limit = whole_number("limit", _SUGGESTIONS, 1, MOST_SUGGESTIONS)
    language, kinds = language_of(request), _kinds()
    write = open_search_suggestions if choice.media_type is SUGGESTIONS else suggested

    def make(snapshot: Snapshot) -> Response:
        hits = suggest(snapshot, text, language=language, kinds=kinds, limit=limit)
        response = make_response(json.dumps(write(wiring, text, hits, language), ensure_ascii=False))
        response.headers["Content-Type"] = choice.content_type
        return response

    return _answer(wiring, make, choice)


@blueprint.route("/opensearch.xml")
def open_search() -> Response:
    """The description by which a browser offers this search in its address bar."""
    response = make_response(render_template("search/opensearch.xml", address=context().address))
    response.headers["Content-Type"] = "application/opensearchdescription+xml; charset=utf-8"
    response.vary.add("Accept-Language")
    return response


def _answer(wiring: Context, make: Callable[[Snapshot], Response], choice: Choice) -> Response:
    """The answer from what can be found now, tagged with its version; kept nowhere if the data are newer."""
    snapshot = wiring.searching.snapshot()
    language = language_of(request)
    response = (
        make(snapshot)
        if snapshot.version is None
        else tagged(snapshot.version, lambda: make(snapshot), wiring.address, choice.content_type, language)
    )
    if not wiring.searching.is_current(snapshot):
        response.headers["Cache-Control"] = "no-store"
    response.vary.update(("Accept", "Accept-Language"))
    return response


def _nothing_to_search(text: str, choice: Choice) -> Response:
    """The form, where nothing is looked for; programs are told what is wrong."""
    if choice.media_type is HTML:
        return page("search/form.html", text=text)
    if text:
        raise Problem(400, "q holds nothing to search for: no letter, digit or Chinese character.")
    raise Problem(400, "q is missing: the words to search for.")


def _overview(snapshot: Snapshot, text: str, kinds: list[Kind], language: str) -> Response:
    """The page with the best of every kind."""
    whole = search(snapshot, text, language=language, kinds=kinds, limit=1)
    groups = {
        kind: search(
            snapshot, text, language=language, kinds=[kind], limit=_SENTENCES if kind is Kind.SENTENCE else _PER_KIND
        )
        for kind in whole.counts
    }
    best_first = sorted(groups, key=lambda kind: list(Match).index(groups[kind].hits[0].match))
    return _html(text, {kind: groups[kind] for kind in best_first}, whole, None)


def _html(text: str, groups: dict[Kind, Page], whole: Page, following: str | None) -> Response:
    """The page of some groups of results."""
    return page(
        "search/results.html",
        text=text,
        groups={kind: found for kind, found in groups.items() if found.hits},
        whole=whole,
        following=following,
        kind_name=kind_name,
        title_of=title_of,
        marked=marked,
        excerpt=excerpt,
    )


def _listed(wiring: Context, snapshot: Snapshot, text: str, found: Page, following: str | None) -> dict[str, object]:
    """The results as JSON."""
    language = language_of(request)
    return {
        "query": text,
        "words": found.words,
        "total": found.total,
        "near": found.near,
        "partial": found.partial,
        "kinds": [
            {
                "kind": kind,
                "name": kind_name(kind, language),
                "total": total,
                "address": wiring.links.absolute(wiring.address, "search", [("q", text), ("kind", kind)]),
            }
            for kind, total in found.counts.items()
        ],
        "results": [described(wiring, hit, language) for hit in found.hits],
        "next": following,
        "version": snapshot.version,
        "current": wiring.searching.is_current(snapshot),
    }


def _next(wiring: Context, found: Page, limit: int, offset: int) -> str | None:
    """The address of the results after these."""
    if offset + limit >= min(found.total, FARTHEST):
        return None
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "offset"]
    return wiring.links.absolute(wiring.address, "search", [*kept, ("offset", str(offset + limit))])


def _kinds() -> list[Kind]:
    """The kinds that are asked for."""
    asked = [name for name in request.args.getlist("kind") if name]
    unknown = next((name for name in asked if name not in set(Kind)), None)
    if unknown is not None:
        raise Problem(400, f"There is no kind {unknown[:50]!r}; there are {', '.join(Kind)}.")
    return list(dict.fromkeys(map(Kind, asked)))
