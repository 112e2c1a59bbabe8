"""/sparql: the SPARQL 1.1 Protocol's query operation, the service description, and a page to write queries on."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, make_response, request

from graph.store.answer import Answer, read_boolean, read_table
from graph.store.formats import Form, Format
from service.answers import SHOWN_ROWS, send
from service.context import context
from service.description import description
from service.examples import examples
from service.negotiation import DATASETS, GRAPHS, HTML, RESULTS, choose
from service.pages import page
from service.protocol import Operation, query_operation
from service.querying import answered, choices, is_volatile
from service.words import language_of

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
@blueprint.route("/sparql/", methods=["GET", "POST"])
def answer_query() -> Response:
    """Answer a query; without one, say what this is: as a page, or as a service description."""
    operation = query_operation(request)
    if operation is None:
        return _introduction()
    chosen = choices(request.headers.get("Accept"), operation.format)
    answer = answered(request, operation, chosen, context())
    choice = chosen[answer.form]
    response = _result_page(operation, answer) if choice.media_type is HTML else send(answer, choice.content_type)
    response.vary.add("Accept")
    if is_volatile(operation.text):
        response.headers["Cache-Control"] = "no-store"
    return response


def _introduction() -> Response:
    """The service description, or the page for a browser."""
    choice = choose(request.headers.get("Accept"), (*GRAPHS, HTML), request.args.get("format"))
    if choice.media_type is HTML:
        return _editor("", None)
    response = make_response(description(context(), Format(choice.media_type.mime)))
    response.headers["Content-Type"] = choice.content_type
    response.vary.add("Accept")
    return response


def _result_page(operation: Operation, answer: Answer) -> Response:
    """The page with the query and its answer."""
    content = answer.read()
    if answer.form is Form.BOOLEAN:
        return _editor(operation.text, {"boolean": read_boolean(content)})
    if answer.form is Form.GRAPH:
        return _editor(operation.text, {"graph": content.decode()})
    table = read_table(content)
    shown = {"variables": table.variables, "rows": table.rows[:SHOWN_ROWS], "total": len(table.rows)}
    return _editor(operation.text, shown)


def _editor(text: str, result: Mapping[str, object] | None) -> Response:
    """The page that takes queries, with the one it has and its answer."""
    return page(
        "sparql/editor.html",
        text=text,
        result=result,
        examples=examples(language_of(request)),
        union_default=context().settings.union_default_graph,
        formats=(*RESULTS, *GRAPHS, *DATASETS),
    )
