"""The SHACL engine: which shape a graph violates, at which node, by which value.

An engine is made once and kept: the first graph it reads costs as much as a plan's whole check, because `pyrudof`
then loads the system's certificates for a web client. It is given text only, so it never uses that client.
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
    """Validates graphs, one at a time, against shapes in Turtle and together with a background in N-Triples."""

    def __init__(self, shapes: str, background: str) -> None:
        self._engine = Rudof(RudofConfig())
        self._engine.read_shacl(shapes, ShaclFormat.Turtle, reader_mode=ReaderMode.Strict)
        self._engine.read_data(background, RDFFormat.NTriples, reader_mode=ReaderMode.Strict, merge=False)
        self._lock = Lock()

    def validate(self, ntriples: str) -> list[Result]:
        """The violations of a graph in N-Triples, sorted, each once."""
        with self._lock:
            self._engine.begin_staging()  # reading anew would load the certificates again
            try:
                # the comment: text that is empty, or might be an address, is not taken for a graph
                self._engine.read_data(f"#\n{ntriples}", RDFFormat.NTriples, reader_mode=ReaderMode.Strict, merge=True)
                report = self._engine.validate_shacl()
            finally:
                self._engine.rollback_staging()
        return sorted({Result(entry.focus_node, entry.source_shape or "", entry.value or "") for entry in report})
