"""From which side a condition of two geometries is looked at, and how far they may be apart."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from math import isfinite

import pyoxigraph as ox

from graph.geo.errors import GeometryError
from graph.geo.names import FUNCTIONS
from graph.geo.units import METRE, unit_of_length
from graph.store.embedded.spatial.anchors import Anchors
from graph.store.embedded.spatial.conditions import Argument, Condition
from graph.store.embedded.spatial.groups import Group, QueryText
from graph.store.embedded.spatial.places import constant


@dataclass(frozen=True, slots=True)
class Side:
    """A condition from the side of the variable that is looked for; metres: how far apart, None if both must meet."""

    condition: Condition
    near: str
    other: Argument
    metres: float | None

    @property
    def relation(self) -> str:
        """The relation's own name."""
        return self.condition.relation.removeprefix(FUNCTIONS)

    @property
    def other_is_first(self) -> bool:
        """Whether what is looked for is the second of the two."""
        return self.condition.second.variable == self.near


def side_of(
    query: QueryText, group: Group, condition: Condition, variables: Container[str | None], anchors: Anchors
) -> Side | None:
    """The side to look for: that beside a constant, or beside the fewest literals."""
    reach = _reach(query, condition)
    ways = {
        near.variable: other
        for near, other in ((condition.first, condition.second), (condition.second, condition.first))
        if near.variable in variables and other.variable != near.variable and near.variable
    }
    if reach is None or not ways:
        return None
    beside_constant = next((near for near, other in ways.items() if other.variable is None), None)
    if beside_constant is not None:
        return Side(condition, beside_constant, ways[beside_constant], reach[0])
    found = anchors.fewest({other.variable: near for near, other in ways.items() if other.variable}, group)
    near = next((near for near, other in ways.items() if found and other.variable == found[0]), None)
    return None if near is None else Side(condition, near, ways[near], reach[0])


def _reach(query: QueryText, condition: Condition) -> tuple[float | None] | None:
    """The metres that may lie between the two, (None,) where they must meet; None where that is not known."""
    if condition.most is None:
        return (None,)
    most = constant(query, condition.most)
    unit = constant(query, condition.unit) if condition.unit else ox.NamedNode(METRE)
    try:
        length = unit_of_length(unit.value).length if unit else None
        metres = float(most.value) * length if most and length else float("nan")
    except (GeometryError, ValueError):
        return None
    return (max(metres, 0.0),) if isfinite(metres) else None
