"""/graphs and /graph/…: the SPARQL 1.1 Graph Store HTTP Protocol."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from flask import Blueprint, Response, request

from graph.store.errors import UnknownGraph
from graph.store.formats import Form, Format
from graph.store.sparql_text import is_iri
from service.answers.conditional import conditional, conditional_graph, require_preconditions
from service.context import context
from service.documents.nearness import near_graphs
from service.http.links import spellings
from service.http.negotiation import GRAPHS, WHOLE, MediaType, by_content_type, choose
from service.http.problem import Problem
from service.sparql.answers import send
from service.sparql.protocol import absolute_iri, media_type
from service.writing.authorization import require_right
from service.writing.withdrawal import refuse_withdrawn

blueprint = Blueprint("graphs", __name__)

_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_ALL = ["GET", "PUT", "POST", "DELETE"]


@blueprint.route("/graphs", methods=_ALL)
@blueprint.route("/graphs/", methods=_ALL)
def indirect() -> Response:
    """The graph that ?graph= or ?default names; without either, the whole dataset, or a new graph."""
    names = request.args.getlist("graph")
    default = "default" in request.args
    if len(names) + default > 1:
        raise Problem(400, "One graph at a time: ?default or one ?graph=.")
    if names:
        return _operate(_meant(absolute_iri(names[0], "graph")))
    if default:
        return _operate(None)
    if request.method in ("GET", "HEAD"):
        return _dataset()
    if request.method == "POST":
        return _create()
    raise Problem(400, "Name the graph: ?default or ?graph=.")


@blueprint.route("/graphs/<path:path>", methods=_ALL)
@blueprint.route("/graph/<path:path>", methods=_ALL)
def direct(path: str) -> Response:  # noqa: ARG001 - both addresses mean their own path
    """The graph whose name is this very address, under the base of the data."""
    written = _written(request.path.lstrip("/"))
    return _operate(next(filter(context().store.has_graph, written[1:]), written[0]))


def _written(path: str) -> list[str]:
    """The names that a graph with an address of ours may have in the data."""
    ways = spellings(context().links.iri(path))
    return [way for way in ways if is_iri(way)] or [absolute_iri(ways[0], "the graph")]


def _meant(iri: str) -> str:
    """The graph of that name; where there is none, the one that answers at that address of ours, under another base.

    So what Location told can be given to ?graph= as well.
    """
    wiring = context()
    if not iri.startswith(wiring.address) or wiring.links.path_of(iri) is not None or wiring.store.has_graph(iri):
        return iri
    return next(filter(wiring.store.has_graph, _written(unquote(iri.removeprefix(wiring.address)))), iri)


def _operate(name: str | None) -> Response:
    """What the method asks for; None is the default graph."""
    if request.method in ("GET", "HEAD"):
        return _read(name)
    wiring = context()
    require_right(wiring.writers.require(request), [name])
    if request.method == "DELETE":
        wiring.writing.delete(name, _preconditions(name))
        return Response(status=204)
    return _write(name)


def _read(name: str | None) -> Response:
    """A graph in the format asked for; as default graph, what queries take for it."""
    wiring = context()
    choice = choose(request.headers.get("Accept"), GRAPHS, request.args.get("format"))
    media = Format(choice.media_type.mime)

    def make() -> Response:
        if name is None and wiring.settings.union_default_graph:
            return send(wiring.store.query(_EVERYTHING, formats={Form.GRAPH: media}), choice.content_type)
        try:
            return send(wiring.store.read_graph(name, media), choice.content_type)
        except UnknownGraph as error:
            refuse_withdrawn(wiring.store, wiring.links, [str(name)])
            found = near_graphs(wiring.store, str(name))
            near = [{"value": graph, "title": wiring.links.path_of(graph) or graph} for graph in found]
            raise Problem(404, str(error), members={"near": near} if near else {}) from error

    if name is None and wiring.settings.union_default_graph:
        return _varying(conditional(wiring.store, make, choice.content_type))
    version, modified = wiring.writing.version(name), wiring.writing.modified(name)
    return _varying(conditional_graph(name, version, modified, choice.content_type, make))


def _dataset() -> Response:
    """Everything, graph by graph."""
    wiring = context()
    choice = choose(request.headers.get("Accept"), WHOLE, request.args.get("format"))
    media = Format(choice.media_type.mime)

    def make() -> Response:
        return send(wiring.store.dump(media), choice.content_type)

    return _varying(conditional(wiring.store, make, choice.content_type))


def _write(name: str | None) -> Response:
    """Make a graph hold the body (PUT), or add the body to it (POST)."""
    writing = context().writing
    if "Content-Range" in request.headers:  # which `curl -T … -C …` sends: the rest would pass for the whole
        raise Problem(400, "A graph is written whole; a part of it (Content-Range) is not taken.")
    parts = list(_bodies())
    if request.method == "PUT":
        if len(parts) != 1:
            raise Problem(400, "A PUT carries one graph.")
        created = writing.put(name, parts[0], _preconditions(name))
    else:
        created = writing.post(name, parts, _preconditions(name))
    return Response(status=201 if created else 204)


def _create() -> Response:
    """A new graph with a name of our choosing: Location is where it answers, a Link its name in the data."""
    wiring = context()
    token = wiring.writers.require(request)
    path = f"graphs/{secrets.token_hex(8)}"
    name = wiring.links.iri(path)
    require_right(token, [name])
    wiring.writing.post(name, list(_bodies()), _preconditions(name))
    address = wiring.links.absolute(wiring.address, path)
    return Response(status=201, headers={"Location": address, "Link": f'<{name}>; rel="describes"'})


def _preconditions(name: str | None) -> Callable[[], None]:
    """What has to be true of the graph when the write has its turn."""
    wiring = context()

    def require() -> None:
        exists = name is None or wiring.store.has_graph(name)
        require_preconditions(name, wiring.writing.version(name), wiring.writing.modified(name), exists=exists)

    return require


def _bodies() -> Iterator[tuple[bytes, Format]]:
    """The graphs a request carries: its body, or the parts of a form."""
    if media_type(request) == "multipart/form-data":
        if not request.files:
            raise Problem(400, "The form has no file in it; each graph is a part with a file name and a Content-Type.")
        for _, part in request.files.items(multi=True):
            yield _checked(part.read(), _format(part.content_type or ""))
    else:
        yield _checked(request.get_data(), _format(request.headers["Content-Type"]))


def _checked(data: bytes, media: Format) -> tuple[bytes, Format]:
    """The graph, unless its XML declares entities: a few hundred bytes of them are a gigabyte when they are read."""
    if media is Format.RDF_XML and (b"<!ENTITY" in data or b"\0" in data):
        raise Problem(400, "RDF/XML is taken as UTF-8 and without entity declarations; write the IRIs out.")
    return data, media


def _format(content_type: str) -> Format:
    """The format of a body; 415 where it is none that a graph can be read from."""
    found: MediaType | None = by_content_type(content_type, GRAPHS)
    if found is None:
        known = ", ".join(media.mime for media in GRAPHS)
        raise Problem(
            415, f"A graph is read from {known}; not from {content_type[:100]!r}.", headers={"Accept-Post": known}
        )
    return Format(found.mime)


def _varying(response: Response) -> Response:
    """The answer, marked as one of several formats."""
    response.vary.add("Accept")
    return response
