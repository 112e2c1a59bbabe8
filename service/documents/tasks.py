"""Tasks as rows of a table: who does each, where, for which goal and by when; and what such rows add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from graph.store.answer import Cell
from graph.store.base import Store, select
from graph.store.sparql_text import iri_text, literal_text
from ontology.namespaces import sparql_prologue

MOST = 200  # tasks that one page lists


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a unit in a task."""

    unit: str
    role: str | None
    order: int


@dataclass(slots=True)
class TaskRow:
    """A task, what it is called by number, and what a reader asks of it; everything else by IRI."""

    iri: str
    number: str
    section: str | None = None  # what it directly stands in
    due: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)

    @property
    def units(self) -> list[str]:
        """Its units, in the order of the plan."""
        return [part.unit for part in self.parts]

    def role_of(self, unit: str) -> str | None:
        """The role of a unit in it."""
        return next((part.role for part in self.parts if part.unit == unit), None)

    def mentioned(self) -> Iterator[str]:
        """Every thing whose name a page needs."""
        yield from (self.iri, *self.units, *self.places, *self.goals)
        yield from (part.role for part in self.parts if part.role)
        if self.section:
            yield self.section


@dataclass(frozen=True, slots=True)
class TaskList:
    """Tasks in the order of the plan, and whether there are more than are listed."""

    rows: tuple[TaskRow, ...]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks that have something in common: a goal, a section, a place; None for those that have none of it."""

    of: str | None
    rows: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the tasks have to do with a thing, and that as a part of the most, in percent."""

    iri: str
    tasks: int
    percent: int


def read_tasks(store: Store, pattern: str, inferred_below: str) -> TaskList:
    """The tasks `?task` that a pattern finds, in the order of the plan."""
    query = f"""{sparql_prologue("plan")}
    SELECT DISTINCT ?task ?number ?position WHERE {{
      {pattern}
      ?task a plan:Task ; plan:number ?number . OPTIONAL {{ ?task plan:position ?position }}
    }} ORDER BY REPLACE(STR(?task), "[^/]+$", "") ?position ?task LIMIT {MOST + 1}"""
    records = select(store, query).records
    rows = {str(found["task"]): TaskRow(str(found["task"]), str(found["number"])) for found in records[:MOST]}
    if rows:
        for task, fact, value, role, order in select(store, _facts_query(rows, inferred_below)).rows:
            if task is not None and fact is not None and value is not None:
                _add(rows[task.value], fact.value, value.value, role, order)
    for row in rows.values():
        row.parts.sort(key=lambda part: (part.order, part.unit))
        row.places.sort()
        row.goals.sort()
    return TaskList(tuple(rows.values()), is_cut=len(records) > MOST)


def grouped(rows: Iterable[TaskRow], keys: Callable[[TaskRow], Iterable[str | None]]) -> tuple[Group, ...]:
    """The tasks by what they have in common, in the order in which it first appears; without it last."""
    groups: dict[str | None, list[TaskRow]] = {}
    for row in rows:
        for key in list(keys(row)) or [None]:
            groups.setdefault(key, []).append(row)
    without = groups.pop(None, None)
    return (
        *(Group(of, tuple(found)) for of, found in groups.items()),
        *((Group(None, tuple(without)),) if without else ()),
    )


def shares(
    rows: Iterable[TaskRow], things: Callable[[TaskRow], Iterable[str]], *, aside: str | None = None
) -> tuple[Share, ...]:
    """How often each thing appears in the tasks, the most frequent first; `aside` is not counted."""
    counted = Counter(thing for row in rows for thing in dict.fromkeys(things(row)) if thing != aside)
    most = max(counted.values(), default=1)
    ordered = sorted(counted.items(), key=lambda found: (-found[1], found[0]))
    return tuple(Share(iri, tasks, round(100 * tasks / most)) for iri, tasks in ordered)


def _add(row: TaskRow, fact: str, value: str, role: Cell | None, order: Cell | None) -> None:
    """Put one fact of a task into its row."""
    match fact:
        case "unit":
            place = order.plain if order else 0
            row.parts.append(Part(value, role.value if role else None, place if isinstance(place, int) else 0))
        case "section":
            row.section = max(row.section or "", value)
        case "due":
            row.due = sorted({*row.due, value})
        case "place":
            row.places.append(value)
        case "goal":
            row.goals.append(value)


def _facts_query(tasks: Iterable[str], inferred_below: str) -> str:
    """The facts of the tasks, one a row; each branch names the tasks anew, so that none is read for all tasks."""
    values = f"VALUES ?task {{ {' '.join(map(iri_text, tasks))} }}"
    stated = f"FILTER(!STRSTARTS(STR(?g), {literal_text(inferred_below)}))"
    branches = {
        "unit": "?task plan:responsibility ?r . ?r plan:unit ?x . OPTIONAL { ?r plan:role ?role } "
        "OPTIONAL { ?r plan:order ?order }",
        "section": f"GRAPH ?g {{ ?task plan:partOf ?x }} {stated}",
        "due": "?task plan:dueDate ?x",
        "place": "?task plan:concernsPlace ?x",
        "goal": "?task plan:contributesTo ?x",
    }
    union = " UNION ".join(f'{{ {values} {body} BIND("{fact}" AS ?fact) }}' for fact, body in branches.items())
    return f"""{sparql_prologue("plan")}
    SELECT DISTINCT ?task ?fact ?x ?role ?order WHERE {{ {union} }}"""
