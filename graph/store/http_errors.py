"""What a SPARQL server's failures mean, as our exceptions."""

from __future__ import annotations

import ast
import urllib.error
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPException

from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from graph.store.engine_errors import syntax_error
from graph.store.errors import (
    FormatNotOffered,
    QueryFailed,
    QueryTimeout,
    ReadOnly,
    StoreError,
    StoreUnavailable,
    UnknownGraph,
)

_SHOWN = 300  # characters of a server's own message


@contextmanager
def server_errors(address: str) -> Iterator[None]:
    """Turn every failure of a request to `address` into a StoreError."""
    try:
        yield
    except SPARQLWrapperException as error:
        answered = error.__context__
        status = answered.code if isinstance(answered, urllib.error.HTTPError) else HTTPStatus.INTERNAL_SERVER_ERROR
        raise _failure(address, status, _body(error)) from error
    except urllib.error.HTTPError as error:
        with error:
            raise _failure(address, error.code, error.read().decode("utf-8", "replace")) from error
    except TimeoutError as error:
        raise QueryTimeout(f"{address} did not answer in time.") from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise QueryTimeout(f"{address} did not answer in time.") from error
        raise StoreUnavailable(f"{address} cannot be reached: {error.reason}.") from error
    except (HTTPException, OSError) as error:
        raise StoreUnavailable(f"{address} broke off: {error}.") from error


def _failure(address: str, status: int, body: str) -> StoreError:
    told = body.strip()[:_SHOWN]
    if status == HTTPStatus.BAD_REQUEST:
        return syntax_error(body.strip())
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED):
        return ReadOnly(f"{address} does not allow this: {told}")
    if status == HTTPStatus.NOT_FOUND:
        return UnknownGraph(f"{address} has no such graph or endpoint: {told}")
    if status == HTTPStatus.NOT_ACCEPTABLE:
        return FormatNotOffered(f"{address} does not have the format: {told}")
    if status in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT):
        return QueryTimeout(f"{address} reached its limit: {told}")
    return QueryFailed(f"{address} could not carry this out ({status}): {told}")


def _body(error: SPARQLWrapperException) -> str:
    """Return the server's message, which SPARQLWrapper puts into its own as the repr of bytes."""
    shown = str(error).partition("Response:\n")[2]
    content = ast.literal_eval(shown) if shown else b""
    return bytes(content).decode("utf-8", "replace")
