"""Which features a request means: those in an area, at a time, with these values, of which a filter is true."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from shapely.geometry.base import BaseGeometry

from queries.features.collections import Property, ValueType
from queries.features.filtering.answering import answer
from queries.features.filtering.parsing import Expression
from queries.features.periods import Period
from queries.features.systems import CRS84, System
from queries.features.table import FeatureTable, Mask, Places, Value


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks for; None, or nothing listed, asks for all. `key` is the same for every page of an answer.

    `values` are properties with what they must be (or hold, where they have several), `order` those to sort by,
    each with whether it descends. The filter's coordinates are in `filter_system`.
    """

    key: Hashable
    area: BaseGeometry | None = None
    period: Period | None = None
    values: Sequence[tuple[Property, Value]] = ()
    expression: Expression = None
    filter_system: System = CRS84
    order: Sequence[tuple[Property, bool]] = ()

    @property
    def is_everything(self) -> bool:
        """Whether all features are meant, in the table's order."""
        chooses = self.area is not None or self.period is not None or self.expression is not None
        return not (chooses or self.values or self.order)


def choose(table: FeatureTable, wanted: Wanted) -> Places:
    """The features that are meant, in the table's order or in the one asked for."""
    kept = table.remembered(wanted.key)
    if kept is None:
        kept = _ordered(table, np.flatnonzero(_mask(table, wanted)), wanted.order)
        table.remember(wanted.key, kept)
    return kept


def _mask(table: FeatureTable, wanted: Wanted) -> Mask:
    mask = np.ones(len(table), dtype=bool)
    if wanted.area is not None:  # what has no geometry is in every area: Part 1, /req/core/fc-bbox-response
        mask &= table.meeting(wanted.area) | ~table.located
    if wanted.period is not None:
        mask &= table.during(wanted.period)
    for known, value in wanted.values:
        column = table.columns[known.name]
        several = known.type is ValueType.TEXTS
        mask &= np.fromiter((_has(found, value) if several else found == value for found in column), bool, len(table))
    if wanted.expression is not None:
        mask &= answer(wanted.expression, table, wanted.filter_system)
    return mask


def _has(found: Value, value: Value) -> bool:
    return isinstance(found, tuple) and value in found


def _ordered(table: FeatureTable, chosen: Places, order: Sequence[tuple[Property, bool]]) -> Places:
    """The same by the properties asked for, the first counting most; what has no value comes last."""
    places = chosen.tolist()
    for known, descends in reversed(order):
        column = table.columns[known.name]
        with_value = [place for place in places if column[place] is not None]
        with_value.sort(key=column.__getitem__, reverse=descends)  # type: ignore[arg-type] # a column is of one type
        places = with_value + [place for place in places if column[place] is None]
    return np.array(places, dtype=np.intp)
