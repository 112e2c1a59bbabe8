"""Servers as child processes: started on a free port of 127.0.0.1, measured, and ended by their process id."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

LOCALHOST = "127.0.0.1"


class BenchmarkError(Exception):
    """What keeps a measurement from being made, in one sentence."""


def free_port() -> int:
    """A port of 127.0.0.1 on which nothing listens."""
    with socket.socket() as probe:
        probe.bind((LOCALHOST, 0))
        return int(probe.getsockname()[1])


class ServerProcess:
    """A server that runs in a process group of its own, writing to a log file."""

    def __init__(
        self,
        command: Sequence[str],
        log: Path,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        self._log = log
        self._name = Path(command[0]).name
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                command,
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                cwd=folder,
                env={**os.environ, **(environment or {})},
                # No session of its own: where the kernel groups sessions (sched_autogroup), each has the same share of
                # the processor, and a server's busy processes would hold up the load generator whatever their niceness.
                process_group=0,
            )

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Return as soon as the server is ready; BenchmarkError where it ends or takes longer."""
        limit = time.perf_counter() + seconds
        while not ready():
            if self._process.poll() is not None:
                raise BenchmarkError(f"{self._name} ended: {self._last_line()}")
            if time.perf_counter() > limit:
                raise BenchmarkError(f"{self._name} was not ready after {seconds:.0f} s: {self._last_line()}")
            time.sleep(0.002)

    def memory(self) -> tuple[int, int]:
        """Proportional and resident set size of the server and all its children, in bytes."""
        sizes = [_memory(pid) for pid in _family(self._process.pid)]
        return sum(pss for pss, _ in sizes), sum(rss for _, rss in sizes)

    def census(self) -> tuple[int, int]:
        """How many processes the server and its children are, and how many descriptors they have open."""
        family = _family(self._process.pid)
        return len(family), sum(_descriptors(pid) for pid in family)

    def busy(self, seconds: float = 0.2) -> float:
        """How many cores the server and its children keep busy, over this time."""
        before = _processor_seconds(self._process.pid)
        time.sleep(seconds)
        return (_processor_seconds(self._process.pid) - before) / seconds

    def stop(self, seconds: float = 5) -> None:
        """End the server and its children; those that do not go are killed."""
        with _held(_family(self._process.pid)) as family:
            if self._process.poll() is None:
                self._process.terminate()
                try:
                    self._process.wait(seconds)
                except subprocess.TimeoutExpired:
                    self._process.kill()
                    self._process.wait()
            for descriptor in family:
                with suppress(ProcessLookupError):
                    signal.pidfd_send_signal(descriptor, signal.SIGKILL)

    def _last_line(self) -> str:
        lines = self._log.read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"


def _family(pid: int) -> list[int]:
    """A process and all its descendants."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found.extend(int(child) for child in task.read_text().split())
            except OSError:
                continue
    return found


@contextmanager
def _held(pids: Iterable[int]) -> Iterator[list[int]]:
    """Descriptors of those of these processes that run, which stay theirs when a number is another process's."""
    with ExitStack() as stack:
        descriptors = []
        for pid in pids:
            with suppress(ProcessLookupError):
                descriptors.append(os.pidfd_open(pid))
                stack.callback(os.close, descriptors[-1])
        yield descriptors


def _processor_seconds(pid: int) -> float:
    """Processor time that a process and its descendants have used."""
    ticks = 0
    for member in _family(pid):
        try:
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])  # utime and stime
    return ticks / os.sysconf("SC_CLK_TCK")


def _descriptors(pid: int) -> int:
    try:
        return len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except OSError:
        return 0


def _memory(pid: int) -> tuple[int, int]:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0, 0
    sizes = {line.split()[0]: int(line.split()[1]) * 1024 for line in lines[1:] if line.endswith("kB")}
    return sizes.get("Pss:", 0), sizes.get("Rss:", 0)
