"""Questions that are asked again and again, by many clients: what dashboards do."""

from __future__ import annotations

from collections.abc import Callable
from statistics import mean, median

from bench.client import get
from bench.constant import constant
from bench.load_generator import Load, ask_addresses
from bench.peers.all import OURS
from bench.questions import dashboard
from bench.run import Figures, Run

QUESTIONS = f"{OURS} /questions"
CONSTANT = f"{OURS} constant"  # the same server with nothing behind it


def measure(run: Run) -> dict[str, Figures]:
    """Answers a second to the same SPARQL; of ours also at /questions, and of its bare server to a constant."""
    questions = run.answerable(dashboard(run.data))
    queries = [question.query for question in questions]
    asked = {name: _asking(run, name, queries) for name in run.running}
    pages = [question.address for question in questions]
    asked[QUESTIONS] = _asking_ours(run, pages)
    with constant(_mean_length(run, queries), run.home / "constant.log") as port:
        asked[CONSTANT] = lambda: ask_addresses(port, ["/"], run.file("repeated"), run.seconds)
        return interleaved(run, asked)


def _mean_length(run: Run, queries: list[str]) -> int:
    """How long our answers are, on average."""
    endpoint = run.running[OURS].endpoint
    with endpoint.connection() as connection:
        return round(mean(len(get(connection, endpoint.address(query))) for query in queries))


def interleaved(run: Run, asked: dict[str, Callable[[], Load]]) -> dict[str, Figures]:
    """Each load in turn, as often as the run has rounds: medians, and every rate. The first, to warm up, is left out.

    After its load each server is waited for, so that it does not work on while the next one is measured.
    """
    loads: dict[str, list[Load]] = {name: [] for name in asked}
    for _ in range(run.rounds + 1):
        for name, ask in asked.items():
            loads[name].append(ask())
            run.settle(name.partition(" ")[0])
    loads = {name: measured[1:] for name, measured in loads.items()}
    return {
        name: {
            "rate": median(load.rate for load in measured),
            "p50_ms": median(load.p50_ms for load in measured),
            "p99_ms": median(load.p99_ms for load in measured),
            "failed": sum(load.failed for load in measured),
            "all": [round(load.rate, 1) for load in measured],
        }
        for name, measured in loads.items()
    }


def _asking(run: Run, name: str, queries: list[str]) -> Callable[[], Load]:
    def ask() -> Load:
        endpoint = run.running[name].endpoint  # looked up anew: a restart gives another port
        addresses = [endpoint.address(query) for query in queries]
        return ask_addresses(endpoint.port, addresses, run.file("repeated"), run.seconds)

    return ask


def _asking_ours(run: Run, addresses: list[str]) -> Callable[[], Load]:
    def ask() -> Load:
        port = run.running[OURS].endpoint.port
        return ask_addresses(port, addresses, run.file("repeated"), run.seconds, "application/json")

    return ask
