"""Which graphs the last writes may have changed, so that a copy in memory can follow without being made anew."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from graph.store.processes.source import number_of
from graph.store.sparql_tokens import Ambiguous
from graph.store.update_scope import read_scope

MOST_WRITES = 200  # that are remembered
MOST_GRAPHS = 200  # that a copy follows at once
LONGEST_UPDATE = 32 * 1024  # characters of an update whose graphs are looked for

Graphs = frozenset[str] | None
"""Names of graphs; None: any, or the store's own default graph."""


class Touched:
    """The graphs of the writes since some version."""

    def __init__(self, version: str) -> None:
        self._begin = number_of(version)
        self._writes: deque[tuple[int, Graphs]] = deque()

    def note(self, version: str, graphs: Graphs) -> None:
        """Remember what the write that made this version may have changed."""
        self._writes.append((number_of(version), graphs))
        if len(self._writes) > MOST_WRITES:
            self._begin, _ = self._writes.popleft()

    def forget(self, version: str) -> None:
        """Begin anew: what happened up to this version is not known."""
        self._writes.clear()
        self._begin = number_of(version)

    def since(self, version: str) -> Graphs:
        """What the writes after a version may have changed, those of this very moment included."""
        number = number_of(version)
        if number < self._begin:
            return None
        graphs: set[str] = set()
        for made, touched in tuple(self._writes):
            if made > number:
                if touched is None:
                    return None
                graphs |= touched
        return frozenset(graphs) if len(graphs) <= MOST_GRAPHS else None


def graphs_written(update: str) -> Graphs:
    """The named graphs that an update may change, as far as its words tell."""
    if len(update) > LONGEST_UPDATE:
        return None
    try:
        scope = read_scope(update)
    except Ambiguous:
        return None
    return None if scope.everywhere else names_only(scope.written)


def names_only(graphs: Iterable[str | None]) -> Graphs:
    """These graphs; None where the store's own default graph is among them."""
    names = frozenset(graphs)
    return None if None in names else frozenset(name for name in names if name is not None)
