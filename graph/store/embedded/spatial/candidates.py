"""Rewrites a query so that the index names the geometries that can be in its answer; the answer stays the same.

To a group whose every solution meets a spatial condition, the rows of those literals are added that are near enough
for it by their boxes. The condition itself stays, so that a literal too many costs time only. It is added behind the
triple pattern that binds the variable in every solution of the group: there it takes away solutions that the
condition would take away, and no others, whatever follows (OPTIONAL, MINUS, BIND).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from math import isfinite
from typing import Final

import pyoxigraph as ox

from graph.geo.errors import GeometryError
from graph.geo.index import GeometryIndex
from graph.geo.index_file import Entry
from graph.geo.units import METRE, unit_of_length
from graph.geo.values import Spatial
from graph.store.embedded.spatial.brackets import NotUnderstood
from graph.store.embedded.spatial.conditions import Argument, Condition, conditions
from graph.store.embedded.spatial.groups import Group, QueryText
from graph.store.embedded.spatial.naming_rows import pairs_text, rows_text
from graph.store.embedded.spatial.patterns import components, geometry_variables
from graph.store.embedded.spatial.places import boxes_about, constant, meets_nothing, placed
from graph.store.sparql_text import literal_text

Ask = Callable[[str], ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples]
"""Answers a query over the dataset of the one that is rewritten."""

MOST: Final = 50_000
"""Literals, or pairs of them, that are named in a query; of more, the engine is as quick to look at all of 100,000."""
MOST_BYTES: Final = 8 * 1024 * 1024
_MOST_ANCHORS: Final = 2_000


class Narrowing:
    """The condition of one group, and the literals that can meet it."""

    def __init__(self, query: QueryText, index: Callable[[], GeometryIndex], ask: Ask) -> None:
        self._query = query
        self.index = index
        self._ask = ask

    def narrowed(self) -> str | None:
        """The query with candidates in each group that takes them; None where there is none."""
        inserts = sorted(self._inserts(), reverse=True)
        text = self._query.text
        for place, rows in inserts:
            text = f"{text[:place]} {rows} {text[place:]}"
        return text if inserts else None

    def only_value(self, argument: Argument, other: str, group: Group) -> Spatial | None:
        """The one geometry that an argument is in every solution, where there is one for the index."""
        if argument.variable is None:
            return placed(constant(self._query, argument.text))
        anchors = self.anchors(argument.variable, other, group)
        return placed(anchors[0]) if anchors is not None and len(anchors) == 1 else None

    def count(self, body: str) -> int:
        """How many solutions a group has; raises NotUnderstood where it is none after all."""
        try:
            found = self._ask(f"{self._query.prologue} SELECT (COUNT(*) AS ?count) {body}")
        except SyntaxError as error:
            raise NotUnderstood from error
        rows = list(found) if isinstance(found, ox.QuerySolutions) else []
        return int(rows[0]["count"].value) if rows and isinstance(rows[0]["count"], ox.Literal) else 0

    def _inserts(self) -> Iterator[tuple[int, str]]:
        for group in self._query.groups:
            variables = geometry_variables(self._query, group)
            for condition in conditions(self._query, group) if variables else ():
                found = self._values(group, condition, variables.keys())
                if found is not None:
                    yield self._query.tokens[variables[found[0]].end - 1].end, found[1]
                    break

    def _values(self, group: Group, condition: Condition, variables: Container[str | None]) -> tuple[str, str] | None:
        """The variable whose pattern the candidates belong behind, and their rows."""
        reach = self._reach(condition)
        if reach is None:
            return None
        for near, other in ((condition.first, condition.second), (condition.second, condition.first)):
            if near.variable in variables and other.variable != near.variable:
                found = self._near(near.variable, other, reach[0], group) if near.variable else None
                if found is not None:
                    return near.variable or "", found
        return None

    def _reach(self, condition: Condition) -> tuple[float | None] | None:
        """The metres that may lie between the two, (None,) where they must meet; None where that is not known."""
        if condition.most is None:
            return (None,)
        most = constant(self._query, condition.most)
        unit = constant(self._query, condition.unit) if condition.unit else ox.NamedNode(METRE)
        try:
            length = unit_of_length(unit.value).length if unit else None
            metres = float(most.value) * length if most and length else float("nan")
        except (GeometryError, ValueError):
            return None
        return (max(metres, 0.0),) if isfinite(metres) else None

    def _near(self, variable: str, other: Argument, metres: float | None, group: Group) -> str | None:
        if other.variable is None:
            value = placed(constant(self._query, other.text))
            entries = None if value is None else self._entries(value, metres)
            return None if entries is None else rows_text(variable, written(entries))
        anchors = self.anchors(other.variable, variable, group)
        return None if anchors is None else self._pairs(other.variable, variable, anchors, metres)

    def _entries(self, value: Spatial, metres: float | None) -> list[Entry] | None:
        index = self.index()
        numbers = index.numbers(boxes_about(value, metres))
        if len(numbers) > MOST or index.size_of(numbers) > MOST_BYTES:
            return None
        return index.entries(numbers)

    def anchors(self, variable: str, other: str, group: Group) -> list[ox.Literal] | None:
        """The few literals that a variable can be, by the patterns that do not hang together with the other's."""
        parts = components(self._query, group) if group.is_in_default_graph else None
        own = next((part for part in parts or () if variable in part[0]), None)
        if own is None or other in own[0]:
            return None
        asked = f"{self._query.prologue} SELECT DISTINCT ?{variable} {{ {in_order(own[1])} }} LIMIT {_MOST_ANCHORS + 1}"
        try:
            found = self._ask(asked)
        except (SyntaxError, ValueError):
            return None
        terms = [row[variable] for row in found] if isinstance(found, ox.QuerySolutions) else []
        return None if len(terms) > _MOST_ANCHORS else [term for term in terms if isinstance(term, ox.Literal)]

    def _pairs(self, anchor: str, variable: str, anchors: Sequence[ox.Literal], metres: float | None) -> str | None:
        pairs: dict[str, list[Entry]] = {}
        count = size = 0
        for term in anchors:
            value = placed(term)
            if value is None:
                if meets_nothing(term, metres):
                    continue
                return None
            near = self._entries(value, metres)
            if near is None:
                return None
            pairs[literal_text(term.value, term.datatype.value)] = near
            count += len(near)
            size += len(term.value) + sum(len(entry.text) for entry in near)
            if count > MOST or size > MOST_BYTES:
                return None
        return pairs_text(anchor, variable, {term: written(near) for term, near in pairs.items()})


def in_order(patterns: Sequence[str]) -> str:
    """Triple patterns, then the clauses that may need what they bind."""
    clauses = [text for text in patterns if text[:6].upper().startswith(("BIND", "VALUES"))]
    return " . ".join([text for text in patterns if text not in clauses] + [" ".join(clauses)])


def written(entries: Iterable[Entry]) -> Iterator[str]:
    """Literals as SPARQL has them; those that are no geometries at all meet no condition, and are left out."""
    return (literal_text(entry.text, entry.datatype) for entry in entries if entry.datatype)
