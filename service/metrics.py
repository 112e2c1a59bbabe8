"""What an operator measures: requests by route, the cache and the store's readers, as Prometheus reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
OTHER = "other"  # the route of every address that is none of ours: what clients make up must not make time series

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class CacheFigures(Protocol):
    """What a cache tells of itself."""

    hits: int
    misses: int

    @property
    def kept_bytes(self) -> float:
        """How much it keeps."""
        ...


class Metrics:
    """The figures of one application."""

    def __init__(self, routes: Iterable[str]) -> None:
        self._routes = frozenset(routes)
        self.registry = CollectorRegistry()
        self._seconds = Histogram(
            "plangraph_request_seconds",
            "Requests, by the time from their arrival to the end of their answer.",
            ("route", "status"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._stopped = Counter(
            "plangraph_queries_stopped", "Queries that were stopped or refused.", ("reason",), registry=self.registry
        )
        self._known: dict[tuple[str, int], Histogram] = {}

    def answered(self, path: str, status: int, seconds: float) -> None:
        """Count a request."""
        route = path[1:].partition("/")[0]
        known = self._known.get((route, status))
        if known is None:
            name = route if route in self._routes else OTHER
            known = self._seconds.labels(name, str(status))
            if name == route:
                self._known[route, status] = known
        known.observe(seconds)

    def stopped(self, reason: str) -> None:
        """Count a query that was stopped or refused."""
        self._stopped.labels(reason).inc()

    def watch_cache(self, cache: CacheFigures) -> None:
        """Tell the cache's figures too."""
        self.registry.register(_CacheCollector(cache))

    def watch_store(self, store: object) -> None:
        """Tell what the store tells of its readers, if it does."""
        if hasattr(store, "occupancy"):
            self.registry.register(_StoreCollector(store))

    def text(self) -> bytes:
        """All figures in Prometheus's text format."""
        return generate_latest(self.registry)


class _CacheCollector:
    """The cache's figures, read when they are asked for."""

    def __init__(self, cache: CacheFigures) -> None:
        self._cache = cache

    def collect(self) -> Iterator[Metric]:
        """Give the figures."""
        yield CounterMetricFamily("plangraph_cache_hits", "Answers from the cache.", value=self._cache.hits)
        yield CounterMetricFamily("plangraph_cache_misses", "Answers not in the cache.", value=self._cache.misses)
        yield GaugeMetricFamily("plangraph_cache_bytes", "What the cache keeps.", value=self._cache.kept_bytes)


class _Occupied(Protocol):
    @property
    def occupancy(self) -> dict[str, int | bool]: ...


class _StoreCollector:
    """The store's readers, counted when they are asked for."""

    def __init__(self, store: _Occupied) -> None:
        self._store = store

    def collect(self) -> Iterator[Metric]:
        """Give the figures."""
        occupancy = dict(self._store.occupancy)
        in_memory = occupancy.pop("in_memory", None)
        readers = GaugeMetricFamily("plangraph_readers", "Reader processes, and queries that wait.", labels=["state"])
        for state, number in occupancy.items():
            readers.add_metric([state], number)
        yield readers
        if in_memory is not None:
            yield GaugeMetricFamily(
                "plangraph_data_in_memory", "Whether the newest data are held in memory.", value=int(in_memory)
            )
