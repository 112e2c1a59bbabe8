"""`plangraph bench`: measures the program, alone and beside what people would install instead.

Nothing is asserted: machines differ. Every server listens on 127.0.0.1 only and is ended when its turn is over.
"""

from __future__ import annotations

import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import click
from bench import endurance, pipeline, report
from bench.city.fidelity import table
from bench.data import BASE, FEATURES, PLAN, SEED, Data, city_data, city_lines, features_data, plan_data, real_shape
from bench.load_generator import check_installed
from bench.measuring import WORKS, measure
from bench.peers.all import OURS, PEERS, QUICK
from bench.processes import BenchmarkError

_ROOT = Path(__file__).parents[2]
_DOCS = _ROOT / "docs"
_SIZES = {"10k": 10_000, "100k": 100_000, "1M": 1_000_000, "10M": 10_000_000}
_FEATURES = {f"{FEATURES}{size}": number for size, number in (("10k", 10_000), ("100k", 100_000), ("1M", 1_000_000))}
_USUAL = (PLAN, "100k", "1M")
_QUICK_WORKS = tuple(work for work in WORKS if work != "runaways")


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data",
    multiple=True,
    type=click.Choice([PLAN, *_SIZES, *_FEATURES]),
    help="Data to measure; plan, 100k, 1M if not given.",
)
@click.option("--peer", "peers", multiple=True, type=click.Choice(list(PEERS)), help="Servers; all if not given.")
@click.option("--work", "works", multiple=True, type=click.Choice(WORKS), help="Works; all if not given.")
@click.option("--seconds", default=6.0, show_default=True, help="How long each load lasts, each time.")
@click.option("--rounds", default=3, show_default=True, help="How often each thing is measured; the median counts.")
@click.option(
    "--quick", is_flag=True, help="The plan and 100k, some servers, one short round; nothing is written to docs/."
)
@click.option("--filled", is_flag=True, help="Use the stores that an earlier run filled; loading is not measured.")
@click.option("--no-write", is_flag=True, help="Print the page instead of writing docs/performance.md.")
@click.option(
    "--pipeline", "only_pipeline", is_flag=True, help="Time the steps from a text to a checked graph, and nothing else."
)
@click.option(
    "--generate", type=click.File("w", encoding="utf-8"), help="Write a city as N-Quads to this file, and nothing else."
)
@click.option("--fidelity", is_flag=True, help="Compare generated plans with the real one, and nothing else.")
@click.option("--soak", type=float, help="Load the service for so many minutes and watch what it takes; nothing else.")
@click.option("--abuse", is_flag=True, help="Send it a hundred abusive queries at once, and nothing else.")
@click.option("--triples", default=1_000_000, show_default=True, help="With --generate: how many.")
@click.option("--seed", default=SEED, show_default=True, help="With --generate: which city.")
@click.option(
    "--home",
    type=click.Path(path_type=Path, resolve_path=True),  # servers run in folders of their own
    default=_ROOT / "var" / "bench",
    help="Where data and servers are kept.",
)
def main(  # noqa: PLR0913, PLR0917 - click hands over each option by its name
    data: tuple[str, ...],
    peers: tuple[str, ...],
    works: tuple[str, ...],
    seconds: float,
    rounds: int,
    quick: bool,
    filled: bool,
    no_write: bool,
    only_pipeline: bool,
    generate: TextIO | None,
    fidelity: bool,
    soak: float | None,
    abuse: bool,
    triples: int,
    seed: int,
    home: Path,
) -> None:
    """Measure the program side by side with other SPARQL servers, and write docs/performance.md."""
    if generate is not None:
        generate.writelines(city_lines(triples, seed))
        return
    if fidelity:
        click.echo(table(real_shape(), seed, BASE))
        return
    if only_pipeline:
        click.echo(pipeline.table())
        return
    plan = Plan(data or _USUAL, peers or tuple(PEERS), works or WORKS, seconds, rounds, filled, home)
    if quick:
        plan = Plan(data or _USUAL[:2], peers or QUICK, works or _QUICK_WORKS, 1, 1, filled, home)
    try:
        if soak is not None or abuse:
            _endure(home, soak, write=not no_write)
        else:
            _measure(plan, write=not (quick or no_write))
    except BenchmarkError as error:
        click.echo(f"plangraph bench: {error}", err=True)
        sys.exit(2)


def _endure(home: Path, minutes: float | None, *, write: bool) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    home.mkdir(parents=True, exist_ok=True)
    figures = endurance.endure(home, minutes)
    if write:
        endurance.keep(_DOCS, figures)
        if results := report.kept(_DOCS):
            report.write(_DOCS, results)
    click.echo(endurance.section(figures))


def _data(home: Path, name: str) -> Data:
    if name == PLAN:
        return plan_data(home)
    return features_data(home, _FEATURES[name]) if name in _FEATURES else city_data(home, _SIZES[name])


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured, on what, how long and how often."""

    data: tuple[str, ...]
    peers: tuple[str, ...]
    works: tuple[str, ...]
    seconds: float
    rounds: int
    filled: bool
    home: Path


def _measure(plan: Plan, *, write: bool) -> None:
    check_installed()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that the servers are stopped as well
    plan.home.mkdir(parents=True, exist_ok=True)
    names = dict.fromkeys((OURS, *plan.peers))
    results = {}
    for name in plan.data:
        click.echo(f"{name}:", err=True)
        data = _data(plan.home, name)
        result = measure(
            data,
            names,
            plan.home,
            seconds=plan.seconds,
            rounds=plan.rounds,
            filled=plan.filled,
            works=plan.works,
        )
        results[name] = result
        if write:
            report.write(_DOCS, report.keep(_DOCS, name, result))
    click.echo(report.text(results))


if __name__ == "__main__":
    main(prog_name="plangraph bench")
