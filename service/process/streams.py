"""Who holds a thread without work for it, as a client that reads slowly does: only so many at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Semaphore

from graph.store.errors import Busy

CROWD = 10  # clients that wait for the same thing, or read long answers, for each request that is worked on

BURST = 1.0  # seconds that a client stands in line when many come at the same moment


class Room:
    """So many places, and a line of those who wait a moment for one: a semaphore, which may be that of other rooms."""

    def __init__(self, most: int, line: Semaphore | None = None) -> None:
        self._places = BoundedSemaphore(most)
        self._line = Semaphore(0) if line is None else line

    def take(self, refusal: str) -> None:
        """Take a place; Busy with these words where there is none, nor is after a moment in line."""
        if not (self._places.acquire(blocking=False) or self._stand_in_line()):
            raise Busy(refusal)

    def leave(self) -> None:
        """Give a place back."""
        self._places.release()

    @contextmanager
    def taken(self, refusal: str) -> Iterator[None]:
        """Take a place for as long as this lasts."""
        self.take(refusal)
        try:
            yield
        finally:
            self.leave()

    def _stand_in_line(self) -> bool:
        """Wait for a place; whether there was one in time."""
        if not self._line.acquire(blocking=False):
            return False
        try:
            return self._places.acquire(timeout=BURST)
        finally:
            self._line.release()


class Streams:
    """The room there is for long answers on their way, who wait for one, and what is made of them here.

    `line` is how many more may wait a moment for room.
    """

    def __init__(self, most: int, line: int = 0) -> None:
        self._room = Room(most, Semaphore(line))

    def admit(self, chunks: Iterable[bytes]) -> Stream:
        """The answer's chunks, which take room until they are closed; Busy where there is none."""
        self._room.take("As many long answers are on their way as may be at once; try again a little later.")
        return Stream(chunks, self._room)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Take room while an answer is waited for; Busy where there is none."""
        with self._room.taken("As many clients wait for an answer as may at once; try again a little later."):
            yield

    @contextmanager
    def making(self) -> Iterator[None]:
        """Take room while pages or tables are made of a long answer; Busy where there is none."""
        with self._room.taken("As many long answers are made into tables as may be at once; try again a little later."):
            yield


class Stream:
    """The chunks of a long answer."""

    def __init__(self, chunks: Iterable[bytes], room: Room) -> None:
        self._chunks = chunks
        self._room: Room | None = room

    def __iter__(self) -> Iterator[bytes]:
        yield from self._chunks
        self.close()  # all is handed over; whoever is done with it may say so late

    def close(self) -> None:
        """Give the room back, once, and close the answer."""
        room, self._room = self._room, None
        if room is not None:
            room.leave()
        close = getattr(self._chunks, "close", None)
        if close is not None:
            close()
