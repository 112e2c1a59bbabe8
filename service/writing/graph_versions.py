"""When each graph last changed, as far as this service wrote it: so that a tag outlives writes to other graphs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from graph.store.base import Store
from service.writing.version_dates import next_second, this_second

Graph = str | None
"""A graph's name; None is the store's own default graph."""


class GraphVersions:
    """The version of the data at which each graph was last written, and when that was.

    What nobody wrote since the start, or somebody wrote past us, has the version of the whole. `note` is called by
    whoever has the turn to write; `of` by anyone.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known = store.version()  # as of the last write that was noted
        self._floor = self._known  # the version of every graph that is not listed
        self._floor_time = this_second()  # what was there before is no younger
        self._written: dict[Graph, tuple[str | None, datetime]] = {}

    def of(self, graph: Graph) -> str | None:
        """A text that is another whenever the graph may be another; None where the store cannot tell."""
        current = self._store.version()
        if current is None or current != self._known:
            return current  # somebody else wrote, or a write is not noted yet: the whole's version is never wrong
        version, _ = self._written.get(graph, (self._floor, None))
        return version

    def modified(self, graph: Graph) -> datetime | None:
        """When the graph was last written at the latest; to be told once it has come (`version_dates`).

        What was written before the start counts as written at the start; None where a write is not noted yet.
        """
        if self._store.version() != self._known:
            return None
        _, moment = self._written.get(graph, (self._floor, self._floor_time))
        return moment

    def refresh(self) -> None:
        """Take note of what others wrote, before a write of ours."""
        current = self._store.version()
        if current != self._known:
            self._all_changed(current, next_second())

    def note(self, graphs: Iterable[Graph] | None) -> None:
        """Take note of a write of ours to these graphs; None is any graph."""
        current = self._store.version()
        if current == self._known:
            return
        now = next_second()
        if graphs is None:
            self._all_changed(current, now)
            return
        for graph in graphs:
            self._written[graph] = (current, now)
        self._known = current

    def _all_changed(self, version: str | None, moment: datetime) -> None:
        self._written = {}
        self._floor, self._floor_time, self._known = version, moment, version
