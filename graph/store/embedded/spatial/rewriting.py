"""What is done to a query's text before the engine has it, so that GeoSPARQL's wishes are met, and soon."""

from __future__ import annotations

from collections.abc import Callable

from graph.geo.index import GeometryIndex
from graph.store.embedded.spatial.candidates import Ask, Narrowing
from graph.store.embedded.spatial.groups import NotUnderstood, QueryText
from graph.store.embedded.spatial.nearest import nearest_only
from graph.store.embedded.spatial.properties import with_properties


def rewritten(text: str, index: Callable[[], GeometryIndex] | None, ask: Ask) -> str:
    """The query with relations that are asked for as properties written out, and with what the index knows.

    That is, the geometries that can be in its answer are named in it. Where it is not understood it stays as it is.
    """
    if "\\u" in text or "\\U" in text:  # characters by number could be anything, brackets too
        return text
    try:
        text = with_properties(QueryText(text)) or text
        if index is None:
            return text
        query = QueryText(text)
        narrowing = Narrowing(query, index, ask)
        return narrowing.narrowed() or nearest_only(query, narrowing) or text
    except NotUnderstood:
        return text
