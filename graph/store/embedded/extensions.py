"""What the engine is given beside a query or update: GeoSPARQL's functions, where its text names any of them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from types import MappingProxyType
from typing import Any

import pyoxigraph as ox

from graph.geo.names import speaks_of_geometry
from graph.store.embedded.shared_index import SharedIndex
from graph.store.sparql_tokens import unescaped

_NONE = MappingProxyType[str, Any]({})


Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


def ask(quads: ox.Store, text: str, dataset: Mapping[str, Any], index: SharedIndex | None) -> Found:
    """What the engine finds, with the functions that a query names, and the help of an index where there is one."""
    given = extensions(text)
    if given:
        from graph.store.embedded.spatial.rewriting import rewritten  # noqa: PLC0415  # see `extensions`

        find_index = index.get if index is not None else None
        helped = rewritten(text, find_index, lambda asked: quads.query(asked, **dataset, **given))
        if helped.text != text:
            all_given = {**given, "custom_functions": {**given["custom_functions"], **helped.functions}}
            with suppress(SyntaxError):  # what is wrong in the text is told of the text as it was sent
                return quads.query(helped.text, **dataset, **all_given)
    return quads.query(text, **dataset, **given)


def update(quads: ox.Store, text: str) -> None:
    """Have the engine carry out an update, with the functions that it names."""
    given = extensions(text)
    if given:
        from graph.store.embedded.spatial.updates import rewritten_update  # noqa: PLC0415  # see `extensions`

        written = rewritten_update(text)
        if written is not None:
            with suppress(SyntaxError):  # what is wrong in the text is told of the text as it was sent
                quads.update(written, **given)
                return
    quads.update(text, **given)


def extensions(text: str) -> MappingProxyType[str, Any]:
    """The engine's keyword arguments for a text; the libraries of geometry are imported with the first that needs them.

    They take some 35 MB and a quarter of a second.
    """
    return _spatial() if speaks_of_geometry(unescaped(text)) else _NONE


def prepare_for_forks() -> None:
    """Import those libraries now, in a process whose children will need them."""
    from graph.store.embedded.spatial import rewriting  # noqa: F401, PLC0415

    _spatial()


@cache
def _spatial() -> MappingProxyType[str, Any]:
    from graph.store.embedded.spatial.calling import aggregates, functions  # noqa: PLC0415  # see `extensions`

    return MappingProxyType({"custom_functions": functions(), "custom_aggregate_functions": aggregates()})
