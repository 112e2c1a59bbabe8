"""A store's union in the service's own process, for lookups, which a reader's process would make dearer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread

from graph.store.answer import Answer
from graph.store.embedded.lookups import DiskLookups, LookupCopy, MemoryLookups
from graph.store.errors import StoreError
from graph.store.formats import Form, Format, Formats
from graph.store.processes.checkpoint import Checkpoint
from graph.store.processes.snapshots import Snapshots

REST = 1.0  # seconds without a write after which the newest version is taken
TRIPLES = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"

_AS_TRIPLES = {Form.GRAPH: Format.N_TRIPLES}


class AtHand:
    """Answers lookups as long as nothing has been written since its version; then it takes the newest.

    A small store is copied into memory; of another, a checkpoint is read. Nothing can go wrong in a lookup that would
    not go wrong in parsing its text, which follows one narrow pattern; and no subject of which it answers has many
    statements. So there is nothing to be ended, and no need of a process that may be ended.
    """

    def __init__(
        self,
        query: Callable[..., Answer],
        version: Callable[[], str],
        checkpoint: Callable[[], Checkpoint],
        snapshots: Snapshots,
        most_bytes: int,
    ) -> None:
        self._query = query
        self._version = version
        self._checkpoint = checkpoint
        self._snapshots = snapshots
        self._most_bytes = most_bytes  # of a copy, as text; 0: nothing is at hand
        self._copy: LookupCopy | None = None
        self._read: Checkpoint | None = None
        self._tried = ""
        self._closing = Event()
        self._thread = Thread(target=self._keep, name="store-at-hand", daemon=True)
        self._thread.start()

    def answer(self, query: str, formats: Formats) -> Answer | None:
        """The answer to a lookup from the newest version; None for any other query, or where it is not at hand."""
        copy = self._copy
        if copy is None or copy.version != self._version():
            return None
        return copy.answer(query, formats)

    def close(self) -> None:
        """Let go of it."""
        self._closing.set()
        self._thread.join()
        self._let_go()

    def _keep(self) -> None:
        seen = ""
        while not self._closing.wait(REST):
            version = self._version()
            if version not in (seen, self._tried):
                self._let_go()  # it has had its day, and its room may be wanted
            elif version != self._tried and self._most_bytes and self._is_ready():
                self._tried = version
                with suppress(StoreError):
                    self._copy = self._copied(version) or self._opened()
            seen = version

    def _is_ready(self) -> bool:
        """Whether a small store can be copied; a large one is read from disk, which is always there."""
        return self._snapshots.in_memory or not self._snapshots.is_small

    def _let_go(self) -> None:
        self._copy = None
        read, self._read = self._read, None
        if read is not None:
            read.remove()

    def _copied(self, version: str) -> LookupCopy | None:
        """Copy this version, or a later one, which is then never asked; None where it is not small."""
        if not self._snapshots.is_small:
            return None
        pieces, size = [], 0
        for piece in self._query(TRIPLES, formats=_AS_TRIPLES):
            size += len(piece)
            if size > self._most_bytes or self._closing.is_set():
                return None
            pieces.append(piece)
        return MemoryLookups.of_triples(b"".join(pieces), version)

    def _opened(self) -> LookupCopy | None:
        """Open a checkpoint."""
        if self._closing.is_set():
            return None
        self._read = self._checkpoint()
        return DiskLookups(self._read.folder / "quads", self._read.version)
