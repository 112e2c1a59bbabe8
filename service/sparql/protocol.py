"""SPARQL 1.1 Protocol requests: the operation a request carries, or the problem with how it was sent."""

from __future__ import annotations

import re
from codecs import unicode_escape_decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes, urlsplit

from werkzeug.wrappers import Request

from graph.store.sparql_tokens import tokens, unescaped
from service.http.problem import Problem
from service.settings import Settings

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
NO_UPDATES = "This address answers queries; updates are sent to /update, by POST."
_MOST_FIELDS = 1000
_LONGEST_QUERY = 4_000_000  # characters: seconds to look through, if each is a token of its own
_SCHEME = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_MAYBE_RELATIVE = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*:)[^<>\"{}|^`\\\x00-\x20]*>")
_SECONDS = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", re.ASCII)

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Operation:
    """A query or update as sent: its text and the dataset the request names for it."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None  # what ?format= asks for
    timeout: float | None = None  # seconds, what ?timeout= asks for


def query_operation(request: Request) -> Operation | None:
    """The query of a request to /sparql; None for a bare GET, which asks what this service is."""
    pairs = _pairs(request.query_string)
    is_bodiless = request.method in ("GET", "HEAD")
    texts, pairs = (_values(pairs, "query"), pairs) if is_bodiless else _posted(request, pairs, "query", QUERY)
    if _values(pairs, "update"):
        raise Problem(400, NO_UPDATES)
    if is_bodiless and not texts:
        return None
    return _query(_only("query", texts), pairs)


def update_operation(request: Request) -> Operation:
    """The update of a POST to /update."""
    pairs = _pairs(request.query_string)
    if _values(pairs, "update"):
        raise Problem(400, "An update is sent in the body of a POST, not in the address.")
    texts, pairs = _posted(request, pairs, "update", UPDATE)
    if _values(pairs, "query"):
        raise Problem(400, "This address takes updates; queries are sent to /sparql.")
    return Operation(_only("update", texts), _graphs(pairs, "using-graph-uri"), _graphs(pairs, "using-named-graph-uri"))


def with_base(text: str, base: Callable[[], str]) -> str:
    """The text with our address as the base of its relative IRIs, where it has any and names no base itself."""
    plain = unescaped(text)
    if not _MAYBE_RELATIVE.search(plain):  # as most: a glance instead of all tokens
        return text
    is_relative = False
    for token in tokens(plain):
        if token.kind == "word" and token.text == "BASE":
            return text
        is_relative = is_relative or (token.kind == "iri" and not _SCHEME.match(token.text))
    return f"BASE <{base()}> {text}" if is_relative else text


def own_address(request: Request, settings: Settings) -> str:
    """The address of a request as its sender knows it: a proxy may have taken away what stood before the path."""
    return (settings.public_base or request.url_root) + request.path.lstrip("/")


def absolute_iri(value: str, name: str) -> str:
    """The value, if it can be a graph's name: an absolute IRI without white space or the characters IRIs exclude."""
    if not urlsplit(value).scheme or any(character in '<>"{}|\\^`' or character <= " " for character in value):
        raise Problem(400, f"{name} must be an absolute IRI; {value[:200]!r} is not.")
    return value


def media_type(request: Request) -> str:
    """The media type of a request's body; 400 where none is given, 415 for another character set than UTF-8."""
    if not request.headers.get("Content-Type"):
        raise Problem(400, "The request has no Content-Type, so its body cannot be read.")
    if request.mimetype_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise Problem(415, "The body must be UTF-8.")
    return request.mimetype


def _query(text: str, pairs: Pairs) -> Operation:
    """A query with the dataset its parameters name."""
    if len(text) > _LONGEST_QUERY:
        raise Problem(413, f"The query has {len(text)} characters; {_LONGEST_QUERY} are the most.")
    if not text.strip():
        raise Problem(400, "The query is empty.")
    wanted = filter(None, _values(pairs, "format"))
    return Operation(
        text,
        _graphs(pairs, "default-graph-uri"),
        _graphs(pairs, "named-graph-uri"),
        next(wanted, None),
        _seconds(_values(pairs, "timeout")),
    )


def _seconds(values: Sequence[str]) -> float | None:
    """How long a client would wait; it can lower the limit of this service and never raise it."""
    if not values:
        return None
    if not _SECONDS.fullmatch(values[-1]) or float(values[-1]) == 0:
        raise Problem(400, f"timeout is a number of seconds, more than 0; not {values[-1][:50]!r}.")
    return float(values[-1])


def _posted(request: Request, pairs: Pairs, name: str, direct: str) -> tuple[list[str], Pairs]:
    """The texts that a POST carries, as a form or directly, and all its parameters."""
    mime = media_type(request)
    if mime == FORM:
        pairs = [*pairs, *_pairs(request.get_data())]
        return _values(pairs, name), pairs
    if mime == direct:
        return [*_values(pairs, name), _text(request.get_data())], pairs
    raise Problem(
        415,
        f"A body of {mime or 'an unreadable type'} is not taken here; send {direct} or {FORM}.",
        headers={"Accept-Post": f"{direct}, {FORM}"},
    )


def _pairs(raw: bytes) -> Pairs:
    """The name-value pairs of a query string or form body."""
    if not raw:
        return ()
    fields = raw.split(b"&", _MOST_FIELDS)
    if len(fields) > _MOST_FIELDS:
        raise Problem(400, f"There are more than {_MOST_FIELDS} parameters.")
    pairs = []
    for field in fields:
        if field:
            name, _, value = field.partition(b"=")
            pairs.append((unquoted(name), unquoted(value)))
    return pairs


def unquoted(raw: bytes) -> str:
    """A name or value of a form as the text that it stands for.

    `urllib.parse.unquote_plus` takes a third of a millisecond for a page of SPARQL, of which half is escapes; Python's
    own decoder of backslash escapes does the same work in C.
    """
    raw = raw.replace(b"+", b" ")
    if b"%" in raw:
        try:
            text, _ = unicode_escape_decode(raw.replace(b"\\", b"\\\\").replace(b"%", b"\\x"))
            raw = text.encode("latin-1")
        except UnicodeDecodeError:  # a % that begins no escape, which is then itself
            raw = unquote_to_bytes(raw)
    return _text(raw)


def _text(raw: bytes) -> str:
    """Bytes as the UTF-8 they must be."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, f"The request is not UTF-8 (byte {error.start}).") from None


def _values(pairs: Pairs, name: str) -> list[str]:
    """All values of a parameter."""
    return [value for given, value in pairs if given == name]


def _only(name: str, values: Sequence[str]) -> str:
    """The one value there must be."""
    if len(values) != 1:
        raise Problem(400, f"There must be exactly one {name}; this request has {len(values) or 'none'}.")
    return values[0]


def _graphs(pairs: Pairs, name: str) -> tuple[str, ...]:
    """The graph names a parameter lists."""
    return tuple(absolute_iri(value, name) for value in _values(pairs, name))
