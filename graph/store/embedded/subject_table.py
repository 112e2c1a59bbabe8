"""A table on disk of what a union says of each thing, in which a lookup is a search and no query."""

from __future__ import annotations

import mmap
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

# The file: the records; where each begins, and the key of its subject, both in the order of the keys; their number.
# A record: the subject and its statements, none where they are very many. Subjects are IRIs, predicates and objects are
# as SPARQL 1.1 JSON results write them, so none of these signs can stand in them.
MOST_STATEMENTS = 5000  # of one subject
TOO_MUCH = b""  # is what is said of a subject that has more

PREDICATE_ENDS = b"\x02"
STATEMENT_ENDS = b"\x01"
_SUBJECT_ENDS = b"\n"
_RECORD_ENDS = b"\x03"
_WORD = 8  # bytes


class TableWriter:
    """Writes a table, a subject at a time."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._position = 0
        self._entries: list[tuple[int, int]] = []

    def add(self, subject: bytes, statements: Sequence[tuple[bytes, bytes]] | None) -> None:
        """Write what is said of a subject; None where that is too much to be held."""
        self._entries.append((_key(subject), self._position))
        said = STATEMENT_ENDS.join(map(PREDICATE_ENDS.join, statements or ()))
        self._position += self._file.write(subject + _SUBJECT_ENDS + said + _RECORD_ENDS)

    def close(self) -> None:
        """Write the rest; the file is the caller's to close."""
        self._entries.sort()
        self._file.write(bytes(-self._position % _WORD))  # numbers stand where they can be read as such
        self._file.write(array("Q", [begin for _, begin in self._entries]).tobytes())
        self._file.write(array("Q", [key for key, _ in self._entries]).tobytes())
        self._file.write(array("Q", [len(self._entries)]).tobytes())


class SubjectTable:
    """Reads a table. Its pages are the file's, so it takes no memory that the machine cannot have back."""

    def __init__(self, path: Path) -> None:
        """Open a table, whose file may then be removed."""
        with path.open("rb") as file:
            self._content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        content = memoryview(self._content)
        count = content[-_WORD:].cast("Q")[0]
        numbers = content[len(content) - _WORD * (2 * count + 1) : -_WORD].cast("Q")
        self._begins, self._keys = numbers[:count], numbers[count:]

    def statements(self, subject: bytes) -> bytes | None:
        """What is said of a subject, TOO_MUCH where it is not held; None where the table does not have it."""
        key, named = _key(subject), subject + _SUBJECT_ENDS
        place = bisect_left(self._keys, key)
        while place < len(self._keys) and self._keys[place] == key:
            begin = self._begins[place]
            rows = begin + len(named)
            if self._content[begin:rows] == named:
                return self._content[rows : self._content.find(_RECORD_ENDS, rows)]
            place += 1  # another subject with the same key
        return None


def _key(subject: bytes) -> int:
    return int.from_bytes(blake2b(subject, digest_size=_WORD).digest())
