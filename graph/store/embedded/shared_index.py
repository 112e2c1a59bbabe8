"""The index of a store's geometry literals, made by the first process that asks for it and shared by all."""

from __future__ import annotations

import fcntl
import tempfile
import weakref
from collections.abc import Iterator
from threading import Lock
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.geo.names import SERIALIZATIONS

if TYPE_CHECKING:
    from graph.geo.index import Entry, GeometryIndex


class SharedIndex:
    """Made before the processes are forked that share it: they inherit a file that has no name, and goes with them.

    While one process makes the index the others that want it wait; where it is ended within, the next begins anew.
    """

    def __init__(self, quads: ox.Store, graphs: list[ox.NamedNode | ox.DefaultGraph]) -> None:
        self._quads = quads
        self._graphs = graphs
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # it lives as long as this
        weakref.finalize(self, self._file.close)
        self._lock = Lock()
        self._index: GeometryIndex | None = None

    def get(self) -> GeometryIndex:
        """The index."""
        with self._lock:
            if self._index is None:
                self._index = self._open()
            return self._index

    def _open(self) -> GeometryIndex:
        from graph.geo.index import GeometryIndex, is_written, write_index  # noqa: PLC0415  # shapely is for few

        # Each process has a position of its own in a file that it opens anew.
        with open(f"/dev/fd/{self._file.fileno()}", "r+b") as file:  # noqa: PTH123
            fcntl.lockf(file, fcntl.LOCK_EX)
            if not is_written(file):
                file.truncate(0)
                write_index(file, self._entries())
            return GeometryIndex(file)

    def _entries(self) -> Iterator[Entry]:
        """The objects of GeoSPARQL's properties for literals, each once."""
        from graph.geo.index import Entry  # noqa: PLC0415

        seen: set[tuple[str, str]] = set()
        for graph in self._graphs:
            for name in SERIALIZATIONS:
                for quad in self._quads.quads_for_pattern(None, ox.NamedNode(name), None, graph):
                    term = quad.object
                    if isinstance(term, ox.Literal) and term.language is None:
                        entry = Entry(term.value, term.datatype.value)
                        if entry not in seen:
                            seen.add(entry)
                            yield entry
