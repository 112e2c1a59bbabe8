"""Tasks as rows of features: where the things they concern are, who does them, and by when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from shapely.geometry.base import BaseGeometry

from graph.store.base import Store
from ontology.terms import PLAN
from queries.features.collections import COLLECTIONS
from queries.features.facts import Said, cells, iris, read_facts
from queries.features.geometries import together
from queries.features.members import CONCERNING
from queries.features.names import LABELS, Names, both
from queries.features.needs import Needs, pick
from queries.features.periods import Period, covered
from queries.features.positions import Position
from queries.features.table import Value

_NUMBER, _POSITION, _PART_OF, _DUE = (str(term) for term in (PLAN.number, PLAN.position, PLAN.partOf, PLAN.dueDate))
_UNIT, _GOAL, _BRAND = (str(term) for term in (PLAN.responsibleUnit, PLAN.contributesTo, PLAN.concernsBrand))
_TOLD = (*LABELS, _NUMBER, _POSITION, _PART_OF, _DUE, _UNIT, _GOAL, _BRAND, *CONCERNING)
_START, _END = str(PLAN.periodStart), str(PLAN.periodEnd)
_COLUMNS = tuple(known.name for known in COLLECTIONS["tasks"].properties)

Key = tuple[str, int, str]
"""What tasks are ordered by: the plan, the place in it, the IRI."""


class Where(NamedTuple):
    """Where a thing is: its own position, or else those of the places it is located at; and these places."""

    positions: Sequence[Position]
    located_at: Sequence[str]


@dataclass(frozen=True, slots=True)
class Tasks:
    """Tasks in an order: what is said of them as columns, their geometries (None: nothing they concern is located).

    `periods` are their times, `concerned` what each concerns that may have a place, `keys` what they are ordered by,
    `needs` all that their rows were read from.
    """

    iris: list[str] = field(default_factory=list)
    columns: Mapping[str, list[Value]] = field(default_factory=lambda: {name: [] for name in _COLUMNS})
    shapes: list[BaseGeometry | None] = field(default_factory=list)
    periods: list[Period | None] = field(default_factory=list)
    concerned: list[tuple[str, ...]] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    needs: Needs = field(default_factory=Needs)

    def picked(self, fresh: Tasks, places: Sequence[int]) -> Tasks:
        """Tasks picked from these and from fresh ones, as `pick` does."""
        return Tasks(
            pick(self.iris, fresh.iris, places),
            {name: pick(column, fresh.columns[name], places) for name, column in self.columns.items()},
            pick(self.shapes, fresh.shapes, places),
            pick(self.periods, fresh.periods, places),
            pick(self.concerned, fresh.concerned, places),
            pick(self.keys, fresh.keys, places),
            self.needs.picked(fresh.needs, places),
        )


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What the store says of some tasks, of what they are part of, and of the plans they stand in."""

    said: Mapping[str, Said] = field(default_factory=dict)
    above: Mapping[str, Sequence[str]] = field(default_factory=dict)
    plans: Mapping[str, str] = field(default_factory=dict)
    periods: Mapping[str, Period] = field(default_factory=dict)

    def concerned(self) -> set[str]:
        """Everything they concern that may have a place."""
        return {iri for said in self.said.values() for iri in concerned(said)}

    def and_of(self, others: TaskFacts) -> TaskFacts:
        """What is said of these tasks and of others."""
        return TaskFacts(
            {**self.said, **others.said},
            {**self.above, **others.above},
            {**self.plans, **others.plans},
            {**self.periods, **others.periods},
        )


def read_task_facts(store: Store, tasks: Sequence[str], plans: Sequence[str]) -> TaskFacts:
    """Read what is said of tasks; `plans` are all there are."""
    if not tasks:
        return TaskFacts()
    facts, periods = read_facts(store, tasks, _TOLD), read_facts(store, plans, (_START, _END))
    said = {task: facts.of(task) for task in tasks}
    above = _above(store, said, frozenset(plans))
    return TaskFacts(
        said,
        above,
        {task: plan for task in tasks if (plan := _first_plan(task, above, frozenset(plans)))},
        {plan: period for plan in plans if (period := _whole(periods.of(plan)))},
    )


