"""What is done to a query's text before the engine has it, so that GeoSPARQL's wishes are met, and soon."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pyoxigraph as ox

from graph.geo.index import GeometryIndex
from graph.store.embedded.spatial.anchors import Ask
from graph.store.embedded.spatial.brackets import NotUnderstood
from graph.store.embedded.spatial.calling import aggregates, functions
from graph.store.embedded.spatial.candidates import Narrowing, Rewritten
from graph.store.embedded.spatial.constants import require_readable
from graph.store.embedded.spatial.groups import QueryText
from graph.store.embedded.spatial.joins import joined_by_area
from graph.store.embedded.spatial.nearest import nearest_only
from graph.store.embedded.spatial.properties import with_properties

_NOTHING: Final = ox.Store()


def rewritten(text: str, index: Callable[[], GeometryIndex] | None, ask: Ask) -> Rewritten:
    """The query with relations that are asked for as properties written out, and with what the index knows.

    That is, the geometries that can be in its answer are named in it. Where it is not understood it stays as it is.
    """
    if "\\u" in text or "\\U" in text or not _is_query(text):  # characters by number could be brackets too
        return Rewritten(text, {})
    try:
        query = QueryText(text)
        require_readable(query)
        spelled_out = with_properties(query)
        text = spelled_out or text
        if index is None:
            return Rewritten(text, {})
        query = QueryText(text) if spelled_out else query
        narrowing = Narrowing(query, index, ask)
        return (
            narrowing.narrowed()
            or nearest_only(query, narrowing)
            or joined_by_area(query, narrowing)
            or Rewritten(text, {})
        )
    except (NotUnderstood, OSError):  # or there is no room on the disk for the index
        return Rewritten(text, {})


def _is_query(text: str) -> bool:
    """Whether the engine takes a text, which is told by asking nothing: what it refuses is not made right here."""
    try:
        _NOTHING.query(text, custom_functions=functions(), custom_aggregate_functions=aggregates())
    except (SyntaxError, ValueError, RuntimeError):
        return False
    return True
