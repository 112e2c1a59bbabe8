"""An answer on its way, for which all who ask the same meanwhile wait."""

from __future__ import annotations

from threading import Lock

from service.front.kept import Kept
from service.front.observation import Headers


class Flight:
    """An answer on its way, for all who ask for it meanwhile."""

    __slots__ = ("_under_way", "answer", "followers", "is_void", "refusal")

    def __init__(self) -> None:
        self.answer: Kept | None = None  # None at the end where it is not kept
        self.refusal: tuple[str, Headers, bytes] | None = None
        self.is_void = False  # it has come to nothing that could be of use to another
        self.followers = 0
        self._under_way = Lock()  # a tenth of what an Event costs, and there is one for each answer
        self._under_way.acquire()

    def end(self) -> None:
        """Let those who wait go on."""
        self._under_way.release()

    def wait(self) -> None:
        """Wait until it has ended, as everything does that is computed."""
        with self._under_way:
            pass
