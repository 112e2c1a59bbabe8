"""What was added to the union of a copy's graphs and taken from it, write by write, for what was made of it before."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

import pyoxigraph as ox

MOST_CHANGES = 20_000  # that are remembered: what was made of the data is made anew sooner than it follows so many

UnionChanges = Mapping[ox.Triple, bool]
"""The triples of which one version has one more (True) or one less than another."""


class UnionLog:
    """The changes of the last writes, oldest first."""

    def __init__(self) -> None:
        self._steps: deque[tuple[str, UnionChanges]] = deque()
        self._size = 0

    def note(self, before: str, changes: UnionChanges) -> None:
        """Remember in what the version that follows `before` differs from it; terms of RDF 1.2 are followed by none."""
        if any(map(_is_beyond, changes)):
            self._steps.clear()
            self._size = 0
            return
        self._steps.append((before, changes))
        self._size += len(changes)
        while self._size > MOST_CHANGES:
            _, forgotten = self._steps.popleft()
            self._size -= len(forgotten)

    def since(self, version: str) -> UnionChanges | None:
        """In what the newest version differs from an earlier one; None where that is not known."""
        first: dict[ox.Triple, bool] = {}
        last: dict[ox.Triple, bool] = {}
        is_known = False
        for before, changes in self._steps:
            is_known = is_known or before == version
            if is_known:
                last.update(changes)
                for triple, is_there in changes.items():
                    first.setdefault(triple, is_there)
        if not is_known:
            return None
        # What was taken first was there, and what was added first was not.
        return {triple: is_there for triple, is_there in last.items() if first[triple] == is_there}

    def lengths(self) -> dict[str, int]:
        """By each version that is remembered, how many changes led from it to the newest."""
        found: dict[str, int] = {}
        number = 0
        for before, changes in reversed(self._steps):
            number += len(changes)
            found[before] = number
        return found


def _is_beyond(triple: ox.Triple) -> bool:
    value = triple.object
    return isinstance(value, ox.Triple) or (isinstance(value, ox.Literal) and value.direction is not None)
