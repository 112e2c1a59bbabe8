"""/explore: a part of the graph as a picture and as tables; what is shown stands in the address."""

from __future__ import annotations

from flask import Blueprint, Response, request

from graph.store.base import Store, select
from ontology.namespaces import ONTOLOGY, sparql_prologue
from queries.ask import ask
from queries.errors import ParameterError
from queries.question import Parameter, ParameterType
from queries.resolution import resolve
from service.answers.conditional import negotiated
from service.answers.pages import page
from service.answers.refusal import refusal
from service.answers.tables import answer_json
from service.context import Context, context
from service.http.negotiation import HTML, JSON, Choice, choose
from service.http.problem import Problem
from service.pictures.neighbourhood import (
    KINDS,
    MOST_EXPANDED,
    MOST_LINKS,
    MOST_NODES,
    RELATIONS,
    USUAL,
    Edge,
    Neighbourhood,
    Wanted,
    edges_of_rows,
    read_neighbourhood,
)
from service.words.interface import language_of
from service.words.labels import read_labels
from service.words.views import speaker

blueprint = Blueprint("explore", __name__)

OFFERED = (JSON, HTML)
_WAYS = "links-between"  # the question that finds the ways between two things
_CLASSES = tuple(str(ONTOLOGY[name]) for name in ("Entity", "Node", "Goal", "Target", "Plan"))


@blueprint.route("/explore")
def explore() -> Response:
    """The part of the graph that the address names, as a page or as JSON."""
    wiring = context()
    choice = choose(request.headers.get("Accept"), OFFERED, request.args.get("format"))
    return negotiated(lambda: _answer(wiring, choice), choice, language_of(request))


def _answer(wiring: Context, choice: Choice) -> Response:
    language = language_of(request)
    try:
        wanted, end = _wanted(wiring)
    except ParameterError as error:
        if choice.media_type is JSON:
            raise
        response = page("explore/start.html", say=speaker(), refusal=refusal(error, language), **_starts(wiring.store))
        response.status_code = 400
        return response
    if wanted is None:
        if choice.media_type is JSON:
            raise Problem(400, "focus is missing: the thing to begin with, by IRI or name.")
        return page("explore/start.html", say=speaker(), refusal=None, **_starts(wiring.store))
    seen = read_neighbourhood(wiring.store, wanted, wiring.links.iri("graph/inferred/"), language)
    told = _told(wiring, wanted, seen)
    return answer_json(told, choice) if choice.media_type is JSON else _html(wiring.store, wanted, end, seen, told)


def _wanted(wiring: Context) -> tuple[Wanted | None, str | None]:
    """What the address asks for, and the other end of the ways that it asks for."""
    kinds, relations = _words("kind", KINDS), _words("relation", tuple(RELATIONS)) or USUAL
    focus = _thing(wiring.store, "focus")
    end = _thing(wiring.store, "to")
    if focus is None:
        return None, end
    expanded = _expanded(wiring.store)
    if end is None:
        return Wanted(focus, tuple(dict.fromkeys((focus, *expanded))), (), kinds, relations), None
    return Wanted(focus, expanded, (*_ways(wiring, focus, end),), kinds, relations), end


def _expanded(store: Store) -> tuple[str, ...]:
    given = [text for text in request.args.getlist("expand") if text.strip()]
    if len(given) > MOST_EXPANDED:
        raise Problem(400, f"expand is given {len(given)} times; it may be {MOST_EXPANDED}.")
    return tuple(dict.fromkeys(_resolved(store, "expand", text) for text in given))


def _ways(wiring: Context, focus: str, end: str) -> tuple[Edge, ...]:
    """The links on the shortest ways from one thing to the other."""
    answer = ask(wiring.store, wiring.catalogue[_WAYS], {"one": focus, "other": end}, limit=MOST_NODES)
    return edges_of_rows(answer.rows)


def _thing(store: Store, name: str) -> str | None:
    given = request.args.get(name, "").strip()
    return _resolved(store, name, given) if given else None


def _resolved(store: Store, name: str, given: str) -> str:
    """The thing that a text names. Raises ParameterError."""
    title = {"zh": "事物", "en": "Thing"}
    keys = (str(ONTOLOGY.number),)
    parameter = Parameter(name, ParameterType.IRI, title, variable=name, classes=_CLASSES, keys=keys)
    return resolve(store, parameter, given.strip())


def _words(name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    given = tuple(dict.fromkeys(request.args.getlist(name)))
    unknown = next((word for word in given if word not in known), None)
    if unknown is not None:
        raise Problem(400, f"{name} must be some of {', '.join(known)}, not {unknown[:50]!r}.")
    return given


def _told(wiring: Context, wanted: Wanted, seen: Neighbourhood) -> dict[str, object]:
    """The part of the graph as JSON."""
    return {
        "focus": wanted.focus,
        "expanded": list(wanted.expanded),
        "nodes": [
            {
                "iri": node.iri,
                "label": node.label,
                "kind": node.kind,
                "expanded": node.is_expanded,
                "links": node.links,
                "address": wiring.links.document(node.iri),
            }
            for node in seen.nodes
        ],
        "edges": [
            {
                "from": edge.source,
                "property": str(ONTOLOGY[edge.relation]),
                "label": seen.labels[str(ONTOLOGY[edge.relation])],
                "to": edge.target,
            }
            for edge in seen.edges
        ],
        "cut": seen.is_cut,
    }


def _html(store: Store, wanted: Wanted, end: str | None, seen: Neighbourhood, told: dict[str, object]) -> Response:
    """The page: the picture's data, the tables, and what the view can be changed to."""
    language = language_of(request)
    properties = {name: str(ONTOLOGY[name]) for name in RELATIONS}
    return page(
        "explore/graph.html",
        say=speaker(),
        wanted=wanted,
        end=end,
        seen=seen,
        told=told,
        most_links=MOST_LINKS,
        most_nodes=MOST_NODES,
        relation_labels=read_labels(store, properties.values(), language),
        properties=properties,
        is_filtered=wanted.relations != USUAL,
        labels=read_labels(store, [iri for iri in (wanted.focus, end) if iri], language),
        ontology=str(ONTOLOGY),
    )


def _starts(store: Store) -> dict[str, object]:
    """A few things to begin with: the units with most tasks, and the goals."""
    query = """SELECT ?thing (COUNT(DISTINCT ?task) AS ?tasks) WHERE {
      ?task plan:responsibleUnit|plan:contributesTo ?thing } GROUP BY ?thing ORDER BY DESC(?tasks) ?thing LIMIT 10"""
    things = [str(row["thing"]) for row in select(store, sparql_prologue() + query).records if row["thing"]]
    return {"starts": things, "labels": read_labels(store, things, language_of(request))}
