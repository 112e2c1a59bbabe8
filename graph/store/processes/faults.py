"""Exceptions as they cross from one process to another, and what the end of a process says about its work."""

from __future__ import annotations

import json
import signal
from typing import Any

from graph.store import errors
from graph.store.errors import (
    QueryFailed,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooDeep,
    QueryTooLarge,
    StoreError,
    StoreUnavailable,
)
from graph.store.processes.limits import MEGABYTE


def pack_fault(error: BaseException) -> bytes:
    """Write an exception; one that is not ours becomes a QueryFailed without its inner words."""
    if isinstance(error, MemoryError):
        error = QueryTooLarge("This needs more memory than it may take.")
    if not isinstance(error, StoreError):
        error = QueryFailed(f"The engine could not carry this out ({type(error).__name__}).")
    place = (error.line, error.column) if isinstance(error, QuerySyntaxError) else ()
    return json.dumps([type(error).__name__, str(error), *place]).encode()


def unpack_fault(payload: bytes) -> StoreError:
    """Read an exception."""
    name, *arguments = json.loads(payload)
    kind: Any = getattr(errors, name)
    error: StoreError = kind(*arguments)
    return error


def cause_of_end(ended_by: int | None, what: str, seconds: float | None, memory_bytes: int | None) -> StoreError:
    """Say why a process ended while it worked on `what` ("The query"), from the signal that ended it.

    The kernel's alarm ends it at its time limit; the engine aborts when it is refused memory; a stack that grows
    into its guard page is a segmentation fault.
    """
    if ended_by == signal.SIGALRM and seconds is not None:
        return QueryTimeout(f"{what} was stopped: it took longer than its limit of {seconds:g} s.")
    if ended_by == signal.SIGABRT and memory_bytes is not None:
        return QueryTooLarge(f"{what} was stopped: it needs more than its limit of {memory_bytes // MEGABYTE} MB.")
    if ended_by in (signal.SIGSEGV, signal.SIGBUS):
        return QueryTooDeep(f"{what} was stopped: it is nested too deeply, or is too long a chain, for the engine.")
    return StoreUnavailable(f"{what} was lost with the process that ran it; try again.")
