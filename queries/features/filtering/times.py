"""CQL2's temporal functions: how two times lie to each other, an instant being a time that ends as it begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf

from queries.features.periods import instant

_SECONDS = 86_400

Bounds = tuple[float, float]
"""From when to when, in days since the year 1."""


def days(text: str) -> float:
    """A date, or a date and time, as days since the year 1."""
    found = instant(text, "filter")
    into_day = (found.hour * 3600 + found.minute * 60 + found.second + found.microsecond / 1e6) / _SECONDS
    return found.toordinal() + into_day


def edge(text: str, *, is_start: bool) -> float:
    """An end of an interval; ".." is open."""
    if text == "..":
        return -inf if is_start else inf
    return days(text)


RELATIONS: Mapping[str, Callable[[Bounds, Bounds], bool]] = {
    "t_after": lambda a, b: a[0] > b[1],
    "t_before": lambda a, b: a[1] < b[0],
    "t_contains": lambda a, b: a[0] < b[0] and a[1] > b[1],
    "t_disjoint": lambda a, b: a[1] < b[0] or a[0] > b[1],
    "t_during": lambda a, b: a[0] > b[0] and a[1] < b[1],
    "t_equals": lambda a, b: a == b,
    "t_finishedby": lambda a, b: a[0] < b[0] and a[1] == b[1],
    "t_finishes": lambda a, b: a[0] > b[0] and a[1] == b[1],
    "t_intersects": lambda a, b: a[0] <= b[1] and a[1] >= b[0],
    "t_meets": lambda a, b: a[1] == b[0],
    "t_metby": lambda a, b: a[0] == b[1],
    "t_overlappedby": lambda a, b: b[0] < a[0] < b[1] < a[1],
    "t_overlaps": lambda a, b: a[0] < b[0] < a[1] < b[1],
    "t_startedby": lambda a, b: a[0] == b[0] and a[1] > b[1],
    "t_starts": lambda a, b: a[0] == b[0] and a[1] < b[1],
}
"""By their names in lower case."""
