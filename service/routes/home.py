"""/: what this is, what it holds, and the ways in."""

from __future__ import annotations

from flask import Blueprint, Response, request

from service.conditional import conditional
from service.context import context
from service.overview import read_overview
from service.pages import page
from service.words import language_of

blueprint = Blueprint("home", __name__)


@blueprint.route("/")
def home() -> Response:
    """The first page."""
    wiring = context()

    def make() -> Response:
        return page("home.html", overview=read_overview(wiring.store), questions=wiring.catalogue.values())

    return conditional(wiring.store, make, language_of(request))
