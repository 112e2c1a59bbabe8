"""The SHACL engine: which shape a graph violates, at which node, by which value.

An engine is made once and kept: making one costs as much as a plan's whole check, because `pyrudof` then reads
the system's certificates for a web client. It is given text only, so that it never uses that client.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from pyrudof import RDFFormat, ReaderMode, Rudof, RudofConfig, ShaclFormat


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One result of a validation, terms as their IRI or lexical form."""

    focus: str
    shape: str
    value: str  # "" where the shape is not about a value


class ShaclEngine:
    """Validates graphs, one at a time, against the shapes it was made with."""

    def __init__(self, shapes: str) -> None:
        self._engine = Rudof(RudofConfig())
        self._engine.read_shacl(shapes, ShaclFormat.Turtle, reader_mode=ReaderMode.Strict)
        self._lock = Lock()

    def validate(self, ntriples: str) -> list[Result]:
        """The violations of a graph in N-Triples, sorted, each once."""
        with self._lock:
            self._engine.read_data(ntriples, RDFFormat.NTriples, reader_mode=ReaderMode.Strict)
            report = self._engine.validate_shacl()
            self._engine.reset_data()
        return sorted({Result(entry.focus_node, entry.source_shape or "", entry.value or "") for entry in report})
