"""The loop of a process that only forks: it starts children on request, ends them, and says how they ended."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, NoReturn

from graph.store.processes.confinement import end_with_parent

Role = Callable[[dict[str, Any], list[socket.socket]], None]
"""What a child does with its arguments and the sockets that are given to it; it ends when this returns."""

MESSAGE_BYTES = 64 * 1024
MOST_SOCKETS = 2
SLOW_NICENESS = 15

_REMEMBERED = 1000  # children whose end nobody has asked for


class _Forker:
    """The children of this process. Only their parent knows that a process number is still theirs, so it kills."""

    def __init__(self, control: socket.socket, roles: Mapping[str, Role], heirs: Mapping[str, Role]) -> None:
        self._control = control
        self._roles = roles
        self._heirs = heirs
        self._running: set[int] = set()
        self._ended: dict[int, int] = {}

    def spawn(self, sockets: list[socket.socket], role: str, arguments: dict[str, Any]) -> int:
        """Fork a child that holds these sockets and none of ours."""
        parent = os.getpid()
        child = os.fork()
        if child == 0:
            self._become(role, arguments, sockets, parent)
        if role not in self._heirs:
            self._running.add(child)
        return child

    def kill(self, _: list[socket.socket], child: int) -> None:
        """End a child at once, if it has not ended."""
        if child in self._running:
            os.kill(child, signal.SIGKILL)

    def slow_down(self, _: list[socket.socket], child: int) -> None:
        """Let a child run only when others leave the processor idle, more or less."""
        if child in self._running:
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, child, SLOW_NICENESS)

    def ended_by(self, _: list[socket.socket], child: int) -> int | None:
        """Return the signal that ended a child whose socket is closed (0: none), or None where that is forgotten."""
        if child in self._running:
            os.kill(child, signal.SIGKILL)  # if it is still ending, it ends as it would have
            self._reaped(*os.waitpid(child, 0))
        return self._ended.pop(child, None)

    def reap(self) -> None:
        """Take leave of the children that have ended, adopted ones included."""
        with suppress(ChildProcessError):
            while True:
                child, status = os.waitpid(-1, os.WNOHANG)
                if not child:
                    return
                self._reaped(child, status)

    def end(self) -> None:
        """Kill all children but the heirs, and wait until they are gone; where there are none, theirs as well."""
        for child in self._running:
            os.kill(child, signal.SIGKILL)
        with suppress(ChildProcessError):
            for child in self._running:
                os.waitpid(child, 0)
            while not self._heirs:
                os.waitpid(-1, 0)

    def _reaped(self, child: int, status: int) -> None:
        if child not in self._running:
            return
        self._running.discard(child)
        self._ended[child] = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        if len(self._ended) > _REMEMBERED:
            del self._ended[next(iter(self._ended))]

    def _become(self, role: str, arguments: dict[str, Any], sockets: list[socket.socket], parent: int) -> NoReturn:
        """Leave the parent's loop, in the child; raises its work to whoever runs it."""
        self._control.close()
        if role in self._heirs:
            raise _Forked(partial(self._heirs[role], arguments, sockets))
        end_with_parent(parent)
        raise _Forked(partial(self._roles[role], arguments, sockets))


class _Forked(BaseException):
    """In a child that has just begun: what it is there for."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self.work = work


def run(work: Callable[[], None]) -> None:
    """Do the work of a process that forks. Each child does its own from here, and ends with it.

    It is done on this level, however many forks lie between: in a stack of its parent's calls, the two hundredth in a
    row would have no room for calls of its own.
    """
    is_child = False
    while True:
        try:
            work()
        except _Forked as forked:
            is_child, work = True, forked.work
            continue
        except BaseException:
            if not is_child:
                raise
            os._exit(1)
        if is_child:
            os._exit(0)  # never back to the parent's caller
        return


def serve_forks(control: socket.socket, roles: Mapping[str, Role], heirs: Mapping[str, Role] | None = None) -> None:
    """Serve requests for children on `control` until it is closed; then no child is left, but for the heirs.

    To be called within `run`, where the children do their work. Heirs outlive this process, and end when their own
    sockets are closed.
    """
    forker = _Forker(control, roles, heirs or {})
    with _ends_told() as wakes:
        while True:
            ready, _, _ = select.select([control, wakes], [], [])
            if wakes in ready:
                wakes.recv(MESSAGE_BYTES)
                forker.reap()
            if control in ready and not _serve_request(control, forker):
                forker.end()
                return


@contextmanager
def _ends_told() -> Iterator[socket.socket]:
    """A socket that has something to read when a child has ended.

    A child leaves it behind as it begins. Who ends may have an heir that ends after that: then nobody is told.
    """
    wakes, woken = socket.socketpair()
    with wakes, woken:
        woken.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(woken.fileno(), warn_on_full_buffer=False)
        try:
            yield wakes
        finally:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def _serve_request(control: socket.socket, forker: _Forker) -> bool:
    try:
        message, descriptors, _, _ = socket.recv_fds(control, MESSAGE_BYTES, MOST_SOCKETS)
    except OSError:
        return False
    if not message:
        return False
    sockets = [socket.socket(fileno=descriptor) for descriptor in descriptors]
    verb, *arguments = json.loads(message)
    verbs: dict[str, Callable[..., int | None]] = {
        "spawn": forker.spawn,
        "kill": forker.kill,
        "slow_down": forker.slow_down,
        "ended_by": forker.ended_by,
    }
    try:
        reply: list[Any] = [verbs[verb](sockets, *arguments), None]
    except OSError as error:
        reply = [None, error.strerror]
    for end in sockets:
        end.close()
    with suppress(OSError):
        control.sendall(json.dumps(reply).encode())
    return True
