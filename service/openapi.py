"""The OpenAPI 3.1 description: the fixed addresses, and one for each question of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from queries.ask import PAGE
from queries.question import Parameter, ParameterType, Question
from service.negotiation import DATASETS, GRAPHS, HTML, JSON, PROBLEM_JSON, RESULTS, MediaType
from service.protocol import FORM, QUERY, UPDATE
from service.routes.questions import offered

Document = dict[str, Any]

_TYPES: Mapping[ParameterType, Document] = {
    ParameterType.IRI: {"type": "string", "minLength": 1},
    ParameterType.DATE: {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
    ParameterType.INTEGER: {"type": "integer"},
    ParameterType.TEXT: {"type": "string", "minLength": 1},
    ParameterType.CHOICE: {"type": "string"},
}


def description(address: str, catalogue: Mapping[str, Question]) -> Document:
    """The whole description, for the address we are reached at."""
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
            **_protocol_paths(),
            **_linked_data_paths(),
            **_status_paths(),
            "/questions": {"get": _get("questions", "The list of questions.", (JSON, HTML))},
            **{f"/questions/{name}": {"get": _question(question)} for name, question in catalogue.items()},
        },
        "components": {
            "schemas": {"Problem": _PROBLEM, "Answer": _ANSWER},
            "securitySchemes": {"writer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _protocol_paths() -> Document:
    """SPARQL and the graph store."""
    graphs = [_query("default-graph-uri", many=True), _query("named-graph-uri", many=True), _query("format")]
    using = [_query("using-graph-uri", many=True), _query("using-named-graph-uri", many=True)]
    graph = [_query("graph"), _query("default"), _query("format")]
    results = (*RESULTS, *GRAPHS, *DATASETS, HTML)
    writer: list[Document] = [{"writer": []}]
    body = {"content": {media.mime: {"schema": {"type": "string"}} for media in GRAPHS}, "required": True}
    done = {"204": {"description": "Done."}, "201": {"description": "Done; the graph is new."}, **_REFUSED}
    return {
        "/sparql": {
            "get": {
                **_get("query", "A SPARQL query; without one, what this service is.", results),
                "parameters": [_query("query"), *graphs],
            },
            "post": {
                **_get("queryByPost", "A SPARQL query.", results),
                "parameters": graphs,
                "requestBody": _texts(QUERY, "query"),
            },
        },
        "/update": {
            "post": {
                "operationId": "update",
                "summary": "A SPARQL update.",
                "parameters": using,
                "security": writer,
                "requestBody": _texts(UPDATE, "update"),
                "responses": {"204": {"description": "Done."}, **_REFUSED},
            }
        },
        "/graphs": {
            "get": {**_get("readGraph", "A graph, or everything.", (*GRAPHS, *DATASETS)), "parameters": graph},
            "put": {
                "operationId": "replaceGraph",
                "summary": "Replace a graph.",
                "parameters": graph,
                "security": writer,
                "requestBody": body,
                "responses": done,
            },
            "post": {
                "operationId": "addToGraph",
                "summary": "Add to a graph.",
                "parameters": graph,
                "security": writer,
                "requestBody": body,
                "responses": done,
            },
            "delete": {
                "operationId": "removeGraph",
                "summary": "Remove a graph.",
                "parameters": graph,
                "security": writer,
                "responses": done,
            },
        },
    }


def _linked_data_paths() -> Document:
    """Things, documents, the vocabulary and the datasets."""
    path = {"name": "path", "in": "path", "required": True, "schema": {"type": "string"}}
    name = {**path, "name": "name"}
    formats = (*GRAPHS, HTML)
    see = {"operationId": "thing", "summary": "A thing: see its document.", "parameters": [path]}
    return {
        "/id/{path}": {"get": {**see, "responses": {"303": {"description": "The document about it."}}}},
        "/doc/{path}": {
            "get": {
                **_get("document", "The document about a thing.", formats),
                "parameters": [path, _query("page", {"type": "integer", "minimum": 1}), _query("format")],
            }
        },
        "/def/{name}": {
            "get": {**_get("vocabulary", "A vocabulary.", formats), "parameters": [name, _query("format")]}
        },
        "/set/": {"get": {**_get("datasets", "The datasets.", formats), "parameters": [_query("format")]}},
    }


def _status_paths() -> Document:
    """What machines ask first."""
    return {
        "/": {"get": _get("home", "The first page.", (HTML,))},
        "/healthz": {"get": _get("health", "Whether the process answers.", (JSON,))},
        "/readyz": {"get": _get("ready", "Whether the store answers.", (JSON,))},
        "/openapi.json": {"get": _get("openapi", "This description.", (JSON,))},
    }


def _question(question: Question) -> Document:
    """One question as an operation."""
    operation = _get(question.name, question.title["en"], offered(question))
    operation["description"] = question.description["en"]
    operation["tags"] = [question.subject]
    operation["responses"]["200"]["content"][JSON.mime] = {"schema": {"$ref": "#/components/schemas/Answer"}}
    operation["parameters"] = [
        *(_parameter(parameter) for parameter in question.parameters),
        _query("limit", {"type": "integer", "minimum": 1, "maximum": PAGE}),
        _query("offset", {"type": "integer", "minimum": 0}),
        _query("format"),
    ]
    return operation


def _parameter(parameter: Parameter) -> Document:
    """One parameter of a question."""
    schema: Document = dict(_TYPES[parameter.type])
    if parameter.choices:
        schema["enum"] = list(parameter.choices)
    described: Document = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.title["en"],
        "schema": {"type": "array", "items": schema, "maxItems": 100} if parameter.repeatable else schema,
    }
    if parameter.example:
        described["example"] = list(parameter.example) if parameter.repeatable else parameter.example[0]
    return described


def _get(identifier: str, summary: str, formats: tuple[MediaType, ...]) -> Document:
    """An operation that answers in these formats."""
    content: Document = {media.mime: {} for media in formats}
    return {
        "operationId": identifier,
        "summary": summary,
        "responses": {"200": {"description": "The answer.", "content": content}, **_REFUSED},
    }


def _query(name: str, schema: Document | None = None, *, many: bool = False) -> Document:
    """A parameter in the address."""
    kind = schema or {"type": "string"}
    return {
        "name": name,
        "in": "query",
        "required": False,
        "schema": {"type": "array", "items": kind} if many else kind,
    }


def _texts(direct: str, name: str) -> Document:
    """A SPARQL text as a body, direct or in a form."""
    form = {"type": "object", "properties": {name: {"type": "string"}}, "required": [name]}
    return {"required": True, "content": {direct: {"schema": {"type": "string"}}, FORM: {"schema": form}}}


_REFUSED: Document = {
    "default": {
        "description": "A problem (RFC 9457).",
        "content": {PROBLEM_JSON.mime: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
}
_PROBLEM: Document = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "line": {"type": "integer"},
        "column": {"type": "integer"},
    },
}
_ANSWER: Document = {
    "type": "object",
    "required": ["question", "parameters", "columns", "rows", "total", "next"],
    "properties": {
        "question": {"type": "string"},
        "parameters": {"type": "object"},
        "columns": {"type": "array", "items": {"type": "string"}},
        "rows": {"type": "array", "items": {"type": "object"}},
        "total": {"type": "integer"},
        "next": {"type": ["string", "null"]},
    },
}
