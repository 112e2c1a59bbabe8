"""The index kept in step with the store: all of it at first, afterwards the graphs that changed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from threading import Event, Lock, Thread
from time import monotonic, time

from graph.model import PlanError
from graph.store.base import Store
from queries.question import Question
from queries.search.found import Kind, Thing
from queries.search.index import Change, SearchIndex, Snapshot
from queries.search.reading import names_in, plan_name, sentences_in, things
from queries.search.wording import warm_up

POLL = 0.5  # seconds between looks at the store's version
BETWEEN_PARTS = 20.0  # seconds of a first filling after which what is there can be found already
_LONGEST_PAUSE = 60.0  # seconds, after failures

log = logging.getLogger("plangraph")

GraphVersion = Callable[[str], str | None]
"""The version of one graph: a text that is another whenever the graph may be another; None where it is not known."""


class Upkeep:
    """Keeps an index in step with a store, in a thread of its own once it is started.

    `question_iri` names a question of the catalogue as a thing. Where the store has no version, everything is read
    again after `most_age` seconds.
    """

    def __init__(
        self,
        store: Store,
        index: SearchIndex,
        graph_version: GraphVersion,
        questions: Mapping[str, Question],
        question_iri: Callable[[str], str],
        most_age: float = 300.0,
    ) -> None:
        self._store = store
        self._index = index
        self._graph_version = graph_version
        self._questions = questions
        self._question_iri = question_iri
        self._most_age = most_age
        self._known: dict[str, str | None] = {}  # graph → its version when it was put in
        self._turn = Lock()
        self._ready = Event()
        self._stopped = Event()
        self._thread: Thread | None = None
        self.failure: str | None = None  # why the last attempt to catch up did not succeed

    def start(self) -> None:
        """Begin to keep the index in step, unless that goes on already."""
        with self._turn:
            if self._thread is None and not self._stopped.is_set():
                self._thread = Thread(target=self._run, name="search-upkeep", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Stop keeping the index in step."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def wait(self, seconds: float) -> Snapshot | None:
        """What can be found, as soon as anything can; None where that takes longer."""
        if self._index.snapshot is None:
            self._ready.wait(seconds)
        return self._index.snapshot

    def is_current(self, snapshot: Snapshot) -> bool:
        """Whether a snapshot is of the store's present version."""
        version = self._store.version()
        if version is None:
            return snapshot.complete and time() - snapshot.made < self._most_age
        return snapshot.version == version

    def catch_up(self) -> None:
        """Put into the index whatever is new in the store."""
        if self._is_up_to_date():
            self._know_all_if_new()
            return
        snapshot = self._index.snapshot
        version = self._store.version()  # before anything is read, so that no snapshot is older than it says
        graphs = {graph: self._graph_version(graph) for graph in self._store.graph_names()}
        if not self._known or version is None or snapshot is None or not snapshot.complete:
            self._fill(version, graphs)
        else:
            self._follow(version, graphs)
        self._known = graphs
        self._ready.set()

    def _is_up_to_date(self) -> bool:
        """Whether the index is that of the store as it is; another process may have made it so."""
        if not self._has_current():
            self._index.reread()
        return self._has_current()

    def _has_current(self) -> bool:
        snapshot = self._index.snapshot
        return snapshot is not None and self.is_current(snapshot)

    def _know_all_if_new(self) -> None:
        """Take the index as it was found for that of all graphs as they are."""
        if not self._known:
            self._known = {graph: self._graph_version(graph) for graph in self._store.graph_names()}
        self._ready.set()

    def _fill(self, version: str | None, graphs: Iterable[str]) -> None:
        """Put everything in anew."""
        seen: set[str] = set()
        shown = monotonic()
        replaces = self._index.snapshot is not None
        with self._index.change() as change:
            change.clear()
            self._add_questions(change)
            for graph in graphs:
                self._add(change, graph, seen)
                if not replaces and monotonic() - shown > BETWEEN_PARTS:
                    change.publish(None, complete=False)
                    shown = monotonic()
            change.publish(version)

    def _follow(self, version: str | None, graphs: Mapping[str, str | None]) -> None:
        """Put in what changed."""
        changed = sorted({name for name, _ in self._known.items() ^ graphs.items()})  # other, new, or gone
        seen: set[str] = set()
        with self._index.change() as change:
            for graph in changed:  # all of them first: a thing may be of several
                change.remove_graph(graph)
            for graph in changed:
                self._add(change, graph, seen, self._index.things_of(graph))
            change.publish(version)

    def _add(self, change: Change, graph: str, seen: set[str], before: Iterable[str] = ()) -> None:
        """Put in a graph's sentences, and the things that it names or named before, but for those `seen` already."""
        plan = plan_name(self._store, graph)
        iris = [iri for iri in dict.fromkeys((*before, *names_in(self._store, graph))) if iri not in seen]
        seen.update(iris)
        change.remove_things(iris)  # those that other graphs named already
        for thing, graphs in things(self._store, iris, plan):
            change.add_thing(thing, graphs)
        for sentence in sentences_in(self._store, graph, plan):
            change.add_sentence(sentence, graph)

    def _add_questions(self, change: Change) -> None:
        for question in self._questions.values():
            thing = Thing(self._question_iri(question.name), Kind.QUESTION, question.title, question.tags)
            change.add_thing(thing, ())

    def _run(self) -> None:
        """Look at the store's version now and then."""
        warm_up()
        pause = POLL
        while not self._stopped.wait(0 if self._index.snapshot is None and pause == POLL else pause):
            try:
                self.catch_up()
                pause, self.failure = POLL, None
            except (PlanError, ValueError, OSError) as error:  # the engine says ValueError
                pause = min(_LONGEST_PAUSE, pause * 2)
                if self.failure is None:
                    log.warning("the search index cannot be brought up to date: %s", error)
                self.failure = str(error)
