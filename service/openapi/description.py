"""The OpenAPI 3.1 description: every address there is, and one for each question of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import version

from queries.ask import PAGE
from queries.question import Parameter, ParameterType, Question
from queries.search.asking import MOST
from queries.search.found import Kind
from service.http.negotiation import GRAPHS, HTML, JSON, SUGGESTIONS, MediaType
from service.openapi.about import about_paths
from service.openapi.components import components
from service.openapi.features import feature_paths
from service.openapi.map import map_paths
from service.openapi.operations import (
    CONDITIONS,
    Document,
    answer,
    errors,
    format_parameter,
    language_parameter,
    operation,
    query,
    reading,
    schema,
    told,
)
from service.openapi.protocols import graph_paths, protocol_paths
from service.openapi.views import view_paths
from service.routes.questions import LISTED, offered
from service.routes.search import FARTHEST, MOST_SUGGESTIONS
from service.vocabulary.definitions import NAMES

_TYPES: Mapping[ParameterType, Document] = {
    ParameterType.IRI: {"type": "string", "minLength": 1},
    ParameterType.DATE: {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
    ParameterType.INTEGER: {"type": "integer"},
    ParameterType.TEXT: {"type": "string", "minLength": 1},
    ParameterType.CHOICE: {"type": "string"},
    ParameterType.WKT: {"type": "string", "minLength": 1},
}


def description(address: str, catalogue: Mapping[str, Question]) -> Document:
    """The whole description, for the address we are reached at. Each GET answers HEAD too, and each path OPTIONS."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "PlanGraph",
            "version": version("plangraph"),
            "description": "Questions, SPARQL and linked data over action plans.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": address.rstrip("/")}],
        "paths": {
            **protocol_paths(),
            **graph_paths(),
            **_search_paths(),
            **_linked_data_paths(),
            **_status_paths(),
            **view_paths(),
            **map_paths(),
            **about_paths(),
            **feature_paths(),
            "/questions": {"get": _questions()},
            **{f"/questions/{name}": {"get": _question(question)} for name, question in catalogue.items()},
        },
        "components": components(),
    }


