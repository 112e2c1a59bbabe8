"""Serves the plan to the soak and to the abuse, and keeps their last figures for docs/performance.md."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bench import machine
from bench.abuse import AT_ONCE, abuse
from bench.aims import MEGABYTE
from bench.data import Data, plan_data
from bench.peers.plangraph import PlanGraph
from bench.run import Figures
from bench.soak import TOKEN, soak

FILE = "endurance.json"

_SECONDS = 3  # of a query, so that what runs away ends soon
_ROWS = 10  # of the curve in the page


class Endured(PlanGraph):
    """Our service with a short time limit, and a token for writing."""

    name = "plangraph-endurance"

    def environment(self, data: Data) -> Mapping[str, str]:
        """Which store it is, and how long a query may take."""
        return {
            **super().environment(data),
            "PLANGRAPH_WRITE_TOKEN": TOKEN,
            "PLANGRAPH_QUERY_SECONDS": str(_SECONDS),
        }


def endure(home: Path, minutes: float | None) -> Figures:
    """Soak the service for so many minutes, or abuse it once; the figures by the name of what was done."""
    data = plan_data(home)
    peer = Endured(home)
    peer.load(data)
    running = peer.start(data)
    try:
        peer.warm(running)
        done = {"abuse": abuse(running, data)} if minutes is None else {"soak": soak(running, data, minutes)}
    finally:
        running.process.stop()
    about = {"date": datetime.now(UTC).date().isoformat(), "machine": machine.describe()}
    return {name: {**about, **figures} for name, figures in done.items()}


def keep(folder: Path, figures: Figures) -> Figures:
    """Put figures in place of the earlier ones of their kind; all there are."""
    kept = {**read(folder), **figures}
    (folder / FILE).write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return kept


def read(folder: Path) -> Figures:
    """The last figures of each kind."""
    file = folder / FILE
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}


def section(figures: Figures) -> str:
    """What the page says of them; nothing where nothing was measured."""
    lines = [*_soaked(figures["soak"])] if "soak" in figures else []
    if "abuse" in figures:
        lines += _abused(figures["abuse"])
    return "\n".join(["## Endurance", "", *lines]) if lines else ""


def _soaked(figures: Figures) -> Iterator[str]:
    samples = figures["samples"]
    yield f"### {figures['minutes']:g} minutes of mixed load"
    yield ""
    yield (
        f"`plangraph bench --soak {figures['minutes']:g}`, {figures['date']}, {figures['machine']}; queries end after "
        f"{_SECONDS} s. {figures['writes']} writes were kept and {figures['writes_refused']} refused."
    )
    yield ""
    yield "| clients | answers | not answered with 200 | p50, ms | p99, ms |"
    yield "|---|---:|---:|---:|---:|"
    for name, of in figures["clients"].items():
        yield f"| {name} | {of['answers']:,} | {of['refused']:,} | {of['p50_ms']:.1f} | {of['p99_ms']:.1f} |"
    yield ""
    yield "| after, s | memory (PSS), MB | descriptors | processes |"
    yield "|---:|---:|---:|---:|"
    for sample in samples[:: max(1, len(samples) // _ROWS)]:
        memory = sample["pss"] / MEGABYTE
        yield f"| {sample['seconds']:.0f} | {memory:.0f} | {sample['descriptors']} | {sample['processes']} |"
    yield ""


def _abused(figures: Figures) -> Iterator[str]:
    statuses = ", ".join(f"{count} × {status}" for status, count in figures["statuses"].items())
    yield f"### {AT_ONCE} abusive queries at once"
    yield ""
    memory = [f"{figures[name] / MEGABYTE:.0f} MB" for name in ("memory_before", "memory_after")]
    yield (
        f"`plangraph bench --abuse`, {figures['date']}, {figures['machine']}; queries end after {_SECONDS} s. The last "
        f"was answered after {figures['seconds']:.1f} s, by status: {statuses}. Meanwhile {figures['lookups']:,} point "
        f"lookups were answered and {figures['refused']:,} were not; their p99 was {figures['beside_p99_ms']:.0f} ms, "
        f"and {figures['alone_p99_ms']:.0f} ms before. A second later the service kept {figures['cores_after']:.2f} "
        f"cores busy and had {memory[1]} of memory, {memory[0]} before."
    )
    yield ""
