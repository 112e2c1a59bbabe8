"""What readers are asked for: an answer, a value, a graph as a whole, a file made of all that there is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from graph.geo.names import speaks_of_geometry
from graph.store.answer import Answer
from graph.store.errors import QueryCancelled
from graph.store.formats import Format, Formats
from graph.store.processes.indexing import Indexing
from graph.store.processes.limits import Limits, lowered
from graph.store.processes.loan import Loan
from graph.store.processes.pool import GLANCE, Cancelled, Pool
from graph.store.processes.wire import Call, Dataset, Kind, Offer, Query, pack_call, pack_query
from graph.store.sparql_tokens import unescaped

_TABLE_SECONDS = 1800.0  # nobody waits for it, and it gives way to everything else


def never() -> bool:
    """Nobody has left."""
    return False


class Readers:
    """Asks the readers of a pool, each within the limits."""

    def __init__(self, pool: Pool, limits: Limits, indexing: Indexing) -> None:
        self._pool = pool
        self._limits = limits
        self._indexing = indexing
        self._making = Lock()

    def query(
        self,
        text: str,
        *,
        formats: Formats,
        dataset: Dataset = (None, None),
        union_default: bool = True,
        timeout: float | None = None,
        cancelled: Cancelled = never,
        copied: bool = False,
        columns: Offer | None = None,
    ) -> Answer:
        """Return the answer to a query as it is asked; `copied` waits for a copy in memory. Raises StoreError."""
        if speaks_of_geometry(unescaped(text)):
            self._indexing.want()
            columns = None  # which know nothing of space
        seconds = lowered(self._limits.seconds, timeout)
        request = Query(text, formats, dataset, union_default, seconds, columns)
        loan = Loan(self._pool, self._limits, seconds, cancelled, copied=copied)
        return loan.answer(loan.ask(Kind.QUERY, pack_query(request)), formats.__getitem__)

    def value(self, method: str, **arguments: Any) -> Any:
        """Return what a method of the store in the reader returns."""
        loan, request = self._call(method, arguments, self._limits.bulk_seconds)
        return json.loads(loan.ask(Kind.CALL, request).payload)

    def bulk(self, method: str, media: Format, **arguments: Any) -> Answer:
        """Return what a method of the store in the reader writes, of any length."""
        loan, request = self._call(method, {"media": media, **arguments}, self._limits.bulk_seconds)
        return loan.answer(loan.ask(Kind.CALL, request), lambda _: media)

    def tabulate(self, target: Path, most_bytes: int, cancelled: Cancelled) -> str:
        """Have a table by subject written to a new file; return its version."""
        return self._make("tabulate", target, most_bytes, cancelled)

    def write_columns(self, target: Path, most_bytes: int, cancelled: Cancelled) -> str:
        """Have columns written to a new file; return their version."""
        return self._make("write_columns", target, most_bytes, cancelled)

    def _make(self, method: str, target: Path, most_bytes: int, cancelled: Cancelled) -> str:
        """Have a reader make a file of all that there is, one at a time: each copies all the memory that it shares."""
        arguments = {"target": str(target.absolute()), "most_bytes": most_bytes}
        while not self._making.acquire(timeout=GLANCE):
            if cancelled():
                raise QueryCancelled("What was to be made is not wanted any more.")
        try:
            loan, request = self._call(method, arguments, _TABLE_SECONDS, cancelled)
            return str(json.loads(loan.ask(Kind.CALL, request).payload))
        finally:
            self._making.release()

    def _call(
        self, method: str, arguments: Mapping[str, Any], seconds: float, cancelled: Cancelled = never
    ) -> tuple[Loan, bytes]:
        return Loan(self._pool, self._limits, seconds, cancelled), pack_call(Call(method, arguments, seconds))
