"""Datasets whose default graph is the RDF merge of several graphs that share triples."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox
from cachetools import LRUCache

MOST_KEPT = 4

_SHARED = "ASK { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o } FILTER (?g != ?h) }"

Names = tuple[str, ...]


class Merges:
    """Copies of parts of a store that does not change, made when they are first asked for.

    The engine gives a triple of a dataset's default graph once for each graph that states it. Where no triple is in
    two of the graphs it is right, and no copy is made.
    """

    def __init__(self, quads: ox.Store) -> None:
        self._quads = quads
        self._kept: LRUCache[tuple[Names, Names], ox.Store | None] = LRUCache(MOST_KEPT)

    def of(self, default: Sequence[ox.NamedNode], named: Sequence[ox.NamedNode]) -> ox.Store | None:
        """A store with the merge of `default` as its default graph, and with `named`; None where none is needed."""
        key = tuple(name.value for name in default), tuple(name.value for name in named)
        if key not in self._kept:
            self._kept[key] = self._merge(default, named) if self._share(default) else None
        return self._kept[key]

    def _share(self, graphs: Sequence[ox.NamedNode]) -> bool:
        return bool(self._quads.query(_SHARED, named_graphs=list(graphs)))

    def _merge(self, default: Sequence[ox.NamedNode], named: Sequence[ox.NamedNode]) -> ox.Store:
        merge = ox.Store()
        for name in default:
            quads = self._quads.quads_for_pattern(None, None, None, name)
            merge.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
        for name in named:
            merge.extend(self._quads.quads_for_pattern(None, None, None, name))
        return merge
