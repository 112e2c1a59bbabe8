"""How much a query or a write may take, and how many may run: one record for every process of a store."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What ends a query, and what is refused before it begins; times in seconds.

    Memory counts what a process takes beyond what it shares with its parent.
    """

    seconds: float = 30.0
    """Wall clock of one query; a caller may lower it."""
    memory_bytes: int = 1024 * MEGABYTE
    """What one query's process may take."""
    readers_memory_bytes: int | None = None
    """What the processes of all queries may take together, before the largest is ended; None is half of the machine's
    memory."""
    answer_bytes: int = 1024 * MEGABYTE
    """The longest serialised answer to a query; dumps and whole graphs are not bounded by it."""
    bulk_seconds: float = 120.0
    """Wall clock of one write, dump or whole graph."""
    bulk_memory_bytes: int | None = None
    """What the writing process may take; None is as much as there is."""

    readers: int = 8
    """Queries that run at the same time."""
    slow_readers: int = 4
    """Those of them that may be slow while others wait; one more is then refused with Busy, when it has been long."""
    slow_after: float = 0.1
    """A query is slow, and gives way to quick ones, when this has passed without an answer and it goes on working."""
    gives_way_after: float = 0.5
    """A slow query gives way while others wait for a reader, and to whatever else the machine does after so long: it
    then can be made no quicker again, and its reader ends with it."""
    long_after: float = 2.0
    """A slow query is refused with Busy when it has gone on for so long; before that those that wait do wait, as most
    questions about a city take some tenths of a second."""
    queue: int = 128
    """Queries that wait for a reader; one more is refused with Busy."""
    patience: float = 10.0
    """The longest wait for a reader, or for the turn to write."""

    reader_queries: int = 100_000
    """A reader is replaced after this many queries."""
    reader_growth_bytes: int = 512 * MEGABYTE
    """It is also replaced when it has allocated, and not given back, this much."""
    idle_readers_bytes: int | None = None
    """What readers that wait for a query may hold together: the pages of the copy in memory that they have made their
    own. A query costs a new reader many times as much as one that has read the same before. None is a quarter of the
    machine's memory."""
    in_memory_bytes: int | None = None
    """A store whose files are smaller is also held in memory, in about twice as many bytes; 0 is never, None a sixth
    of the machine's memory."""
    prompt_bytes: int = 12 * MEGABYTE
    """A store whose files are smaller still is read from memory only: a query after a write waits for the new copy."""
    at_hand_bytes: int | None = None
    """A store whose union takes less, as rows of text, also has a table by subject, a file for lookups, and columns
    where it is not small; of any other a checkpoint is read. 0 is neither, None an eighth of the machine's memory."""


def lowered(limit: float, wish: float | None) -> float:
    """The limit, or less where less is wished for; seconds."""
    return limit if wish is None else min(limit, max(wish, 0.001))
