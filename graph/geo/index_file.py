"""What is in the file of a geometry index, as far as it can be told without any library of geometry."""

from __future__ import annotations

import os
import struct
from typing import Final, NamedTuple

HEADER: Final = struct.Struct("=4q")
"""How many entries, how many of them of unknown place, how many bytes of text, and a mark that all is written."""
WRITTEN: Final = 0x67656F


class Entry(NamedTuple):
    """A literal: its text and its datatype."""

    text: str
    datatype: str


def is_written(descriptor: int) -> bool:
    """Whether there is a whole index in an open file."""
    header = os.pread(descriptor, HEADER.size, 0)
    return len(header) == HEADER.size and int(HEADER.unpack(header)[3]) == WRITTEN
