"""A hundred queries that bring other servers down, at once, while others ask for what they need."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from bench.asking import Asking, post, quantile
from bench.data import Data
from bench.peers.base import Running
from bench.run import Figures

AT_ONCE = 100
_SETTLED = 1.0  # seconds after the last answer in which processor and memory are to be free again

_PRODUCT = "?a ?p ?o . ?b ?q ?r . ?c ?s ?t"
_NUMBERS = " ".join(str(number) for number in range(100_000))
_DOUBLINGS = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))

QUERIES = {
    "filtered product": f'SELECT ?a {{ {_PRODUCT} FILTER(STR(?o) = CONCAT(STR(?t), "-")) }}',
    "ORDER BY": f"SELECT ?a {{ {_PRODUCT} }} ORDER BY ?t ?r ?o LIMIT 1",
    "NOT EXISTS": f"SELECT ?a {{ {_PRODUCT} FILTER NOT EXISTS {{ ?x ?p ?o FILTER(STRLEN(STR(?t)) > 0) }} }}",
    "OFFSET": f"SELECT ?a {{ {_PRODUCT} }} OFFSET 1000000000000",
    "hashing": f"SELECT (COUNT(?h) AS ?n) {{ {_PRODUCT} BIND(SHA512(CONCAT(STR(?o), STR(?t))) AS ?h) }}",
    "VALUES": f"ASK {{ VALUES ?a {{ {_NUMBERS} }} VALUES ?b {{ {_NUMBERS} }} FILTER(?a + ?b < 0) }}",
    "GROUP_CONCAT": f"SELECT (STRLEN(GROUP_CONCAT(CONCAT(STR(?a), STR(?t)))) AS ?n) {{ {_PRODUCT} }}",
    "doubling": f'SELECT ?x40 {{ BIND("aaaaaaaaaaaaaaaa" AS ?x0) {_DOUBLINGS} }}',
    "parentheses": f"SELECT ?s {{ ?s ?p ?o FILTER({'(' * 20_000}1{')' * 20_000}) }}",
    "groups": f"SELECT ?s {'{' * 20_000} ?s ?p ?o {'}' * 20_000}",
    "OPTIONAL": f"SELECT ?s {{ {'?s ?p ?o OPTIONAL { ' * 5000} ?s ?p ?o {'}' * 5000} }}",
    "UNION": f"SELECT ?s {{ {{ ?s ?p ?o }} {'UNION { ?s ?p ?o } ' * 15_000} }}",
    "path": f"SELECT ?s {{ ?s {'/'.join(['<http://a/p>'] * 20_000)} ?o }}",
}


def abuse(running: Running, data: Data) -> Figures:
    """Send them all at once beside two clients with point lookups; what everybody was answered."""
    memory, _ = running.process.memory()
    with _lookups(running, data) as before:
        time.sleep(2.0)
    statuses: Counter[str] = Counter()
    with _lookups(running, data) as beside:
        begin = time.perf_counter()
        names = [list(QUERIES)[number % len(QUERIES)] for number in range(AT_ONCE)]
        senders = [threading.Thread(target=_send, args=(running, QUERIES[name], statuses)) for name in names]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        seconds = time.perf_counter() - begin
    time.sleep(_SETTLED)
    return {
        "statuses": dict(sorted(statuses.items())),
        "seconds": seconds,
        "alone_p99_ms": quantile(before.durations, 0.99) * 1000,
        "beside_p99_ms": quantile(beside.durations, 0.99) * 1000,
        "lookups": len(beside.durations),
        "refused": beside.refused,
        "cores_after": running.process.busy(),
        "memory_before": memory,
        "memory_after": running.process.memory()[0],
    }


def _send(running: Running, query: str, statuses: Counter[str]) -> None:
    statuses[str(post(running.endpoint, query))] += 1


@contextmanager
def _lookups(running: Running, data: Data) -> Iterator[Asking]:
    """Point lookups by two clients, as long as this lasts."""
    asking = Asking(running.endpoint, [f"SELECT ?p ?o {{ <{subject}> ?p ?o }}" for subject in data.subjects], 2)
    try:
        yield asking
    finally:
        asking.stop()
