"""A table on disk of what a union says of each thing, in which a lookup is a search and no query."""

from __future__ import annotations

import mmap
from array import array
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from struct import Struct
from typing import BinaryIO

# The file: the records; a hash index of them (open addressing, linear probing), at least half of it free slots; the
# number of its slots. A slot: the key of a subject, and where its record begins and ends; a free one is all zeros.
# A record: the subject and its statements, none where they are very many. Subjects are IRIs, predicates and objects are
# as SPARQL 1.1 JSON results write them, so none of these signs can stand in them.
MOST_STATEMENTS = 5000  # of one subject
TOO_MUCH = b""  # is what is said of a subject that has more

PREDICATE_ENDS = b"\x02"
STATEMENT_ENDS = b"\x01"
_SUBJECT_ENDS = b"\n"
_KEY_BYTES = 8
_SLOT = Struct("=QQQ")
_FREE = (0, 0, 0)
_NUMBER = Struct("=Q")


class TableWriter:
    """Writes a table, a subject at a time."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._position = 0
        self._entries = array("Q")  # a key, a beginning, an end; and so on

    def add(self, subject: bytes, statements: Sequence[tuple[bytes, bytes]] | None) -> None:
        """Write what is said of a subject; None where that is too much to be held."""
        said = STATEMENT_ENDS.join(map(PREDICATE_ENDS.join, statements or ()))
        begin = self._position
        self._position += self._file.write(subject + _SUBJECT_ENDS + said)
        self._entries.extend((_key(subject), begin, self._position))

    def close(self) -> None:
        """Write the rest; the file is the caller's to close."""
        slots = 2 * len(self._entries) // 3 + 1
        index = bytearray(slots * _SLOT.size)
        entries = iter(self._entries)
        for key, begin, end in zip(entries, entries, entries, strict=True):
            place = key % slots
            while _SLOT.unpack_from(index, place * _SLOT.size) != _FREE:
                place = (place + 1) % slots
            _SLOT.pack_into(index, place * _SLOT.size, key, begin, end)
        self._file.write(index)
        self._file.write(_NUMBER.pack(slots))


class SubjectTable:
    """Reads a table. Its pages are the file's, so it takes no memory that the machine cannot have back."""

    def __init__(self, path: Path) -> None:
        """Open a table, whose file may then be removed."""
        with path.open("rb") as file:
            self._content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        end = len(self._content) - _NUMBER.size
        (self._slots,) = _NUMBER.unpack_from(self._content, end)
        self._index = end - self._slots * _SLOT.size

    def statements(self, subject: bytes) -> bytes | None:
        """What is said of a subject, TOO_MUCH where it is not held; None where the table does not have it."""
        key, named = _key(subject), subject + _SUBJECT_ENDS
        place = key % self._slots
        while True:
            found, begin, end = _SLOT.unpack_from(self._content, self._index + place * _SLOT.size)
            if not end:  # a free slot
                return None
            rows = begin + len(named)
            if found == key and self._content[begin:rows] == named:
                return self._content[rows:end]
            place = (place + 1) % self._slots


def _key(subject: bytes) -> int:
    return int.from_bytes(blake2b(subject, digest_size=_KEY_BYTES).digest())
