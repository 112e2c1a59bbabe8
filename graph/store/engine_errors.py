"""Oxigraph's exceptions and messages, in this process or from its server, turned into ours."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

from graph.store.errors import (
    DataSyntaxError,
    DiskError,
    DiskFull,
    QueryFailed,
    QuerySyntaxError,
    StoreDamaged,
    StoreError,
)
from graph.store.formats import Format

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_DISK = "IO error: "  # how the engine's sentences about the disk begin; they name files, which are nobody's business
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_REMOTE_CONTEXT = "LoadDocumentCallback"  # of JSON-LD
_NOISE = re.compile(r"\[[^\]]*\]\s*|'\\u[^,]*")  # character classes of the grammar


@contextmanager
def query_errors() -> Iterator[None]:
    """Turn the engine's exceptions into ours."""
    try:
        yield
    except SyntaxError as error:
        raise syntax_error(str(error.msg)) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise _failure(error, "The store could not carry this out") from error


@contextmanager
def data_errors(media: Format) -> Iterator[None]:
    """Turn the engine's exceptions while it reads data into ours."""
    try:
        yield
    except SyntaxError as error:
        if _REMOTE_CONTEXT in str(error.msg):
            told = "Their context is at another address, and nothing is fetched from there; write it into the data."
            raise DataSyntaxError(told) from error
        raise DataSyntaxError(f"The data are not {media}: {error.msg}.") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise _failure(error, "The data could not be read") from error


def disk_error(reason: str | None) -> DiskError:
    """Say that the disk refused a write, and why, in the system's words ("No space left on device")."""
    if reason in [os.strerror(code) for code in _FULL]:
        return DiskFull(f"The disk has no room for this ({reason}); nothing was changed. Writing goes on when it has.")
    return DiskError(f"The disk refused ({reason}); nothing was changed.")


def syntax_error(message: str) -> QuerySyntaxError:
    """Say where, and what was expected, without the grammar's character classes."""
    found = _POSITION.fullmatch(message)
    if found is None:
        return QuerySyntaxError(f"Not SPARQL: {message}.")
    line, column = int(found[1]), int(found[2])
    expected = found[3].removeprefix("expected ").removeprefix("one of ").replace("\n", " ")
    if "Prefix not found" in expected:
        reason = "a prefix is used that is not declared"
    else:
        reason = _reason([word.strip() for word in _NOISE.sub("", expected).split(",")])
    return QuerySyntaxError(f"Not SPARQL at line {line}, column {column}: {reason}.", line, column)


def _failure(error: Exception, what: str) -> StoreError:
    message = str(error)
    if message.startswith(_DISK) and message.endswith(os.strerror(errno.ENOENT)):
        return StoreDamaged(
            "The store is damaged: a file of it is missing. Restore a backup, or build again in an empty folder."
        )
    if message.startswith(_DISK):
        refused = disk_error(message.rpartition(": ")[2])
        refused.is_the_engines = True
        return refused
    if isinstance(error, OSError) and error.errno in _FULL:
        return disk_error(error.strerror)
    return QueryFailed(f"{what}: {message}.")


def _reason(expected: list[str]) -> str:
    """A whole sentence of the engine's, else the keywords that could stand here."""
    sentences = [words for words in expected if " " in words]
    if sentences:
        return sentences[0]
    keywords = [word for word in expected if word.isupper()]
    return f"expected {' or '.join(keywords)}" if keywords else "this is not how it can go on or end"
