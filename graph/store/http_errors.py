"""What a SPARQL server's failures mean, as our exceptions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPException
from types import MappingProxyType

from graph.store.connections import Reply
from graph.store.engine_errors import syntax_error
from graph.store.errors import (
    Busy,
    FormatNotOffered,
    OutcomeUnknown,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    ReadOnly,
    ServerFailed,
    StoreError,
    StoreUnavailable,
    UnknownGraph,
    UpdateTooLong,
)

_SHOWN = 300  # characters of a server's own message
_READ = 64 * 1024  # bytes of it

_MEANING: Mapping[int, tuple[type[StoreError], str]] = MappingProxyType(
    {
        HTTPStatus.UNAUTHORIZED: (StoreUnavailable, "wants other credentials"),
        HTTPStatus.NOT_ACCEPTABLE: (FormatNotOffered, "does not have the format"),
        HTTPStatus.REQUEST_TIMEOUT: (QueryTimeout, "reached its time limit"),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (QueryTooLarge, "takes no request of this length"),
        HTTPStatus.REQUEST_URI_TOO_LONG: (QueryTooLarge, "takes no address of this length"),
        HTTPStatus.TOO_MANY_REQUESTS: (Busy, "has too much to do"),
        HTTPStatus.BAD_GATEWAY: (StoreUnavailable, "has no server behind it"),
        HTTPStatus.SERVICE_UNAVAILABLE: (Busy, "has too much to do"),
        HTTPStatus.GATEWAY_TIMEOUT: (QueryTimeout, "reached its time limit"),
    }
)
_REFUSALS = (HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED)
_CANCELLED = "Virtuoso HY008 "  # how it says, with status 500, that it ended a query at its time limit, now and then
_INTERRUPTED = "Virtuoso S1TAT Error "  # likewise, when it had begun to answer
_TOO_LONG = " memory exhausted at "  # what its compiler says of some 5,000 triples
_LINE = re.compile(r"\bline (\d+)(?:,? column (\d+))?:?\s*(.*)")
_TAGS = re.compile(r"<[^>]*>")


@contextmanager
def server_errors(address: str, *, writing: bool = False) -> Iterator[None]:
    """Turn a server that is away, silent or gone into a StoreError.

    A write whose answer does not come may have been carried out: that is OutcomeUnknown, unless no connection was
    made at all.
    """
    lost = OutcomeUnknown if writing else StoreUnavailable
    try:
        yield
    except TimeoutError as error:
        told = f"{address} did not answer in time."
        raise (OutcomeUnknown(f"{told} The write may have been kept.") if writing else QueryTimeout(told)) from error
    except (HTTPException, ConnectionResetError, BrokenPipeError) as error:
        raise lost(f"{address} broke off: {str(error) or type(error).__name__}.") from error
    except OSError as error:
        raise StoreUnavailable(f"{address} cannot be reached: {error.strerror or error}.") from error


def failure(address: str, reply: Reply, *, writing: bool = False, graph: bool = False) -> StoreError:
    """Read a refusal and say what it means: of a write, or of a request for one graph."""
    with server_errors(address, writing=writing):
        body, end = _read(reply)
    reply.close()
    lines = (" ".join(line.split()) for line in _TAGS.sub(" ", body).splitlines())
    told = next(filter(None, lines), "")[:_SHOWN]  # what follows is the query again, or the server's own inside
    if reply.status == HTTPStatus.BAD_REQUEST:
        return _too_long(address, told) if _TOO_LONG in told else _syntax_error(body.strip())
    if reply.status in _REFUSALS or ":SECURITY:" in body:  # Virtuoso says so with status 500
        return (ReadOnly if writing else StoreUnavailable)(f"{address} does not allow this: {told}")
    if told.startswith(_CANCELLED) or _INTERRUPTED in end:
        return QueryTimeout(f"{address} reached its time limit.")
    if reply.status == HTTPStatus.NOT_FOUND:
        return UnknownGraph(f"{address} has no such graph.") if graph else _absent(address, "has no endpoint here")
    if HTTPStatus.MULTIPLE_CHOICES <= reply.status < HTTPStatus.BAD_REQUEST:
        return _absent(address, f"has moved to {reply.headers.get('Location', 'another place')}")
    kind, what = _MEANING.get(reply.status, (ServerFailed, f"could not carry this out ({reply.status})"))
    return kind(f"{address} {what}: {told}")


def _read(reply: Reply) -> tuple[str, str]:
    """The beginning of a refusal, and its end: what Virtuoso had so far, megabytes of it, stands before its reason."""
    beginning = end = b""
    while chunk := reply.read(_READ):
        beginning += chunk[: _READ - len(beginning)]
        end = (end + chunk)[-_READ:]
    return beginning.decode("utf-8", "replace"), end.decode("utf-8", "replace").partition("\n\nSPARQL query:")[0]


def _too_long(address: str, told: str) -> UpdateTooLong:
    return UpdateTooLong(f"{address} takes no query or update of this length: {told}")


def _absent(address: str, what: str) -> StoreUnavailable:
    return StoreUnavailable(f"{address} {what}; is it the address of a SPARQL server?")


def _syntax_error(message: str) -> QuerySyntaxError:
    """Say where, in whichever way the engine says it."""
    found = _LINE.search(message)
    if found is None:
        return syntax_error(message)
    line, column = int(found[1]), int(found[2]) if found[2] else None
    place = f"line {line}" if column is None else f"line {line}, column {column}"
    undeclared = "namespace prefix" in found[3].lower()
    reason = "a prefix is used that is not declared" if undeclared else found[3].rstrip(".")
    return QuerySyntaxError(f"Not SPARQL at {place}: {reason}.", line, column)
