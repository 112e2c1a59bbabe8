"""What is asked: the catalogue's questions as dashboards ask them, and the analytic mix in analytic/."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template
from urllib.parse import urlencode

from bench.data import Data

DASHBOARD: Mapping[str, Mapping[str, str]] = {
    "tasks": {},
    "tasks-of-unit": {"unit": "unit"},
    "tasks-at-place": {"place": "place"},
    "tasks-of-goal": {"goal": "goal"},
    "tasks-of-brand": {"brand": "brand"},
    "units": {},
    "unit-load": {},
    "units-at-place": {"place": "place"},
    "unit-collaboration": {},
    "places": {},
    "places-of-unit": {"unit": "unit"},
    "brands": {},
    "units-of-brand": {"brand": "brand"},
    "goal-tree": {},
    "targets": {},
    "evidence-of": {"entity": "brand"},
}
"""Name → the parameters it is asked with, by the hub that is their value."""

_ROW = re.compile(r"VALUES \(\?\w+\) \{ \(UNDEF\) \}")
_PAGE = 1000  # rows: what the catalogue gives at once


@dataclass(frozen=True, slots=True)
class Question:
    """A question, in SPARQL for every server, and at its own address of ours."""

    name: str
    query: str
    address: str = ""


def dashboard(data: Data) -> list[Question]:
    """The catalogue's questions about the busiest unit, place, goal and brand."""
    return [
        _catalogued(name, {name: data.hubs[hub] for name, hub in given.items()}) for name, given in DASHBOARD.items()
    ]


def analytic(data: Data) -> list[Question]:
    """The aggregates and multi-hop questions."""
    folder = Path(__file__).with_name("analytic")
    return [
        Question(file.stem, Template(file.read_text(encoding="utf-8")).substitute(data.hubs))
        for file in sorted(folder.glob("*.rq"))
    ]


def _catalogued(name: str, values: Mapping[str, str]) -> Question:
    file = next(
        entry
        for subject in (files("queries") / "questions").iterdir()
        if subject.is_dir()
        for entry in subject.iterdir()
        if entry.name == f"{name}.rq"
    )
    lines = (line for line in file.read_text("utf-8").splitlines() if not line.startswith("#"))
    query = "\n".join(lines)
    for row, value in zip(_ROW.findall(query), values.values(), strict=True):
        query = query.replace(row, row.replace("UNDEF", f"<{value}>"))
    return Question(name, f"{query}\nLIMIT {_PAGE}", f"/questions/{name}?{urlencode(values)}")
