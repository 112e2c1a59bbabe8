"""Spatial questions, one after the other by one client, each about another place."""

from __future__ import annotations

from statistics import median

from bench.run import Figures, Run
from bench.spatial import variants
from bench.works.analysing import LIMIT, SLOW, seconds_of


def measure(run: Run) -> dict[str, Figures]:
    """Milliseconds of each kind of question on each server."""
    taken: dict[str, dict[str, list[float]]] = {name: {} for name in run.running}
    for kind, questions in variants().items():
        for question in questions * run.rounds:
            for name, running in run.each():
                times = taken[name].setdefault(kind, [])
                if (name, kind) in run.unanswered:
                    times.append(LIMIT)
                elif max(times, default=0.0) < SLOW:
                    times.append(seconds_of(running.endpoint, f"{question.query}#{run.salt()}"))
        for name, _ in run.each():
            run.settle(name)
    return {
        name: {f"{kind}_ms": median(times) * 1000 for kind, times in kinds.items()} for name, kinds in taken.items()
    }
