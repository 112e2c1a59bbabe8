"""What looks wrong with the geometries that a query or update itself writes, told in a header of its answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from graph.store.written_geometries import Written, written_geometries

HEADER: Final = "Geometry-Warning"
_MOST: Final = 10  # warnings of one text
_LONGEST: Final = 100_000  # characters of a text whose geometries are looked at: milliseconds
_UNREADABLE: Final = "It cannot be read as a geometry."


class GeometryWarning(NamedTuple):
    """What is doubted, in a word and in a sentence of ASCII, and the line and column of the literal."""

    kind: str
    sentence: str
    line: int
    column: int


def geometry_warnings(text: str) -> list[GeometryWarning]:
    """The warnings about the literals in a text, in its order; none, and no time, for a text without any."""
    return list(islice(_warnings(text), _MOST)) if len(text) <= _LONGEST else []


def warning_headers(warnings: Sequence[GeometryWarning]) -> list[tuple[str, str]]:
    """The header that tells the warnings, a list of structured values (RFC 9651); none where there are none."""
    return [(HEADER, ", ".join(map(_item, warnings)))] if warnings else []


def _warnings(text: str) -> Iterator[GeometryWarning]:
    for literal in written_geometries(text):
        for kind, sentence in _doubts(literal):
            yield GeometryWarning(kind, sentence, literal.line, literal.column)


def _doubts(literal: Written) -> list[tuple[str, str]]:
    from graph.geo.doubts import doubts  # noqa: PLC0415 - loaded by who writes a geometry
    from graph.geo.errors import GeometryError  # noqa: PLC0415
    from graph.geo.literals import read_literal  # noqa: PLC0415

    try:
        return [*doubts(read_literal(literal.text, literal.datatype))]
    except GeometryError:
        return [("unreadable", _UNREADABLE)]


def _item(warning: GeometryWarning) -> str:
    detail = warning.sentence.encode("ascii", "replace").decode().replace("\\", "\\\\").replace('"', '\\"')
    return f'{warning.kind};line={warning.line};column={warning.column};detail="{detail}"'
