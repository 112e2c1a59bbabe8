"""Everything said of one thing, another thing each time: no cache can help. Alone, and beside runaway queries."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median

from bench.client import Endpoint, get
from bench.load_generator import Load, look_up
from bench.processes import BenchmarkError
from bench.run import Figures, Run
from bench.works.repeating import interleaved

# A product of everything with everything with everything: no engine ends it, none can answer it from an index.
_RUNAWAY = (
    "SELECT (COUNT(*) AS ?n) WHERE { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . "
    "FILTER(STRLEN(STR(?b)) + STRLEN(STR(?d)) < STRLEN(STR(?f))) }"
)
_RUNAWAYS = 2
_BEFORE_LOOKING = 1.0  # seconds that the runaways have for themselves


def measure(run: Run) -> dict[str, Figures]:
    """Answers a second of each server."""
    return interleaved(run, {name: _looking(run, name) for name in run.running})


def measure_beside_runaways(run: Run) -> dict[str, Figures]:
    """The slowest hundredth of lookups without and with two queries that would run for days.

    Each server is measured without and with them one after the other, and started anew afterwards. Of each figure it is
    the median of all rounds.
    """
    rounds: dict[str, list[tuple[Load, Load]]] = {name: [] for name in run.running}
    for _ in range(run.rounds):
        for name, running in run.each():
            looking = _looking(run, name)
            alone = looking()
            with _runaways(running.endpoint, run.salt()):
                rounds[name].append((alone, looking()))
            run.restart(name)
    return {name: _beside(measured) for name, measured in rounds.items() if measured}


def _beside(rounds: Sequence[tuple[Load, Load]]) -> Figures:
    """What the rounds of one server come to: each without runaways, and with them."""
    return {
        "alone_p99_ms": median(alone.p99_ms for alone, _ in rounds),
        "beside_p99_ms": median(beside.p99_ms for _, beside in rounds),
        "alone_rate": median(alone.rate for alone, _ in rounds),
        "beside_rate": median(beside.rate for _, beside in rounds),
        "failed": sum(beside.failed for _, beside in rounds),
        "all": [(alone.p99_ms, beside.p99_ms) for alone, beside in rounds],
    }


def _looking(run: Run, name: str) -> Callable[[], Load]:
    def look() -> Load:
        endpoint = run.running[name].endpoint  # looked up anew: a restart gives another port
        return look_up(endpoint, run.data.subjects, run.file("subjects"), run.seconds, run.salt())

    return look


@contextmanager
def _runaways(endpoint: Endpoint, salt: int) -> Iterator[None]:
    """Two clients that ask for the impossible, and ask again where they are refused."""
    over = threading.Event()

    def ask(number: int) -> None:
        tries = 0
        while not over.is_set():
            tries += 1
            try:
                with endpoint.connection(300) as connection:
                    connections[number] = connection
                    get(connection, endpoint.address(f"{_RUNAWAY} #{salt}-{number}-{tries}"))
            except (OSError, http.client.HTTPException, BenchmarkError, AttributeError):
                over.wait(0.1)

    connections: dict[int, http.client.HTTPConnection] = {}
    clients = [threading.Thread(target=ask, args=(number,), daemon=True) for number in range(_RUNAWAYS)]
    for client in clients:
        client.start()
    over.wait(_BEFORE_LOOKING)
    try:
        yield
    finally:
        over.set()
        for connection in connections.values():
            if connection.sock is not None:
                connection.sock.close()
