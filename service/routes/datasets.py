"""/set/…: the datasets there are, in VoID and DCAT, counted in the store."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, request

from graph.store.formats import Format
from service.answers.conditional import negotiated
from service.answers.pages import page
from service.answers.serialization import serialized
from service.context import context
from service.datasets.graph import all_datasets_graph, known_datasets, one_dataset_graph
from service.http.negotiation import GRAPHS, HTML, WHOLE, choose
from service.http.problem import Problem
from service.words.interface import language_of

blueprint = Blueprint("datasets", __name__)


@blueprint.route("/set")
@blueprint.route("/set/")
@blueprint.route("/set/<path:name>")
@blueprint.route("/.well-known/void", endpoint="well_known")
def datasets(name: str | None = None) -> Response:
    """All datasets, or one: a named graph each."""
    wiring = context()
    choice = choose(request.headers.get("Accept"), (*GRAPHS, HTML), request.args.get("format"))

    def make() -> Response:
        found = known_datasets(wiring)
        shown = [dataset for dataset in found if name in (None, dataset.name)]
        if name and not shown:
            raise Problem(
                404, f"There is no dataset of that name; there are {', '.join(d.name for d in found) or 'none'}."
            )
        if choice.media_type is HTML:
            return page("datasets/list.html", datasets=shown, single=name is not None, formats=GRAPHS, whole=WHOLE)
        graph = all_datasets_graph(shown, wiring) if name is None else one_dataset_graph(shown[0], wiring)
        response = make_response(serialized(graph, Format(choice.media_type.mime)))
        response.headers["Content-Type"] = choice.content_type
        return response

    return negotiated(make, choice, language_of(request))
