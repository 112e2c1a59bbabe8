"""The OpenAPI description of SPARQL's own protocols: queries, updates and the graph store."""

from __future__ import annotations

from service.http.negotiation import DATASETS, GRAPHS, HTML, JSON, RESULTS, TABLES, MediaType
from service.openapi.operations import (
    CONDITIONS,
    READ,
    WRITE,
    Document,
    answer,
    errors,
    format_parameter,
    language_parameter,
    operation,
    parameter,
    query,
    reading,
    told,
)
from service.sparql.protocol import FORM, QUERY, UPDATE


def protocol_paths() -> Document:
    """SPARQL's queries and updates."""
    formats = (*RESULTS, *TABLES, *GRAPHS, *DATASETS, HTML)
    graphs = [query("default-graph-uri", many=True), query("named-graph-uri", many=True), format_parameter(formats)]
    graphs.append(query("timeout", {"type": "number", "exclusiveMinimum": 0, "maximum": 999_999_999}))
    using = [query("using-graph-uri", many=True), query("using-named-graph-uri", many=True)]
    asked = {"200": answer(formats, "Vary", "Cache-Control", "Geometry-Warning"), **errors(*READ, 403)}
    posted = {**asked, **errors(408, 413, 415)}
    return {
        "/sparql": {
            "get": operation(
                "query",
                "A SPARQL query; without one, what this service is, or the page to write one on.",
                asked,
                [query("query"), query("question"), *graphs],
            ),
            "post": {
                **operation("queryByPost", "A SPARQL query.", posted, [*graphs, parameter("ContentEncoding")]),
                "requestBody": _texts(QUERY, "query"),
            },
        },
        "/sparql/terms": {
            "get": operation(
                "terms",
                "The classes, properties and concepts that a query can use, the most used first.",
                _terms(),
                [format_parameter((JSON,)), language_parameter(), *CONDITIONS],
            )
        },
        "/update": {
            "post": {
                **operation(
                    "update",
                    "A SPARQL update: all of it, or nothing.",
                    {"204": told("Done.", "Geometry-Warning"), **errors(*WRITE)},
                    [*using, parameter("ContentEncoding")],
                ),
                "security": [{"writer": []}],
                "requestBody": _texts(UPDATE, "update"),
            }
        },
    }


def _terms() -> Document:
    """The terms, each with how a query names it, its group, its texts and how often the data have it."""
    texts = ("name", "label", "other_label", "comment")
    properties: Document = {
        **{name: {"type": "string"} for name in texts},
        "group": {"type": "string", "enum": ["class", "property", "concept"]},
        "used": {"type": "integer", "minimum": 0},
    }
    term = {"type": "object", "required": sorted(properties), "properties": properties}
    listed = {"type": "object", "required": ["terms"], "properties": {"terms": {"type": "array", "items": term}}}
    responses = reading((JSON,))
    responses["200"]["content"][JSON.mime] = {"schema": listed}
    return responses


def graph_paths() -> Document:
    """The graph store: a graph named by a parameter, or by the address itself."""
    naming = [
        query("graph", {"type": "string", "format": "iri"}),
        {**query("default", {"type": "string", "enum": [""]}), "allowEmptyValue": True},
    ]
    below = {"name": "path", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    return {
        "/graphs": _graph_operations("Graph", naming, (*GRAPHS, *DATASETS)),
        "/graphs/{path}": _graph_operations("GraphBelow", [below], GRAPHS),
        "/graph/{path}": _graph_operations("GraphHere", [below], GRAPHS),
    }


def _graph_operations(name: str, naming: list[Document], formats: tuple[MediaType, ...]) -> Document:
    """Reading, replacing, adding to and removing a graph."""
    conditions = [parameter(name) for name in ("IfMatch", "IfNoneMatch", "IfUnmodifiedSince")]
    writing = [*naming, *conditions, parameter("ContentEncoding")]
    done = {"204": told("Done."), "201": told("Done; the graph is new.", "Location"), **errors(*WRITE, 404, 406)}
    body: Document = {
        "required": True,
        "content": {
            **{media.mime: {"schema": {"type": "string"}} for media in GRAPHS},
            "multipart/form-data": {"schema": {"type": "object"}},
        },
    }
    put = {**body, "content": {mime: kind for mime, kind in body["content"].items() if "form" not in mime}}
    secured: Document = {"security": [{"writer": []}]}
    reading = [*naming, format_parameter(formats), *CONDITIONS]
    return {
        "get": operation(
            f"read{name}",
            "A graph; without a name, everything.",
            {
                "200": answer(formats, "ETag", "Last-Modified", "Cache-Control", "Vary"),
                "304": told("The copy is current.", "ETag", "Vary"),
                **errors(*READ, 410),
            },
            reading,
        ),
        "put": {**operation(f"replace{name}", "Replace a graph.", done, writing), **secured, "requestBody": put},
        "post": {**operation(f"addTo{name}", "Add to a graph.", done, writing), **secured, "requestBody": body},
        "delete": {
            **operation(
                f"remove{name}",
                "Remove a graph.",
                {"204": told("Done."), **errors(*WRITE, 404)},
                [*naming, *conditions],
            ),
            **secured,
        },
    }


def _texts(direct: str, name: str) -> Document:
    """A SPARQL text as a body, direct or in a form."""
    form = {"type": "object", "properties": {name: {"type": "string"}}, "required": [name]}
    return {"required": True, "content": {direct: {"schema": {"type": "string"}}, FORM: {"schema": form}}}
