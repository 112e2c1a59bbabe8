"""An index of geometries in a file without a name, and what has become of the data since."""

from __future__ import annotations

import fcntl
import io
import mmap
import os
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from graph.geo.index_file import Entry, is_written

if TYPE_CHECKING:
    from graph.geo.index import GeometryIndex

MOST_CHANGES: Final = 10_000
MOST_BYTES: Final = 4 * 1024 * 1024
"""Of the texts of what has changed: each process that opens the index reads them, some 2 µs a point."""
_OUTWORN: Final = 4  # times as many, and a former file helps no longer


class IndexBase:
    """The literals of one version, which is that of no process in particular: each knows how its own differs.

    So any of them can write the file. Where one is ended within, the next begins anew.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # it lives as long as this
        weakref.finalize(self, self._file.close)
        self._added: set[Entry] = set()
        self._removed: set[Entry] = set()

    def is_written(self) -> bool:
        """Whether the file is there, whole."""
        return is_written(self._file.fileno())

    def note(self, *, gone: Iterable[Entry], new: Iterable[Entry]) -> None:
        """Note literals that the data have no longer, and others that they have now."""
        for entries, own, other in ((gone, self._added, self._removed), (new, self._removed, self._added)):
            for entry in entries:
                if entry in own:
                    own.remove(entry)
                else:
                    other.add(entry)

    def has_changed_much(self) -> bool:
        """Whether a new file would be better."""
        return self._exceeds(1)

    def is_outworn(self) -> bool:
        """Whether so much has changed that looking at it takes longer than making a new file."""
        return self._exceeds(_OUTWORN)

    def write(self, current: Iterable[Entry]) -> None:
        """Make the file, of the literals that the data have now; or wait for the process that makes it."""
        if self.is_written():
            return
        # Each process has a position of its own in a file that it opens anew.
        with open(f"/dev/fd/{self._file.fileno()}", "r+b") as file:  # noqa: PTH123
            fcntl.lockf(file, fcntl.LOCK_EX)
            if not self.is_written():
                from graph.geo.index_writing import write_index  # noqa: PLC0415  # shapely is for few

                file.truncate(0)
                write_index(file, self._entries(current))

    def opened(self) -> GeometryIndex:
        """The index of the literals that the data have now, and of some that they had; the file must be there."""
        from graph.geo.index import GeometryIndex  # noqa: PLC0415

        main = mmap.mmap(self._file.fileno(), os.fstat(self._file.fileno()).st_size, access=mmap.ACCESS_READ)
        return GeometryIndex(main, _in_memory(self._added)) if self._added else GeometryIndex(main)

    def _entries(self, current: Iterable[Entry]) -> Iterator[Entry]:
        yield from (entry for entry in current if entry not in self._added)
        yield from self._removed

    def _exceeds(self, times: int) -> bool:
        changes = (*self._added, *self._removed)
        return len(changes) > times * MOST_CHANGES or sum(len(text) for text, _ in changes) > times * MOST_BYTES


def _in_memory(entries: Iterable[Entry]) -> bytes:
    from graph.geo.index_writing import write_index  # noqa: PLC0415

    written = io.BytesIO()
    write_index(written, entries)
    return written.getvalue()
