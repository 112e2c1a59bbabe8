"""What the last writes may have changed, so that what was made of the data can follow without being made anew."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from graph.store.processes.source import number_of
from graph.store.sparql_tokens import Ambiguous
from graph.store.update_operations import Graph, Things
from graph.store.update_scope import read_scope

MOST_WRITES = 200  # that are remembered
MOST_GRAPHS = 200  # that a copy follows at once
MOST_THINGS = 10_000  # likewise, of which something is written; above that the whole graph is looked at
LONGEST_UPDATE = 32 * 1024  # characters of an update whose graphs are looked for

Graphs = Mapping[str, Things] | None
"""By the names of graphs, the things of which something else may be said there; None: in any graph, or in the store's
own default graph."""


class Touched:
    """What the writes since some version may have changed."""

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
        graphs: dict[str, Things] = {}
        for made, touched in tuple(self._writes):
            if made > number:
                if touched is None:
                    return None
                for name, things in touched.items():
                    graphs[name] = _either(graphs.get(name, frozenset()), things)
        return graphs if len(graphs) <= MOST_GRAPHS else None


def graphs_written(update: str) -> Graphs:
    """The named graphs that an update may change, and of which things, as far as its words tell."""
    if len(update) > LONGEST_UPDATE:
        return None
    try:
        scope = read_scope(update)
    except Ambiguous:
        return None
    return None if scope.everywhere else _named(scope.written)


def names_only(graphs: Iterable[str | None]) -> Graphs:
    """Anything in these graphs; None where the store's own default graph is among them."""
    return _named(dict.fromkeys(graphs))


def things_in(graphs: Graphs) -> Things:
    """The things of which something else may be said in any graph."""
    if graphs is None:
        return None
    found: Things = frozenset()
    for things in graphs.values():
        found = _either(found, things)
    return found


def _named(graphs: Mapping[Graph, Things]) -> Graphs:
    if None in graphs:
        return None
    return {name: things for name, things in graphs.items() if name is not None}


def _either(some: Things, others: Things) -> Things:
    if some is None or others is None or len(some) + len(others) > MOST_THINGS:
        return None
    return some | others
