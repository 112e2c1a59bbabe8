"""/update: the SPARQL 1.1 Protocol's update operation, for those who bring the token."""

from __future__ import annotations

from flask import Blueprint, Response, request

from graph.store.errors import QueryFailed
from service.authorization import require_writer
from service.context import context
from service.outbound import closed
from service.problems import Problem
from service.protocol import update_operation, with_base
from service.using import with_dataset

blueprint = Blueprint("update", __name__)


@blueprint.route("/update", methods=["POST"])
@blueprint.route("/update/", methods=["POST"])
def carry_out() -> Response:
    """Carry out an update: all of it, or nothing."""
    wiring = context()
    require_writer(request, wiring.settings.write_token)
    operation = update_operation(request)
    update = closed(operation.text)
    text = with_dataset(update.text, operation.default_graphs, operation.named_graphs)
    if "SERVICE" in update.loud:  # an engine may pass over its failure, inside EXISTS for one
        update.refuse()
    try:
        wiring.store.update(with_base(text, request.base_url))
    except QueryFailed as error:
        update.refuse()
        raise Problem(409, str(error)) from error  # CREATE of a graph that is there, COPY of one that is not …
    return Response(status=204)
