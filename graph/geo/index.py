"""Geometry literals and where they lie, in memory that many processes read: made once, and added to after a write.

An entry whose place is not known for certain (it cannot be read, is empty, or is not in degrees) is in every answer,
so that what is chosen from the answers is what would be chosen from all.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import shapely

from graph.geo.boxes import BoxTree, level_sizes
from graph.geo.bulk import read_plain
from graph.geo.index_file import HEADER, Entry
from graph.geo.index_writing import KINDS
from graph.geo.names import WKT

Array = np.ndarray[Any, Any]
Memory = mmap.mmap | bytes
Box = tuple[float, float, float, float]

_AREAL = 2


class GeometryIndex:
    """What was written by `write_index`, once or in several parts of which no two hold the same entry."""

    def __init__(self, *parts: Memory) -> None:
        self._parts = [_Part(memory) for memory in parts]
        self._starts = np.cumsum([0, *(len(part) for part in self._parts)])

    def __len__(self) -> int:
        return int(self._starts[-1])

    def numbers(self, boxes: Iterable[Box]) -> Array:
        """The numbers, in order, of what may have a point in one of the boxes, and of what is of unknown place."""
        asked = list(boxes)
        found = (part.numbers(asked) + start for part, start in zip(self._parts, self._starts, strict=False))
        return np.concatenate(list(found))

    def size_of(self, numbers: Array) -> int:
        """How many bytes the texts of entries take, whose numbers are in order."""
        return sum(part.size_of(own) for part, own in self._by_part(numbers))

    def points(self, numbers: Array) -> Array:
        """A row of (east, north) for each; of no numbers for what is not a plain point in WKT."""
        return np.concatenate([part.points(own) for part, own in self._by_part(numbers)])

    def geometries(self, numbers: Array) -> Array:
        """Their geometries, sound as those of `Spatial`; None for what is not read in bulk, or of unknown place."""
        return np.concatenate([part.geometries(own) for part, own in self._by_part(numbers)])

    def entries(self, numbers: Array) -> list[Entry]:
        """The literals of these numbers, which are in order."""
        return [entry for part, own in self._by_part(numbers) for entry in part.entries(own)]

    def _by_part(self, numbers: Array) -> Iterator[tuple[_Part, Array]]:
        own = np.split(numbers, np.searchsorted(numbers, self._starts[1:-1]))
        return ((part, mine - start) for part, mine, start in zip(self._parts, own, self._starts, strict=False))


class _Part:
    """What one call of `write_index` has written, read in place."""

    def __init__(self, memory: Memory) -> None:
        count, unplaced, size, _ = HEADER.unpack(memoryview(memory)[: HEADER.size])
        place = HEADER.size
        levels = []
        for number in (count, *level_sizes(count - unplaced)):
            levels.append(np.frombuffer(memory, np.float64, number * 4, place).reshape(number, 4))
            place += number * 32
        self._boxes = levels[0]
        self._ends = np.frombuffer(memory, np.int64, count + 1, place)
        self._kinds = np.frombuffer(memory, np.uint8, count, place + count * 8 + 8)
        start = place + count * 9 + 8
        self._texts = memoryview(memory)[start : start + size]
        self._bytes = np.frombuffer(self._texts, np.uint8)
        self._unplaced = unplaced
        self._tree = BoxTree(self._boxes[unplaced:], levels[1:])

    def __len__(self) -> int:
        return len(self._kinds)

    def numbers(self, boxes: Iterable[Box]) -> Array:
        """As `GeometryIndex.numbers`, of these entries alone."""
        found = [np.arange(self._unplaced), *(self._tree.find(*box) + self._unplaced for box in boxes)]
        return np.unique(np.concatenate(found))

    def size_of(self, numbers: Array) -> int:
        """How many bytes these texts take."""
        return int((self._ends[numbers + 1] - self._ends[numbers]).sum())

    def points(self, numbers: Array) -> Array:
        """As `GeometryIndex.points`."""
        if not len(self._bytes):
            return np.full((len(numbers), 2), np.nan)
        starts = self._ends[numbers]
        plain = np.ones(len(numbers), bool)
        for place, letter in enumerate(b"POINT"):
            plain &= self._bytes[np.minimum(starts + place, len(self._bytes) - 1)] == letter
        boxes = self._boxes[numbers]
        plain &= (self._kinds[numbers] == KINDS.index(WKT)) & (boxes[:, :2] == boxes[:, 2:]).all(axis=1)
        return np.where(plain[:, None], boxes[:, :2], np.nan)

    def geometries(self, numbers: Array) -> Array:
        """As `GeometryIndex.geometries`."""
        points = self.points(numbers)
        is_point = ~np.isnan(points[:, 0])
        found = np.full(len(numbers), None, object)
        found[is_point] = shapely.points(points[is_point])
        others = np.flatnonzero(~is_point & (numbers >= self._unplaced))
        read = read_plain(self.entries(numbers[others]))
        read[(shapely.get_dimensions(read) == _AREAL) & ~shapely.is_valid(read)] = None
        found[others] = read
        return found

    def entries(self, numbers: Array) -> list[Entry]:
        """As `GeometryIndex.entries`."""
        return [
            Entry(str(self._texts[self._ends[number] : self._ends[number + 1]], "utf-8"), KINDS[self._kinds[number]])
            for number in numbers
        ]
