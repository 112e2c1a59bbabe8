"""What an operator measures: requests by route, the cache and the store's readers, as Prometheus reads them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from math import inf
from threading import Lock
from typing import NamedTuple, Protocol

from prometheus_client import CollectorRegistry, Counter
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
OTHER = "other"  # the route of every address that is none of ours: what clients make up must not make time series

_MOST_NOTED = 500
_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, inf)  # seconds
_BOUND_NAMES = (*map(str, _BOUNDS[:-1]), "+Inf")


class CacheFigures(Protocol):
    """What a cache tells of itself."""

    hits: int
    misses: int

    @property
    def kept_bytes(self) -> float:
        """How much it keeps in memory."""
        ...

    @property
    def kept_file_bytes(self) -> float:
        """How much it keeps in files."""
        ...


class IndexFigures(NamedTuple):
    """An index for searching: its age in seconds, what it holds, what its files take, whether the data are no newer."""

    age_seconds: float
    documents: int
    kept_bytes: int
    is_current: bool


class SearchFigures(Protocol):
    """What tells of an index."""

    def figures(self) -> IndexFigures | None:
        """What it is just now; None before there is one."""
        ...


class Metrics:
    """The figures of one application."""

    def __init__(self, routes: Iterable[str]) -> None:
        self._routes = frozenset(routes)
        self.registry = CollectorRegistry()
        self._stopped = Counter(
            "plangraph_queries_stopped", "Queries that were stopped or refused.", ("reason",), registry=self.registry
        )
        self._known: dict[tuple[str, int], _Durations] = {}
        self.registry.register(_RequestCollector(self._known))

    def answered(self, path: str, status: int, seconds: float) -> None:
        """Count a request."""
        route = path[1:].partition("/")[0]
        known = self._known.get((route, status))
        if known is None:
            name = route if route in self._routes else OTHER
            known = self._known.setdefault((name, status), _Durations())
        known.note(seconds)

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

    def watch_search(self, search: SearchFigures) -> None:
        """Tell what the index for searching is, once there is one."""
        self.registry.register(_SearchCollector(search))

    def text(self) -> bytes:
        """All figures in Prometheus's text format."""
        return generate_latest(self.registry)


class _Durations:
    """How long requests of one kind took: noted without a lock, counted when there are many or somebody asks."""

    def __init__(self) -> None:
        self._noted: list[float] = []
        self._lock = Lock()
        self._counts = [0] * len(_BOUNDS)
        self._sum = 0.0

    def note(self, seconds: float) -> None:
        """Take one."""
        self._noted.append(seconds)
        if len(self._noted) >= _MOST_NOTED:
            self.counted()

    def counted(self) -> tuple[list[tuple[str, float]], float]:
        """How many took at most as long as each bound, and all of them together."""
        with self._lock:
            noted = sorted(self._noted)
            del self._noted[: len(noted)]  # others are put behind them meanwhile
            self._sum += sum(noted)
            self._counts = [
                count + bisect_right(noted, bound) for count, bound in zip(self._counts, _BOUNDS, strict=True)
            ]
            return list(zip(_BOUND_NAMES, self._counts, strict=True)), self._sum


class _RequestCollector:
    """The durations of requests, as they are when they are asked for."""

    def __init__(self, known: dict[tuple[str, int], _Durations]) -> None:
        self._known = known

    def collect(self) -> Iterator[Metric]:
        """Give the figures."""
        told = "Requests, by the time from their arrival to the end of their answer."
        family = HistogramMetricFamily("plangraph_request_seconds", told, labels=["route", "status"])
        for (route, status), durations in sorted(self._known.copy().items()):
            buckets, seconds = durations.counted()
            family.add_metric([route, str(status)], buckets, seconds)
        yield family


class _CacheCollector:
    """The cache's figures, read when they are asked for."""

    def __init__(self, cache: CacheFigures) -> None:
        self._cache = cache

    def collect(self) -> Iterator[Metric]:
        """Give the figures."""
        yield CounterMetricFamily("plangraph_cache_hits", "Answers from the cache.", value=self._cache.hits)
        yield CounterMetricFamily("plangraph_cache_misses", "Answers not in the cache.", value=self._cache.misses)
        yield GaugeMetricFamily("plangraph_cache_bytes", "What the cache keeps.", value=self._cache.kept_bytes)
        yield GaugeMetricFamily(
            "plangraph_cache_file_bytes", "What the cache keeps in files.", value=self._cache.kept_file_bytes
        )


class _SearchCollector:
    """The index's figures, read when they are asked for; nothing before there is one."""

    def __init__(self, search: SearchFigures) -> None:
        self._search = search

    def collect(self) -> Iterator[Metric]:
        """Give the figures."""
        told = self._search.figures()
        if told is None:
            return
        name = "plangraph_search_index"
        yield GaugeMetricFamily(f"{name}_age_seconds", "Since the search index was filled.", value=told.age_seconds)
        yield GaugeMetricFamily(f"{name}_documents", "Names and sentences that can be found.", value=told.documents)
        yield GaugeMetricFamily(f"{name}_bytes", "What the files of the search index take.", value=told.kept_bytes)
        yield GaugeMetricFamily(
            f"{name}_current", "Whether the search index has the newest data.", value=int(told.is_current)
        )


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
        in_memory, from_table = occupancy.pop("in_memory", None), occupancy.pop("from_table", None)
        in_columns = occupancy.pop("in_columns", None)
        readers = GaugeMetricFamily("plangraph_readers", "Reader processes, and queries that wait.", labels=["state"])
        for state, number in occupancy.items():
            readers.add_metric([state], number)
        yield readers
        if in_memory is not None:
            yield GaugeMetricFamily(
                "plangraph_data_in_memory", "Whether the newest data are held in memory.", value=int(in_memory)
            )
        if from_table is not None:
            yield GaugeMetricFamily(
                "plangraph_lookups_from_table",
                "Whether lookups of one thing are answered from a table of the newest data.",
                value=int(from_table),
            )
        if in_columns is not None:
            yield GaugeMetricFamily(
                "plangraph_questions_from_columns",
                "Whether aggregates and the like may be answered from columns of the newest data.",
                value=int(in_columns),
            )
