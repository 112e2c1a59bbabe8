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
COLLECTIVE = set(OUTLINE["collective"])
SECTIONS = {p["number"]: p for p in OUTLINE["passages"] if p["level"] in ("part", "section", "group")}
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


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_has_the_partners_of_its_tasks(unit: str, answer: Any) -> None:
    """A unit's partners are the others in its clauses, each with the number of clauses that name both."""
    expected = Counter(p for task in TASKS.values() if unit in task["units"] for p in task["units"] if p != unit)
    rows = answer("partners-of-unit", unit=unit)
    assert {row["label"]: row["tasks"] for row in rows} == expected
    assert [row["tasks"] for row in rows] == sorted(expected.values(), reverse=True)


def test_units_are_ranked_by_partners(answer: Any) -> None:
    """Each unit that has partners stands once, with how many."""
    partners = {unit: {p for task in TASKS.values() if unit in task["units"] for p in task["units"]} for unit in UNITS}
    expected = {unit: len(found) - 1 for unit, found in partners.items() if len(found) > 1}
    assert {row["label"]: row["partners"] for row in answer("units-by-partners")} == expected


def test_what_is_inferred_of_collaboration_is_each_pair_both_ways(answer: Any) -> None:
    """Collaboration is symmetric: twice as many inferred facts as there are pairs."""
    pairs = {frozenset(pair) for task in TASKS.values() for pair in combinations(task["units"], 2)}
    facts = {row["property"].rsplit("#", 1)[-1]: row["facts"] for row in answer("inferred-by-relation")}
    assert facts["collaboratesWith"] == 2 * len(pairs)


def test_tasks_are_ranked_by_their_units(answer: Any) -> None:
    """Every task stands once with the number of units in its clause, the most crowded first."""
    rows = answer("tasks-by-units")
    assert {row["number"]: row["units"] for row in rows} == {n: len(task["units"]) for n, task in TASKS.items()}
    assert [row["units"] for row in rows] == sorted((len(task["units"]) for task in TASKS.values()), reverse=True)


def test_collective_units_stand_with_their_tasks_in_the_order_of_the_clause(answer: Any) -> None:
    """Each collective unit of each task, tasks in the order of the plan and units in that of their clause."""
    expected = [(n, unit) for n, task in TASKS.items() for unit in task["units"] if unit in COLLECTIVE]
    assert [(row["number"], row["unitLabel"]) for row in answer("tasks-of-collective-units")] == expected


def test_no_task_of_several_units_has_a_lead(answer: Any) -> None:
    """The plan names no lead: every task of several units is listed, in the order of the plan."""
    expected = [(n, len(task["units"])) for n, task in TASKS.items() if len(task["units"]) > 1]
    assert [(row["number"], row["units"]) for row in answer("tasks-without-lead")] == expected


def test_the_first_unit_of_a_clause_counts_as_named_first(answer: Any) -> None:
    """Each unit that begins a clause stands once, with how many it begins."""
    expected = Counter(task["units"][0] for task in TASKS.values())
    assert {row["label"]: row["tasks"] for row in answer("units-named-first")} == expected


def test_units_and_goals_count_every_clause(answer: Any) -> None:
    """A unit has as many tasks for a goal as the section that serves it has clauses that name the unit."""
    expected = Counter((unit, GOALS[number[:3]]) for number, task in TASKS.items() for unit in task["units"])
    rows = answer("units-and-goals")
    assert {(row["label"], row["goalLabel"]): row["tasks"] for row in rows} == expected
    wide = {row["label"]: (row["goals"], row["tasks"]) for row in answer("units-across-goals")}
    assert wide == {
        unit: (len({goal for u, goal in expected if u == unit}), sum(n for (u, _), n in expected.items() if u == unit))
        for unit in UNITS
    }


@pytest.mark.parametrize("goal", GOALS.values())
def test_a_goal_has_the_units_of_its_section(goal: str, answer: Any) -> None:
    """The units of a goal are those of its section's clauses, the busiest first."""
    expected = Counter(u for number, task in TASKS.items() if GOALS[number[:3]] == goal for u in task["units"])
    rows = answer("units-of-goal", goal=goal)
    assert {row["label"]: row["tasks"] for row in rows} == expected
    assert [row["tasks"] for row in rows] == sorted(expected.values(), reverse=True)
    load = {row["label"]: (row["tasks"], row["units"]) for row in answer("goal-load")}
    assert load[goal] == (sum(GOALS[number[:3]] == goal for number in TASKS), len(expected))


@pytest.mark.parametrize("number", SECTIONS)
def test_a_section_holds_the_tasks_numbered_below_it(number: str, answer: Any) -> None:
    """The tasks of a section are those whose number begins with its own, in the order of the plan."""
    below = [task for task in TASKS if task.startswith(f"{number}.")]
    assert [row["number"] for row in answer("tasks-of-section", section=number)] == below


def test_sections_stand_in_the_order_of_the_plan(answer: Any) -> None:
    """Every part, section and group stands once, with title, level and the number of tasks below it."""
    expected = [
        (n, p["title"], p["level"], sum(task.startswith(f"{n}.") for task in TASKS)) for n, p in SECTIONS.items()
    ]
    rows = answer("sections")
    assert [(r["number"], r["title"], r["level"].rsplit("#", 1)[-1], r["tasks"]) for r in rows] == expected


def test_the_tasks_of_a_unit_come_with_their_goals(answer: Any) -> None:
    """A unit's tasks by goal are its tasks, each with the goal of its section."""
    for unit in ("社事办", "规建办", "合作社"):
        expected = [(GOALS[n[:3]], n) for n, task in TASKS.items() if unit in task["units"]]
        rows = answer("tasks-of-unit-by-goal", unit=unit)
        assert [(row["goalLabel"], row["number"]) for row in rows] == expected


def test_there_is_as_much_as_the_plan_holds(answer: Any) -> None:
    """Classes are counted as a reader counts: passages, units, collective units and responsibilities."""
    counted = {row["class"].rsplit("#", 1)[-1]: row["things"] for row in answer("counts")}
    assert counted["Task"] == len(TASKS)
    assert counted["Section"] == len(SECTIONS)
    assert counted["Unit"] == len(UNITS)
    assert counted["CollectiveUnit"] == len(COLLECTIVE)
    assert counted["Responsibility"] == sum(len(task["units"]) for task in TASKS.values())


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
