"""Writes the index of geometry literals: their boxes in the order of a curve through the plane, and their texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO, Final

import numpy as np
import shapely

from graph.geo.boxes import along_a_curve, levels_above
from graph.geo.bulk import read_plain
from graph.geo.crs import default_crs, is_same_place
from graph.geo.errors import GeometryError
from graph.geo.index_file import HEADER, WRITTEN, Entry
from graph.geo.literals import read_literal
from graph.geo.names import DATATYPES

Array = np.ndarray[Any, Any]

KINDS: Final = (*sorted(DATATYPES), "")
"""Datatypes by their number in the file; the last stands for all others, whose literals are no geometries."""
_BATCH: Final = 20_000
_FARTHEST: Final = np.array([360.0, 90.0, 360.0, 90.0])  # degrees; farther, a distance is an error


def write_index(file: BinaryIO, entries: Iterable[Entry]) -> None:
    """Write the index of the literals, each of them once, into an empty file; its mark is written last."""
    texts: list[bytes] = []
    kinds = bytearray()
    boxes: list[Array] = []
    for batch in _batches(entries):
        texts += [entry.text.encode() for entry in batch]
        kinds += bytes(KINDS.index(entry.datatype if entry.datatype in DATATYPES else "") for entry in batch)
        boxes.append(_boxes(batch))
    places = np.concatenate([*boxes, np.empty((0, 4))])
    known = np.isfinite(places).all(axis=1)
    order = np.concatenate([np.flatnonzero(~known), _ordered(places, np.flatnonzero(known))])
    lengths = np.fromiter((len(text) for text in texts), np.int64, len(texts))[order]
    file.seek(0)
    file.write(bytes(HEADER.size))
    in_order = places[order]
    for level in (in_order, *levels_above(in_order[int((~known).sum()) :])):
        file.write(level.tobytes())
    file.write(np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64).tobytes())
    file.write(np.frombuffer(bytes(kinds), np.uint8)[order].tobytes())
    file.writelines(texts[number] for number in order)
    file.flush()
    file.seek(0)
    file.write(HEADER.pack(len(texts), int((~known).sum()), int(lengths.sum()), WRITTEN))
    file.flush()


def _batches(entries: Iterable[Entry]) -> Iterator[Sequence[Entry]]:
    rest = iter(entries)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _ordered(places: Array, numbers: Array) -> Array:
    return numbers[along_a_curve(places[numbers])] if len(numbers) else numbers


def _boxes(entries: Sequence[Entry]) -> Array:
    """A row of (west, south, east, north) for each, in degrees; of no numbers where it is not known."""
    read = read_plain(entries)
    boxes = shapely.bounds(read)
    for number in np.flatnonzero(shapely.is_missing(read)).tolist():
        boxes[number] = _box(entries[number])
    placed = np.isfinite(boxes).all(axis=1) & (np.abs(boxes) <= _FARTHEST).all(axis=1)
    boxes[~placed] = np.nan
    return np.asarray(boxes)


def _box(entry: Entry) -> Array:
    unknown = np.full(4, np.nan)
    try:
        value = read_literal(entry.text, entry.datatype)
    except GeometryError:
        return unknown
    return shapely.bounds(value.geometry) if is_same_place(value.crs, default_crs()) else unknown
