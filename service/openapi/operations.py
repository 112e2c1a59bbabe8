"""How an operation of the OpenAPI description is put together: its parameters, its answers, its errors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from service.http.negotiation import MediaType
from service.words.interface import LANGUAGES

Document = dict[str, Any]

ERRORS = {
    400: ("Unreadable", "A query, body or parameter that cannot be read; `parameter`, `line`, `column` say where."),
    401: ("Unauthorized", "No token, a wrong one, or one that is over."),
    403: ("Forbidden", "Writing is off, the token may not write this graph, or something was to be fetched elsewhere."),
    404: ("NotFound", "Nothing is there; `near` lists what is."),
    406: ("NotAcceptable", "No acceptable format; `offered` lists those there are."),
    408: ("TooSlow", "The body did not come in time."),
    409: ("Conflict", "The write contradicts the data, or is to what is inferred."),
    410: ("Gone", "It was withdrawn; `near` names what replaces it."),
    411: ("LengthRequired", "What is written came in chunks and not compressed, so that its end cannot be known."),
    412: ("PreconditionFailed", "The graph is not as If-Match, If-None-Match or If-Unmodified-Since expects."),
    413: ("TooLong", "The body is above the limit, as it was sent or once it is decompressed."),
    414: ("AddressTooLong", "The address is above the limit; send the query by POST."),
    415: (
        "UnsupportedMediaType",
        "A body of another type or encoding; the headers name those taken.",
    ),
    422: ("Unprocessable", "A plan's graph would not conform to its shapes; `violations` says where. Nothing changed."),
    431: ("HeadersTooLong", "The headers are above the limit."),
    500: ("Fault", "A fault of ours, which is logged and not told."),
    502: ("BadGateway", "The SPARQL server that holds the data failed, or sent no whole answer."),
    503: ("Unavailable", "The store is away, too much runs already, or more memory was needed than there may be."),
    504: ("TimedOut", "The time limit was reached, which the answer names."),
    507: ("DiskFull", "The disk has no room for the write; nothing was changed."),
}
READ = (400, 404, 406, 414, 431, 500, 502, 503, 504)  # what every reading of the data may end in
WRITE = (400, 401, 403, 408, 409, 411, 412, 413, 414, 415, 422, 431, 500, 502, 503, 504, 507)
_TAGGED = ("ETag", "Last-Modified", "Cache-Control", "Vary")


def answer(formats: Iterable[MediaType], *headers: str, description: str = "The answer.") -> Document:
    """A successful answer in these formats, with these headers."""
    content: Document = {mime: {} for media in formats for mime in (media.mime, *media.aliases)}
    return {"description": description, "headers": referred(headers), "content": content}


def told(description: str, *headers: str) -> Document:
    """An answer without a body."""
    return {"description": description, "headers": referred(headers)}


def errors(*statuses: int) -> Document:
    """The errors that an operation may answer with."""
    return {str(status): {"$ref": f"#/components/responses/{ERRORS[status][0]}"} for status in sorted(statuses)}


def schema(name: str) -> Document:
    """A shared schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def parameter(name: str) -> Document:
    """A shared parameter."""
    return {"$ref": f"#/components/parameters/{name}"}


CONDITIONS = (parameter("IfNoneMatch"), parameter("IfModifiedSince"))
"""What a client says of the copy that it has."""


def operation(identifier: str, summary: str, responses: Document, parameters: Iterable[Document] = ()) -> Document:
    """An operation with its answers, in the order of their statuses."""
    return {
        "operationId": identifier,
        "summary": summary,
        "parameters": list(parameters),
        "responses": dict(sorted(responses.items())),
    }


def reading(formats: Iterable[MediaType], *headers: str) -> Document:
    """The answers of what is read from the data and has a tag."""
    return {
        "200": answer(formats, *_TAGGED, *headers),
        "304": told("The copy is current.", "ETag", "Vary"),
        **errors(*READ),
    }


def query(name: str, kind: Document | None = None, *, many: bool = False) -> Document:
    """A parameter in the address."""
    given = kind or {"type": "string"}
    return {
        "name": name,
        "in": "query",
        "required": False,
        "schema": {"type": "array", "items": given} if many else given,
    }


def format_parameter(formats: Iterable[MediaType]) -> Document:
    """The parameter that names a format, which outweighs the Accept header."""
    return query("format", {"type": "string", "enum": [media.name for media in formats]})


def language_parameter() -> Document:
    """The parameter that names the language of a page, or of the names in an answer."""
    return query("lang", {"type": "string", "enum": list(LANGUAGES)})


def referred(names: Iterable[str]) -> Document:
    """Headers by name, and the one that every answer has."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in (*names, "X-Request-ID")}
