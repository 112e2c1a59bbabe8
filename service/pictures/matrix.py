"""A matrix of counts: its rows, columns and cells, the orders it can be shown in, and how dark each cell is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import sqrt

SHADES = 5  # of a cell that is not empty, from 1


class Order(StrEnum):
    """How the rows and columns are put in order."""

    LOAD = "load"
    NAME = "name"
    CLUSTER = "cluster"


@dataclass(frozen=True, slots=True)
class Heading:
    """What a row or column is about; `key` identifies it."""

    key: str
    label: str
    thing: str | None = None  # the IRI, where it is one
    load: int = 0  # tasks, where they were counted for themselves


@dataclass(frozen=True, slots=True)
class Matrix:
    """Counts by row and column; `cells` has those that are not 0, by the keys of their headings."""

    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    cells: Mapping[tuple[str, str], float]
    _most: float = field(init=False, repr=False, compare=False)  # of any cell; looked up for each that is shown

    def __post_init__(self) -> None:
        object.__setattr__(self, "_most", max(self.cells.values(), default=0))

    def value(self, row: Heading, column: Heading) -> float:
        """What a cell holds."""
        return self.cells.get((row.key, column.key), 0)

    def shade(self, value: float) -> int:
        """How dark a cell of that value is, 0 where it is empty; by square roots, so that small counts differ."""
        return 0 if value <= 0 else max(1, round(SHADES * sqrt(value / self._most)))

    def turned(self) -> Matrix:
        """Rows as columns."""
        return Matrix(self.columns, self.rows, {(column, row): value for (row, column), value in self.cells.items()})

    def ordered(self, order: Order) -> Matrix:
        """The same with its headings in an order."""
        profiles = _profiles(self.cells), _profiles(self.turned().cells)
        rows, columns = (
            _ordered(headings, order, profile)
            for headings, profile in zip((self.rows, self.columns), profiles, strict=True)
        )
        return replace(self, rows=rows, columns=columns)

    def cut(self, most: int) -> Matrix:
        """The same with those rows and columns only that have most, in the order they have."""
        by_row, by_column = _totals(self.cells), _totals(self.turned().cells)
        rows, columns = _most(self.rows, by_row, most), _most(self.columns, by_column, most)
        return replace(self, rows=rows, columns=columns)


def _profiles(cells: Mapping[tuple[str, str], float]) -> dict[str, dict[str, float]]:
    """Each row's values by column."""
    found: dict[str, dict[str, float]] = {}
    for (row, column), value in cells.items():
        found.setdefault(row, {})[column] = value
    return found


def _totals(cells: Mapping[tuple[str, str], float]) -> dict[str, float]:
    return {row: sum(values.values()) for row, values in _profiles(cells).items()}


def _most(headings: Sequence[Heading], totals: Mapping[str, float], most: int) -> tuple[Heading, ...]:
    if len(headings) <= most:
        return tuple(headings)
    kept = set(sorted((heading.key for heading in headings), key=lambda key: -totals.get(key, 0))[:most])
    return tuple(heading for heading in headings if heading.key in kept)


def _ordered(
    headings: Iterable[Heading], order: Order, profiles: Mapping[str, Mapping[str, float]]
) -> tuple[Heading, ...]:
    by_name = sorted(headings, key=lambda heading: (heading.label, heading.key))
    if order is Order.NAME:
        return tuple(by_name)
    totals = {key: sum(values.values()) for key, values in profiles.items()}
    by_load = sorted(by_name, key=lambda heading: -(heading.load or totals.get(heading.key, 0)))
    return tuple(by_load) if order is Order.LOAD else _alike_together(by_load, profiles)


def _alike_together(headings: Sequence[Heading], profiles: Mapping[str, Mapping[str, float]]) -> tuple[Heading, ...]:
    """Each followed by the one that is most like it of those left, beginning with the first."""
    left = list(headings)
    chain = [left.pop(0)] if left else []
    while left:
        last = profiles.get(chain[-1].key, {})
        likest = max(range(len(left)), key=lambda index: _likeness(last, profiles.get(left[index].key, {})))
        chain.append(left.pop(likest))
    return tuple(chain)


def _likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The cosine of two rows."""
    common = sum(value * other[key] for key, value in one.items() if key in other)
    sizes = sqrt(sum(value**2 for value in one.values()) * sum(value**2 for value in other.values()))
    return common / sizes if sizes else 0.0
