"""The loop of a process that forks leaves nothing behind when it ends."""

from __future__ import annotations

import signal
import socket

from graph.store.processes.forking import serve_forks


def test_after_the_loop_the_end_of_a_child_wakes_nobody_up() -> None:
    """An heir that ends later would have the kernel's word written to a socket that is closed."""
    ours, theirs = socket.socketpair()
    ours.close()
    with theirs:
        serve_forks(theirs, {}, {"heir": lambda *_: None})
    assert signal.set_wakeup_fd(-1) == -1
    assert signal.getsignal(signal.SIGCHLD) == signal.SIG_DFL
