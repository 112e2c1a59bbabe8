"""Some graphs of a store, or parts of them, in files: what a copy of the store needs to follow a write."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

import pyoxigraph as ox

MOST_BYTES = 16 * 1024 * 1024  # of all graphs; a copy that is made anew is the quicker way above that

_LIST = "graphs.json"


class TooMuch(Exception):
    """The graphs are larger than an excerpt may be."""


class Part(NamedTuple):
    """Of a graph, the triples of some things, or all (None); its triples are None where the graph is not there."""

    triples: frozenset[ox.Triple] | None
    things: Sequence[str] | None


def write_excerpt(quads: ox.Store, graphs: Mapping[str, Sequence[str] | None], folder: Path) -> None:
    """Write, of each of the graphs that is there, all or what is said of these things into a new folder.

    As N-Triples; raises TooMuch.
    """
    folder.mkdir(parents=True)
    files: dict[str, tuple[str | None, Sequence[str] | None]] = {}
    rest = MOST_BYTES
    for number, (name, things) in enumerate(graphs.items()):
        graph = ox.NamedNode(name)
        files[name] = (None, things)
        if quads.contains_named_graph(graph):
            files[name] = (f"{number}.nt", things)
            with (folder / f"{number}.nt").open("wb") as file:
                bounded = _Bounded(file, rest)
                # All that the engine needs of a file is write and flush.
                _write(quads, graph, things, cast("BinaryIO", bounded))
            rest = bounded.rest
    (folder / _LIST).write_text(json.dumps(files), encoding="utf-8")


def read_excerpt(folder: Path) -> Mapping[str, Part]:
    """What there is of each graph."""
    files: dict[str, tuple[str | None, Sequence[str] | None]] = json.loads((folder / _LIST).read_text("utf-8"))
    return {
        name: Part(None if file is None else frozenset(quad.triple for quad in ox.parse(path=folder / file)), things)
        for name, (file, things) in files.items()
    }


def quads_about(quads: ox.Store, graph: ox.NamedNode, things: Sequence[str] | None) -> Iterator[ox.Quad]:
    """What a graph says of some things, or all that it says."""
    if things is None:
        yield from quads.quads_for_pattern(None, None, None, graph)
        return
    for thing in things:
        yield from quads.quads_for_pattern(ox.NamedNode(thing), None, None, graph)


def _write(quads: ox.Store, graph: ox.NamedNode, things: Sequence[str] | None, output: BinaryIO) -> None:
    if things is None:
        quads.dump(output, ox.RdfFormat.N_TRIPLES, from_graph=graph)
    else:
        ox.serialize((quad.triple for quad in quads_about(quads, graph, things)), output, ox.RdfFormat.N_TRIPLES)


class _Bounded:
    """A file that takes so many bytes and no more."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file = file
        self.rest = most

    def write(self, data: bytes) -> int:
        """Pass them on; raises TooMuch."""
        self.rest -= len(data)
        if self.rest < 0:
            raise TooMuch
        return self._file.write(data)

    def flush(self) -> None:
        """Do nothing: the file is closed soon."""
