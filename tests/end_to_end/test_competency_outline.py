"""What follows from headings and responsibility clauses alone, for every unit and task: counted from outline.json."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

OUTLINE = json.loads((Path(__file__).parent / "expected" / "outline.json").read_text(encoding="utf-8"))
TASKS = {passage["number"]: passage for passage in OUTLINE["passages"] if passage["level"] == "task"}
UNITS = sorted({unit for task in TASKS.values() for unit in task["units"]})
GOALS = {"2.1": "经济活跃高地", "2.2": "文化荟萃胜地", "2.3": "教育均衡重地", "2.4": "品质宜居福地"}


def test_tasks_are_the_numbered_paragraphs_of_the_lowest_level(answer: Any) -> None:
    """All 41 tasks are listed, with number and title, and nothing else."""
    assert {(row["number"], row["title"]) for row in answer("tasks")} == {
        (number, task["title"]) for number, task in TASKS.items()
    }


def test_units_are_those_the_clauses_name(answer: Any) -> None:
    """No unit is missing, invented, or there under two IRIs."""
    assert sorted(row["label"] for row in answer("units")) == UNITS


@pytest.mark.parametrize("number", TASKS)
def test_a_task_has_the_units_of_its_clause(number: str, answer: Any) -> None:
    """Each unit of the clause stands once, as responsible; no other does."""
    rows = answer("units-of-task", task=number)
    assert Counter((row["label"], row["role"].rsplit("#", 1)[-1]) for row in rows) == Counter(
        (unit, "Responsible") for unit in TASKS[number]["units"]
    )


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_has_the_tasks_whose_clause_names_it(unit: str, answer: Any) -> None:
    """A unit's tasks are exactly those whose clause has its name, whole."""
    expected = [(number, task["title"]) for number, task in TASKS.items() if unit in task["units"]]
    assert sorted((row["number"], row["title"]) for row in answer("tasks-of-unit", unit=unit)) == expected


def test_collaboration_counts_every_pair_once(answer: Any) -> None:
    """Units that share a task are paired once, with the number of tasks they share."""
    expected = Counter(frozenset(pair) for task in TASKS.values() for pair in combinations(task["units"], 2))
    rows = answer("unit-collaboration")
    given = {frozenset((row["labelA"], row["labelB"])): row["tasks"] for row in rows}
    assert len(given) == len(rows)
    assert given == expected


def test_collaboration_of_the_closest(answer: Any) -> None:
    """经发办 and 科信办 share five tasks, 合作社 and 镇属公司 eight."""
    given = {frozenset((row["labelA"], row["labelB"])): row["tasks"] for row in answer("unit-collaboration")}
    assert given[frozenset(("经发办", "科信办"))] == 5
    assert given[frozenset(("合作社", "镇属公司"))] == 8
    assert frozenset(("党建办", "党群办")) not in given


def test_goal_tree_hangs_every_task_under_the_goal_its_section_serves(answer: Any) -> None:
    """Each of the 41 tasks stands once, under the section whose heading names the goal."""
    titles = {passage["number"]: passage["title"] for passage in OUTLINE["passages"]}
    sections = {number: number[:3] for number in TASKS}
    assert Counter(
        (row["goalLabel"], row["sectionLabel"], row["number"], row["title"]) for row in answer("goal-tree")
    ) == Counter((GOALS[sections[n]], titles[sections[n]], n, task["title"]) for n, task in TASKS.items())
