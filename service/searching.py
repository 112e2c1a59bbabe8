"""Search wired to the store: where the index is kept, and the thread that keeps it in step."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock

from graph.store.base import Store
from graph.store.factory import MEMORY
from queries.question import Question
from queries.search.index import SearchIndex, Snapshot
from queries.search.upkeep import GraphVersion, Upkeep
from service.problem import Problem
from service.settings import Settings

PATIENCE = 2.0  # seconds that the first requests wait for the index

log = logging.getLogger("plangraph")


class Searching:
    """What can be found of the app's store; nothing is read before the first request, or `start`."""

    def __init__(
        self,
        store: Store,
        questions: Mapping[str, Question],
        graph_version: GraphVersion,
        question_iri: Callable[[str], str],
        *,
        folder: Path | None,
        most_age: float,
    ) -> None:
        self._store = store
        self._questions = questions
        self._graph_version = graph_version
        self._question_iri = question_iri
        self._folder = folder
        self._most_age = most_age
        self._turn = Lock()
        self._upkeep: Upkeep | None = None

    def start(self) -> Upkeep:
        """Begin to keep an index, unless that goes on already."""
        with self._turn:
            if self._upkeep is None:
                self._upkeep = Upkeep(
                    self._store,
                    _open_index(self._folder),
                    self._graph_version,
                    self._questions,
                    self._question_iri,
                    self._most_age,
                )
                self._upkeep.start()
            return self._upkeep

    def stop(self) -> None:
        """Stop keeping the index, before the store is closed."""
        with self._turn:
            if self._upkeep is not None:
                self._upkeep.stop()

    def snapshot(self) -> Snapshot:
        """What can be found now; 503 as long as that is nothing."""
        upkeep = self.start()
        snapshot = upkeep.wait(PATIENCE)
        if snapshot is None:
            reason = f": {upkeep.failure}" if upkeep.failure else "; ask again in a moment."
            raise Problem(503, f"The search index is being made{reason}", headers={"Retry-After": "5"})
        return snapshot

    def is_current(self, snapshot: Snapshot) -> bool:
        """Whether nothing was written since."""
        return self._upkeep is not None and self._upkeep.is_current(snapshot)


def index_folder(settings: Settings) -> Path | None:
    """Where the index is kept; None for memory."""
    if settings.search:
        return None if settings.search == MEMORY else Path(settings.search)
    if settings.store == MEMORY or settings.store.startswith(("http://", "https://")):
        return None
    store = Path(settings.store)
    return store.with_name(f"{store.name}.search")


def _open_index(folder: Path | None) -> SearchIndex:
    """The index in its folder, or in memory where the folder cannot be written."""
    try:
        return SearchIndex(folder)
    except (OSError, ValueError) as error:
        log.warning("the search index is kept in memory, as %s cannot be used: %s", folder, error)
        return SearchIndex()
