"""What a process does to itself so that it ends with its parent, within its limits, and leaves nothing behind."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

NICENESS = 8  # of a reader: a sixth of what a process without niceness has
_GROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36  # linux/prctl.h


def end_with_parent(parent: int) -> None:
    """Be killed when the parent ends; elsewhere than on Linux, the end of the socket has to do, or the time limit."""
    _tell_kernel(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before that
        os._exit(1)


def adopt_orphans() -> None:
    """Become the parent of the children of children that end; elsewhere than on Linux, they go to the first process."""
    _tell_kernel(_PR_SET_CHILD_SUBREAPER, 1)


def be_expendable() -> None:
    """Leave no core file, say nothing on standard error, and be the kernel's first choice when memory runs out."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)  # an engine that aborts prints a trace; the service says in a sentence what happened
    os.close(silent)
    with suppress(OSError):  # Linux only
        Path("/proc/self/oom_score_adj").write_text("800", encoding="ascii")


def let_the_service_first() -> None:
    """Have less of the processor than the service where both want it: most requests need no reader."""
    os.setpriority(os.PRIO_PROCESS, 0, max(NICENESS, os.getpriority(os.PRIO_PROCESS, 0)))


def limit_memory(more_bytes: int) -> None:
    """Refuse this process more than so many bytes in addition to what it has, shared pages included.

    Elsewhere than on Linux what it has is not told and the limit not kept; there the time limit bounds it.
    """
    with suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
        limit = pages * resource.getpagesize() + more_bytes
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def start_clock(seconds: float) -> None:
    """Have the kernel end this process after so many seconds, whatever it is doing then."""
    signal.setitimer(signal.ITIMER_REAL, seconds)


def stop_clock() -> None:
    """Call the kernel off."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def memory_of_machine() -> int:
    """The bytes of memory that this machine, or the control group that this process is in, has."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    with suppress(OSError, ValueError):  # "max" where there is no limit
        pages = min(pages, int(_GROUP_LIMIT.read_text(encoding="ascii")))
    return pages


def _tell_kernel(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value)