def _linked_data_paths() -> Document:
    """Things, documents, the vocabulary and the datasets."""
    path = {"name": "path", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    name = {**path, "name": "name"}
    vocabulary = {**name, "schema": {"type": "string", "enum": list(NAMES)}}
    formats = (*GRAPHS, HTML)
    number = query("page", {"type": "integer", "minimum": 1, "maximum": 999_999_999})
    datasets = reading(formats, "Link")
    return {
        "/id/{path}": {
            "get": operation(
                "thing",
                "A thing: see its document.",
                {"303": told("The document about it.", "Location", "Vary"), **errors(404, 414, 431, 500)},
                [path],
            )
        },
        "/doc/{path}": {
            "get": operation(
                "document",
                "The document about a thing; a suffix (.ttl, .nt, .rdf, .jsonld, .html) names its format.",
                {**reading(formats, "Link", "Content-Location"), **errors(410)},
                [path, number, format_parameter(formats), language_parameter(), *CONDITIONS],
            )
        },
        "/def/{name}": {
            "get": operation(
                "vocabulary",
                "A vocabulary, with the same suffixes.",
                {"200": answer(formats, "Link", "Vary"), **errors(404, 406, 414, 431, 500)},
                [vocabulary, format_parameter(formats), language_parameter()],
            )
        },
        "/set/": {"get": operation("datasets", "The datasets.", datasets, _set_parameters(formats))},
        "/set/{name}": {"get": operation("dataset", "A dataset.", datasets, [name, *_set_parameters(formats)])},
        "/.well-known/void": {
            "get": operation("void", "The datasets, where VoID looks for them.", datasets, _set_parameters(formats))
        },
    }


def _set_parameters(formats: Iterable[MediaType]) -> list[Document]:
    return [format_parameter(formats), language_parameter(), *CONDITIONS]


def _search_paths() -> Document:
    """Searching, and what is completed while somebody writes."""
    text = query("q")
    kinds = query("kind", {"type": "string", "enum": list(Kind)}, many=True)
    limit, few = ({"type": "integer", "minimum": 1, "maximum": most} for most in (MOST, MOST_SUGGESTIONS))
    offset = query("offset", {"type": "integer", "minimum": 0, "maximum": FARTHEST})
    described = {"200": {"description": "The description.", "content": {"application/opensearchdescription+xml": {}}}}
    return {
        "/search": {
            "get": operation(
                "search",
                "Names and sentences that hold words, in Chinese, pinyin or English.",
                reading((JSON, HTML)),
                [text, kinds, query("limit", limit), offset, format_parameter((JSON, HTML)), language_parameter()],
            )
        },
        "/search/suggest": {
            "get": operation(
                "suggest",
                "The names that somebody may be typing.",
                reading((JSON, SUGGESTIONS)),
                [text, kinds, query("limit", few), format_parameter((JSON, SUGGESTIONS)), language_parameter()],
            )
        },
        "/sparql/terms": {
            "get": operation(
                "terms",
                "The classes, properties and concepts that a query can use.",
                reading((JSON,)),
                [format_parameter((JSON,)), language_parameter(), *CONDITIONS],
            )
        },
        "/opensearch.xml": {
            "get": operation("openSearch", "The OpenSearch description.", {**described, **errors(414, 431, 500)})
        },
    }


def _status_paths() -> Document:
    """What machines ask first, the first page, and the files that pages use."""
    file = {"name": "filename", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    state = answer((), "Cache-Control")
    state["content"] = {JSON.mime: {"schema": schema("State")}}
    figures = answer((), "Cache-Control")
    figures["content"] = {"text/plain": {}}
    always = errors(414, 431, 500)
    files = {
        "200": {"description": "The file.", "content": {"*/*": {}}},
        "304": told("The copy is current."),
        **errors(404),
    }
    return {
        "/": {
            "get": operation(
                "home",
                "The first page, with the shape of the plan named, else of the newest.",
                {**reading((HTML,)), **errors(404)},
                [query("plan"), language_parameter(), *CONDITIONS],
            )
        },
        "/healthz": {"get": operation("health", "Whether the process answers.", {"200": state, **always})},
        "/readyz": {"get": operation("ready", "Whether the store answers.", {"200": state, **errors(503), **always})},
        "/metrics": {"get": operation("metrics", "Figures for Prometheus.", {"200": figures, **always})},
        "/openapi.json": {"get": operation("openapi", "This description.", {"200": answer((JSON,)), **always})},
        "/static/{filename}": {"get": operation("file", "A file that pages use.", {**files, **always}, [file])},
    }


def _questions() -> Document:
    """The list of questions."""
    listed = answer(LISTED, "Vary")
    listed["content"][JSON.mime] = {"schema": schema("Questions")}
    responses = {"200": listed, **errors(406, 414, 431, 500)}
    return operation(
        "questions",
        "The list of questions, of a tag or with words where they are given; as RDF, their queries.",
        responses,
        [query("tag"), query("q"), format_parameter(LISTED), language_parameter()],
    )


def _question(question: Question) -> Document:
    """One question as an operation."""
    formats = (*offered(question), *GRAPHS)
    responses = reading(formats, "Link")
    responses["200"]["content"][JSON.mime] = {"schema": schema("Answer")}
    described = operation(
        question.name,
        question.title["en"],
        responses,
        [
            *(_parameter(parameter) for parameter in question.parameters),
            query("limit", {"type": "integer", "minimum": 1, "maximum": PAGE}),
            query("offset", {"type": "integer", "minimum": 0, "maximum": 10**12}),
            format_parameter(formats),
            language_parameter(),
            *CONDITIONS,
        ],
    )
    return {**described, "description": question.description["en"], "tags": [question.subject]}


def _parameter(parameter: Parameter) -> Document:
    """One parameter of a question."""
    kind: Document = dict(_TYPES[parameter.type])
    if parameter.choices:
        kind["enum"] = list(parameter.choices)
    bounds = {"minimum": parameter.minimum, "maximum": parameter.maximum}
    kind.update({name: bound for name, bound in bounds.items() if bound is not None})
    if parameter.default is not None:
        kind["default"] = parameter.default
    described: Document = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.title["en"],
        "schema": {"type": "array", "items": kind, "maxItems": 100} if parameter.repeatable else kind,
    }
    if parameter.example:
        described["example"] = list(parameter.example) if parameter.repeatable else parameter.example[0]
    return described
