"""/healthz, /readyz and /openapi.json: what a machine asks before it asks anything else."""

from __future__ import annotations

import json

from flask import Blueprint, Response

from graph.store.errors import StoreError
from service.context import context
from service.openapi import description
from service.problems import Problem

blueprint = Blueprint("status", __name__)


@blueprint.route("/healthz")
def health() -> Response:
    """The process answers."""
    return _json({"status": "ok"})


@blueprint.route("/readyz")
def ready() -> Response:
    """The store answers, and holds something to ask for."""
    try:
        with context().store.query("ASK { ?s ?p ?o }") as answer:
            answer.read()
    except StoreError as error:
        raise Problem(503, f"The store does not answer: {error}", headers={"Retry-After": "5"}) from error
    return _json({"status": "ready"})


@blueprint.route("/openapi.json")
def openapi() -> Response:
    """The description of every address, for generators of clients."""
    wiring = context()
    return _json(description(wiring.address, wiring.catalogue))


def _json(content: object) -> Response:
    response = Response(json.dumps(content, ensure_ascii=False))
    response.headers["Content-Type"] = "application/json"
    return response
