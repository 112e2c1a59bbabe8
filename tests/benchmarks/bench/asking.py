"""Clients in threads that ask one query after another until they are stopped, and what they were answered."""

from __future__ import annotations

import http.client
import itertools
import threading
import time
from collections.abc import Mapping, Sequence

from bench.client import JSON_RESULTS, Endpoint
from bench.processes import LOCALHOST

_LONGEST = 120.0  # seconds that any answer may take


class Asking:
    """So many clients, with a connection each; a client that is refused asks the next query."""

    def __init__(self, endpoint: Endpoint, queries: Sequence[str], clients: int, pause: float = 0.0) -> None:
        self.durations: list[float] = []
        self.refused = 0
        """Answers that were not 200, and connections that were cut."""
        self._endpoint = endpoint
        self._pause = pause
        self._stopped = threading.Event()
        starts = range(0, len(queries), max(1, len(queries) // clients))
        self._threads = [
            threading.Thread(target=self._ask, args=([*queries[start:], *queries[:start]],), daemon=True)
            for start in list(starts)[:clients]
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Wait for the answers that are on their way."""
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, queries: Sequence[str]) -> None:
        for query in itertools.cycle(queries):
            if self._stopped.is_set():
                return
            begin = time.perf_counter()
            if post(self._endpoint, query) == http.client.OK:
                self.durations.append(time.perf_counter() - begin)
            else:
                self.refused += 1
            time.sleep(self._pause)


def post(endpoint: Endpoint, query: str) -> int:
    """Ask a query by POST; its status, 0 where there was no answer."""
    headers = {"Content-Type": "application/sparql-query", "Accept": JSON_RESULTS}
    return send(endpoint, "POST", endpoint.path, query.encode(), headers)


def send(endpoint: Endpoint, method: str, address: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send a request on a connection of its own; its status, 0 where there was no answer."""
    connection = http.client.HTTPConnection(LOCALHOST, endpoint.port, timeout=_LONGEST)
    try:
        connection.request(method, address, body, dict(headers))
        response = connection.getresponse()
        response.read()
    except (OSError, http.client.HTTPException):
        return 0
    else:
        return response.status
    finally:
        connection.close()


def quantile(durations: Sequence[float], share: float) -> float:
    """The duration below which this share of them is; 0 where there is none."""
    ordered = sorted(durations)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