def tasks_of(facts: TaskFacts, names: Names, where: Mapping[str, Where]) -> Tasks:
    """The tasks as rows; `where` has what is known of each thing they may concern."""
    names.learn(iri for task in facts.said for iri in _referred(facts, task))
    names.learn(position.method for there in where.values() for position in there.positions if position.method)
    tasks = Tasks()
    for task, said in facts.said.items():
        things = concerned(said)
        found = [position for iri in things if iri in where for position in where[iri].positions]
        sound = {position.shape.sound.wkb: position.shape.sound for position in found if position.shape.sound}
        dues = [value for cell in cells(said, _DUE) if (value := covered(cell.value))]
        plan = facts.plans.get(task)
        period = _hull(dues) if dues else facts.periods.get(plan or "")
        row = _row(task, said, plan, names) | _times(period) | _found(found, names)
        for name, column in tasks.columns.items():
            column.append(row.get(name))
        tasks.iris.append(task)
        tasks.shapes.append(together(list(sound.values())))
        tasks.periods.append(period)
        tasks.concerned.append(tuple(things))
        tasks.keys.append((plan or "", _position(said), task))
        lent = (place for iri in things if iri in where for place in where[iri].located_at)
        methods = (position.method for position in found if position.method)
        tasks.needs.add([task, *_all_above(task, facts.above), *_referred(facts, task), *lent, *methods])
    return tasks


def concerned(said: Said) -> list[str]:
    """What a task concerns that may have a place."""
    return list(dict.fromkeys(iri for name in CONCERNING for iri in iris(said, name)))


def _row(task: str, said: Said, plan: str | None, names: Names) -> dict[str, Value]:
    zh, en = both(said)
    return {
        "iri": task,
        "number": next((cell.value for cell in cells(said, _NUMBER)), None),
        "label_zh": zh or en,
        "label_en": en,
        "plan": plan,
        "plan_zh": names.zh(plan) if plan else None,
        "units": names.called(iris(said, _UNIT)) or None,
        "goals": names.called(iris(said, _GOAL)) or None,
        "brands": names.called(iris(said, _BRAND)) or None,
        "located_by": names.called(concerned(said)) or None,
        "due": tuple(cell.value for cell in cells(said, _DUE)) or None,
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


def _above(store: Store, tasks: Mapping[str, Said], plans: frozenset[str]) -> dict[str, list[str]]:
    """What each task, and all that it is part of, is part of, up to the plans."""
    known = {task: iris(said, _PART_OF) for task, said in tasks.items()}
    unknown = {parent for parents in known.values() for parent in parents} - known.keys() - plans
    while unknown:
        facts = read_facts(store, unknown, (_PART_OF,))
        known.update({node: iris(facts.of(node), _PART_OF) for node in unknown})
        unknown = {parent for node in unknown for parent in known[node]} - known.keys() - plans
    return known


def _all_above(task: str, above: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """All that a task is part of."""
    seen, waiting = {task}, [task]
    while waiting:
        for parent in above.get(waiting.pop(), ()):
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
                yield parent


def _first_plan(task: str, above: Mapping[str, Sequence[str]], plans: frozenset[str]) -> str | None:
    return next((parent for parent in _all_above(task, above) if parent in plans), None)


def _referred(facts: TaskFacts, task: str) -> Iterator[str]:
    said = facts.said[task]
    for name in (_UNIT, _GOAL, _BRAND, *CONCERNING):
        yield from iris(said, name)
    if task in facts.plans:
        yield facts.plans[task]


def _position(said: Said) -> int:
    found = next((cell.plain for cell in cells(said, _POSITION)), 0)
    return found if isinstance(found, int) else 0


def _whole(said: Said) -> Period | None:
    """A plan's period, where it says when it begins and ends."""
    starts, ends = ([value for cell in cells(said, name) if (value := covered(cell.value))] for name in (_START, _END))
    return _hull([*starts, *ends]) if starts and ends else None


def _hull(periods: Iterable[Period]) -> Period:
    """From the first day to the last."""
    listed = list(periods)
    return Period(min(period.start for period in listed), max(period.end for period in listed))
