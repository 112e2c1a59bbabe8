"""A collection's features as columns, with an index over their geometries: what requests choose from."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

import numpy as np
import shapely
from cachetools import LRUCache
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from queries.features.collections import Collection
from queries.features.periods import Period

Value = str | int | float | tuple[str, ...] | None
Mask = NDArray[np.bool_]
Places = NDArray[np.intp]
"""Which features, by their place in the table, ascending."""

_CHOICES_KEPT = 16  # so that each page of one answer is not chosen anew


@dataclass(frozen=True)
class FeatureTable:
    """Features in a fixed order: a value for each property of the collection, a geometry or None, perhaps a period.

    `written` has the geometries as the graph has them, `sound` those that can be reckoned with.
    """

    collection: Collection
    ids: Sequence[str]
    columns: Mapping[str, Sequence[Value]]
    written: NDArray[np.object_]
    sound: NDArray[np.object_]
    periods: Sequence[Period | None]
    _kept: LRUCache[Hashable, Places] = field(default_factory=lambda: LRUCache(_CHOICES_KEPT), repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The index over the geometries."""
        return shapely.STRtree(self.sound)

    @cached_property
    def located(self) -> Mask:
        """Which features have a geometry."""
        return ~shapely.is_missing(self.sound)

    @cached_property
    def place_of(self) -> Mapping[str, int]:
        """Where each feature stands, by its identifier."""
        return {identifier: place for place, identifier in enumerate(self.ids)}

    @cached_property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east and north of all geometries; None where there is none."""
        if not self.located.any():
            return None
        west, south, east, north = shapely.total_bounds(self.sound).tolist()
        return west, south, east, north

    @cached_property
    def period(self) -> Period | None:
        """From the first day to the last of all features; None where no feature has a time."""
        known = [period for period in self.periods if period is not None]
        if not known:
            return None
        return Period(min(period.start for period in known), max(period.end for period in known))

    def meeting(self, area: BaseGeometry) -> Mask:
        """Which features' geometries meet an area."""
        met = np.zeros(len(self), dtype=bool)
        met[self.tree.query(area, predicate="intersects")] = True
        return met

    def during(self, asked: Period) -> Mask:
        """Which features' periods have a day in common with the one asked for, or have no period at all."""
        return np.fromiter(
            (p is None or (p.start <= asked.end and p.end >= asked.start) for p in self.periods), bool, len(self)
        )

    def remembered(self, key: Hashable) -> Places | None:
        """The choice that was made for a request like this one."""
        with self._lock:
            return self._kept.get(key)

    def remember(self, key: Hashable, chosen: Places) -> None:
        """Keep a choice for the next page."""
        with self._lock:
            self._kept[key] = chosen
