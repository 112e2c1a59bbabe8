"""Tasks as rows of features: where the things they concern are, who does them, and by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from graph.store.answer import Cell
from graph.store.base import Store
from ontology.terms import PLAN
from queries.features.facts import Facts, iris, members, read_facts
from queries.features.geometries import together
from queries.features.names import LABELS, Names, both
from queries.features.periods import Period, covered
from queries.features.positions import Position
from queries.features.table import Value

_NUMBER, _POSITION, _PART_OF, _DUE = (str(term) for term in (PLAN.number, PLAN.position, PLAN.partOf, PLAN.dueDate))
_UNIT, _GOAL, _BRAND = (str(term) for term in (PLAN.responsibleUnit, PLAN.contributesTo, PLAN.concernsBrand))
_PLACES = tuple(str(term) for term in (PLAN.concernsPlace, PLAN.concernsProject, PLAN.concernsFacility))
_TOLD = (*LABELS, _NUMBER, _POSITION, _PART_OF, _DUE, _UNIT, _GOAL, _BRAND, *_PLACES)
_START, _END = str(PLAN.periodStart), str(PLAN.periodEnd)


@dataclass(frozen=True, slots=True)
class Task:
    """A task: what its row says, its geometry (None: nothing it concerns is located), and its time."""

    iri: str
    row: Mapping[str, Value]
    shape: BaseGeometry | None
    period: Period | None


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What the store says of all tasks, in the order of the plans, and of the plans they stand in."""

    said: Facts
    plans: Mapping[str, str]
    periods: Mapping[str, Period]

    def concerned(self) -> list[str]:
        """Everything they concern that may have a place."""
        return sorted({iri for task in self.said for iri in concerned(self.said[task])})

    def counted(self, located_at: Mapping[str, Sequence[str]]) -> Counter[str]:
        """How many tasks concern each thing, or a project or facility that is located there."""
        tasks: Counter[str] = Counter()
        for said in self.said.values():
            directly = concerned(said)
            tasks.update({*directly, *(place for iri in directly for place in located_at.get(iri, ()))})
        return tasks


def read_task_facts(store: Store) -> TaskFacts:
    """Read the tasks of all plans."""
    listed = members(store, "?x a plan:Task .")
    found = read_facts(store, listed, _TOLD)
    plans = members(store, "?x a plan:Plan .")
    periods = read_facts(store, plans, (_START, _END))
    plan_of = _plans_of(store, found, frozenset(plans))
    ordered = sorted(listed, key=lambda task: (plan_of.get(task, ""), _position(found.get(task, {})), task))
    return TaskFacts(
        {task: found.get(task, {}) for task in ordered},
        plan_of,
        {plan: period for plan, said in periods.items() if (period := _whole(said))},
    )


def tasks_of(facts: TaskFacts, names: Names, positions: Mapping[str, Sequence[Position]]) -> Iterator[Task]:
    """The tasks as rows; `positions` has where each thing they may concern is."""
    names.learn(iri for task in facts.said for iri in _referred(facts, task))
    for task, said in facts.said.items():
        found = [position for iri in concerned(said) for position in positions.get(iri, ())]
        sound = {position.shape.sound.wkb: position.shape.sound for position in found if position.shape.sound}
        dues = [value for cell in said.get(_DUE, ()) if (value := covered(cell.value))]
        plan = facts.plans.get(task)
        period = _hull(dues) if dues else facts.periods.get(plan or "")
        row = _row(task, said, plan, names) | _times(period) | _found(found, names)
        yield Task(task, row, together(list(sound.values())), period)


def concerned(said: Mapping[str, list[Cell]]) -> list[str]:
    """What a task concerns that may have a place."""
    return list(dict.fromkeys(iri for name in _PLACES for iri in iris(said, name)))


def _row(task: str, said: Mapping[str, list[Cell]], plan: str | None, names: Names) -> dict[str, Value]:
    zh, en = both(said)
    return {
        "iri": task,
        "number": next((cell.value for cell in said.get(_NUMBER, ())), None),
        "label_zh": zh or en,
        "label_en": en,
        "plan": plan,
        "plan_zh": names.zh(plan) if plan else None,
        "units": names.called(iris(said, _UNIT)) or None,
        "goals": names.called(iris(said, _GOAL)) or None,
        "brands": names.called(iris(said, _BRAND)) or None,
        "located_by": names.called(concerned(said)) or None,
        "due": tuple(cell.value for cell in said.get(_DUE, ())) or None,
    }


def _times(period: Period | None) -> dict[str, Value]:
    if period is None:
        return {}
    return {"time_start": period.start.isoformat(), "time_end": period.end.isoformat()}


def _found(positions: Sequence[Position], names: Names) -> dict[str, Value]:
    """How the places of a task were found, and how exact the roughest of them is."""
    methods = dict.fromkeys(position.method for position in positions if position.method)
    problems = dict.fromkeys(position.shape.problem for position in positions if position.shape.problem)
    return {
        "methods": names.called(methods) or None,
        "accuracy": max((position.accuracy for position in positions if position.accuracy is not None), default=None),
        "geometry_problem": " ".join(problems) or None,
    }


def _plans_of(store: Store, tasks: Facts, plans: frozenset[str]) -> dict[str, str]:
    """The plan that each task stands in, found upwards through what it is part of."""
    above = {task: iris(said, _PART_OF) for task, said in tasks.items()}
    known = dict(above)
    unknown = {parent for parents in above.values() for parent in parents} - known.keys() - plans
    while unknown:
        said = read_facts(store, unknown, (_PART_OF,))
        known.update({node: iris(said.get(node, {}), _PART_OF) for node in unknown})
        unknown = {parent for node in unknown for parent in known[node]} - known.keys() - plans
    return {task: plan for task in tasks if (plan := _first_plan(task, known, plans))}


def _first_plan(task: str, above: Mapping[str, list[str]], plans: frozenset[str]) -> str | None:
    seen, waiting = {task}, [task]
    while waiting:
        for parent in above.get(waiting.pop(), ()):
            if parent in plans:
                return parent
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return None


def _referred(facts: TaskFacts, task: str) -> Iterator[str]:
    said = facts.said[task]
    for name in (_UNIT, _GOAL, _BRAND, *_PLACES):
        yield from iris(said, name)
    if task in facts.plans:
        yield facts.plans[task]


def _position(said: Mapping[str, list[Cell]]) -> int:
    found = next((cell.plain for cell in said.get(_POSITION, ())), 0)
    return found if isinstance(found, int) else 0


def _whole(said: Mapping[str, list[Cell]]) -> Period | None:
    """A plan's period, where it says when it begins and ends."""
    starts, ends = ([value for cell in said.get(name, ()) if (value := covered(cell.value))] for name in (_START, _END))
    return _hull([*starts, *ends]) if starts and ends else None


def _hull(periods: Iterable[Period]) -> Period:
    """From the first day to the last."""
    listed = list(periods)
    return Period(min(period.start for period in listed), max(period.end for period in listed))
