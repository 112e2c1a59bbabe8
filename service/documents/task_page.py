"""What the page of a task shows first: its text with every name a link, its units, its targets and its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from graph.store.answer import Cell
from graph.store.base import Store, select
from graph.store.sparql_text import iri_text
from ontology.namespaces import sparql_prologue
from service.documents.evidence import Citation
from service.documents.targets import TargetRow, read_targets
from service.documents.tasks import TaskRow, read_tasks
from service.documents.text_view import Kind, Passage, PlanText, marked_up


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A task among the others of its group, and the tasks before and after it."""

    row: TaskRow
    siblings: tuple[TaskRow, ...]
    previous: str | None
    next: str | None
    targets: tuple[TargetRow, ...]
    citations: tuple[Citation, ...]

    def mentioned(self) -> Iterator[str]:
        """Every thing whose name a page needs."""
        for row in (self.row, *self.siblings):
            yield from row.mentioned()
        yield from (neighbour for neighbour in (self.previous, self.next) if neighbour)

    def marked(self, text: str, href: Callable[[str], str | None], title: Callable[[str], str]) -> Markup:
        """The task's text with what it names as links."""
        whole = next((found for found in self.citations if found.body == self.row.iri), None)
        start = whole.start if whole else 0
        inside = (
            Passage(found.start - start, found.end - start, Kind.CITATION, found.body)
            for found in self.citations
            if whole and found is not whole and whole.start <= found.start and "/responsibility/" not in found.body
        )
        return marked_up(PlanText("", text, tuple(inside)), href, title=title, offset=start)


def read_task(
    store: Store, iri: str, section: str | None, citations: tuple[Citation, ...], inferred_below: str
) -> TaskFacts | None:
    """The facts of a task; None where the graph has no number for it."""
    pattern = f"VALUES ?task {{ {iri_text(iri)} }}"
    if section:
        pattern = f"VALUES ?section {{ {iri_text(section)} }} ?task plan:partOf ?section ."
    rows = read_tasks(store, pattern, inferred_below).rows
    place = next((place for place, row in enumerate(rows) if row.iri == iri), None)
    if place is None:
        return None
    row, inside = rows[place], 0 < place < len(rows) - 1
    previous, following = (rows[place - 1].iri, rows[place + 1].iri) if inside else _neighbours(store, iri)
    targets = read_targets(store, f"VALUES ?node {{ {iri_text(iri)} }} ?node plan:hasTarget ?target .")
    siblings = tuple(other for other in rows if other.section == row.section)
    return TaskFacts(row, siblings, previous, following, targets, citations)


def _neighbours(store: Store, iri: str) -> tuple[str | None, str | None]:
    """The tasks before and after one that is the first or last of its group.

    All of its plan are read, since a search for each of the two takes longer.
    """
    query = f"""{sparql_prologue("plan")} SELECT DISTINCT ?x ?here ?there {{
      VALUES ?thing {{ {iri_text(iri)} }}
      ?thing plan:partOf ?plan ; plan:position ?here . ?plan a plan:Plan .
      ?x plan:partOf ?plan ; a plan:Task ; plan:position ?there . FILTER(?there != ?here)
    }}"""
    rows = select(store, query).rows
    found = [(_number(there), _number(here), x.value) for x, here, there in rows if x is not None]
    before = max((step for step in found if step[0] < step[1]), default=None)
    after = min((step for step in found if step[0] > step[1]), default=None)
    return before and before[2], after and after[2]


def _number(position: Cell | None) -> int:
    """A position as the number it is; a graph that says otherwise has no order."""
    number = position.plain if position else 0
    return number if isinstance(number, int) else 0
