"""The index kept in step with the store: when the data are others, it is had filled again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from threading import Event, Lock, Thread
from time import time

from graph.model import PlanError
from graph.store.base import Store
from queries.search.found import Thing
from queries.search.index import SearchIndex, Snapshot
from queries.search.ordering import Order, edition_of

POLL = 0.5  # seconds between looks at the store's version
SETTLING = 5.0  # seconds after the start in which the processors are left to others, unless somebody searches
_LONGEST_PAUSE = 60.0  # seconds, after failures

log = logging.getLogger("plangraph")

GraphVersion = Callable[[str], str | None]
"""The version of one graph: a text that is another whenever the graph may be another; None where it is not known."""


class Upkeep:
    """Keeps an index in step with a store, in a thread of its own once it is started.

    `carry_out` fills the index as it is ordered to; `things` are found too, without being in the store. Where the
    store has no version, everything is read again after `most_age` seconds.
    """

    def __init__(
        self,
        store: Store,
        index: SearchIndex,
        carry_out: Callable[[Order], None],
        graph_version: GraphVersion,
        things: Sequence[Thing] = (),
        most_age: float = 300.0,
    ) -> None:
        self._store = store
        self._index = index
        self._carry_out = carry_out
        self._graph_version = graph_version
        self._things = things
        self._edition = edition_of(things)
        self._most_age = most_age
        self._turn = Lock()
        self._ready = Event()
        self._hurry = Event()  # somebody searches, or we stop: no more settling
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
        """Stop keeping the index in step, as soon as what is being carried out has ended."""
        self._stopped.set()
        self._hurry.set()
        if self._thread is not None:
            self._thread.join()

    def wait(self, seconds: float) -> Snapshot | None:
        """What can be found, as soon as anything can; None where that takes longer."""
        self._hurry.set()
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
        """Have the index filled, unless it is that of the store as it is; another process may have made it so."""
        if not self._is_up_to_date():
            self._index.reread()
        if not self._is_up_to_date():
            version = self._store.version()  # before anything is read, so that no snapshot is older than it says
            graphs = {graph: self._graph_version(graph) for graph in self._store.graph_names()}
            self._carry_out(Order(version, graphs, self._things, self._edition))
            self._index.reread()
        self._ready.set()

    def _is_up_to_date(self) -> bool:
        snapshot = self._index.snapshot
        return snapshot is not None and snapshot.edition == self._edition and self.is_current(snapshot)

    def _run(self) -> None:
        """Look at the store's version now and then."""
        self._hurry.wait(SETTLING)
        pause = 0.0
        while not self._stopped.wait(pause):
            try:
                self.catch_up()
                pause, self.failure = POLL, None
            except (PlanError, ValueError, OSError) as error:  # the engine says ValueError
                if self._stopped.is_set():
                    return
                pause = min(_LONGEST_PAUSE, max(POLL, 2 * pause))
                if self.failure is None:
                    log.warning("the search index cannot be brought up to date: %s", error)
                self.failure = str(error)
