"""The whole measurement of one data set, from empty folders to figures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import date
from http.client import HTTPException
from pathlib import Path

from bench import spatial
from bench.data import Data
from bench.machine import describe, load_average
from bench.peers.all import PEERS
from bench.peers.base import Peer
from bench.processes import BenchmarkError
from bench.questions import analytic, dashboard
from bench.run import Figures, Run
from bench.works import (
    agreement,
    analysing,
    loading,
    locating,
    looking_up,
    reading_pages,
    repeating,
    searching,
    starting,
)

_WORKS: tuple[tuple[str, Callable[[Run], dict[str, Figures]]], ...] = (
    ("loading", loading.measure),
    ("ready", starting.measure),
    ("memory", starting.measure_memory),
    ("agreement: catalogue", lambda run: agreement.measure(run, dashboard(run.data))),
    ("agreement: analytic", lambda run: agreement.measure(run, analytic(run.data))),
    ("agreement: spatial", lambda run: agreement.measure(run, spatial.first())),
    ("spatial", locating.measure),
    ("repeated", repeating.measure),
    ("lookups", looking_up.measure),
    ("analytic", analysing.measure),
    ("pages", reading_pages.measure),
    ("search", searching.measure),
    ("memory after work", starting.measure_memory),
    ("runaways", looking_up.measure_beside_runaways),
)
_NEEDED = ("loading", "ready")  # by all the others
WORKS = tuple(name for name, _ in _WORKS)
SPATIAL_WORKS = (*_NEEDED, "memory", "agreement: spatial", "spatial")
"""What is measured on features; all other works are on plans and cities."""
_SPATIAL_ONLY = frozenset(SPATIAL_WORKS[-2:])


def measure(
    data: Data,
    names: Iterable[str],
    home: Path,
    *,
    seconds: float,
    rounds: int,
    filled: bool = False,
    works: Iterable[str] = WORKS,
) -> Figures:
    """Measure these servers on this data; a table of figures that JSON can hold."""
    wanted = {*works, *_NEEDED}
    wanted = wanted & set(SPATIAL_WORKS) if data.is_features else wanted - _SPATIAL_ONLY
    run = Run(data, home, {}, seconds, rounds, filled)
    versions = {}
    for name in names:
        if (version := _prepare(run, name)) is not None:
            versions[name] = version
    busy = load_average()
    figures: dict[str, dict[str, Figures]] = {}
    try:
        for work, measured in _WORKS:
            if work in wanted:
                begin = time.perf_counter()
                try:
                    figures[work] = measured(run)
                except (BenchmarkError, OSError, HTTPException) as error:
                    run.tell(f"  {work} could not be measured: {error}")
                run.tell(f"  {work}: {time.perf_counter() - begin:.0f} s")
    finally:
        run.stop_all()
    return {
        "triples": data.triples,
        "date": date.today().isoformat(),
        "machine": describe(),
        "load_average_before": round(busy, 2),
        "seconds": seconds,
        "rounds": rounds,
        "versions": versions,
        "missing": run.missing,
        "deaths": run.deaths,
        "unanswered": sorted({question for _, question in run.unanswered}),
        "works": figures,
    }


def _prepare(run: Run, name: str) -> str | None:
    """Install a server; its version, or None where it is left out."""
    peer: Peer = PEERS[name](run.home / "peers")
    if run.data.triples > 1.1 * peer.most_triples:
        run.missing[name] = f"not filled with more than {peer.most_triples:,} triples"
        return None
    if not (run.data.is_features or peer.on_plans):
        run.missing[name] = "measured on features with geometries only"
        return None
    try:
        version = peer.prepare()
    except BenchmarkError as error:
        run.missing[name] = str(error)
        return None
    run.peers[name] = peer
    return version
