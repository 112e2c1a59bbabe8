"""What each row of features was read from: which rows may be otherwise once something else is said of some things."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Value = TypeVar("Value")


class Needs:
    """For each row, in their order, the IRIs of the things of which something was read for it: one at least.

    They are kept as hashes, of 8 bytes each; where two things share one, a row is read once in vain.
    """

    def __init__(self) -> None:
        self._hashes = array("q")
        self._ends = array("q")

    def __len__(self) -> int:
        return len(self._ends)

    def add(self, iris: Iterable[str]) -> None:
        """Add a row's."""
        self._hashes.extend(map(hash, set(iris)))
        self._ends.append(len(self._hashes))

    def on_any(self, iris: Collection[str]) -> NDArray[np.bool_]:
        """Which rows need any of these things."""
        if not self or not iris:
            return np.zeros(len(self), dtype=bool)
        met = np.isin(np.frombuffer(self._hashes, np.int64), np.fromiter(map(hash, iris), np.int64, len(iris)))
        begins = np.concatenate(([0], np.frombuffer(self._ends, np.int64)[:-1]))
        return np.logical_or.reduceat(met, begins)

    def picked(self, fresh: Needs, places: Sequence[int]) -> Needs:
        """Those of rows picked from these and from fresh ones, as `pick` does."""
        made = Needs()
        for place in places:
            source, at = (fresh, ~place) if place < 0 else (self, place)
            made._hashes.extend(source._hashes[source._ends[at - 1] if at else 0 : source._ends[at]])
            made._ends.append(len(made._hashes))
        return made


def pick(known: Sequence[Value], fresh: Sequence[Value], places: Sequence[int]) -> list[Value]:
    """Values of two columns: at a place from 0 the known one, at -1 the first fresh one, at -2 the second."""
    return [fresh[~place] if place < 0 else known[place] for place in places]
