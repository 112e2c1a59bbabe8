"""Long answers on their way: each holds a thread until its client has read it, so only so many at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from threading import BoundedSemaphore

from graph.store.errors import Busy


class Streams:
    """The room there is for long answers."""

    def __init__(self, most: int) -> None:
        self._room = BoundedSemaphore(most)

    def admit(self, chunks: Iterable[bytes]) -> Stream:
        """The answer's chunks, which take room until they are closed; Busy where there is none."""
        if not self._room.acquire(blocking=False):
            raise Busy("As many long answers are on their way as may be at once; try again a little later.")
        return Stream(chunks, self._room)


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
