"""The data sets: the real plan's graph, and generated cities, as one N-Quads file each."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.city.features import STATEMENTS, Features
from bench.city.generator import generate
from bench.city.shape import Shape, measure
from graph.pipeline import build_folder
from graph.plan_folder import bundled_plans

BASE = "http://localhost:8080/"
SEED = 20230926
PLAN = "plan"
FEATURES = "features-"
PROGRAM = Path(sys.executable).with_name("plangraph")
_SUBJECTS = 200_000  # for point lookups, at most
_VOCABULARY = "https://w3id.org/plangraph/ontology#"
_HUBS = {
    "unit": f"<{_VOCABULARY}responsibleUnit>",
    "place": f"<{_VOCABULARY}concernsPlace>",
    "brand": f"<{_VOCABULARY}concernsBrand>",
    "goal": f"<{_VOCABULARY}contributesTo>",
    "area": f"<{_VOCABULARY}within>",
    "industry": f"<{_VOCABULARY}concernsIndustry>",
}


@dataclass(frozen=True, slots=True)
class Data:
    """A data set, and what the questions about it are asked of."""

    name: str  # "plan", "1M"
    path: Path
    triples: int
    subjects: tuple[str, ...]  # IRIs, each once, from all over the file
    hubs: dict[str, str]  # by parameter: the IRI that most statements point to
    pages: tuple[str, ...]  # IRIs of tasks and entities: what people look at

    @property
    def is_features(self) -> bool:
        """Whether it is features with geometries, and no plans."""
        return self.name.startswith(FEATURES)

    @property
    def label(self) -> str:
        """The name for a reader."""
        if self.is_features:
            return f"{self.name.removeprefix(FEATURES)} features"
        return "the plan's graph" if self.name == PLAN else f"a city of {self.name} triples"


def plan_data(home: Path) -> Data:
    """The graph that `plangraph build` makes, with its vocabularies."""
    path = home / f"{PLAN}.nq"
    environment = {**os.environ, "PLANGRAPH_STORE": str(home / "plan-store")}
    subprocess.run([PROGRAM, "build"], env=environment, check=True, capture_output=True)
    with path.open("wb") as output:
        subprocess.run([PROGRAM, "dump", "--format", "nq"], env=environment, check=True, stdout=output)
    return _described(PLAN, path)


def city_data(home: Path, triples: int) -> Data:
    """A generated city of about this many triples; an earlier run's file is used again."""
    path = home / f"city-{triples}-{SEED}.nq"
    if not path.exists():
        draft = path.with_suffix(".part")
        with draft.open("w", encoding="utf-8") as output:
            output.writelines(city_lines(triples))
        draft.rename(path)
    return _described(short(triples), path)


def features_data(home: Path, number: int) -> Data:
    """So many features of the generated city with geometries; an earlier run's file is used again."""
    path = home / f"{FEATURES}{number}-{SEED}.nq"
    if not path.exists():
        draft = path.with_suffix(".part")
        with draft.open("w", encoding="utf-8") as output:
            output.writelines(Features(SEED, BASE).lines(number))
        draft.rename(path)
    return Data(f"{FEATURES}{short(number)}", path, STATEMENTS * number, (), {}, ())


def city_lines(triples: int, seed: int = SEED) -> Iterator[str]:
    """The N-Quads of a generated city."""
    return generate(real_shape(), triples, seed, BASE)


def real_shape() -> Shape:
    """What the real plan is like."""
    plan = next(iter(bundled_plans()))
    return measure(build_folder(plan, BASE).graph.stated.triples)


def short(triples: int) -> str:
    """10,000 as 10k, 1,000,000 as 1M."""
    return f"{triples // 1_000_000}M" if triples % 1_000_000 == 0 else f"{triples // 1000}k"


def _described(name: str, path: Path) -> Data:
    step = max(1, path.stat().st_size // 230 // _SUBJECTS // 2)
    counted: dict[str, Counter[str]] = {hub: Counter() for hub in _HUBS}
    by_name = {name: counted[hub] for hub, name in _HUBS.items()}
    subjects: dict[str, None] = {}
    triples = 0
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            subject, predicate, rest = line.split(" ", 2)
            if predicate in by_name:
                by_name[predicate][rest.partition(" ")[0][1:-1]] += 1
            if triples % step == 0 and subject.startswith(f"<{BASE}id/") and len(subjects) < _SUBJECTS:
                subjects[subject[1:-1]] = None
            triples += 1
    pages = [
        iri
        for iri in subjects
        if iri.removeprefix(f"{BASE}id/").partition("/")[0] in ("task", "unit", "place", "project")
    ]
    hubs = {hub: max(sorted(found), key=found.__getitem__) for hub, found in counted.items()}
    return Data(name, path, triples, tuple(subjects), hubs, tuple(pages))
