"""An answer on its way, for which all who ask the same meanwhile wait."""

from __future__ import annotations

from threading import Lock

from service.front.kept import Kept


class Flight:
    """An answer on its way, for all who ask for it meanwhile; None at the end where it is not kept."""

    __slots__ = ("_under_way", "answer")

    def __init__(self) -> None:
        self.answer: Kept | None = None
        self._under_way = Lock()  # a tenth of what an Event costs, and there is one for each answer
        self._under_way.acquire()

    def end(self) -> None:
        """Let those who wait go on."""
        self._under_way.release()

    def wait(self, seconds: float) -> None:
        """Wait until it has ended, or so long."""
        if self._under_way.acquire(timeout=seconds):
            self._under_way.release()
