"""Reads a query that columns may answer, without any columns: most that they do not answer are told by it alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import pyoxigraph as ox

from graph.geo.names import speaks_of_geometry
from graph.store.embedded.columns.beginning import require_many
from graph.store.embedded.columns.parsing import parse
from graph.store.embedded.columns.syntax import NotInColumns, Select
from graph.store.embedded.terms import HasMany

_NOTHING: Final = ox.Store()


class Asked(NamedTuple):
    """A query, and which variables it asks for."""

    select: Select
    variables: Sequence[str]


def read(text: str, has_many: HasMany) -> Asked:
    """Read a query; raises NotInColumns for one that the engine must answer, as where it can begin with few triples."""
    if speaks_of_geometry(text):
        raise NotInColumns("geometry, of which more is known than is stated")
    select = parse(text)
    variables = _variables(text)  # of SPARQL: from here on an IRI is one for the engine too
    require_many(select.group, has_many)
    return Asked(select, variables)


def _variables(query: str) -> list[str]:
    """Which variables a query asks for; raises NotInColumns for a text that the engine does not take for a SELECT."""
    try:
        asked = _NOTHING.query(query)
    except (SyntaxError, ValueError, RuntimeError) as error:
        raise NotInColumns("what the engine does not take") from error
    if not isinstance(asked, ox.QuerySolutions):
        raise NotInColumns("no rows")
    return [variable.value for variable in asked.variables]
