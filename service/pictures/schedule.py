"""What is due when: the tasks and targets whose own words set a date, by year and month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from graph.store.base import Store, select
from graph.store.sparql_text import iri_text
from ontology.namespaces import sparql_prologue
from service.words.labels import read_labels

MOST = 2000  # dates that are shown
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Due:
    """A task, the date its words set, and the words."""

    task: str
    number: str
    label: str
    date: str  # as the plan is read: a year, a month or a day
    quote: str | None
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """A year's dates: `counts` has one figure for each month, and before them the one of the year as a whole."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """The dates in order, the years they fill, and how many tasks have none."""

    dates: tuple[Due, ...]
    years: tuple[Year, ...]
    undated: int
    labels: Mapping[str, str]  # of units

    @property
    def periods(self) -> list[tuple[str, list[Due]]]:
        """The dates by the month or the year that they fall in, a year after its months."""
        return [(period, list(dues)) for period, dues in groupby(self.dates, lambda due: due.date[: len("2025-05")])]


def read_schedule(store: Store, unit: str | None, language: str) -> Schedule:
    """The dates of all tasks, or of one unit's."""
    rows = select(store, _query(unit)).records
    units = _read_units(store, dict.fromkeys(str(row["task"]) for row in rows))
    labels = read_labels(store, [*units, *(one for found in units.values() for one in found)], language)
    dates = tuple(
        Due(
            task=str(row["task"]),
            number=str(row["number"]),
            label=labels[str(row["task"])],
            date=str(row["due"]),
            quote=None if row["quote"] is None else str(row["quote"]),
            units=tuple(units[str(row["task"])]),
        )
        for row in rows
    )
    return Schedule(dates, years_of([due.date for due in dates]), _count(store, unit) - len(units), labels)


def years_of(dates: Sequence[str]) -> tuple[Year, ...]:
    """The years from the first to the last date, with how many dates each month of them has."""
    counted: dict[int, list[int]] = {}
    for date in dates:
        month = int(date[5:7]) if len(date) >= len("2025-05") else 0
        counted.setdefault(int(date[:4]), [0] * (MONTHS + 1))[month] += 1
    span = range(min(counted), max(counted) + 1) if counted else ()
    return tuple(Year(f"{year:04d}", tuple(counted.get(year, [0] * (MONTHS + 1)))) for year in span)


def _query(unit: str | None) -> str:
    """The tasks with their dates: those of their targets, and their own where no target has it."""
    return f"""{sparql_prologue("plan")}
    SELECT DISTINCT ?task ?number ?due ?quote ?position WHERE {{
      {_tasks(unit)} ?task plan:number ?number .
      {{ ?task plan:hasTarget ?target . ?target plan:dueDate ?due . OPTIONAL {{ ?target plan:quote ?quote }} }}
      UNION
      {{ ?task plan:dueDate ?due . FILTER NOT EXISTS {{ ?task plan:hasTarget/plan:dueDate ?due }} }}
      OPTIONAL {{ ?task plan:position ?position }}
    }} ORDER BY CONCAT(STR(?due), IF(STRLEN(STR(?due)) < 5, "-13", "")) ?position ?task ?quote LIMIT {MOST}"""


def _tasks(unit: str | None) -> str:
    return "?task a plan:Task ." + (f" ?task plan:responsibleUnit {iri_text(unit)} ." if unit else "")


def _count(store: Store, unit: str | None) -> int:
    query = f"{sparql_prologue('plan')} SELECT (COUNT(DISTINCT ?task) AS ?tasks) WHERE {{ {_tasks(unit)} }}"
    return int(str(select(store, query).records[0]["tasks"]))


def _read_units(store: Store, tasks: Iterable[str]) -> dict[str, list[str]]:
    """The units of each task."""
    listed = list(tasks)
    found: dict[str, list[str]] = {task: [] for task in listed}
    query = f"""{sparql_prologue("plan")}
    SELECT DISTINCT ?task ?unit WHERE {{
      VALUES ?task {{ {" ".join(map(iri_text, listed))} }} ?task plan:responsibleUnit ?unit .
    }} ORDER BY ?task ?unit"""
    for row in select(store, query).records:
        found[str(row["task"])].append(str(row["unit"]))
    return found
