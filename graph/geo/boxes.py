"""A tree of boxes in plain arrays, so that processes can share it: which of a million boxes meet a given one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

_FAN_OUT = 32
_GRID = 1 << 16
_NONE = np.empty(0, np.int64)


def along_a_curve(boxes: Array) -> Array:
    """The order of the rows of (west, south, east, north) in which neighbours in space are mostly neighbours."""
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    low, high = middles.min(axis=0), middles.max(axis=0)
    cells = ((middles - low) / np.maximum(high - low, 1e-12) * (_GRID - 1)).astype(np.uint64)
    return np.argsort(_spread(cells[:, 0]) | (_spread(cells[:, 1]) << np.uint64(1)), kind="stable")


def _spread(bits: Array) -> Array:
    """Sixteen bits with a gap after each (the Z-order curve)."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
    return bits


def levels_above(boxes: Array) -> list[Array]:
    """The boxes about each so many neighbours, about each so many of those, and so on until they are few.

    The rows given must be in the order of `along_a_curve`.
    """
    levels = [boxes]
    while len(levels[-1]) > _FAN_OUT:
        below = levels[-1]
        starts = np.arange(0, len(below), _FAN_OUT)
        low = np.minimum.reduceat(below[:, :2], starts)
        levels.append(np.hstack([low, np.maximum.reduceat(below[:, 2:], starts)]))
    return levels[1:]


def level_sizes(number: int) -> list[int]:
    """How many boxes there are on each level above so many rows."""
    sizes = []
    while number > _FAN_OUT:
        number = -(-number // _FAN_OUT)
        sizes.append(number)
    return sizes


class BoxTree:
    """Finds boxes that meet a box, by the levels above them."""

    def __init__(self, boxes: Array, levels: Sequence[Array]) -> None:
        self._levels = [boxes, *levels]
        top = self._levels[-1]
        self._extent = (*top[:, :2].min(axis=0).tolist(), *top[:, 2:].max(axis=0).tolist()) if len(top) else None

    def find(self, west: float, south: float, east: float, north: float) -> Array:
        """The numbers of the rows whose boxes have a point in common with this one."""
        extent = self._extent
        if extent is None or extent[0] > east or extent[2] < west or extent[1] > north or extent[3] < south:
            return _NONE
        rows = np.arange(len(self._levels[-1]))
        for depth in range(len(self._levels) - 1, -1, -1):
            boxes = self._levels[depth][rows]
            meets = (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
            rows = rows[meets]
            if depth:
                rows = (rows[:, None] * _FAN_OUT + np.arange(_FAN_OUT)).ravel()
                rows = rows[rows < len(self._levels[depth - 1])]
        return rows
