"""One run over one data set: every server up at once, every work measured side by side."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.data import Data
from bench.peers.base import Peer, Running
from bench.processes import BenchmarkError
from bench.questions import Question

Figures = dict[str, Any]  # of one server in one work; what JSON can hold

_IDLE = 0.15  # of a core
_PATIENCE = 5.0  # seconds


@dataclass(slots=True)
class Run:
    """The data, the servers, and how long and how often each is asked."""

    data: Data
    home: Path
    peers: dict[str, Peer]
    seconds: float  # of load, each time
    rounds: int
    filled: bool = False  # the folders of an earlier run are used again, and loading is not measured
    running: dict[str, Running] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)  # the servers that are left out, and why
    unanswered: set[tuple[str, str]] = field(default_factory=set)  # server and question: not asked again
    deaths: Counter[str] = field(default_factory=Counter)  # how often a server did not answer any more

    def tell(self, words: str) -> None:
        """Say how far the run is."""
        print(words, file=sys.stderr, flush=True)

    def each(self) -> list[tuple[str, Running]]:
        """The servers that run."""
        return list(self.running.items())

    def drop(self, name: str, reason: str) -> None:
        """Leave a server out from now on; the table says why."""
        self.tell(f"  {name} is left out: {reason}")
        self.missing[name] = reason
        self.peers.pop(name, None)
        if running := self.running.pop(name, None):
            running.process.stop()

    def start(self, name: str, *, warm: bool = True) -> Running | None:
        """Start a server, and wait until it is warm; one that does not come up is left out."""
        try:
            self.running[name] = self.peers[name].start(self.data)
            if warm:
                self.peers[name].warm(self.running[name])
        except (BenchmarkError, OSError) as error:
            self.drop(name, str(error))
            return None
        return self.running[name]

    def stop(self, name: str) -> None:
        """Stop a server."""
        if running := self.running.pop(name, None):
            running.process.stop()

    def stop_all(self) -> None:
        """Stop every server."""
        for name in [*self.running]:
            self.stop(name)

    def restart(self, name: str, *, warm: bool = True) -> Running | None:
        """Stop it and start it again."""
        self.stop(name)
        return self.start(name, warm=warm)

    def answerable(self, questions: Iterable[Question]) -> list[Question]:
        """Those that every server has answered: what is put to all of them."""
        lost = {question for _, question in self.unanswered}
        return [question for question in questions if question.name not in lost]

    def settle(self, name: str) -> None:
        """Wait until a server is idle; one that works on for nobody, or answers no more, is started anew."""
        limit = time.perf_counter() + _PATIENCE
        running = self.running[name]
        while running.process.busy() > _IDLE:
            if time.perf_counter() > limit:
                self.restart(name)
                return
        if not running.endpoint.answers():
            self.deaths[name] += 1
            self.tell(f"  {name} answers no more, and is started again")
            self.restart(name)

    def file(self, name: str) -> Path:
        """A file for what a load generator is to ask."""
        return self.home / f"{self.data.name}-{name}.txt"

    def salt(self) -> int:
        """A number that no query was salted with before."""
        return time.time_ns() // 1000 % 1_000_000_000
