"""The few values that one side of a condition can have, told from the patterns that say it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import pyoxigraph as ox

from graph.store.embedded.spatial.groups import Group, QueryText
from graph.store.embedded.spatial.patterns import components

Ask = Callable[[str], ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples]
"""Answers a query over the dataset of the one that is rewritten."""

_MOST: Final = 2_000


class Anchors:
    """Asks for the literals that a variable can be, by the patterns that do not hang together with another's."""

    def __init__(self, query: QueryText, ask: Ask) -> None:
        self._query = query
        self._ask = ask
        self._known: dict[tuple[str, int], list[ox.Literal]] = {}

    def fewest(self, ways: Mapping[str, str], group: Group) -> tuple[str, list[ox.Literal]] | None:
        """Of some variables, each beside another, the one that can be the fewest literals, and these.

        All are asked for one literal after the other, in turn, so that it does not matter how many those of the others
        are.
        """
        asked: dict[str, Iterator[object]] = {}
        for variable, other in ways.items():
            if (variable, group.start) in self._known:
                return variable, self._known[variable, group.start]
            rows = self._rows(variable, other, group)
            if rows is not None:
                asked[variable] = rows
        taken: dict[str, list[object]] = {variable: [] for variable in asked}
        while asked:
            for variable, rows in list(asked.items()):
                term = next(rows, None)
                if term is None:
                    literals = [term for term in taken[variable] if isinstance(term, ox.Literal)]
                    self._known[variable, group.start] = literals
                    return variable, literals
                taken[variable].append(term)
                if len(taken[variable]) > _MOST:
                    del asked[variable]
        return None

    def _rows(self, variable: str, other: str, group: Group) -> Iterator[object] | None:
        parts = components(self._query, group) if group.is_in_default_graph else None
        own = next((part for part in parts or () if variable in part[0]), None)
        if own is None or other in own[0]:
            return None
        asked = f"{self._query.prologue} SELECT DISTINCT ?{variable} {{ {in_order(own[1])} }} LIMIT {_MOST + 1}"
        try:
            found = self._ask(asked)
        except (SyntaxError, ValueError):
            return None
        return (row[variable] for row in found) if isinstance(found, ox.QuerySolutions) else None


def in_order(patterns: Sequence[str]) -> str:
    """Triple patterns, then the clauses that may need what they bind."""
    clauses = [text for text in patterns if text[:6].upper().startswith(("BIND", "VALUES"))]
    return " . ".join([text for text in patterns if text not in clauses] + [" ".join(clauses)])
