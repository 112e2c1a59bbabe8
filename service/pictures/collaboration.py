"""Which units, goals and places have tasks in common, and how many: read from the store for the matrix."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from graph.store.answer import Plain
from graph.store.base import Store, select
from ontology.namespaces import sparql_prologue
from service.pictures.matrix import Heading, Matrix
from service.words.labels import read_labels

READ = 50_000  # cells at most


class Axis(StrEnum):
    """What rows or columns can be."""

    UNIT = "unit"
    GOAL = "goal"
    PLACE = "place"


# How a task leads to what a column is, as in the questions. At a place is what names it, a place within it, or what is
# located there. Sets of their own, joined once: as paths they would be walked anew for each task.
_LEADS: Mapping[Axis, str] = {
    Axis.UNIT: "?task plan:responsibleUnit ?column .",
    Axis.GOAL: """{ SELECT DISTINCT ?task ?column WHERE {
        { ?task plan:contributesTo ?column } UNION { ?task plan:partOf*/plan:serves ?column }
      } }""",
    Axis.PLACE: """{ SELECT DISTINCT ?task ?at WHERE {
        { ?task plan:concernsPlace ?at }
        UNION { ?task plan:concernsProject/plan:locatedAt ?at }
        UNION { ?task plan:concernsFacility/plan:locatedAt ?at }
      } }
      { SELECT DISTINCT ?at ?column WHERE { ?at a plan:Place ; plan:within* ?column } }""",
}
# The question that lists a cell's tasks, and the parameters that take its column and row.
_QUESTIONS: Mapping[Axis, tuple[str, str, str]] = {
    Axis.UNIT: ("tasks-shared-by", "unit", "unit"),
    Axis.GOAL: ("tasks-of-unit-for-goal", "unit", "goal"),
    Axis.PLACE: ("tasks-of-unit-at-place", "unit", "place"),
}


def read_matrix(store: Store, rows: Axis, columns: Axis, language: str) -> Matrix:
    """Units against units, goals or places, or the other way round."""
    if rows is not Axis.UNIT:
        return read_matrix(store, columns, rows, language).turned()
    found = _counted(store, columns)
    cells = {(str(row["unit"]), str(row["column"])): int(str(row["tasks"])) for row in found}
    labels = read_labels(store, {iri for pair in cells for iri in pair}, language)
    units, others = (sorted({pair[place] for pair in cells}) for place in (0, 1))
    loads = {unit: cells.get((unit, unit), 0) for unit in units}
    return Matrix(
        tuple(Heading(iri, labels[iri], iri, loads[iri]) for iri in units),
        tuple(Heading(iri, labels[iri], iri, loads.get(iri, 0)) for iri in others),
        cells,
    )


def question_of(rows: Axis, columns: Axis, row: str, column: str) -> tuple[str, list[tuple[str, str]]]:
    """The question that lists the tasks of a cell, and its values."""
    if rows is columns and row == column:
        return "tasks-of-unit", [("unit", row)]
    unit, other = (row, column) if rows is Axis.UNIT else (column, row)
    name, first, second = _QUESTIONS[columns if rows is Axis.UNIT else rows]
    return name, [(first, unit), (second, other)]


def _counted(store: Store, columns: Axis) -> list[dict[str, Plain]]:
    """The cells; of more than are read the largest, for which alone they are sorted: Virtuoso sorts only so many."""
    found = select(store, _query(columns, f"LIMIT {READ + 1}")).records
    if len(found) <= READ:
        return found
    return select(store, _query(columns, f"ORDER BY DESC(?tasks) ?unit ?column LIMIT {READ}")).records


def _query(columns: Axis, window: str) -> str:
    return f"""{sparql_prologue("plan")}
    SELECT ?unit ?column (COUNT(DISTINCT ?task) AS ?tasks) WHERE {{
      ?task plan:responsibleUnit ?unit ; a plan:Task .
      {_LEADS[columns]}
    }}
    GROUP BY ?unit ?column {window}"""
