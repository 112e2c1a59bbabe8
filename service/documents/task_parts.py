"""What matters first of what belongs to one task: a target that it promises, a responsibility that a unit has in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from graph.store.base import Store, select
from graph.store.sparql_text import iri_text
from ontology.namespaces import sparql_prologue
from ontology.terms import PLAN
from service.documents.targets import TargetRow, read_targets
from service.documents.tasks import Part, TaskRow, read_tasks


@dataclass(frozen=True, slots=True)
class TaskPart:
    """A target or a responsibility, with the task it belongs to; a target may also belong to another passage."""

    node: str | None  # the passage
    task: TaskRow | None  # the same as a task, where it is one
    target: TargetRow | None = None
    responsibility: Part | None = None

    def mentioned(self) -> Iterator[str]:
        """Every thing whose name a page needs."""
        if self.node:
            yield self.node
        if self.task:
            yield from self.task.mentioned()
        if self.responsibility:
            yield self.responsibility.unit
            if self.responsibility.role:
                yield self.responsibility.role


def read_task_part(store: Store, iri: str, classes: Collection[str], inferred_below: str) -> TaskPart | None:
    """The facts of a target or a responsibility; None of anything else, and of one that says nothing."""
    if str(PLAN.Target) in classes:
        return _of_target(store, iri, inferred_below)
    return _of_responsibility(store, iri, inferred_below) if str(PLAN.Responsibility) in classes else None


def _of_target(store: Store, iri: str, inferred_below: str) -> TaskPart | None:
    thing = iri_text(iri)
    found = read_targets(store, f"VALUES ?target {{ {thing} }} OPTIONAL {{ ?node plan:hasTarget ?target }}")
    if not found:
        return None
    node = found[0].node
    return TaskPart(node, _task(store, node, inferred_below), target=found[0])


def _of_responsibility(store: Store, iri: str, inferred_below: str) -> TaskPart | None:
    query = f"""{sparql_prologue("plan")} SELECT DISTINCT ?node ?unit ?role ?order WHERE {{
      VALUES ?thing {{ {iri_text(iri)} }} ?thing plan:unit ?unit . OPTIONAL {{ ?node plan:responsibility ?thing }}
      OPTIONAL {{ ?thing plan:role ?role }} OPTIONAL {{ ?thing plan:order ?order }}
    }} ORDER BY ?node ?unit ?role ?order LIMIT 1"""
    for row in select(store, query).records:
        node, role = (None if row[name] is None else str(row[name]) for name in ("node", "role"))
        order = row["order"] if isinstance(row["order"], int) else 0
        return TaskPart(node, _task(store, node, inferred_below), responsibility=Part(str(row["unit"]), role, order))
    return None


def _task(store: Store, node: str | None, inferred_below: str) -> TaskRow | None:
    """The passage as a task."""
    rows = read_tasks(store, f"VALUES ?task {{ {iri_text(node)} }}", inferred_below).rows if node else ()
    return rows[0] if rows else None
