"""A mixed load for minutes or hours, and the curves of memory, descriptors and processes: what leaks shows there."""

from __future__ import annotations

import itertools
import threading
import time
from contextlib import ExitStack

from bench.abuse import QUERIES
from bench.asking import Asking, quantile, send
from bench.client import Endpoint
from bench.data import Data
from bench.peers.base import Running
from bench.questions import analytic, dashboard
from bench.run import Figures

TOKEN = "a-token-of-the-benchmark"  # noqa: S105 - it opens a store that the benchmark makes and throws away
SAMPLES = 40

_GRAPH = "/graphs?graph=http://example.org/soak"


def soak(running: Running, data: Data, minutes: float) -> Figures:
    """Look up, ask the catalogue and aggregates, write and misbehave at once; samples from the first to the last."""
    endpoint, begin = running.endpoint, time.perf_counter()
    lookups = [f"SELECT ?p ?o {{ <{subject}> ?p ?o }}" for subject in data.subjects]
    groups = {
        "point lookups": Asking(endpoint, lookups, 4, pause=0.001),
        "questions": Asking(endpoint, [question.query for question in dashboard(data)], 2, pause=0.01),
        "aggregates": Asking(endpoint, [question.query for question in analytic(data)], 1, pause=0.05),
        "misbehaving": Asking(endpoint, list(QUERIES.values()), 1, pause=2.0),
    }
    with ExitStack() as stopping:
        for group in groups.values():
            stopping.callback(group.stop)
        writing = stopping.enter_context(_Writing(endpoint))
        samples = []
        for number in range(SAMPLES + 1):
            time.sleep(max(0.0, begin + number * minutes * 60 / SAMPLES - time.perf_counter()))
            samples.append(_sample(running, time.perf_counter() - begin))
    return {
        "minutes": minutes,
        "samples": samples,
        "clients": {
            name: {
                "answers": len(group.durations),
                "refused": group.refused,
                "p50_ms": quantile(group.durations, 0.5) * 1000,
                "p99_ms": quantile(group.durations, 0.99) * 1000,
            }
            for name, group in groups.items()
        },
        "writes": writing.kept,
        "writes_refused": writing.refused,
    }


def _sample(running: Running, seconds: float) -> Figures:
    processes, descriptors = running.process.census()
    return {
        "seconds": seconds,
        "pss": running.process.memory()[0],
        "processes": processes,
        "descriptors": descriptors,
    }


class _Writing:
    """One client that puts a graph of its own again and again, and now and then removes it."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.kept = self.refused = 0
        self._endpoint = endpoint
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._write, daemon=True)

    def __enter__(self) -> _Writing:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _write(self) -> None:
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/n-triples"}
        for number in itertools.count(1):
            lines = "".join(f'<http://example.org/{n}> <http://example.org/p> "{number}" .\n' for n in range(100))
            removes = number % 10 == 0
            status = send(
                self._endpoint, "DELETE" if removes else "PUT", _GRAPH, b"" if removes else lines.encode(), headers
            )
            self.kept += 200 <= status < 300
            self.refused += not 200 <= status < 300
            if self._stopped.wait(0.5):
                return
