"""What of a document its graph does not cover: for a person to look at."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import Document, Linking, Outline, Passage, Problem

_EXCERPT = 20  # characters of a stretch that a message quotes at either end


def uncovered(document: Document, outline: Outline, linking: Linking) -> tuple[Problem, ...]:
    """Everything that was read without becoming part of the graph, in reading order.

    That is: each stretch of text that belongs to no node, each task without a unit, and what reading and linking
    did not understand, quoted names without an entity among it.
    """
    problems = [
        *outline.problems,
        *linking.problems,
        *(_in_no_node(document.text, start, end) for start, end in _outside(document.text, outline.passages)),
        *(_without_unit(task) for task in outline.tasks if not task.units),
    ]
    return tuple(sorted(problems, key=lambda problem: (problem.start or 0, problem.end or 0, problem.kind)))


def _outside(text: str, passages: tuple[Passage, ...]) -> Iterator[tuple[int, int]]:
    """The stretches outside all passages, without white space at their ends."""
    reached = 0
    for start, end in [*sorted((passage.start, passage.end) for passage in passages), (len(text), len(text))]:
        words = text[reached:start].strip()
        if words:
            first = text.index(words, reached)
            yield first, first + len(words)
        reached = max(reached, end)


def _in_no_node(text: str, start: int, end: int) -> Problem:
    words = text[start:end]
    if len(words) > 2 * _EXCERPT:
        words = f"{words[:_EXCERPT]}…{words[-_EXCERPT:]}"
    return Problem("text-in-no-node", f"“{words}” belongs to no numbered passage.", start, end)


def _without_unit(task: Passage) -> Problem:
    return Problem(
        "task-without-unit",
        f"Task {task.number} “{task.title}” names no responsible unit.",
        task.start,
        task.end,
    )
