"""What lies inside a shape: the tasks, units and things, and the SPARQL that was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rdflib.namespace import GEO

from graph.store.base import Store
from queries.ask import PAGE, ask
from queries.catalogue import Catalogue
from queries.parameters import bind, read_arguments
from service.located.things import THINGS
from service.words.labels import Label, read_labels

TASKS = "map-tasks"
UNITS = "map-units"


@dataclass(frozen=True, slots=True)
class TaskInside:
    """A task, and the things inside by which it is there."""

    iri: str
    number: str
    label: Label
    things: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A unit or a thing, and how many of the tasks inside it has."""

    iri: str
    tasks: int
    accuracy: float | None = None


@dataclass(frozen=True, slots=True)
class Inside:
    """The answer: `sparql` is the query for the tasks, as it was asked."""

    tasks: tuple[TaskInside, ...]
    units: tuple[Counted, ...]
    things: tuple[Counted, ...]
    labels: Mapping[str, Label]
    sparql: str
    is_cut: bool
    doubts: frozenset[str]  # about the area asked with, as `graph.geo.doubts` calls them


def read_inside(store: Store, catalogue: Catalogue, values: Mapping[str, str], language: str) -> Inside:
    """What lies inside the shape among the values. Raises ParameterError for values that do not fit."""
    rows = ask(store, catalogue[TASKS], values, limit=PAGE)
    units = ask(store, catalogue[UNITS], values, limit=PAGE)
    things = ask(store, catalogue[THINGS], values, limit=PAGE)
    named = [str(row[name]) for row in rows.rows for name in ("task", "thing")]
    named += [str(row["team"]) for row in units.rows] + [str(row["thing"]) for row in things.rows]
    labels = read_labels(store, named, language)
    at: dict[str, tuple[str, list[str]]] = {}
    for row in rows.rows:
        at.setdefault(str(row["task"]), (str(row["number"]), []))[1].append(str(row["thing"]))
    return Inside(
        tasks=tuple(
            TaskInside(task, number, labels[task], tuple(dict.fromkeys(found))) for task, (number, found) in at.items()
        ),
        units=tuple(Counted(str(row["team"]), int(str(row["tasks"]))) for row in units.rows),
        things=tuple(
            Counted(
                str(row["thing"]),
                int(str(row["tasks"])),
                float(row["accuracy"]) if isinstance(row["accuracy"], int | float) else None,
            )
            for row in things.rows
        ),
        labels=labels,
        sparql=sparql_of(store, catalogue, values),
        is_cut=any(answer.next_offset is not None for answer in (rows, units, things)),
        doubts=_doubts(values["area"]) if "area" in values else frozenset(),
    )


def _doubts(area: str) -> frozenset[str]:
    """What looks wrong with an area; an outline that crosses itself is computed with as repaired."""
    from graph.geo.doubts import doubts  # noqa: PLC0415 - loaded by who asks with a shape
    from graph.geo.literals import read_literal  # noqa: PLC0415

    return frozenset(doubt.kind for doubt in doubts(read_literal(area, str(GEO.wktLiteral))))


def sparql_of(store: Store, catalogue: Catalogue, values: Mapping[str, str]) -> str:
    """The query for the tasks with the values in it, as it is asked, without the lines that describe it."""
    question = catalogue[TASKS]
    prologue = [line for line in question.prologue.splitlines() if line and not line.startswith("#+")]
    selection = bind(question, read_arguments(store, question, values))
    return "\n".join(prologue) + "\n\n" + selection.strip() + "\n"
