"""One request to a reader, from borrowing it to the last frame of its reply."""

from __future__ import annotations

import signal
import time
import weakref
from collections.abc import Callable
from typing import BinaryIO

from graph.store.answer import Answer, WholeAnswer
from graph.store.errors import QueryCancelled, QueryTimeout, StoreError
from graph.store.formats import Form, Format
from graph.store.processes.faults import cause_of_end, unpack_fault
from graph.store.processes.footprint import Footprint
from graph.store.processes.limits import Limits
from graph.store.processes.pool import Cancelled, Pool, Reader
from graph.store.processes.wire import RETIRING, ChannelClosed, Frame, Kind, form_of_code

GRACE = 1.0  # seconds after which the service itself ends a reader that its own clock should have ended

COPIED = 4  # bytes that a query copies for each that it allocates, at least, while it makes its reader ready for others

GLANCES = 10  # after so many times `slow_after` without a word, a query is slow whatever keeps it

_NO_FAULT_OF_THE_QUERY = (None, 0, signal.SIGKILL)


class Loan:
    """A reader at work on one request. It goes back when the reply has ended, and is killed when nobody wants it."""

    def __init__(
        self, pool: Pool, limits: Limits, seconds: float, cancelled: Cancelled, *, copied: bool = False
    ) -> None:
        """Where the data must be `copied` into memory for the request, its reader is waited for."""
        self._pool = pool
        self._limits = limits
        self._seconds = seconds
        self._cancelled = cancelled
        self._copied = copied
        self._begun = 0.0
        self._deadline = 0.0
        self._reader: Reader | None = None
        self._glances = 0
        self._worked_before: tuple[float, float] | None = None
        self._taken_before: tuple[int, int] | None = None

    def ask(self, kind: Kind, request: bytes) -> Frame:
        """Return the reply's first frame; raises StoreError.

        A reader that was ended by somebody else is no fault of the query, which is asked once more.
        """
        try:
            return self._ask_once(kind, request)
        except _ReaderLost as lost:
            if lost.ended_by not in _NO_FAULT_OF_THE_QUERY:
                raise self._cause(lost) from lost
        try:
            return self._ask_once(kind, request)
        except _ReaderLost as lost:
            raise self._cause(lost) from lost

    def answer(self, first: Frame, media_of: Callable[[Form], Format]) -> Answer:
        """Make an answer of a reply's first frame and those that follow."""
        form = form_of_code(first.detail)
        media = media_of(form)
        if first.kind == Kind.LAST:
            return WholeAnswer(form, media, first.payload)

        def write(output: BinaryIO) -> None:
            frame = first
            output.write(frame.payload)
            while frame.kind != Kind.LAST:
                try:
                    frame = self._receive()
                except _ReaderLost as lost:
                    raise self._cause(lost) from lost
                output.write(frame.payload)

        answer = Answer(form, media, write, self.close)
        weakref.finalize(answer, self._forget)
        return answer

    def close(self) -> None:
        """End the reader if it is still at work."""
        reader, self._reader = self._reader, None
        if reader is not None:
            self._pool.give_up(reader)

    def _forget(self) -> None:
        """Give the reader of a forgotten answer free: its next piece fails to be sent, or its clock ends it.

        A collector may call this within any other call, so nothing is asked of another process.
        """
        reader, self._reader = self._reader, None
        if reader is not None:
            self._pool.retire(reader)

    def _ask_once(self, kind: Kind, request: bytes) -> Frame:
        reader = self._reader = self._pool.borrow(self._cancelled, copied=self._copied)
        reader.channel.on_wait = self._wait
        self._begun = time.monotonic()
        self._deadline = self._begun + self._seconds + GRACE
        try:
            reader.channel.send(kind, request)
        except ChannelClosed as error:
            raise self._lost(reader) from error
        except BaseException:
            self.close()
            raise
        return self._receive()

    def _receive(self) -> Frame:
        """Return the next frame; the reader goes back with the last one."""
        reader = self._reader
        if reader is None:
            raise QueryCancelled("The answer was closed before it was read.")
        try:
            frame = reader.channel.receive()
        except ChannelClosed as error:
            raise self._lost(reader) from error
        except BaseException:
            self.close()
            raise
        if frame.kind != Kind.PART:
            self._reader = None
            (self._pool.retire if frame.detail & RETIRING else self._pool.give_back)(reader)
            if frame.kind == Kind.FAULT:
                raise unpack_fault(frame.payload)
        return frame

    def _wait(self) -> None:
        """Called each time that nothing has come for `slow_after`."""
        if self._cancelled():
            raise QueryCancelled("The query was stopped, because nobody waits for it.")
        if time.monotonic() > self._deadline:
            raise QueryTimeout(f"The query was stopped: it took longer than its limit of {self._seconds:g} s.")
        if self._reader is None:
            return
        self._pool.weigh(self._reader)
        own, kernels = self._worked(self._reader)
        copies = self._copies(self._reader.footprint)
        if own + kernels >= self._limits.slow_after / 2 or self._glances >= GLANCES:
            gets_ready = kernels > own and copies
            self._pool.take_slowly(self._reader, time.monotonic() - self._begun, gets_ready=gets_ready)

    def _worked(self, reader: Reader) -> tuple[float, float]:
        """Seconds that the reader itself and the kernel have worked since the first glance.

        So a query is told from a machine that has no time for it. Where that is not told, it takes all that passes.
        """
        self._glances += 1
        worked = reader.child.processor_seconds()
        if worked is None:
            return time.monotonic() - self._begun, 0.0
        if self._worked_before is None:
            self._worked_before = worked
        return worked[0] - self._worked_before[0], worked[1] - self._worked_before[1]

    def _copies(self, footprint: Footprint) -> bool:
        """Whether the kernel has copied for a reader since the first glance, and not rather given it memory.

        Where a row is read for the first time, pages are copied that are many times as large as what is kept of it.
        """
        taken = footprint.copied(), footprint.growth()
        if self._taken_before is None:
            self._taken_before = taken
        copied, allocated = (now - before for now, before in zip(taken, self._taken_before, strict=True))
        return copied >= COPIED * allocated

    def _lost(self, reader: Reader) -> _ReaderLost:
        self._reader = None
        ended_by = reader.child.ended_by()
        self._pool.give_up(reader)
        return _ReaderLost(ended_by)

    def _cause(self, lost: _ReaderLost) -> StoreError:
        return cause_of_end(lost.ended_by, "The query", self._seconds, self._limits.memory_bytes)


class _ReaderLost(Exception):
    """A reader ended while it worked, by this signal."""

    def __init__(self, ended_by: int | None) -> None:
        super().__init__(ended_by)
        self.ended_by = ended_by
