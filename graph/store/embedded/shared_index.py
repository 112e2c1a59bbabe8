"""The index of a store's geometry literals: made by the first process that asks for it, shared by all, and followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from graph.geo.index_file import Entry
from graph.geo.names import SERIALIZATIONS
from graph.store.embedded.index_base import IndexBase

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

if TYPE_CHECKING:
    from graph.geo.index import GeometryIndex

MANY: Final = 50_000
"""Literals of which an index is worth being made before anybody asks for it."""
_PROPERTIES: Final = tuple(ox.NamedNode(name) for name in SERIALIZATIONS)


class SharedIndex:
    """Files made before the processes are forked that share them: these inherit what has no name, and goes with them.

    A write is followed by noting the literals that came and went. When these have become many, a new file is begun;
    until somebody has made it (`prepare`), the former one answers.
    """

    def __init__(self, quads: ox.Store) -> None:
        self._quads = quads
        self._bases = [IndexBase()]  # the newest first
        self._lock = Lock()
        self._index: GeometryIndex | None = None

    def get(self) -> GeometryIndex:
        """The index; it is made where there is none. While another process makes it, this waits."""
        with self._lock:
            if self._index is None:
                base = next((base for base in self._bases if base.is_written()), self._bases[0])
                base.write(self._entries())
                self._index = base.opened()
            return self._index

    def prepare(self, *, if_many: bool = False) -> None:
        """Make the newest file where it is not there; if asked to, only where the store has many geometries."""
        if not if_many or self._has_many():
            with self._lock:
                self._bases[0].write(self._entries())

    def has_any(self) -> bool:
        """Whether the store has any geometry."""
        return any(next(iter(self._of(name)), None) is not None for name in _PROPERTIES)

    def among(self, triples: Iterable[ox.Triple]) -> frozenset[Entry]:
        """Which of the geometry literals in some triples the store has at this moment."""
        literals = {triple.object for triple in triples if triple.predicate in _PROPERTIES}
        return frozenset(
            entry for literal in literals if (entry := _entry(literal)) is not None and self._is_there(literal)
        )

    def follow(self, before: frozenset[Entry], after: frozenset[Entry]) -> None:
        """Note a write: of the literals that it touched, those that were there before it and those that are now."""
        for base in self._bases:
            base.note(gone=before - after, new=after - before)
        newest = self._bases[0]
        if newest.is_written():
            self._bases = [IndexBase(), newest] if newest.has_changed_much() else [newest]
        # One that is not written may just be on its way, and is waited for however much comes meanwhile.
        self._bases = [base for base in self._bases if not base.is_outworn()] or [IndexBase()]
        self._index = None

    def _has_many(self) -> bool:
        found = (quad for name in _PROPERTIES for quad in self._of(name))
        return sum(1 for _ in islice(found, MANY)) == MANY

    def _is_there(self, literal: Term) -> bool:
        return any(next(iter(self._of(name, literal)), None) is not None for name in _PROPERTIES)

    def _entries(self) -> Iterator[Entry]:
        """The objects of GeoSPARQL's properties for literals, each once."""
        seen: set[Entry] = set()
        for name in _PROPERTIES:
            for quad in self._of(name):
                entry = _entry(quad.object)
                if entry is not None and entry not in seen:
                    seen.add(entry)
                    yield entry

    def _of(self, name: ox.NamedNode, literal: Term | None = None) -> Iterator[ox.Quad]:
        return self._quads.quads_for_pattern(None, name, literal, ox.DefaultGraph())


def _entry(term: Term) -> Entry | None:
    return Entry(term.value, term.datatype.value) if isinstance(term, ox.Literal) and term.language is None else None
