"""A plan's shape as one picture: its goals, the groups of tasks below them and the tasks, as cells side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.store.base import Store
from graph.store.sparql_text import iri_text
from service.documents.tasks import TaskRow, read_tasks

ROW = 24  # units of height that a task's cell takes
WIDTH = 1000
_EDGES = (0, 190, 530, WIDTH)  # of the columns of goals, groups and tasks
_EDGES_WITHOUT_GOALS = (0, 0, 420, WIDTH)
COLOURS = 6  # goals that have a colour of their own before the first comes again


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the picture: what it stands for, where it is drawn, and the number of its goal's colour."""

    iri: str
    x: int
    y: int
    width: int
    height: int
    colour: int | None
    number: str = ""

    @property
    def middle(self) -> int:
        """The height at which its words stand."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Shape:
    """The picture of a plan's tasks."""

    cells: tuple[Cell, ...]
    height: int
    is_cut: bool

    def mentioned(self) -> Iterator[str]:
        """Every thing whose name the picture needs."""
        return (cell.iri for cell in self.cells)


def read_shape(store: Store, plan: str, inferred_below: str) -> Shape | None:
    """The shape of a plan; None of one without tasks."""
    # With the plan in VALUES the path is walked once, from the plan; else Oxigraph walks it from every task there is.
    found = read_tasks(store, f"VALUES ?plan {{ {iri_text(plan)} }} ?task plan:partOf+ ?plan .", inferred_below)
    if not found.rows:
        return None
    return Shape(tuple(draw(found.rows)), ROW * len(found.rows), found.is_cut)


def draw(rows: Iterable[TaskRow]) -> Iterator[Cell]:
    """The cells of tasks in the order of the plan; a goal or group whose tasks follow each other is one cell."""
    rows = list(rows)
    goals = list(dict.fromkeys(goal for row in rows for goal in row.goals))
    colours = {goal: place % COLOURS for place, goal in enumerate(goals)}
    edges = _EDGES if goals else _EDGES_WITHOUT_GOALS

    def colour(row: TaskRow) -> int | None:
        return colours[row.goals[0]] if row.goals else None

    for keys, column in (([next(iter(row.goals), None) for row in rows], 0), ([row.section for row in rows], 1)):
        for first, last in _runs(keys):
            thing = keys[first]
            if thing is not None:
                yield _cell(thing, edges[column : column + 2], first, last - first, colour(rows[first]))
    for place, row in enumerate(rows):
        yield _cell(row.iri, edges[2:], place, 1, colour(row), row.number)


def _cell(iri: str, edges: tuple[int, ...], first: int, rows: int, colour: int | None, number: str = "") -> Cell:
    """A cell between two edges, so many rows high."""
    x, end = edges
    return Cell(iri, x + 1, first * ROW + 1, end - x - 2, rows * ROW - 2, colour, number)


def _runs(keys: list[str | None]) -> Iterator[tuple[int, int]]:
    """Where the same key follows itself: first and past the last."""
    first = 0
    for place in range(1, len(keys) + 1):
        if place == len(keys) or keys[place] != keys[first]:
            yield first, place
            first = place
