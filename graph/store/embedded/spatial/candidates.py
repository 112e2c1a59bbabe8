"""Rewrites a query so that the index names the geometries that can be in its answer; the answer stays the same.

To a group whose every solution meets a spatial condition, the rows of those literals are added that meet it, or that
are near enough for it by their boxes. They are added behind the triple pattern that binds the variable in every
solution of the group: there they take away solutions that the condition would take away, and no others, whatever
follows (OPTIONAL, MINUS, BIND). The condition itself stays for those rows of which it is not known that they meet it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from graph.geo.deciding import Array, Decided, related, within_distance
from graph.geo.index import GeometryIndex
from graph.geo.index_file import Entry
from graph.geo.names import WKT
from graph.geo.values import Spatial
from graph.store.embedded.spatial.anchors import Anchors, Ask
from graph.store.embedded.spatial.brackets import NotUnderstood
from graph.store.embedded.spatial.conditions import Argument, conditions
from graph.store.embedded.spatial.groups import Group, QueryText
from graph.store.embedded.spatial.naming_rows import pairs_text, rows_text
from graph.store.embedded.spatial.patterns import geometry_variables
from graph.store.embedded.spatial.places import boxes_about, constant, meets_nothing, placed
from graph.store.embedded.spatial.sides import Side, side_of
from graph.store.sparql_text import literal_text
from graph.store.sparql_tokens import Edit, edited

Function = Callable[..., ox.NamedNode | ox.Literal]

MOST: Final = 50_000
"""Literals, or pairs of them, that are named in a query; of more, the engine is as quick to look at all of 100,000."""
MOST_BYTES: Final = 8 * 1024 * 1024
_MOST_DECIDED: Final = 1_000_000  # in some tenths of a second
_MET: Final = "urn:x-plangraph:met"
_TRUE: Final = ox.Literal(True)
_FALSE: Final = ox.Literal(False)
_WKT: Final = ox.NamedNode(WKT)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A query in other words, and the functions that only it calls."""

    text: str
    functions: Mapping[ox.NamedNode, Function]


@dataclass(frozen=True, slots=True)
class _Named:
    """Rows of the near literals; those of them, as texts, that meet the condition; and whether all do."""

    rows: str
    met: Container[str]
    all_meet: bool


