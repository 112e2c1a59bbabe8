"""Who holds a thread without work for it, as a client that reads slowly does: only so many at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from graph.store.errors import Busy

# For each request that is worked on:
CROWD = 4  # clients that wait for, or read, what is computed for all of them
QUEUE = 10  # queries that wait for a reader


class Streams:
    """The room there is for long answers on their way, who wait for one, and what is made of them here."""

    def __init__(self, most: int) -> None:
        self._room = BoundedSemaphore(most)

    def admit(self, chunks: Iterable[bytes]) -> Stream:
        """The answer's chunks, which take room until they are closed; Busy where there is none."""
        if not self._room.acquire(blocking=False):
            raise Busy("As many long answers are on their way as may be at once; try again a little later.")
        return Stream(chunks, self._room)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Take room while an answer is waited for; Busy where there is none."""
        with self._holding("As many clients wait for an answer as may at once; try again a little later."):
            yield

    @contextmanager
    def making(self) -> Iterator[None]:
        """Take room while pages or tables are made of a long answer; Busy where there is none."""
        with self._holding("As many long answers are made into tables as may be at once; try again a little later."):
            yield

    @contextmanager
    def _holding(self, refusal: str) -> Iterator[None]:
        if not self._room.acquire(blocking=False):
            raise Busy(refusal)
        try:
            yield
        finally:
            self._room.release()


class Stream:
    """The chunks of a long answer."""

    def __init__(self, chunks: Iterable[bytes], room: BoundedSemaphore) -> None:
        self._chunks = chunks
        self._room: BoundedSemaphore | None = room

    def __iter__(self) -> Iterator[bytes]:
        yield from self._chunks
        self.close()  # all is handed over; whoever is done with it may say so late

    def close(self) -> None:
        """Give the room back, once, and close the answer."""
        room, self._room = self._room, None
        if room is not None:
            room.release()
        close = getattr(self._chunks, "close", None)
        if close is not None:
            close()
