"""/healthz, /readyz, /metrics and /openapi.json: what a machine asks before it asks anything else."""

from __future__ import annotations

import json

from flask import Blueprint, Response

from graph.store.errors import StoreError
from service.context import context
from service.http.problem import Problem
from service.openapi.description import description
from service.operations.base_check import base_warning
from service.operations.metrics import CONTENT_TYPE

blueprint = Blueprint("status", __name__)


@blueprint.route("/healthz")
def health() -> Response:
    """The process answers."""
    return _fresh({"status": "ok"})


@blueprint.route("/readyz")
def ready() -> Response:
    """The store answers; with a warning where its plans are not those that this service answers for."""
    wiring = context()
    try:
        with wiring.store.query("ASK { ?s ?p ?o }") as answer:
            answer.read()
        warning = wiring.remembered.get("base", lambda: base_warning(wiring.store, wiring.settings.base))
    except StoreError as error:
        raise Problem(503, f"The store does not answer: {error}", headers={"Retry-After": "5"}) from error
    return _fresh({"status": "ready"} | ({"warning": warning} if warning else {}))


@blueprint.route("/metrics")
def metrics() -> Response:
    """The figures that Prometheus reads."""
    response = Response(context().metrics.text())
    response.headers["Content-Type"] = CONTENT_TYPE
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/openapi.json")
def openapi() -> Response:
    """The description of every address, for generators of clients."""
    wiring = context()
    return _json(description(wiring.address, wiring.catalogue))


def _fresh(content: object) -> Response:
    """An answer that is true now and not a moment later."""
    response = _json(content)
    response.headers["Cache-Control"] = "no-store"
    return response


def _json(content: object) -> Response:
    response = Response(json.dumps(content, ensure_ascii=False))
    response.headers["Content-Type"] = "application/json"
    return response