class Narrowing:
    """The condition of one group, and the literals that can meet it."""

    def __init__(self, query: QueryText, index: Callable[[], GeometryIndex], ask: Ask) -> None:
        self._query = query
        self.index = index
        self._ask = ask
        self._anchors = Anchors(query, ask)

    def narrowed(self) -> Rewritten | None:
        """The query with candidates in each group that takes them; None where there is none."""
        functions: dict[ox.NamedNode, Function] = {}
        edits = [edit for group in self._query.groups for edit in self._edits(group, functions)]
        return Rewritten(edited(self._query.text, sorted(edits)), functions) if edits else None

    def only_value(self, argument: Argument, other: str, group: Group) -> Spatial | None:
        """The one geometry that an argument is in every solution, where there is one for the index."""
        if argument.variable is None:
            return placed(constant(self._query, argument.text))
        anchors = self.anchors(argument.variable, other, group)
        return placed(anchors[0]) if anchors is not None and len(anchors) == 1 else None

    def anchors(self, variable: str, other: str, group: Group) -> Sequence[ox.Literal] | None:
        """The few literals that a variable can be beside another; None where they are many, or not known."""
        found = self._anchors.fewest({variable: other}, group)
        return None if found is None else found[1]

    def count(self, body: str) -> int:
        """How many solutions a group has; raises NotUnderstood where it is none after all."""
        try:
            found = self._ask(f"{self._query.prologue} SELECT (COUNT(*) AS ?count) {body}")
        except SyntaxError as error:
            raise NotUnderstood from error
        rows = list(found) if isinstance(found, ox.QuerySolutions) else []
        return int(rows[0]["count"].value) if rows and isinstance(rows[0]["count"], ox.Literal) else 0

    def _edits(self, group: Group, functions: dict[ox.NamedNode, Function]) -> Iterator[Edit]:
        """What becomes of a group's text: rows behind a pattern, and less of its condition."""
        variables = geometry_variables(self._query, group)
        for condition in conditions(self._query, group) if variables else ():
            side = side_of(self._query, group, condition, variables.keys(), self._anchors)
            named = None if side is None else self._named(side, group)
            if side is not None and named is not None:
                behind = self._query.tokens[variables[side.near].end - 1].end
                yield behind, behind, f" {named.rows} "
                yield from self._less(side, named, functions)
                return

    def _less(self, side: Side, named: _Named, functions: dict[ox.NamedNode, Function]) -> Iterator[Edit]:
        """The condition for those rows only that are not known to meet it."""
        first, last = side.condition.covers
        start, end = self._query.tokens[first].start, self._query.tokens[last - 1].end
        if named.all_meet:
            yield start, end, "(true)"
        elif named.met:
            function = ox.NamedNode(f"{_MET}:{len(functions)}")
            functions[function] = _teller(named.met)
            # no `||`, of which the engine may ask the second half first
            yield start, end, f"IF({function}(?{side.near}), true, {self._query.text[start:end]})"

    def _named(self, side: Side, group: Group) -> _Named | None:
        if side.other.variable is not None:
            anchors = self.anchors(side.other.variable, side.near, group)
            return None if anchors is None else self._pairs(side, side.other.variable, anchors)
        value = placed(constant(self._query, side.other.text))
        found = None if value is None else self._entries(value, side)
        if found is None:
            return None
        met, others = found
        return _Named(rows_text(side.near, written([*met, *others])), {entry.text for entry in met}, not others)

    def _entries(self, value: Spatial, side: Side) -> tuple[list[Entry], list[Entry]] | None:
        """The literals that meet the condition with a value, and those that may; None where they are too many."""
        index = self.index()
        numbers = index.numbers(boxes_about(value, side.metres))
        if len(numbers) > _MOST_DECIDED:
            return None
        decided = _decided(index, numbers, value, side)
        if len(decided.met) + len(decided.open) > MOST or sum(map(index.size_of, decided)) > MOST_BYTES:
            return None
        return index.entries(decided.met), index.entries(decided.open)

    def _pairs(self, side: Side, anchor: str, anchors: Sequence[ox.Literal]) -> _Named | None:
        pairs: dict[str, list[Entry]] = {}
        count = size = 0
        all_meet = True
        for term in anchors:
            value = placed(term)
            if value is None:
                if meets_nothing(term, side.metres):
                    continue
                return None
            found = self._entries(value, side)
            if found is None:
                return None
            met, others = found
            near = met + others
            all_meet = all_meet and not others
            pairs[literal_text(term.value, term.datatype.value)] = near
            count += len(near)
            size += len(term.value) + sum(len(entry.text) for entry in near)
            if count > MOST or size > MOST_BYTES:
                return None
        rows = pairs_text(anchor, side.near, {term: written(near) for term, near in pairs.items()})
        return _Named(rows, frozenset(), all_meet)


def written(entries: Iterable[Entry]) -> Iterator[str]:
    """Literals as SPARQL has them; those that are no geometries at all meet no condition, and are left out."""
    return (literal_text(entry.text, entry.datatype) for entry in entries if entry.datatype)


def _decided(index: GeometryIndex, numbers: Array, value: Spatial, side: Side) -> Decided:
    if side.metres is not None:
        return within_distance(index, numbers, value, side.metres)
    return related(index, numbers, side.relation, value, value_is_first=side.other_is_first)


def _teller(known: Container[str]) -> Function:
    """A function that says whether a literal is among some texts of WKT."""
    return lambda term: _TRUE if term.value in known and term.datatype == _WKT else _FALSE
