"""How long a server takes from its start to its first answer, and what it holds of memory when idle."""

from __future__ import annotations

import time
from statistics import median

from bench.run import Figures, Run

_SLOW = 20.0  # seconds: one start is enough
_SETTLE = 2.0


def measure(run: Run) -> dict[str, Figures]:
    """Seconds to the first answer from the data; all servers run when it is done."""
    times: dict[str, list[float]] = {}
    for _ in range(run.rounds):
        for name in [*run.peers]:
            if max(times.get(name, [0.0])) < _SLOW and (running := run.restart(name, warm=False)):
                times.setdefault(name, []).append(running.ready_after)
    for name, running in run.each():
        run.peers[name].warm(running)
    return {name: {"seconds": median(taken), "all": taken} for name, taken in times.items() if name in run.running}


def measure_memory(run: Run) -> dict[str, Figures]:
    """Proportional and resident set size of all processes of each server, in bytes."""
    time.sleep(_SETTLE)
    sizes = {name: running.process.memory() for name, running in run.each()}
    return {name: {"pss": pss, "rss": rss} for name, (pss, rss) in sizes.items()}
