"""How search does at a city's size: an index of made-up names and sentences, and how long questions to it take.

.venv/bin/python tests/benchmarks/search_at_scale.py --things 100000 --sentences 1000000 --folder /tmp/search
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import statistics
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from queries.search.asking import search, suggest
from queries.search.found import Kind, Sentence, Thing
from queries.search.index import SearchIndex, Snapshot

SEED = 7
PLANS = 10_000
ROUNDS = 15
ENDINGS = ("镇", "村", "路", "社区", "中学", "公园", "产业园", "老街", "单元", "街道", "办", "中心", "公司")
TYPED = (
    *("j", "ji", "jx", "jing", "jingfaban", "jf", "z", "zhong", "sh", "wyd"),
    *("经", "经法", "经发办", "七宝", "建设", "中心", "路", "museum", "m"),
)
MISTYPED = ("jiuxnig", "经友办", "文休中心", "zhognxin")
SOUGHT = ("建设", "推动", "发展", "九星城项目", "七宝老街区域", "老", "养老服务体系", "产业 人才", "九星学校建设")


def things(count: int, source: random.Random, characters: str, clauses: list[str]) -> Iterator[Thing]:
    """Made-up things; most names are few, some are in every plan."""
    kinds = [kind for kind in Kind if kind not in (Kind.SENTENCE, Kind.QUESTION)]
    for number in range(count):
        name = (
            "".join(source.choices(characters, k=2)) + source.choice(ENDINGS)
            if source.random() < 0.6
            else source.choice(clauses)[: source.randint(4, 16)]
        )
        names = {"zh": name, "en": f"{source.choice(('East', 'West', 'New'))} Museum {number}"}
        aliases = (name + "区域",) if source.random() < 0.2 else ()
        yield Thing(f"http://localhost/id/{number}", source.choice(kinds), names, aliases, int(source.paretovariate(1)))


def sentences(count: int, source: random.Random, clauses: list[str]) -> Iterator[Sentence]:
    """Made-up sentences."""
    for number in range(count):
        text = ",".join(source.choices(clauses, k=source.randint(2, 6))) + "。"
        yield Sentence(f"http://localhost/id/text/{number % PLANS}", number, number + len(text), text)


def fill(index: SearchIndex, number_of_things: int, number_of_sentences: int) -> None:
    """Put everything in, and say how long that takes."""
    text = (files("graph") / "plans/qibao-2023-2025/source.txt").read_text("utf-8")
    clauses = [clause for clause in re.split(r"[。;,\n ]", text) if 4 < len(clause) < 40]
    characters = "".join(dict.fromkeys(c for c in text if "\u4e00" <= c <= "\u9fff"))
    source = random.Random(SEED)  # noqa: S311 - the same data each time
    with index.change() as change:
        begun = time.perf_counter()
        for number, thing in enumerate(things(number_of_things, source, characters, clauses)):
            change.add_thing(thing, [f"http://localhost/graph/{number % PLANS}"])
        between = time.perf_counter()
        for number, sentence in enumerate(sentences(number_of_sentences, source, clauses)):
            change.add_sentence(sentence, f"http://localhost/graph/{number % PLANS}")
        ended = time.perf_counter()
        change.publish("1")
        published = time.perf_counter()
    print(
        f"{number_of_things} things {between - begun:.1f} s, {number_of_sentences} sentences {ended - between:.1f} s,"
    )
    print(f"published in {published - ended:.1f} s")


def ask(snapshot: Snapshot) -> None:
    """Ask, and say how long the answers take."""
    for title, texts, question in (
        ("suggest", TYPED, lambda text: suggest(snapshot, text, language="zh")),
        ("suggest, mistyped", MISTYPED, lambda text: suggest(snapshot, text, language="zh")),
        ("search", SOUGHT, lambda text: search(snapshot, text, language="zh")),
    ):
        every: list[float] = []
        for text in texts:
            taken = []
            for _ in range(ROUNDS):
                begun = time.perf_counter()
                question(text)
                taken.append((time.perf_counter() - begun) * 1000)
            every += taken
            print(f"  {title} {text}: median {statistics.median(taken):.1f} ms, worst {max(taken):.1f} ms")
        slow = statistics.quantiles(every, n=100)[98]
        print(f"{title}: median {statistics.median(every):.1f} ms, 99th of 100 {slow:.1f} ms")


def replace_one_plan(index: SearchIndex) -> None:
    """Take one plan out and put it in again, and say how long that takes."""
    begun = time.perf_counter()
    graph = "http://localhost/graph/17"
    iris = index.things_of(graph)
    with index.change() as change:
        change.remove_graph(graph)
        change.remove_things(iris)
        for iri in iris:
            change.add_thing(Thing(iri, Kind.UNIT, {"zh": "经发办"}), [graph])
        change.publish("2")
    print(f"one plan of {len(iris)} things replaced in {time.perf_counter() - begun:.2f} s")


def main() -> None:
    """Fill an index and ask it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--things", type=int, default=20_000)
    parser.add_argument("--sentences", type=int, default=50_000)
    parser.add_argument("--folder", type=Path, required=True)
    given = parser.parse_args()
    index = SearchIndex(given.folder)
    fill(index, given.things, given.sentences)
    size = sum(file.stat().st_size for file in given.folder.rglob("*") if file.is_file())
    print(f"{size / 1e6:.0f} MB on disk")
    snapshot = index.snapshot
    if snapshot is not None:
        ask(snapshot)
    replace_one_plan(index)
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB memory at most")


if __name__ == "__main__":
    main()
