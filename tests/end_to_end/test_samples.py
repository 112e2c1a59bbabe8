"""Published plans with hand-made answers, kept beside the project, not in it: how much of each is read rightly."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from graph.model import Passage
from graph.read.passages import read_passages

SAMPLES = Path(__file__).parents[3] / "shared" / "plans" / "samples"
NAMES = sorted(path.name.removesuffix(".gold.json") for path in SAMPLES.glob("*.gold.json"))
ROLES = {"plain": "responsible", "lead": "lead", "support": "support"}
AIM = 0.98

pytestmark = pytest.mark.skipif(not NAMES, reason=f"no sample plans in {SAMPLES.name}/ beside the project")


def _as_it_is(text: str) -> str:
    return text


def _on_one_line(text: str) -> str:
    """Half-width signs, and spaces for line breaks; every offset stays."""
    return unicodedata.normalize("NFKC", text).replace("\n", " ")


@pytest.fixture(params=NAMES)
def sample(request: pytest.FixtureRequest) -> tuple[str, list[dict[str, Any]]]:
    """A plan's text and its tasks."""
    text = (SAMPLES / f"{request.param}.txt").read_bytes().decode("utf-8")
    gold = json.loads((SAMPLES / f"{request.param}.gold.json").read_text(encoding="utf-8"))
    return text, gold["measures"]


def _f1(gold: Iterable[object], found: Iterable[object]) -> float:
    expected, actual = list(gold), list(found)
    right = len(set(expected) & set(actual))
    return 2 * right / (len(expected) + len(actual))


def _tasks(text: str) -> list[Passage]:
    return [passage for passage in read_passages(text)[0] if passage.level == "task"]


@pytest.mark.parametrize("look", [_as_it_is, _on_one_line], ids=["as-it-is", "on-one-line"])
def test_tasks_and_units_are_those_of_the_answers(sample: tuple[str, list[dict[str, Any]]], look: Any) -> None:
    """F1 of tasks (their places and titles) and of units (task, name, role, place) is at least 0.98 in both looks."""
    text, measures = look(sample[0]), sample[1]
    tasks = _tasks(text)
    gold_tasks = [(*measure["span"], *measure["title_span"]) for measure in measures]
    assert _f1(gold_tasks, [(t.start, t.end, t.title_start, t.title_end) for t in tasks]) >= AIM
    gold_units = [
        (measure["span"][0], unit["name"], ROLES[unit["role"]], *unit["span"])
        for measure in measures
        for unit in measure["units"]
    ]
    found = [(task.start, unit.name, unit.role, unit.start, unit.end) for task in tasks for unit in task.units]
    assert _f1(gold_units, found) >= AIM
