"""A small store's union in the service's own process, for lookups, which a reader's process would make dearer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread

from graph.store.answer import Answer
from graph.store.embedded.lookups import LookupCopy, is_lookup
from graph.store.errors import StoreError
from graph.store.formats import Form, Format, Formats

REST = 1.0  # seconds without a write after which the copy is made
TRIPLES = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"

_AS_TRIPLES = {Form.GRAPH: Format.N_TRIPLES}


class AtHand:
    """Answers lookups as long as nothing has been written since the copy was made; then it is made anew.

    Nothing can go wrong in a lookup that would not go wrong in parsing its text, which follows one narrow pattern; and
    no subject has many statements. So there is nothing to be ended, and no need of a process that may be ended.
    """

    def __init__(
        self, query: Callable[..., Answer], version: Callable[[], str], is_small: Callable[[], bool], most_bytes: int
    ) -> None:
        self._query = query
        self._version = version
        self._is_small = is_small
        self._most_bytes = most_bytes
        self._copy: LookupCopy | None = None
        self._tried = ""
        self._closing = Event()
        self._thread = Thread(target=self._keep, name="store-at-hand", daemon=True)
        self._thread.start()

    def answer(self, query: str, formats: Formats) -> Answer | None:
        """The answer to a lookup from the newest version; None for any other query, or where there is no copy of it."""
        copy = self._copy
        if copy is None or copy.version != self._version() or not is_lookup(query):
            return None
        return copy.answer(query, formats)

    def close(self) -> None:
        """Let go of the copy."""
        self._closing.set()
        self._thread.join()
        self._copy = None

    def _keep(self) -> None:
        seen = ""
        while not self._closing.wait(REST):
            version = self._version()
            if version not in (seen, self._tried):
                self._copy = None  # it has had its day, and its memory may be wanted
            elif version != self._tried and self._most_bytes and self._is_small():
                self._tried = version
                with suppress(StoreError):
                    self._copy = self._made(version)
            seen = version

    def _made(self, version: str) -> LookupCopy | None:
        """Copy this version, or a later one, which is then never asked."""
        pieces, size = [], 0
        for piece in self._query(TRIPLES, formats=_AS_TRIPLES):
            size += len(piece)
            if size > self._most_bytes or self._closing.is_set():
                return None
            pieces.append(piece)
        return LookupCopy.of_triples(b"".join(pieces), version)
