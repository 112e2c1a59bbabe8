"""How long filling an empty store takes, one server after the other, and again."""

from __future__ import annotations

from statistics import median

from bench.processes import BenchmarkError
from bench.run import Figures, Run


def measure(run: Run) -> dict[str, Figures]:
    """Seconds and triples a second; the stores stay filled for the works that follow."""
    times: dict[str, list[float]] = {}
    for _ in range(run.rounds if run.data.triples < 5_000_000 else 1):
        for name, peer in [*run.peers.items()]:
            if peer.in_memory or (run.filled and peer.folder(run.data).exists()):
                continue
            try:
                times.setdefault(name, []).append(peer.load(run.data))
            except (BenchmarkError, OSError) as error:
                run.drop(name, str(error))
    return {
        name: {"seconds": median(taken), "rate": run.data.triples / median(taken), "all": taken}
        for name, taken in times.items()
        if taken
    }
