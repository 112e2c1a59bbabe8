"""Linked-data pages, each asked for once: what a person waits for."""

from __future__ import annotations

import time
from statistics import quantiles

from bench.client import get
from bench.data import BASE
from bench.peers.all import OURS
from bench.run import Figures, Run

_PAGES = 400


def measure(run: Run) -> dict[str, Figures]:
    """Milliseconds of a page of our service, in HTML and in Turtle."""
    if OURS not in run.running:
        return {}
    half = len(run.data.pages) // 2
    return {
        f"{OURS} HTML": _pages(run, run.data.pages[:half], "text/html"),
        f"{OURS} Turtle": _pages(run, run.data.pages[half:], "text/turtle"),
    }


def _pages(run: Run, pages: tuple[str, ...], accept: str) -> Figures:
    step = max(1, len(pages) // _PAGES)
    times = []
    run.settle(OURS)
    with run.running[OURS].endpoint.connection() as connection:
        for page in pages[::step]:
            begin = time.perf_counter()
            get(connection, page.replace(f"{BASE}id/", "/doc/"), accept)
            times.append((time.perf_counter() - begin) * 1000)
    cuts = quantiles(times, n=100)
    return {"pages": len(times), "p50_ms": cuts[49], "p95_ms": cuts[94], "p99_ms": cuts[98]}
