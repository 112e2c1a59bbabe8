"""What a store hands back: bytes that the engine serialised, and a table read from them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, NamedTuple, cast

from graph.store.closing import Closing
from graph.store.errors import ServerFailed
from graph.store.formats import Form, Format

SPOOL_BYTES = 8 * 1024 * 1024  # answers up to this size stay in memory
CHUNK_BYTES = 64 * 1024

Plain = str | int | float | bool | None

_XSD = "http://www.w3.org/2001/XMLSchema#"
_SIGNED = ("integer", "int", "long", "short", "byte", "nonPositiveInteger", "negativeInteger")
_UNSIGNED = ("nonNegativeInteger", "positiveInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte")
_INTEGERS = frozenset(_XSD + name for name in (*_SIGNED, *_UNSIGNED))
_FRACTIONS = frozenset(_XSD + name for name in ("decimal", "double", "float"))


class Answer(Closing):
    """The serialised answer to a query, a graph or a dump; it can be taken once.

    `write` pushes it to a file, pipe or socket while the engine computes it. Iterating gives chunks, the first
    only when the whole answer is there: an evaluation that fails midway is then an exception before the first
    byte has left, never a short answer that looks whole.
    """

    def __init__(
        self, form: Form, media: Format, write: Callable[[BinaryIO], object], close: Callable[[], None] | None = None
    ) -> None:
        self.form = form
        self.format = media
        self._write = write
        self._close = close

    def write(self, output: BinaryIO) -> None:
        """Serialise into `output` as the engine goes; raises StoreError where it cannot go on."""
        try:
            self._write(output)
        finally:
            self.close()

    def read(self) -> bytes:
        """Return the whole answer."""
        return b"".join(self)

    def close(self) -> None:
        """Let go of what an answer that was not taken holds (a connection)."""
        if self._close is not None:
            self._close()

    def __iter__(self) -> Iterator[bytes]:
        with SpooledTemporaryFile(max_size=SPOOL_BYTES) as spool:
            self.write(cast("BinaryIO", spool))  # typeshed gives it the methods, but not the type
            spool.seek(0)
            while chunk := spool.read(CHUNK_BYTES):
                yield chunk


class WholeAnswer(Answer):
    """An answer that is here already, which is most of them."""

    def __init__(self, form: Form, media: Format, content: bytes) -> None:
        # Not a method of its own: an answer that refers to itself would stay until the garbage collector comes by.
        super().__init__(form, media, lambda output: output.write(content))
        self._content = content

    def read(self) -> bytes:
        """Return the whole answer, without a copy."""
        return self._content

    def __iter__(self) -> Iterator[bytes]:
        yield self._content


class Cell(NamedTuple):
    """One bound value of a row, as the SPARQL JSON results say it."""

    kind: str  # "uri", "literal" or "bnode"
    value: str
    datatype: str | None = None
    language: str | None = None

    @property
    def plain(self) -> Plain:
        """The value as JSON would have it: numbers and booleans as themselves, everything else as text."""
        if self.datatype in _INTEGERS:
            return int(self.value)
        if self.datatype in _FRACTIONS:
            return _number(self.value)
        if self.datatype == _XSD + "boolean":
            return self.value in ("true", "1")
        return self.value


@dataclass(frozen=True)
class Table:
    """The bindings of a SELECT: its variables, and a row for each solution with None where nothing is bound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]

    @cached_property
    def records(self) -> list[dict[str, Plain]]:
        """The rows as plain values by variable."""
        return [
            {name: None if cell is None else cell.plain for name, cell in zip(self.variables, row, strict=True)}
            for row in self.rows
        ]


def read_table(results: bytes) -> Table:
    """Read SPARQL 1.1 Query Results JSON; raises ServerFailed where they are something else."""
    with _understood():
        content = json.loads(results)
        variables = tuple(content["head"]["vars"])
        rows = [tuple([_cell(row.get(name)) for name in variables]) for row in content["results"]["bindings"]]
    return Table(variables, tuple(rows))


def read_boolean(results: bytes) -> bool:
    """Read the SPARQL 1.1 Query Results JSON of an ASK."""
    with _understood():
        return bool(json.loads(results)["boolean"])


@contextmanager
def _understood() -> Iterator[None]:
    """Tell results that cannot be read, as only a server of others sends them, from a fault of ours."""
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise ServerFailed("What the SPARQL server sent is not SPARQL JSON results.") from error


def _cell(term: dict[str, Any] | None) -> Cell | None:
    if term is None:
        return None
    kind = term["type"]
    if kind == "uri":
        return Cell(kind, term["value"])
    kind = "literal" if kind == "typed-literal" else kind  # Virtuoso's older name
    return Cell(kind, term["value"], term.get("datatype"), term.get("xml:lang"))


def _number(text: str) -> int | float | str:
    """Whole numbers without a fraction, as `15` is written in a plan; INF and NaN have no JSON and stay text."""
    number = float(text)
    if not isfinite(number):
        return text
    return int(number) if number.is_integer() else number
