"""/: what this is, what it holds, and the ways in."""

from __future__ import annotations

from flask import Blueprint, Response, request

from graph.store.sparql_text import is_iri
from service.answers.conditional import conditional
from service.answers.pages import page
from service.context import context
from service.http.problem import Problem
from service.overview.glance import read_overview
from service.words.interface import language_of

blueprint = Blueprint("home", __name__)

# What people ask first; the list of all has the rest.
_ASKED = (
    *("tasks-of-unit", "tasks-at-place", "tasks-shared-by", "tasks-due-by", "unit-load"),
    *("partners-of-unit", "units-of-goal", "targets", "links-between", "sentences-about"),
)
_NO_PLAN = "There is no plan of that name; the question “plans” lists them all."


@blueprint.route("/")
def home() -> Response:
    """The first page."""
    wiring = context()
    plan = request.args.get("plan")
    chosen = None if plan is None else wiring.links.iri(f"id/plan/{plan}")
    if chosen is not None and not is_iri(chosen):
        raise Problem(404, _NO_PLAN)

    def make() -> Response:
        overview = read_overview(wiring.store, language_of(request), wiring.links.iri("graph/inferred/"), chosen)
        if overview is None:
            raise Problem(404, _NO_PLAN)
        asked = [wiring.catalogue[name] for name in _ASKED if name in wiring.catalogue]
        return page("home.html", overview=overview, asked=asked, questions=list(wiring.catalogue.values()))

    return conditional(wiring.store, make, language_of(request))
