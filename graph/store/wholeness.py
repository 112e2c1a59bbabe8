"""Passes a server's answer on, and notices when it is not all of the answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import BinaryIO

from graph.store.answer import CHUNK_BYTES
from graph.store.connections import Reply
from graph.store.engines import Engine
from graph.store.errors import QueryTimeout, QueryTooLarge, ServerFailed
from graph.store.formats import Format
from graph.store.http_errors import server_errors
from graph.store.processes.limits import MEGABYTE

_TAIL = 4096  # bytes in which the end of an answer is looked for

_ENDINGS = {
    Format.JSON: (b"}",),
    Format.JSON_LD: (b"}", b"]"),
    Format.XML: (b">",),
    Format.RDF_XML: (b">",),
    Format.TURTLE: (b".", b">"),  # > ends a PREFIX as SPARQL writes it
    Format.TRIG: (b".", b"}", b">"),
    Format.N_TRIPLES: (b".",),
    Format.N_QUADS: (b".",),
}  # a table of values separated by commas or tabs may end in anything
_NEVER_EMPTY = (Format.JSON, Format.JSON_LD, Format.XML, Format.RDF_XML)


def check_heading(address: str, engine: Engine, media: Format, reply: Reply) -> None:
    """Refuse an answer that says, before it begins, that it was cut short or is something else."""
    given = reply.headers.get("Content-Type", "")
    if Format.of_media_type(given) is not media:
        raise ServerFailed(f"{address} was asked for {media} and sent {given}.")
    cut = sorted(header for header in engine.cut_headers if header in reply.headers)
    if "X-SQL-State" in cut:
        raise QueryTimeout(f"{address} reached its time limit and sent what it had so far.")
    if cut:
        raise _cut(address, reply.headers[cut[0]])
    if not reply.tells_its_end:
        raise ServerFailed(f"{address} does not say where its answers end, so that a part would look like all of it.")


def pass_on(
    address: str,
    engine: Engine,
    media: Format,
    reply: Reply,
    most: Callable[[], int | None],
    most_bytes: int | None = None,
) -> Callable[[BinaryIO], None]:
    """Return what writes the answer into a file, pipe or socket, and raises StoreError where the end is missing.

    `most` tells after how many lines of N-Triples the server cuts a graph without saying so; an answer of more than
    `most_bytes` is read no further.
    """

    def write(output: BinaryIO) -> None:
        tail, lines, size = b"", 0, 0
        with server_errors(address):
            while chunk := reply.read(CHUNK_BYTES):
                size += len(chunk)
                if most_bytes is not None and size > most_bytes:
                    raise QueryTooLarge(f"The answer is longer than its limit of {most_bytes // MEGABYTE} MB.")
                output.write(chunk)
                tail = (tail + chunk)[-_TAIL:]
                lines += chunk.count(b"\n")
        if reply.missing:
            raise ServerFailed(f"{address} broke off {reply.missing} bytes before the answer's end.")
        _check_end(address, engine, media, tail)
        if media is Format.N_TRIPLES and (limit := most()) is not None and lines >= limit:
            raise _cut(address, str(limit))

    return write


def row_limit(settings: bytes) -> int | None:
    """Read after how many rows Virtuoso cuts an answer off the table of its settings; None where it never does."""
    rows = json.loads(settings)["results"]["bindings"]
    limits = [int(row["o"]["value"]) for row in rows if row["p"]["value"].endswith("#ResultSetMaxRows")]
    return limits[0] if limits and limits[0] > 0 else None


def _check_end(address: str, engine: Engine, media: Format, tail: bytes) -> None:
    _, mark, rest = tail.partition(engine.failure_mark) if engine.failure_mark else (tail, b"", b"")
    if mark:
        told = (mark + rest).decode("utf-8", "replace").strip()
        kind = QueryTimeout if "cancelled" in told or "timed out" in told else ServerFailed
        raise kind(f"{address} did not finish its answer: {told}.")
    end = tail.rstrip()
    if not end and media in _NEVER_EMPTY:
        raise ServerFailed(f"{address} sent nothing where an answer should be.")
    last = end.rpartition(b"\n")[2]
    if end and media in _ENDINGS and not end.endswith(_ENDINGS[media]) and not last.startswith(b"#"):
        raise ServerFailed(f"{address} broke off in the middle of its answer.")


def _cut(address: str, rows: str) -> QueryTooLarge:
    return QueryTooLarge(
        f"{address} gives no more than {rows} rows and may have cut the answer short; ask for less of it at a time, "
        "or raise the server's ResultSetMaxRows."
    )
