"""Some graphs of a store in files: what a copy of the store needs to follow a write."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, cast

import pyoxigraph as ox

MOST_BYTES = 16 * 1024 * 1024  # of all graphs; a copy that is made anew is the quicker way above that

_LIST = "graphs.json"


class TooMuch(Exception):
    """The graphs are larger than an excerpt may be."""


def write_excerpt(quads: ox.Store, graphs: Sequence[str], folder: Path) -> None:
    """Write each of the graphs that is there as N-Triples into a file of a new folder; raises TooMuch."""
    folder.mkdir(parents=True)
    files: dict[str, str | None] = {}
    rest = MOST_BYTES
    for number, name in enumerate(graphs):
        graph = ox.NamedNode(name)
        files[name] = None
        if quads.contains_named_graph(graph):
            files[name] = f"{number}.nt"
            with (folder / f"{number}.nt").open("wb") as file:
                bounded = _Bounded(file, rest)
                # All that the engine needs of a file is write and flush.
                quads.dump(cast("BinaryIO", bounded), ox.RdfFormat.N_TRIPLES, from_graph=graph)
            rest = bounded.rest
    (folder / _LIST).write_text(json.dumps(files), encoding="utf-8")


def read_excerpt(folder: Path) -> Mapping[str, frozenset[ox.Triple] | None]:
    """The triples of each graph; None for one that is not there."""
    files: dict[str, str | None] = json.loads((folder / _LIST).read_text("utf-8"))
    return {
        name: None if file is None else frozenset(quad.triple for quad in ox.parse(path=folder / file))
        for name, file in files.items()
    }


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
