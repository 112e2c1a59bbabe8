"""Aggregates and questions of several steps, one after the other by one client, no request twice the same."""

from __future__ import annotations

import http.client
import time
from statistics import geometric_mean, median

from bench.client import Endpoint, get
from bench.processes import BenchmarkError
from bench.questions import analytic
from bench.run import Figures, Run

LIMIT = 60.0  # seconds; a server that takes longer counts with this
SLOW = 20.0  # seconds; one measurement is enough


def measure(run: Run) -> dict[str, Figures]:
    """Milliseconds of each question on each server, and their geometric mean."""
    taken: dict[str, dict[str, list[float]]] = {name: {} for name in run.running}
    for question in analytic(run.data):
        for _ in range(run.rounds):
            for name, running in run.each():
                times = taken[name].setdefault(question.name, [])
                if (name, question.name) in run.unanswered:
                    times.append(LIMIT)
                elif max(times, default=0.0) < SLOW:
                    times.append(seconds_of(running.endpoint, f"{question.query}#{run.salt()}"))
                    run.settle(name)
    return {
        name: {
            "mean_ms": geometric_mean([median(times) for times in questions.values()]) * 1000,
            "questions_ms": {question: median(times) * 1000 for question, times in questions.items()},
            "over_limit": sum(median(times) >= LIMIT for times in questions.values()),
        }
        for name, questions in taken.items()
    }


def seconds_of(endpoint: Endpoint, query: str) -> float:
    """How long the answer took; the limit where there was none."""
    begin = time.perf_counter()
    try:
        with endpoint.connection(LIMIT) as connection:
            get(connection, endpoint.address(query))
    except (OSError, http.client.HTTPException, BenchmarkError):  # too late, refused, or the server has ended
        return LIMIT
    return min(LIMIT, time.perf_counter() - begin)
