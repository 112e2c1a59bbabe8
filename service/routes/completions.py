"""/sparql/terms: the classes, properties and concepts that the query editor completes."""

from __future__ import annotations

import json
from dataclasses import asdict

from flask import Blueprint, Response, make_response, request

from service.answers.conditional import negotiated
from service.context import context
from service.datasets.graph import known_partitions
from service.http.negotiation import JSON, choose
from service.vocabulary.terms import usable_terms
from service.words.interface import language_of

blueprint = Blueprint("completions", __name__)


@blueprint.route("/sparql/terms")
def completions() -> Response:
    """Every term that a query can use, the most used first."""
    wiring = context()
    choice = choose(request.headers.get("Accept"), (JSON,), request.args.get("format"))
    language = language_of(request)

    def make() -> Response:
        found = wiring.remembered.get(("terms", language), lambda: usable_terms(known_partitions(wiring), language))
        response = make_response(json.dumps({"terms": [asdict(term) for term in found]}, ensure_ascii=False))
        response.headers["Content-Type"] = choice.content_type
        return response

    return negotiated(make, choice, language)
