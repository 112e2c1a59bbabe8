"""The service's hold on the writing process: one write at a time, and what became of one that was ended."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO, NamedTuple

from graph.store.errors import Busy, Locked, OutcomeUnknown, StoreError, StoreUnavailable
from graph.store.exchange import exchanged
from graph.store.folder import mark_version, read_version
from graph.store.processes.checkpoint import Checkpoint
from graph.store.processes.faults import cause_of_end, unpack_fault
from graph.store.processes.limits import Limits
from graph.store.processes.parent import Child, Nursery
from graph.store.processes.touched import Graphs, Touched
from graph.store.processes.wire import CHUNK_BYTES, RETIRING, Call, Channel, ChannelClosed, Frame, Kind, pack_call
from graph.store.update_operations import Things

CHECKPOINTS = "checkpoints"
GLANCE = 0.5  # seconds between two looks at how long a process that ends has taken

_EXCERPTS = 3  # times that one is tried while others write
_UNLOCKING = 5.0  # seconds in which the lock of an ended writer has gone with it


class _Process(NamedTuple):
    child: Child
    writes: Channel
    checkpoints: Channel


class _Untouched(Exception):
    """The process ended for no reason of the write's, which changed nothing and may be repeated."""


class Writer:
    """Owns a folder through a process of its own, which is started again whenever it has ended."""

    def __init__(self, nursery: Nursery, folder: Path, limits: Limits) -> None:
        self._nursery = nursery
        self._folder = folder
        self._limits = limits
        self._turn = Lock()
        self._copying = Lock()
        self._names = itertools.count()
        self._closed = False
        self._is_down = False
        self._process, self.version = self._start()
        self._touched = Touched(self.version)
        shutil.rmtree(folder / CHECKPOINTS, ignore_errors=True)  # of a service that was killed

    def write(
        self,
        method: str,
        arguments: Mapping[str, Any],
        data: BinaryIO | None = None,
        *,
        seconds: float,
        touches: Graphs = None,
    ) -> None:
        """Carry out a write; when this returns, it is kept and `version` is another. Raises StoreError.

        `touches` is what it may change, if that is known.
        """
        with self._own_turn():
            if self._is_down:
                self._restart()
            call = Call(method, arguments, seconds, data is not None)
            with suppress(_Untouched):  # ended by somebody else, perhaps long ago
                self._carry_out(call, data, touches)
                return
            if data is not None:
                data.seek(0)
            try:
                self._carry_out(call, data, touches)
            except _Untouched as again:
                raise StoreUnavailable(str(again)) from again

    @property
    def scratch(self) -> Path:
        """Where files may be made that go with the service, or when the next one begins."""
        place = self._folder / CHECKPOINTS
        place.mkdir(exist_ok=True)
        return place

    def checkpoint(self) -> Checkpoint:
        """Have a checkpoint made of the newest version; it does not wait for a write under way."""
        with self._copying:
            process = self._process
            try:
                return self._copy(process)
            except ChannelClosed:
                self._replace(process)
            try:
                return self._copy(self._process)
            except ChannelClosed as error:
                raise StoreUnavailable("The writing process ends again and again.") from error

    def touched_since(self, version: str) -> Graphs:
        """What the writes after a version may have changed."""
        return self._touched.since(version)

    def excerpt_since(self, version: str) -> Checkpoint | None:
        """Have that written in which graphs differ from a version; None where that is not known, or would take long."""
        with self._copying:
            for _ in range(_EXCERPTS):
                newest = self.version  # before what was touched up to it
                graphs = self._touched.since(version)
                if graphs is None:
                    return None
                target = self._folder / CHECKPOINTS / str(next(self._names))
                made = self._excerpt(graphs, target)
                if made == newest:
                    return Checkpoint(newest, target, is_ours=True)
                shutil.rmtree(target, ignore_errors=True)
                if made is None:
                    return None
                # Another write ended meanwhile, of which we may not know yet what it touched.
        return None

    def exchange(self, fresh: Path) -> None:
        """Put the files of another store in the place of ours, with a version that follows; reading goes on."""
        with self._copying, self._own_turn():
            self._is_down = True
            self._process.writes.finish(self._limits.bulk_seconds)
            self._disconnect()
            try:
                version = read_version(self._folder)
                version.reserve()
                mark_version(fresh, version.reserved)
                with exchanged(fresh, self._folder):
                    self._restart()
            finally:
                if self._is_down:
                    self._restart()

    def close(self) -> None:
        """Let the process end after the write under way."""
        with self._turn:
            if not self._closed:
                self._closed = True
                self._process.writes.finish(self._limits.bulk_seconds)
                self._disconnect()

    @contextmanager
    def _own_turn(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=self._limits.patience):
            raise Busy(f"Other writes took longer than {self._limits.patience:g} s; try again later.")
        try:
            self._require_open()
            yield
        finally:
            self._turn.release()

    def _carry_out(self, call: Call, data: BinaryIO | None, touches: Graphs) -> None:
        channel = self._process.writes
        before = _log_sizes(self._folder)
        try:
            channel.send(Kind.CALL, pack_call(call))
            if data is not None:
                while chunk := data.read(CHUNK_BYTES):
                    channel.send(Kind.DATA, chunk)
                channel.send(Kind.DATA)
            reply = channel.receive()
        except ChannelClosed as error:
            raise self._after_the_end(before, call.seconds) from error
        if reply.detail & RETIRING:  # the disk failed the engine; nothing was changed, and readers go on as they are
            with suppress(StoreError):  # then the next write tries again, and says why not
                self._restart(self.version)
        version = _value(reply)
        self._touched.note(version, touches)  # before anybody can ask for what has changed up to this version
        self.version = version

    def _copy(self, process: _Process) -> Checkpoint:
        target = self._folder / CHECKPOINTS / str(next(self._names))
        call = Call("checkpoint", {"target": str(target)}, None)
        process.checkpoints.send(Kind.CALL, pack_call(call))
        try:
            return Checkpoint(_value(process.checkpoints.receive()), target, is_ours=True)
        except StoreError:
            shutil.rmtree(target, ignore_errors=True)
            raise

    def _excerpt(self, graphs: Mapping[str, Things], target: Path) -> str | None:
        process = self._process
        listed = {name: None if things is None else sorted(things) for name, things in sorted(graphs.items())}
        call = Call("excerpt", {"graphs": listed, "target": str(target)}, None)
        try:
            process.checkpoints.send(Kind.CALL, pack_call(call))
            frame = process.checkpoints.receive()
        except ChannelClosed:
            return None
        made: str | None = None if frame.kind == Kind.FAULT else json.loads(frame.payload)
        return made

    def _replace(self, ended: _Process) -> None:
        """Start the writer again, unless whoever was writing through the ended one has done so."""
        with self._turn:
            self._require_open()
            if self._process is ended:
                self._restart()

    def _start(self) -> tuple[_Process, str]:
        arguments = {"folder": str(self._folder), "limits": asdict(self._limits)}
        child = self._nursery.spawn("writer", arguments, sockets=2)
        writes, checkpoints = (Channel(end, every=GLANCE) for end in child.ends)
        try:
            return _Process(child, writes, checkpoints), _value(writes.receive())
        except (StoreError, ChannelClosed) as error:
            writes.close()
            checkpoints.close()
            if isinstance(error, StoreError):
                raise
            raise StoreUnavailable(f"The process that should write to {self._folder} ends at once.") from error

    def _restart(self, version: str | None = None) -> None:
        """Start anew, with a version that is known to hold; the lock goes with the ended process, a moment later."""
        self._is_down = True
        self._disconnect()
        deadline = time.monotonic() + _UNLOCKING
        while True:
            try:
                self._process, found = self._start()
            except Locked:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
            else:
                self._touched.forget(version or found)
                self.version = version or found
                self._is_down = False
                return

    def _after_the_end(self, before: dict[str, int], seconds: float | None) -> Exception:
        """Say what became of a write whose process has ended, and start another.

        The engine writes a transaction to its log when it commits and not before: as long as the log has not
        grown, nothing was kept. Where it has, the commit may have been whole or not.
        """
        ended_by = self._process.child.ended_by()
        untouched = before == _log_sizes(self._folder)
        with suppress(StoreError):  # then the next write tries again; what became of this one is to be said
            self._restart()
        cause = cause_of_end(ended_by, "The write", seconds, self._limits.bulk_memory_bytes)
        if untouched:
            kind = _Untouched if isinstance(cause, StoreUnavailable) else type(cause)
            return kind(f"{cause} Nothing was changed.")
        return OutcomeUnknown(f"{cause} It was being kept at that moment: look whether it is there.")

    def _disconnect(self) -> None:
        self._process.writes.close()
        self._process.checkpoints.close()

    def _require_open(self) -> None:
        if self._closed:
            raise StoreUnavailable("The store is closed.")


def _value(frame: Frame) -> str:
    if frame.kind == Kind.FAULT:
        raise unpack_fault(frame.payload)
    value: str = json.loads(frame.payload)
    return value


def _log_sizes(folder: Path) -> dict[str, int]:
    """How long each of the engine's write-ahead logs is."""
    sizes = {}
    with os.scandir(folder / "quads") as files:
        for file in files:
            if file.name.endswith(".log"):
                with suppress(FileNotFoundError):
                    sizes[file.name] = file.stat().st_size
    return sizes
