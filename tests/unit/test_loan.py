"""Which long queries give way to what else the machine does."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from graph.store.processes.limits import MEGABYTE, Limits
from graph.store.processes.loan import Loan
from graph.store.processes.pool import Pool
from graph.store.processes.wire import Frame, Kind


class _Reader:
    """A reader whose work is mostly the kernel's: it copies and allocates so much between two glances."""

    def __init__(self, *, copies: int, allocates: int) -> None:
        self.channel = self.child = self.footprint = self
        self.on_wait: Any = None
        self._copies, self._allocates = copies, allocates
        self._glances = 0

    def send(self, kind: Kind, payload: bytes) -> None:
        """Take a request."""

    def receive(self) -> Frame:
        """Answer it after five glances."""
        for self._glances in range(5):
            self.on_wait()
        return Frame(Kind.VALUE, 0, b"")

    def processor_seconds(self) -> tuple[float, float]:
        return self._glances * 0.1, self._glances * 0.3

    def copied(self) -> int:
        return self._glances * self._copies

    def growth(self) -> int:
        return self._glances * self._allocates


@pytest.mark.parametrize(
    ("copies", "allocates", "gets_ready"),
    [(40 * MEGABYTE, 0, True), (40 * MEGABYTE, 4 * MEGABYTE, True), (4 * MEGABYTE, 40 * MEGABYTE, False)],
)
def test_who_allocates_does_not_make_its_reader_ready(copies: int, allocates: int, *, gets_ready: bool) -> None:
    """The kernel's work for a query is of use to the next one where pages are copied, and not where memory is given."""
    told: list[bool] = []
    reader = _Reader(copies=copies, allocates=allocates)
    pool = SimpleNamespace(
        borrow=lambda *_, **__: reader,
        weigh=lambda _: None,
        take_slowly=lambda *_, gets_ready: told.append(gets_ready),
        give_back=lambda _: None,
    )
    Loan(cast("Pool", pool), Limits(), 30.0, lambda: False).ask(Kind.CALL, b"")
    assert told
    assert set(told) == {gets_ready}
