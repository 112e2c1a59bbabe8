"""What is done to a query's text before the engine has it, so that GeoSPARQL's wishes are met, and soon."""

from __future__ import annotations

from collections.abc import Callable

from graph.geo.index import GeometryIndex
from graph.store.embedded.spatial.candidates import Ask, Narrowing
from graph.store.embedded.spatial.groups import NotUnderstood, QueryText
from graph.store.embedded.spatial.nearest import nearest_only


def with_candidates(text: str, index: Callable[[], GeometryIndex], ask: Ask) -> str:
    """The query with the geometries that can be in its answer named in it, where the index can tell; else as it is."""
    if "\\u" in text or "\\U" in text:  # characters by number could be anything, brackets too
        return text
    try:
        query = QueryText(text)
        narrowing = Narrowing(query, index, ask)
        return narrowing.narrowed() or nearest_only(query, narrowing) or text
    except NotUnderstood:
        return text
