"""Lends readers to queries: so many at a time, so many slow ones, a bounded queue, and none of an old version."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Condition, RLock

from graph.store.errors import Busy, QueryCancelled, QueryTooLarge, StoreUnavailable
from graph.store.processes.confinement import memory_of_machine
from graph.store.processes.faults import unpack_fault
from graph.store.processes.footprint import Footprint
from graph.store.processes.limits import Limits
from graph.store.processes.parent import Child, ParentGone
from graph.store.processes.scales import Scales
from graph.store.processes.snapshots import Snapshots
from graph.store.processes.source import Source
from graph.store.processes.wire import Channel, ChannelClosed, Kind

Cancelled = Callable[[], bool]
"""Says whether the asker has left; it is asked every tenth of a second or so by the thread that waits."""

GLANCE = 0.1  # seconds between two looks at whether an asker who waits has left


class Reader:
    """A reader process, the source it reads, and the socket to it."""

    def __init__(self, child: Child, source: Source, slow_after: float) -> None:
        self.child = child
        self.footprint = Footprint(child.number)
        self.source = source
        self.channel = Channel(child.ends[0], every=slow_after)
        self.is_slow = False
        self.gives_way = False

    def close(self) -> None:
        """Let it end by itself, which an idle one does at once."""
        self.channel.close()
        self.source.release()

    def kill(self) -> None:
        """End it now, whatever it does."""
        self.child.kill()
        self.close()


class Pool:
    """The readers of a store. Those that are lent are counted; those that are not are kept for the next query."""

    def __init__(self, snapshots: Snapshots, limits: Limits) -> None:
        self._snapshots = snapshots
        self._limits = limits
        self._scales = Scales(limits.readers_memory_bytes or memory_of_machine() // 2)
        self._most_idle_bytes = limits.idle_readers_bytes or memory_of_machine() // 4
        self._lock = RLock()  # a collected answer may give its reader free within any of these calls
        self._changed = Condition(self._lock)
        self._idle: list[Reader] = []
        self._lent = 0
        self._slow = 0
        self._waiting = 0
        self._closed = False
        snapshots.on_replaced.append(self._end_idle)

    @property
    def occupancy(self) -> dict[str, int]:
        """How many readers are lent, how many of them are slow, how many idle, and how many queries wait."""
        return {"busy": self._lent, "slow": self._slow, "idle": len(self._idle), "waiting": self._waiting}

    def borrow(self, cancelled: Cancelled, *, copied: bool = False) -> Reader:
        """Return a reader of the newest version, `copied` into memory if it must be.

        Raises Busy, and StoreUnavailable when closed.
        """
        source = self._snapshots.current(copied=copied)
        with self._lock:
            if self._lent >= self._limits.readers:
                self._wait(cancelled)
            if self._closed:
                raise StoreUnavailable("The store is closed.")
            self._lent += 1
            reader = self._idle.pop() if self._idle else None
        if reader is not None:
            if reader.source is source:
                return reader
            reader.close()
        try:
            return self._start(cancelled, copied=copied)
        except BaseException:
            self._leave(None)
            raise

    def give_back(self, reader: Reader) -> None:
        """Take a reader back that has sent its whole reply.

        One that gave way cannot be quick again and ends; so does one that has come to take much memory.
        """
        is_wanted = not reader.gives_way and not self._closed and self._snapshots.is_newest(reader.source)
        keep = is_wanted and self._has_room_for(reader.footprint)
        self._leave(reader, keep=keep)
        if not keep:
            reader.close()

    def give_up(self, reader: Reader) -> None:
        """End a reader whose reply is not wanted, or that has ended."""
        reader.kill()
        self._leave(reader)

    def retire(self, reader: Reader) -> None:
        """Take leave of a reader that has sent its last reply."""
        reader.close()
        self._leave(reader)

    def take_slowly(self, reader: Reader, worked: float, *, gets_ready: bool) -> None:
        """Count a reader that is slow, and let others go first; raises Busy for a long query where too many are slow.

        Called again and again while it works, with the seconds since it began. At first it gives way only when there
        is somebody to give way to, for it cannot be made quick again, and another costs more than a quick query. It
        does not as long as it gets ready: copies the pages that it reads, which the next reader would have to as well.
        """
        with self._lock:
            if not reader.is_slow:
                reader.is_slow = True
                self._slow += 1
            is_one_too_many = self._slow > self._limits.slow_readers and self._waiting > 0
            if is_one_too_many and worked >= self._limits.long_after:
                reader.is_slow = False  # it will not be for long: no other need end for those that wait
                self._slow -= 1
                raise Busy("More long queries run than may at a time while others wait; try again later.")
            is_alone = self._lent <= self._slow and not self._waiting
            if reader.gives_way or gets_ready or (is_alone and worked < self._limits.gives_way_after):
                return
            reader.gives_way = True
        reader.child.slow_down()

    def weigh(self, reader: Reader) -> None:
        """Look at what a reader has come to take; raises QueryTooLarge where that is the most of too much.

        Idle readers that hold much end before it does.
        """
        idle = self._idle_bytes()
        try:
            self._scales.weigh(reader.footprint, idle)
        except QueryTooLarge:
            self._end_idle()
            if idle < self._limits.reader_growth_bytes:
                raise

    def close(self) -> None:
        """End the idle readers; those that are lent end when they come back."""
        with self._lock:
            self._closed = True
            self._changed.notify_all()
        self._end_idle()

    def _has_room_for(self, footprint: Footprint) -> bool:
        """Whether a reader may be kept with what it holds."""
        most = self._most_idle_bytes - self._idle_bytes()
        own = footprint.estimate()
        if own <= min(most, self._limits.reader_growth_bytes):
            return True  # it cannot have grown by more
        if footprint.growth() > self._limits.reader_growth_bytes:
            return False
        return own <= most or footprint.count() <= most

    def _idle_bytes(self) -> int:
        """What the idle readers hold, roughly."""
        with self._lock:
            return sum(reader.footprint.estimate() for reader in self._idle)

    def _end_idle(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for reader in idle:
            reader.close()

    def _leave(self, reader: Reader | None, *, keep: bool = False) -> None:
        """Count a reader that was lent, None if it never began, as lent no more."""
        if reader is not None:
            self._scales.take_off(reader.footprint)
        with self._lock:
            self._lent -= 1
            if reader is not None:
                self._slow -= reader.is_slow
                reader.is_slow = False
                if keep:
                    self._idle.append(reader)
            if self._waiting:
                self._changed.notify()

    def _wait(self, cancelled: Cancelled) -> None:
        """Wait for a reader to come back; called and left with the lock held."""
        if self._waiting >= self._limits.queue:
            raise Busy(f"{self._waiting} queries wait already; try again later.")
        deadline = time.monotonic() + self._limits.patience
        self._waiting += 1
        try:
            while self._lent >= self._limits.readers and not self._closed:
                if time.monotonic() > deadline:
                    raise Busy(f"No reader was free within {self._limits.patience:g} s; try again later.")
                # To ask whether the asker has left may cost more than a query: not each time another was quicker.
                if not self._changed.wait(GLANCE) and cancelled():
                    raise QueryCancelled("The query was not begun, because nobody waits for it.")
        finally:
            self._waiting -= 1

    def _start(self, cancelled: Cancelled, *, copied: bool) -> Reader:
        """Start a reader; twice, because a keeper may just have ended. Its clock does not run yet."""
        for _ in range(2):
            source = self._snapshots.current(copied=copied)
            if not source.use():
                continue  # it was replaced this very moment
            try:
                child = source.spawn()
            except ParentGone:
                source.release()
                self._snapshots.give_up(source)
                continue
            except BaseException:
                source.release()
                raise
            reader = Reader(child, source, self._limits.slow_after)
            if self._is_ready(reader, cancelled):
                return reader
        raise StoreUnavailable("The processes that should read the data end again and again; try again.")

    def _is_ready(self, reader: Reader, cancelled: Cancelled) -> bool:
        """Wait until a reader has opened its data; False when it was ended meanwhile. Raises StoreError."""
        deadline = time.monotonic() + self._limits.bulk_seconds

        def wait() -> None:
            if cancelled():
                raise QueryCancelled("The query was not begun, because nobody waits for it.")
            if time.monotonic() > deadline:
                raise StoreUnavailable(f"The data could not be opened within {self._limits.bulk_seconds:g} s.")

        reader.channel.on_wait = wait
        try:
            greeting = reader.channel.receive()
        except ChannelClosed:
            reader.kill()
            return False
        except BaseException:
            reader.kill()
            raise
        if greeting.kind == Kind.FAULT:
            reader.close()
            raise unpack_fault(greeting.payload)
        return True
