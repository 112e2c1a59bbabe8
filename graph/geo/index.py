"""Geometry literals and where they lie, in one file that many processes read: made once for a version of the data.

An entry whose place is not known for certain (it cannot be read, is empty, or is not in degrees) is in every answer,
so that what is chosen from the answers is what would be chosen from all.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO, Final, NamedTuple

import numpy as np
import shapely

from graph.geo.boxes import BoxTree, along_a_curve
from graph.geo.crs import default_crs, is_same_place
from graph.geo.errors import GeometryError
from graph.geo.literals import read_literal
from graph.geo.names import DATATYPES, WKT

Array = np.ndarray[Any, Any]

_KINDS: Final = (*sorted(DATATYPES), "")
"""Datatypes by their number in the file; the last stands for all others, whose literals are no geometries."""
_HEADER: Final = 4  # numbers: entries, those of unknown place, bytes of text, and a mark that all is written
_WRITTEN: Final = 0x67656F
_BATCH: Final = 20_000
_FARTHEST: Final = np.array([360.0, 90.0, 360.0, 90.0])  # degrees; farther, a distance is an error


class Entry(NamedTuple):
    """A literal: its text and its datatype."""

    text: str
    datatype: str


class GeometryIndex:
    """What was written by `write_index`, read in place."""

    def __init__(self, file: BinaryIO) -> None:
        memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        count, unplaced, size, _ = (int(number) for number in np.frombuffer(memory, np.int64, _HEADER))
        place = _HEADER * 8
        self._boxes = np.frombuffer(memory, np.float64, count * 4, place).reshape(count, 4)
        self._ends = np.frombuffer(memory, np.int64, count + 1, place + count * 32)
        self._kinds = np.frombuffer(memory, np.uint8, count, place + count * 40 + 8)
        start = place + count * 41 + 8
        self._texts = memoryview(memory)[start : start + size]
        self._bytes = np.frombuffer(self._texts, np.uint8)
        self._unplaced = unplaced
        self._tree = BoxTree(self._boxes[unplaced:])

    def __len__(self) -> int:
        return len(self._kinds)

    def numbers(self, boxes: Iterable[tuple[float, float, float, float]]) -> Array:
        """The numbers of the entries that may have a point in one of the boxes, those of unknown place among them."""
        found = [np.arange(self._unplaced), *(self._tree.find(*box) + self._unplaced for box in boxes)]
        return np.unique(np.concatenate(found))

    def size_of(self, numbers: Array) -> int:
        """How many bytes their texts take."""
        return int((self._ends[numbers + 1] - self._ends[numbers]).sum())

    def points(self, numbers: Array) -> Array:
        """A row of (east, north) for each; of no numbers for what is not a plain point in WKT."""
        starts = self._ends[numbers]
        plain = np.ones(len(numbers), bool)
        for place, letter in enumerate(b"POINT"):
            plain &= self._bytes[np.minimum(starts + place, len(self._bytes) - 1)] == letter
        boxes = self._boxes[numbers]
        plain &= (self._kinds[numbers] == _KINDS.index(WKT)) & (boxes[:, :2] == boxes[:, 2:]).all(axis=1)
        return np.where(plain[:, None], boxes[:, :2], np.nan)

    def entries(self, numbers: Array) -> list[Entry]:
        """The literals of these numbers."""
        return [
            Entry(str(self._texts[self._ends[number] : self._ends[number + 1]], "utf-8"), _KINDS[self._kinds[number]])
            for number in numbers
        ]


def is_written(file: BinaryIO) -> bool:
    """Whether there is a whole index in a file."""
    file.seek(0)
    header = file.read(_HEADER * 8)
    return len(header) == _HEADER * 8 and int(np.frombuffer(header, np.int64)[3]) == _WRITTEN


def write_index(file: BinaryIO, entries: Iterable[Entry]) -> None:
    """Write the index of the literals, each of them once, into an empty file; its mark is written last."""
    texts: list[bytes] = []
    kinds = bytearray()
    boxes: list[Array] = []
    for batch in _batches(entries):
        texts += [entry.text.encode() for entry in batch]
        kinds += bytes(_KINDS.index(entry.datatype if entry.datatype in DATATYPES else "") for entry in batch)
        boxes.append(_boxes(batch))
    places = np.concatenate([*boxes, np.empty((0, 4))])
    known = np.isfinite(places).all(axis=1)
    order = np.concatenate([np.flatnonzero(~known), _ordered(places, np.flatnonzero(known))])
    lengths = np.fromiter((len(text) for text in texts), np.int64, len(texts))[order]
    file.seek(0)
    file.write(np.zeros(_HEADER, np.int64).tobytes())
    file.write(places[order].tobytes())
    file.write(np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64).tobytes())
    file.write(np.frombuffer(bytes(kinds), np.uint8)[order].tobytes())
    file.writelines(texts[number] for number in order)
    file.flush()
    file.seek(0)
    header = [len(texts), int((~known).sum()), int(lengths.sum()), _WRITTEN]
    file.write(np.array(header, np.int64).tobytes())
    file.flush()


def _batches(entries: Iterable[Entry]) -> Iterator[Sequence[Entry]]:
    rest = iter(entries)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _ordered(places: Array, numbers: Array) -> Array:
    return numbers[along_a_curve(places[numbers])] if len(numbers) else numbers


def _boxes(entries: Sequence[Entry]) -> Array:
    """A row of (west, south, east, north) for each, in degrees; of no numbers where it is not known."""
    plain = [_is_plain(entry) for entry in entries]
    with np.errstate(over="ignore"):
        read = shapely.from_wkt(
            [entry.text if easy else None for entry, easy in zip(entries, plain, strict=True)], on_invalid="ignore"
        )
    boxes = shapely.bounds(read)
    for number, (entry, easy) in enumerate(zip(entries, plain, strict=True)):
        if not easy:
            boxes[number] = _box(entry)
    placed = np.isfinite(boxes).all(axis=1) & (np.abs(boxes) <= _FARTHEST).all(axis=1)
    boxes[~placed] = np.nan
    return np.asarray(boxes)


def _is_plain(entry: Entry) -> bool:
    """Whether it is WKT in CRS84, which is read in bulk."""
    return entry.datatype == WKT and entry.text[:1].isalpha() and "COLLECTION" not in entry.text[:40].upper()


def _box(entry: Entry) -> Array:
    unknown = np.full(4, np.nan)
    try:
        value = read_literal(entry.text, entry.datatype)
    except GeometryError:
        return unknown
    return shapely.bounds(value.geometry) if is_same_place(value.crs, default_crs()) else unknown
