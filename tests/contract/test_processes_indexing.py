"""The index of geometries beside the copies in memory: it is made by itself, and every answer is that of the data."""

from __future__ import annotations

import random
import time
from pathlib import Path

from graph.store.base import select
from graph.store.formats import Format
from graph.store.processes.limits import Limits
from graph.store.processes.supervised import SupervisedStore

PREFIXES = """PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX geof: <http://www.opengis.net/def/function/geosparql/>
PREFIX x: <http://x/>
"""
WITHIN = """SELECT ?g { ?g geo:asWKT ?w
FILTER(geof:sfWithin(?w, "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))"^^geo:wktLiteral)) }"""
LARGE = Limits(prompt_bytes=0)
"""Under which every store counts as large."""


def _names(store: SupervisedStore) -> list[str]:
    return sorted(str(record["g"]).removeprefix("http://x/") for record in select(store, PREFIXES + WITHIN).records)


def _loaded(count: int) -> bytes:
    lines = (
        f'<http://x/g{number}> <http://www.opengis.net/ont/geosparql#asWKT> "POINT ({number / 1000} 1)"'
        "^^<http://www.opengis.net/ont/geosparql#wktLiteral> ."
        for number in range(count)
    )
    return "\n".join(lines).encode()


def _index_bytes(store: SupervisedStore) -> int:
    """The bytes of the largest file without a name that any of the store's processes has open."""
    sizes = [0]
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if int((process / "stat").read_text().rpartition(")")[2].split()[2]) == store.process_group:
                files = [path for path in (process / "fd").iterdir() if "(deleted)" in str(path.readlink())]
                sizes += [path.stat().st_size for path in files]
        except OSError:  # it has just ended
            continue
    return max(sizes)


def _wait_for_index(store: SupervisedStore, more_than: int) -> None:
    deadline = time.monotonic() + 30
    while _index_bytes(store) <= more_than:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_store_of_many_geometries_has_its_index_made_before_anybody_asks(tmp_path: Path) -> None:
    """And one of few has none before it is asked for, nor after a question about other things."""
    for count, folder in ((60_000, tmp_path / "many"), (100, tmp_path / "few")):
        with SupervisedStore(folder) as filling:
            filling.load(_loaded(count), Format.N_TRIPLES, "http://x/graph")
        with SupervisedStore(folder, limits=LARGE) as store:
            if count > 1000:
                _wait_for_index(store, count * 40)
            else:
                store.query("SELECT ?s { ?s ?p ?o } LIMIT 1", as_set=True).read()
                time.sleep(1.5)
                assert _index_bytes(store) == 0
                store.query(PREFIXES + WITHIN, as_set=True).read()
                _wait_for_index(store, count * 40)


def test_answers_are_those_of_the_data_however_they_are_written_to() -> None:
    """Of a store that is large, whose index is made beside it while it is written to; points come, go and come back."""
    dice = random.Random(3)  # noqa: S311  # nothing is kept secret
    with SupervisedStore(limits=LARGE) as store:
        store.load(_loaded(20), Format.N_TRIPLES, "http://x/graph")
        store.query(PREFIXES + WITHIN, as_set=True).read()
        expected = set(_names(store))
        for _ in range(30):
            name = f"g{dice.randrange(30)}"
            triple = f'x:{name} geo:asWKT "POINT ({int(name[1:]) / 1000} 1)"^^geo:wktLiteral'
            if name in expected:
                expected.remove(name)
            else:
                expected.add(name)
            words = "INSERT DATA" if name in expected else "DELETE DATA"
            store.update(f"{PREFIXES} {words} {{ GRAPH x:graph {{ {triple} }} }}")
            assert _names(store) == sorted(expected - {"g0"})  # which is on the edge
