"""/update: the SPARQL 1.1 Protocol's update operation, for those who bring a token."""

from __future__ import annotations

from flask import Blueprint, Response, request

from graph.store.errors import QueryFailed, QuerySyntaxError
from graph.store.update_scope import read_scope
from service.context import context
from service.http.problem import Problem
from service.sparql.geometry_warnings import geometry_warnings, warning_headers
from service.sparql.outbound import closed
from service.sparql.protocol import own_address, update_operation, with_base
from service.sparql.using import with_dataset
from service.writing.authorization import require_right

blueprint = Blueprint("update", __name__)


@blueprint.route("/update", methods=["POST"])
@blueprint.route("/update/", methods=["POST"])
def carry_out() -> Response:
    """Carry out an update: all of it, or nothing."""
    wiring = context()
    token = wiring.writers.require(request)
    operation = update_operation(request)
    update = closed(operation.text)
    scope = read_scope(update.text, (*operation.default_graphs, *operation.named_graphs))
    require_right(token, scope.written, everywhere=scope.everywhere)
    text = with_dataset(scope.text, operation.default_graphs, operation.named_graphs)
    if "SERVICE" in update.loud:  # an engine may pass over its failure, inside EXISTS for one
        update.refuse()
    based = with_base(text, lambda: own_address(request, wiring.settings))
    try:
        wiring.writing.update(scope, based)
    except QuerySyntaxError as error:
        raise error.without(len(based) - len(text)) from error
    except QueryFailed as error:
        update.refuse()
        raise Problem(409, str(error)) from error  # CREATE of a graph that is there, COPY of one that is not …
    return Response(status=204, headers=warning_headers(geometry_warnings(update.text)))
