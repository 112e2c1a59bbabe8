"""Search wired to the store: where the index is kept, who fills it, and the thread that keeps it in step."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from time import time

from graph.store.base import Store
from graph.store.factory import MEMORY
from queries.question import Question
from queries.search.building import Building
from queries.search.found import Kind, Thing
from queries.search.index import SearchIndex, Snapshot
from queries.search.scratch import Scratch
from queries.search.upkeep import GraphVersion, Upkeep
from service.http.problem import Problem
from service.operations.metrics import IndexFigures
from service.process.stores import is_remote
from service.settings import Settings

PATIENCE = 5.0  # seconds that the first requests wait for the index

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
        """`question_iri` names a question of the catalogue; without a `folder` there is one as long as we run."""
        self._store = store
        self._questions = questions
        self._question_iri = question_iri
        self._graph_version = graph_version
        self._folder = folder
        self._most_age = most_age
        self._turn = Lock()
        self._scratch: Scratch | None = None
        self._kept: tuple[Upkeep, Building] | None = None
        self._index: SearchIndex | None = None

    def start(self) -> Upkeep:
        """Begin to keep an index, unless that goes on already."""
        with self._turn:
            if self._kept is None:
                self._kept = self._open()
                self._kept[0].start()
            return self._kept[0]

    def stop(self) -> None:
        """Stop keeping the index, before the store is closed."""
        with self._turn:
            if self._kept is not None:
                upkeep, building = self._kept
                building.stop()
                upkeep.stop()
            if self._scratch is not None:
                self._scratch.remove()

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
        return self._kept is not None and self._kept[0].is_current(snapshot)

    def figures(self) -> IndexFigures | None:
        """What the index is just now; None before there is one."""
        index = self._index
        snapshot = None if index is None else index.snapshot
        if index is None or snapshot is None:
            return None
        age = max(0.0, time() - snapshot.made)
        return IndexFigures(age, snapshot.searcher.num_docs, index.kept_bytes(), self.is_current(snapshot))

    def _open(self) -> tuple[Upkeep, Building]:
        folder, index = self._open_index()
        self._index = index
        building = Building(self._store, folder, index)
        things = [
            Thing(self._question_iri(question.name), Kind.QUESTION, question.title, question.tags)
            for question in self._questions.values()
        ]
        upkeep = Upkeep(self._store, index, building.carry_out, self._graph_version, things, self._most_age)
        return upkeep, building

    def _open_index(self) -> tuple[Path, SearchIndex]:
        """The index in its folder, or in a temporary one where that cannot be written."""
        if self._folder is not None:
            try:
                return self._folder, SearchIndex(self._folder)
            except (OSError, ValueError) as error:
                log.warning("the search index is kept for this run only, as %s cannot be used: %s", self._folder, error)
        self._scratch = Scratch()
        return self._scratch.folder, SearchIndex(self._scratch.folder)


def index_folder(settings: Settings) -> Path | None:
    """Where the index is kept; None for a temporary folder."""
    if settings.search:
        return None if settings.search == MEMORY else Path(settings.search)
    if settings.store == MEMORY or is_remote(settings):
        return None
    store = Path(settings.store)
    return store.with_name(f"{store.name}.search")
