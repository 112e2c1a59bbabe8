"""Questions that are asked again and again, by many clients: what dashboards do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from functools import partial
from http.client import HTTPException
from statistics import median

from bench.client import JSON_RESULTS, Headers, get, whole
from bench.constant import constant
from bench.load_generator import Load, ask_addresses
from bench.peers.all import OURS
from bench.processes import BenchmarkError
from bench.questions import dashboard
from bench.run import Figures, Run
from bench.works import agreement

QUESTIONS = f"{OURS} /questions"
CONSTANT = f"{OURS} constant"  # the same server with nothing behind it, asked and answering as /sparql
QUESTIONS_CONSTANT = f"{OURS} constant at /questions"  # likewise as /questions
ASKED_FIRST = "asked_first"
"""The figure that tells how many questions there were, each asked once before it was repeated."""
_JSON = "application/json"


def measure(run: Run) -> dict[str, Figures]:
    """Answers a second to the same SPARQL; of ours also at /questions, and of its bare server to the same requests.

    What is repeated was asked before. So each server is asked each question once, untimed, before each load: after
    a restart too, which takes from a server all that it had at hand.
    """
    questions = agreement.answered(run, dashboard(run.data))
    queries = [question.query for question in questions]
    asked = {name: _asking(run, name, queries) for name in run.running}
    pages = [question.address for question in questions]
    asked[QUESTIONS] = _asking_ours(run, pages)
    sparql = [run.running[OURS].endpoint.address(query) for query in queries]
    with ExitStack() as stack:
        for name, addresses, accept in ((CONSTANT, sparql, JSON_RESULTS), (QUESTIONS_CONSTANT, pages, _JSON)):
            port = stack.enter_context(constant(*_example(run, addresses, accept), run.home / "constant.log"))
            asked[name] = partial(ask_addresses, port, addresses, run.file("repeated"), run.seconds, accept)
        figures = interleaved(run, asked)
    return {name: {**figure, ASKED_FIRST: len(questions)} for name, figure in figures.items()}


def _example(run: Run, addresses: list[str], accept: str) -> tuple[Headers, list[int]]:
    """The headers that our answers have, and how long each is; of those that come just now."""
    answers = []
    for address in addresses:
        with suppress(BenchmarkError, OSError, HTTPException), run.running[OURS].endpoint.connection() as connection:
            answers.append(whole(connection, address, accept))
    if not answers:
        raise BenchmarkError("Nothing that would be repeated is answered.")
    return answers[-1][0], [len(body) for _, body in answers]


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
        _ask_each(run, name, addresses, JSON_RESULTS)
        return ask_addresses(endpoint.port, addresses, run.file("repeated"), run.seconds)

    return ask


def _asking_ours(run: Run, addresses: list[str]) -> Callable[[], Load]:
    def ask() -> Load:
        _ask_each(run, OURS, addresses, _JSON)
        port = run.running[OURS].endpoint.port
        return ask_addresses(port, addresses, run.file("repeated"), run.seconds, _JSON)

    return ask


def _ask_each(run: Run, name: str, addresses: Iterable[str], accept: str) -> None:
    """Ask each once, in turn; what a server fails to answer now it may answer under load."""
    for address in addresses:
        with suppress(BenchmarkError, OSError, HTTPException), run.running[name].endpoint.connection() as connection:
            get(connection, address, accept)
