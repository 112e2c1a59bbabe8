"""docs/performance.md, written from the figures: everything above its last heading is replaced, the rest is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench import endurance
from bench.aims import MEGABYTE, Row, rows
from bench.peers.all import OURS, PEERS
from bench.plot import Panel, draw
from bench.questions import DASHBOARD
from bench.run import Figures
from bench.spatial import KINDS
from bench.works.agreement import SAME
from bench.works.repeating import ASKED_FIRST, CONSTANT, QUESTIONS, QUESTIONS_CONSTANT

KEPT = "## What was tried, and the limits"
_PLOT = "performance.svg"
_LABELS = {
    **{name: peer.label for name, peer in PEERS.items()},
    QUESTIONS: "PlanGraph, at /questions",
    CONSTANT: "PlanGraph's server, a constant as long",
    QUESTIONS_CONSTANT: "PlanGraph's server, a constant as long as at /questions",
}
# Title, work, figure, what to multiply with, unit.
_TABLES = (
    ("Repeated questions, 16 clients", "repeated", "rate", 1.0, "answers/s"),
    ("Unique point lookups, 16 clients", "lookups", "rate", 1.0, "answers/s"),
    ("Unique point lookups, p99", "lookups", "p99_ms", 1.0, "ms"),
    ("Analytic mix, geometric mean", "analytic", "mean_ms", 1.0, "ms"),
    ("Lookups' p99 without runaways", "runaways", "alone_p99_ms", 1.0, "ms"),
    ("Lookups' p99 beside two runaways", "runaways", "beside_p99_ms", 1.0, "ms"),
    *((f"Spatial, {kind}, median", "spatial", f"{kind}_ms", 1.0, "ms") for kind in KINDS),
    ("Ready after start", "ready", "seconds", 1.0, "s"),
    ("Memory, idle (PSS)", "memory", "pss", 1 / MEGABYTE, "MB"),
    ("Memory after the work (PSS)", "memory after work", "pss", 1 / MEGABYTE, "MB"),
    ("Loading", "loading", "seconds", 1.0, "s"),
)
_GROWTH = (
    ("Point lookups, answers/s", "lookups", "rate"),
    ("Analytic mix, ms", "analytic", "mean_ms"),
    ("Loading, s", "loading", "seconds"),
)


def keep(folder: Path, name: str, result: Figures) -> dict[str, Figures]:
    """Put a run's figures in place of the earlier ones of the same data; all there are, the smallest data first.

    A work that the run left out keeps the figures of the last run that did it.
    """
    results = kept(folder)
    if (earlier := results.get(name)) is not None and earlier["triples"] == result["triples"]:
        measured = {work: figures for work, figures in result["works"].items() if figures}
        versions = {**earlier["versions"], **result["versions"]}
        result = {**result, "works": {**earlier["works"], **measured}, "versions": versions}
    results[name] = result
    results = dict(sorted(results.items(), key=lambda entry: entry[1]["triples"]))
    (folder / "performance.json").write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return results


def kept(folder: Path) -> dict[str, Figures]:
    """The last figures of each data set."""
    file = folder / "performance.json"
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}


def write(folder: Path, results: Mapping[str, Figures]) -> None:
    """The page and its plot."""
    page = folder / "performance.md"
    written = page.read_text(encoding="utf-8") if page.exists() else ""
    by_hand = written[written.index(KEPT) :] if KEPT in written else f"{KEPT}\n"
    endured = endurance.section(endurance.read(folder))
    page.write_text("\n".join(part for part in (text(results), endured, by_hand) if part), encoding="utf-8")
    panels = [Panel(title, _curves(results, work, figure)) for title, work, figure in _GROWTH]
    (folder / _PLOT).write_text(draw(panels, "triples"), encoding="utf-8")


def text(results: Mapping[str, Figures]) -> str:
    """The page up to what is written by hand."""
    return "\n".join(
        [
            "# Performance",
            "",
            "Written by `plangraph bench`; the last section is by hand.",
            "[benchmarks.md](benchmarks.md) says how it is measured.",
            "Every row compares figures of one run, in which all servers were up and took turns; a work that the",
            "last run of some data left out has the figures of the run before.",
            "",
            *_runs(results),
            "",
            "## Aims",
            "",
            "| work | data | PlanGraph | compared with | ratio | aim | reached |",
            "|---|---|---|---|---|---|---|",
            *(_aim(row) for row in rows(results)),
            "",
            "## How cost grows",
            "",
            f"![Point lookups, analytic mix and loading against the number of triples]({_PLOT})",
            "",
            "## Every server",
            "",
            *_tables(results),
            *_differences(results),
        ]
    )


def _runs(results: Mapping[str, Figures]) -> Iterator[str]:
    """Where, when and with what."""
    yield "| data | triples | measured | machine | load before | rounds | seconds of load |"
    yield "|---|---|---|---|---|---|---|"
    for name, result in results.items():
        yield (
            f"| {name} | {result['triples']:,} | {result['date']} | {result['machine']} "
            f"| {result['load_average_before']} | {result['rounds']} | {result['seconds']:g} |"
        )
    versions = {name: version for result in results.values() for name, version in result["versions"].items()}
    yield ""
    yield "Versions: " + "; ".join(f"{_LABELS[name]} {version}" for name, version in versions.items()) + "."
    for name, result in results.items():
        for peer, reason in result["missing"].items():
            yield f"{_LABELS[peer]} is left out of {name}: {reason}."
        for peer, times in result["deaths"].items():
            yield f"{_LABELS[peer]} stopped answering {times} times with {name}, and was started again."


def _aim(row: Row) -> str:
    sign = "≥" if row.at_least else "≤"
    compared = "" if row.theirs is None else f"{row.compared}: {number(row.theirs)} {row.unit}"
    ratio = "" if row.theirs is None else f"{row.measure:.2f}"
    unit = f" {row.unit}" if row.theirs is None else ""
    aim = "" if row.aim is None else f"{sign} {row.aim:g}{unit}"
    reached = {True: "yes", False: "**no**", None: ""}[row.reached]
    return f"| {row.work} | {row.data} | {number(row.ours)} {row.unit} | {compared} | {ratio} | {aim} | {reached} |"


def _tables(results: Mapping[str, Figures]) -> Iterator[str]:
    for title, work, figure, factor, unit in _TABLES:
        measured = {data: found for data, result in results.items() if (found := result["works"].get(work))}
        servers = [name for name in _LABELS if any(name in found for found in measured.values())]
        if not servers:
            continue
        yield f"### {title}, {unit}"
        yield ""
        yield f"| server | {' | '.join(measured)} |"
        yield f"|---|{'---:|' * len(measured)}"
        for server in servers:
            cells = (_cell(found.get(server, {}), figure, factor) for found in measured.values())
            yield f"| {_LABELS[server]} | {' | '.join(cells)} |"
        yield ""
        yield from _asked_first(measured)
    yield from _questions(results)


def _asked_first(measured: Mapping[str, Figures]) -> Iterator[str]:
    """Of what is repeated: how often it was asked before."""
    numbers = {data: found[OURS][ASKED_FIRST] for data, found in measured.items() if ASKED_FIRST in found.get(OURS, {})}
    if numbers:
        told = ", ".join(f"{number} of {data}" for data, number in numbers.items())
        yield f"Before each load every server was asked each question once, in turn and untimed: {told}."
        yield ""


def _cell(figures: Figures, figure: str, factor: float) -> str:
    """A figure, with what spoils it."""
    if figure not in figures:
        return "–"
    if figure == "beside_p99_ms" and not figures["beside_rate"]:
        return "no answer"
    spoiled = "".join(
        f" ({figures[name]} {meaning})"
        for name, meaning in (("failed", "failed"), ("over_limit", "over the limit"))
        if figures.get(name)
    )
    return f"{number(figures[figure] * factor)}{spoiled}"


def _questions(results: Mapping[str, Figures]) -> Iterator[str]:
    """The analytic mix, question by question."""
    for data, result in results.items():
        measured = result["works"].get("analytic", {})
        if not measured:
            continue
        yield f"### Analytic mix, {data}, ms"
        yield ""
        yield f"| question | {' | '.join(_LABELS[server] for server in measured)} |"
        yield f"|---|{'---:|' * len(measured)}"
        for question in measured[OURS]["questions_ms"]:
            cells = (number(figures["questions_ms"][question]) for figures in measured.values())
            yield f"| {question} | {' | '.join(cells)} |"
        yield ""


def _differences(results: Mapping[str, Figures]) -> Iterator[str]:
    """Which answers were not the same as ours."""
    yield "## Answers"
    yield ""
    yield "Before anything is timed, every question is put to every server and its rows are compared with ours."
    different = []
    compared = 0
    for data, result in results.items():
        for work in ("agreement: catalogue", "agreement: analytic", "agreement: spatial"):
            for server, verdicts in result["works"].get(work, {}).items():
                compared += len(verdicts)
                different += [
                    f"- {_LABELS[server]}, {data}, {question}: {verdict}."
                    for question, verdict in verdicts.items()
                    if verdict != SAME
                ]
    if not compared:
        yield "In these runs they were not compared."
        return
    yield f"Of {compared} answers {len(different)} are not the same{':' if different else '.'}"
    yield ""
    yield from different
    if different:
        yield ""
    for data, result in results.items():
        if left_out := ", ".join(name for name in result["unanswered"] if name in DASHBOARD):
            yield f"Not among the repeated questions of {data}, since not every server answered: {left_out}."
            yield ""


def _curves(results: Mapping[str, Figures], work: str, figure: str) -> dict[str, list[tuple[float, float]]]:
    """A curve for each server, over the sizes of the generated city."""
    curves: dict[str, list[tuple[float, float]]] = {}
    for data, result in results.items():
        for server, figures in result["works"].get(work, {}).items():
            if figure in figures and data[0].isdigit():
                curves.setdefault(_LABELS[server], []).append((result["triples"], figures[figure]))
    return curves


def number(value: float) -> str:
    """Three significant digits, thousands set apart."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"
