"""The service's hold on the processes that fork: the nursery, which it starts, and keepers."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from graph.store.errors import StoreUnavailable
from graph.store.processes.forking import MESSAGE_BYTES


class ParentGone(Exception):
    """The process that should fork, or tell of a child, is not there any more."""


class Child:
    """A process and our ends of its sockets."""

    def __init__(self, parent: Parent, number: int, ends: Sequence[socket.socket]) -> None:
        self._parent = parent
        self.number = number
        self.ends = ends

    def kill(self) -> None:
        """End it now."""
        with suppress(ParentGone):  # it went with its parent
            self._parent.request("kill", self.number)

    def slow_down(self) -> None:
        """Let others have the processor first, for good."""
        with suppress(ParentGone):
            self._parent.request("slow_down", self.number)

    def processor_seconds(self) -> tuple[float, float] | None:
        """How long it has worked itself, and the kernel for it; others' turns not counted. None where not told."""
        try:
            fields = Path(f"/proc/{self.number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            return None
        ticks = os.sysconf("SC_CLK_TCK")
        return int(fields[11]) / ticks, int(fields[12]) / ticks

    def ended_by(self) -> int | None:
        """Return the signal that ended it (0: none), or None where nobody knows; its socket must be closed."""
        try:
            number: int | None = self._parent.request("ended_by", self.number)
        except ParentGone:
            return None
        return number


class Parent:
    """A process that forks on request, at the other end of `control`."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._turn = Lock()

    def spawn(self, role: str, arguments: dict[str, Any], *, sockets: int = 1) -> Child:
        """Start a child in a role; raises ParentGone."""
        pairs = [socket.socketpair() for _ in range(sockets)]
        try:
            number = self.request("spawn", role, arguments, sockets=[theirs for _, theirs in pairs])
        except BaseException:
            for ours, _ in pairs:
                ours.close()
            raise
        finally:
            for _, theirs in pairs:
                theirs.close()
        return Child(self, number, [ours for ours, _ in pairs])

    def request(self, *message: Any, sockets: Sequence[socket.socket] = ()) -> Any:
        """Ask for one thing and wait until it is done; raises ParentGone."""
        with self._turn:
            try:
                content = json.dumps(message).encode()
                if sockets:
                    socket.send_fds(self._control, [content], [end.fileno() for end in sockets])
                else:
                    self._control.sendall(content)
                reply = self._control.recv(MESSAGE_BYTES)
            except OSError as error:
                raise ParentGone from error
        if not reply:
            raise ParentGone
        result, failure = json.loads(reply)
        if failure is not None:
            raise StoreUnavailable(f"No process can be started: {failure}.")
        return result

    def close(self) -> None:
        """Let it end, and its children with it."""
        with suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)  # so that a request under way in another thread ends too
        self._control.close()


class Nursery:
    """The process from which all others come, started again when it was ended."""

    def __init__(self, scratch: Path | None = None) -> None:
        self._scratch = scratch
        self._restarting = Lock()
        self._closed = False
        self._process, self._parent = self._start()

    @property
    def number(self) -> int:
        """The process's number."""
        return self._process.pid

    def spawn(self, role: str, arguments: dict[str, Any], *, sockets: int = 1) -> Child:
        """Start a child in a role, and the nursery itself where it is gone; raises StoreUnavailable."""
        parent = self._parent
        try:
            return parent.spawn(role, arguments, sockets=sockets)
        except ParentGone:
            self._restart(parent)
        try:
            return self._parent.spawn(role, arguments, sockets=sockets)
        except ParentGone as error:
            raise StoreUnavailable("The processes of the store end as soon as they are started.") from error

    def close(self) -> None:
        """End it and all processes that came from it, and wait until they are gone."""
        with self._restarting:
            if not self._closed:
                self._closed = True
                self._stop()

    def _start(self) -> tuple[subprocess.Popen[bytes], Parent]:
        ours, theirs = socket.socketpair()
        scratch = [] if self._scratch is None else [str(self._scratch)]
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - our own module, by this very interpreter
                [sys.executable, "-m", "graph.store.processes.nursery", str(theirs.fileno()), *scratch],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                process_group=0,  # so that Ctrl-C reaches the service, which then stops in order
            )
        if not ours.recv(1):
            process.wait()
            ours.close()
            raise StoreUnavailable("The processes of the store cannot be started.")
        return process, Parent(ours)

    def _restart(self, lost: Parent) -> None:
        with self._restarting:
            if self._closed:
                raise StoreUnavailable("The store is closed.")
            if self._parent is lost:
                self._stop()
                self._process, self._parent = self._start()

    def _stop(self) -> None:
        self._parent.close()
        self._process.wait()
