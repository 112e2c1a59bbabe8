"""/sparql: the SPARQL 1.1 Protocol's query operation, the service description, and a page to write queries on."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, make_response, request

from graph.store.answer import Answer, read_boolean, read_table
from graph.store.errors import FormatNotOffered
from graph.store.formats import Form, Format
from service.answers import SHOWN_ROWS, send
from service.context import context
from service.description import description
from service.examples import examples
from service.negotiation import DATASETS, GRAPHS, HTML, RESULTS, Choice, MediaType, NotAcceptable, choose
from service.outbound import closed
from service.pages import page
from service.protocol import Operation, query_operation, with_base
from service.words import language_of

blueprint = Blueprint("sparql", __name__)

_OFFERED: dict[Form, tuple[MediaType, ...]] = {
    Form.BINDINGS: (*RESULTS, HTML),
    Form.BOOLEAN: (*RESULTS, HTML),
    Form.GRAPH: (*GRAPHS, *DATASETS, HTML),
}
# What a page shows is read from these.
_BEHIND_HTML = {Form.BINDINGS: Format.JSON, Form.BOOLEAN: Format.JSON, Form.GRAPH: Format.TURTLE}


@blueprint.route("/sparql", methods=["GET", "POST"])
@blueprint.route("/sparql/", methods=["GET", "POST"])
def answer_query() -> Response:
    """Answer a query; without one, say what this is: as a page, or as a service description."""
    operation = query_operation(request)
    if operation is None:
        return _introduction()
    query = closed(operation.text)
    choices = _choices(operation)
    answer = _ask(operation, with_base(query.text, request.base_url), choices)
    query.refuse()
    choice = choices[answer.form]
    if choice.media_type is HTML:
        return _result_page(operation, answer)
    response = send(answer, choice.content_type)
    response.vary.add("Accept")
    return response


def _ask(operation: Operation, text: str, choices: dict[Form, Choice]) -> Answer:
    """The store's answer, parsed and not yet computed, in whichever of the formats chosen fits its form."""
    wiring = context()
    formats = {
        form: _BEHIND_HTML[form] if choice.media_type is HTML else Format(choice.media_type.mime)
        for form, choice in choices.items()
    }
    given = bool(operation.default_graphs or operation.named_graphs)
    try:
        return wiring.store.query(
            text,
            formats=formats,
            default_graphs=operation.default_graphs if given else None,
            named_graphs=operation.named_graphs if given else None,
            union_default=wiring.settings.union_default_graph,
        )
    except FormatNotOffered:
        offered = {media_type.mime: media_type for form in Form for media_type in _OFFERED[form]}
        asked = operation.format or request.headers.get("Accept", "")
        raise NotAcceptable(asked, tuple(offered.values())) from None


def _choices(operation: Operation) -> dict[Form, Choice]:
    """The format to answer in for each form an answer may have; a form for which none is acceptable is left out."""
    chosen = {}
    for form, offered in _OFFERED.items():
        try:
            chosen[form] = choose(request.headers.get("Accept"), offered, operation.format)
        except NotAcceptable:
            continue
    return chosen


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
