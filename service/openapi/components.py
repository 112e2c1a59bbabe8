"""What the operations of the OpenAPI description share: parameters, headers, errors, the shapes of JSON answers."""

from __future__ import annotations

from service.http.negotiation import HTML, PROBLEM_JSON
from service.openapi.feature_schemas import FEATURE_SCHEMAS
from service.openapi.operations import ERRORS, Document, referred, schema

_STRING: Document = {"type": "string"}
_ERROR_HEADERS = {
    401: ("WWW-Authenticate",),
    403: ("WWW-Authenticate",),
    410: ("Link",),
    415: ("Accept-Post", "Accept-Encoding"),
    503: ("Retry-After",),
}
_HEADERS = {
    "ETag": "Changes with the data; send it back in If-None-Match, or in If-Match with a write.",
    "Last-Modified": "When the graph, or what the answer is made from, was last written, as far as this service knows.",
    "Cache-Control": "`no-cache`: ask each time whether it is current; `no-store`: not to be kept.",
    "Vary": "The request headers the answer depends on.",
    "Link": "Related addresses (RFC 8288).",
    "Geometry-Warning": "What looks wrong with geometries in the text that was sent (docs/geosparql.md).",
    "Content-Crs": "What the coordinates are in (OGC API – Features, Part 2).",
    "Location": "The address meant.",
    "Content-Location": "The address of this very format.",
    "Retry-After": "Seconds after which to try again.",
    "WWW-Authenticate": "How to show a token (RFC 6750).",
    "Accept-Post": "The media types that are taken.",
    "Accept-Encoding": "The encodings that are taken.",
    "X-Request-ID": "The request's identifier: the client's own, or a new one.",
}
_PARAMETERS: dict[str, Document] = {
    "IfMatch": {"name": "If-Match", "in": "header", "description": "Write only where the graph has this tag."},
    "IfNoneMatch": {"name": "If-None-Match", "in": "header", "description": "304 (of a write: 412) where it has."},
    "IfModifiedSince": {"name": "If-Modified-Since", "in": "header", "description": "304 where nothing changed since."},
    "IfUnmodifiedSince": {
        "name": "If-Unmodified-Since",
        "in": "header",
        "description": "Write only where the graph was not written since.",
    },
    "ContentEncoding": {"name": "Content-Encoding", "in": "header", "description": "How the body is compressed."},
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
        "parameter": {"type": "string"},
        "near": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["value", "title"],
                "properties": {"value": {"type": "string"}, "title": {"type": "string"}},
            },
        },
        "offered": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["media_type", "format"],
                "properties": {"media_type": {"type": "string"}, "format": {"type": "string"}},
            },
        },
        "withdrawn": {"type": "string"},
        "graph": {"type": "string"},
        "counts": {"type": "object"},
        "violations": {"type": "array", "items": {"type": "object", "required": ["kind", "thing", "messages"]}},
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
_QUESTIONS: Document = {
    "type": "object",
    "required": ["questions"],
    "properties": {"questions": {"type": "array", "items": {"type": "object", "required": ["name", "address"]}}},
}
_STATE: Document = {"type": "object", "required": ["status"], "properties": {"status": {"type": "string"}}}


def components() -> Document:
    """All of it, as the description's `components`."""
    return {
        "schemas": {
            "Problem": _PROBLEM,
            "Answer": _ANSWER,
            "Questions": _QUESTIONS,
            "State": _STATE,
            **FEATURE_SCHEMAS,
        },
        "headers": {name: {"description": text, "schema": _STRING} for name, text in _HEADERS.items()},
        "parameters": {name: {"schema": _STRING, **about} for name, about in _PARAMETERS.items()},
        "responses": {name: _error(status, text) for status, (name, text) in ERRORS.items()},
        "securitySchemes": {"writer": {"type": "http", "scheme": "bearer", "description": "docs/tokens.md"}},
    }


def _error(status: int, text: str) -> Document:
    return {
        "description": text,
        "headers": referred(_ERROR_HEADERS.get(status, ())),
        "content": {
            PROBLEM_JSON.mime: {"schema": schema("Problem")},
            "application/json": {"schema": schema("Problem")},
            HTML.mime: {},
            **{mime: {} for mime in HTML.aliases},
        },
    }
