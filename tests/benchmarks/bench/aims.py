"""What is aimed at, and how far the figures are from it: a ratio with both its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bench.data import PLAN
from bench.peers.all import OURS, PEERS
from bench.peers.fuseki import FusekiInMemory, FusekiTdb2
from bench.peers.oxigraph import OxigraphInMemory, OxigraphOnDisk
from bench.peers.rdflib_endpoint import RdflibEndpoint
from bench.peers.virtuoso import Virtuoso
from bench.run import Figures
from bench.spatial import KINDS
from bench.works.repeating import CONSTANT, QUESTIONS, QUESTIONS_CONSTANT

MEGABYTE = 1_000_000
_SIZES = ("1M", "10M")


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison. `ratio` is `ours` through `theirs`; without theirs, the aim is a plain number."""

    work: str
    data: str
    ours: float
    theirs: float | None
    compared: str  # with what
    unit: str
    aim: float | None  # None: the issue sets none for this data
    at_least: bool = True

    @property
    def measure(self) -> float:
        """What is held against the aim."""
        return self.ours if self.theirs is None else self.ours / self.theirs

    @property
    def reached(self) -> bool | None:
        """Whether the aim is reached; None where there is none."""
        if self.aim is None:
            return None
        return self.measure >= self.aim if self.at_least else self.measure <= self.aim


def rows(results: Mapping[str, Figures]) -> Iterator[Row]:
    """Every comparison that these results, by name of the data, allow."""
    for compare in (_repeated, _lookups, _analytic, _runaways, _pages, _search, _ready, _memory, _loading, _spatial):
        for data, result in results.items():
            yield from compare(data, result)


def _figure(result: Figures, work: str, server: str, name: str) -> float | None:
    value = result["works"].get(work, {}).get(server, {}).get(name)
    return float(value) if value else None


def _peers(result: Figures, work: str, name: str) -> dict[str, float]:
    """What the others came to."""
    figures = {peer: _figure(result, work, peer, name) for peer in PEERS if peer != OURS}
    return {peer: figure for peer, figure in figures.items() if figure is not None}


def _repeated(data: str, result: Figures) -> Iterator[Row]:
    others = _peers(result, "repeated", "rate")
    for server, bare, shown in ((OURS, CONSTANT, "/sparql"), (QUESTIONS, QUESTIONS_CONSTANT, "/questions")):
        ours = _figure(result, "repeated", server, "rate")
        constant = _figure(result, "repeated", bare, "rate")
        work = f"repeated questions, {shown}"
        if ours and others:
            best = max(others, key=others.__getitem__)
            yield Row(work, data, ours, others[best], f"fastest: {PEERS[best].label}", "/s", 1.3)
        if ours and constant:
            yield Row(work, data, ours, constant, "the same server, a constant as long", "/s", 0.85)


def _lookups(data: str, result: Figures) -> Iterator[Row]:
    ours = _figure(result, "lookups", OURS, "rate")
    aims = {
        OxigraphOnDisk.name: 0.7,
        OxigraphInMemory.name: 0.3,
        **dict.fromkeys((Virtuoso.name, FusekiTdb2.name, FusekiInMemory.name, RdflibEndpoint.name), 5.0),
    }
    for peer, theirs in _peers(result, "lookups", "rate").items():
        if ours:
            yield Row("unique point lookups", data, ours, theirs, PEERS[peer].label, "/s", aims[peer])


def _analytic(data: str, result: Figures) -> Iterator[Row]:
    ours = _figure(result, "analytic", OURS, "mean_ms")
    others = _peers(result, "analytic", "mean_ms")
    if ours and others:
        best = min(others, key=others.__getitem__)
        aim = 1.0 if data in _SIZES else None
        label = f"fastest: {PEERS[best].label}"
        yield Row("analytic mix, geometric mean", data, ours, others[best], label, "ms", aim, at_least=False)


def _runaways(data: str, result: Figures) -> Iterator[Row]:
    alone = _figure(result, "runaways", OURS, "alone_p99_ms")
    beside = _figure(result, "runaways", OURS, "beside_p99_ms")
    if alone and beside:
        yield Row("lookups' p99 beside 2 runaways", data, beside, alone, "without them", "ms", 3.0, at_least=False)


def _pages(data: str, result: Figures) -> Iterator[Row]:
    for kind in ("HTML", "Turtle"):
        slow = _figure(result, "pages", f"{OURS} {kind}", "p95_ms")
        if slow:
            yield Row(f"linked-data page, {kind}, uncached, p95", data, slow, None, "", "ms", 30.0, at_least=False)


def _search(data: str, result: Figures) -> Iterator[Row]:
    for kind, aim in (("suggestions", 50.0), ("results", None)):
        for name in ("p50", "p95"):
            taken = _figure(result, "search", f"{OURS} {kind}", f"{name}_ms")
            if taken:
                yield Row(f"search, {kind}, uncached, {name}", data, taken, None, "", "ms", aim, at_least=False)


def _ready(data: str, result: Figures) -> Iterator[Row]:
    seconds = _figure(result, "ready", OURS, "seconds")
    if seconds:
        aim = {PLAN: 1.5, "10M": 10.0}.get(data)
        yield Row("ready after start", data, seconds, None, "", "s", aim, at_least=False)


def _memory(data: str, result: Figures) -> Iterator[Row]:
    for size, meaning in (("pss", "shared pages counted once"), ("rss", "counted in every process")):
        memory = _figure(result, "memory", OURS, size)
        if memory:
            work = f"resident memory, idle ({meaning})"
            yield Row(work, data, memory / MEGABYTE, None, "", "MB", 200.0 if data == PLAN else None, at_least=False)


def _loading(data: str, result: Figures) -> Iterator[Row]:
    ours = _figure(result, "loading", OURS, "rate")
    theirs = _figure(result, "loading", OxigraphOnDisk.name, "rate")
    if ours and theirs:
        yield Row("loading", data, ours, theirs, "oxigraph load", "triples/s", 0.8 if data == "10M" else None)


def _spatial(data: str, result: Figures) -> Iterator[Row]:
    for kind in KINDS:
        ours = _figure(result, "spatial", OURS, f"{kind}_ms")
        for peer, theirs in _peers(result, "spatial", f"{kind}_ms").items():
            if ours:
                yield Row(f"spatial: {kind}", data, 1000 / ours, 1000 / theirs, PEERS[peer].label, "/s", 5.0)
