"""Changes graphs on a server whose updates are short and not transactions: uploads beside them, then moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from uuid import uuid4

from graph.store.errors import OutcomeUnknown, StoreError
from graph.store.sparql_text import iri_text

STAGING = "urn:x-plangraph:staging:"
"""How the names of graphs begin that are there while others are written."""


class Staging:
    """Writes several graphs so that all that may fail, reading and carrying the data, is over before any is changed.

    `upload` puts N-Triples into a graph, `update` carries out an update. What is changed last is one update of
    COPYs, which the engine may still leave half done if it is ended just then.
    """

    def __init__(self, upload: Callable[[str, bytes], None], update: Callable[[str], None]) -> None:
        self._upload = upload
        self._update = update

    def replace(self, graphs: Mapping[str, bytes]) -> None:
        """Make each graph hold exactly these N-Triples."""
        self._write(graphs, "COPY")

    def add(self, graphs: Mapping[str, bytes]) -> None:
        """Add these N-Triples to each graph."""
        self._write(graphs, "ADD")

    def _write(self, graphs: Mapping[str, bytes], verb: str) -> None:
        beside = {name: f"{STAGING}{uuid4()}" for name, triples in graphs.items() if triples}
        clearing = [f"CLEAR SILENT GRAPH {iri_text(staged)}" for staged in beside.values()]
        steps = [
            f"{verb} GRAPH {iri_text(beside[name])} TO GRAPH {iri_text(name)}"
            if name in beside
            else f"CLEAR SILENT GRAPH {iri_text(name)}"
            for name in graphs
        ]
        try:
            for name, staged in beside.items():
                self._upload(staged, graphs[name])
            self._update(" ;\n".join([*steps, *clearing]))
        except OutcomeUnknown:
            raise  # it may still be copying: what is beside must stay
        except StoreError:
            with suppress(StoreError):
                self._update(" ;\n".join(clearing))
            raise
