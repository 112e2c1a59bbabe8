"""What is typed into the search box, and what is searched for: each text once, so that no cache has the answer."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator
from http.client import HTTPException
from statistics import quantiles
from urllib.parse import urlencode

from bench.client import get
from bench.data import BASE, SEED, Data
from bench.peers.all import OURS
from bench.processes import BenchmarkError
from bench.run import Figures, Run

_TEXTS = 400  # of each kind
_LABEL = " <http://www.w3.org/2000/01/rdf-schema#label> "
_LONGEST_BUILDING = 1800.0  # seconds until the index must be there


def measure(run: Run) -> dict[str, Figures]:
    """Milliseconds of suggestions and of pages of results, as a client on the same machine waits for them."""
    if OURS not in run.running:
        return {}
    waited = _until_it_can_search(run)
    names = list(_names(run.data))
    random.Random(SEED).shuffle(names)  # noqa: S311 - the same texts each time
    typed = _some(text for label, slug in names for text in (label[:1], label[:2], slug[:4], label[:3], slug[:7]))
    sought = _some(text for label, _ in names for text in (label, label[-2:]))
    return {
        f"{OURS} suggestions": {**_asked(run, "/search/suggest", typed), "index_waited_s": waited},
        f"{OURS} results": _asked(run, "/search", sought),
    }


def _names(data: Data) -> Iterator[tuple[str, str]]:
    """The Chinese names of things, each with the end of the thing's IRI: its pinyin, or its number."""
    seen = set()
    with data.path.open(encoding="utf-8") as lines:
        for line in lines:
            subject, is_label, rest = line.partition(_LABEL)
            if not is_label or not subject.startswith(f"<{BASE}id/") or '"@zh' not in rest:
                continue
            label = rest[1 : rest.index('"@zh')]
            if label not in seen and "\\" not in label:
                seen.add(label)
                yield label, subject[1:-1].rpartition("/")[2]


def _some(texts: Iterable[str]) -> list[str]:
    """The first texts, each once, with something to search for in them."""
    found = dict.fromkeys(text for text in texts if any(character.isalnum() for character in text))
    return list(found)[:_TEXTS]


def _until_it_can_search(run: Run) -> float:
    """Wait for the index, which is made beside the first answers; how long that took."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < _LONGEST_BUILDING:
        try:
            with run.running[OURS].endpoint.connection() as connection:
                get(connection, "/search/suggest?q=a", "application/json")
            return time.perf_counter() - begun
        except (BenchmarkError, OSError, HTTPException):
            time.sleep(1)
    raise BenchmarkError(f"the search index was not there after {_LONGEST_BUILDING:.0f} s")


def _asked(run: Run, path: str, texts: Iterable[str]) -> Figures:
    run.settle(OURS)
    times = []
    with run.running[OURS].endpoint.connection() as connection:
        for text in texts:
            begun = time.perf_counter()
            get(connection, f"{path}?{urlencode({'q': text})}", "application/json")
            times.append((time.perf_counter() - begun) * 1000)
    cuts = quantiles(times, n=100)
    return {"texts": len(times), "p50_ms": cuts[49], "p95_ms": cuts[94], "p99_ms": cuts[98]}
