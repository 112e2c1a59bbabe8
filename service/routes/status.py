"""/healthz, /readyz and /metrics: what a machine asks before it asks anything else."""

from __future__ import annotations

import json

from flask import Blueprint, Response

from graph.store.base import ask
from graph.store.errors import StoreError
from service.context import context
from service.http.problem import Problem
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
        ask(wiring.store, "ASK { ?s ?p ?o }")
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


def _fresh(content: object) -> Response:
    """An answer that is true now and not a moment later."""
    response = Response(json.dumps(content, ensure_ascii=False))
    response.headers["Content-Type"] = "application/json"
    response.headers["Cache-Control"] = "no-store"
    return response
