"""Text → its passages, from part down to task, each with its place, title and responsible units."""

from __future__ import annotations

from collections.abc import Sequence

from graph.model import Level, Passage, PlanError, Problem, UnitReference
from graph.read.clauses import Clause, find_clauses
from graph.read.folding import FoldedText
from graph.read.levels import find_levels, find_safeguard_parts, place_clauses
from graph.read.main_document import NumberedText, find_main_document
from graph.read.markers import Boundary, Candidate, find_candidates
from graph.read.nodes import Node, build_nodes
from graph.read.titles import find_title, find_wrap_width
from graph.read.unit_names import is_collective

_MOST_NUMBERS = 30_000  # the longest plans published have some 2,000


def read_passages(text: str) -> tuple[tuple[Passage, ...], tuple[Problem, ...]]:
    """Return the passages of a plan in reading order, and what was not understood.

    All offsets are character offsets into `text`, which is never changed. Raises `PlanError` where
    no numbered passage is a task, or where there are more numbers than a plan can have.
    """
    source = FoldedText.of(text)
    candidates = find_candidates(source.folded)
    if len(candidates) > _MOST_NUMBERS:
        raise PlanError(f"The document has {len(candidates):,} numbers; at most {_MOST_NUMBERS:,} are read: split it.")
    document, problems = find_main_document(source.folded, candidates)
    if document is None:
        raise PlanError("The document has no numbered tasks; number its passages, as in 一、 (一) 1. (1).")
    nodes, count_problems = build_nodes(source, document.markers, document.end)
    problems += count_problems + _unread(source, candidates, document)
    for node in nodes:
        node.clauses, bracket_problems = find_clauses(source, node.text_start, node.own_end)
        problems += bracket_problems
    problems += _find_titles(source, nodes)
    place_clauses(nodes)
    passages = _passages(source, nodes)
    if not any(passage.level is Level.TASK for passage in passages):
        raise PlanError(
            "The document has no tasks: no numbered passage names a responsible unit, and no heading speaks of tasks."
        )
    return passages, tuple(sorted(problems, key=lambda problem: problem.start or 0))


def _find_titles(source: FoldedText, nodes: Sequence[Node]) -> list[Problem]:
    """Give each passage its title; one without words has its marker for one, and is reported."""
    problems: list[Problem] = []
    wrap_width = find_wrap_width(source.folded)
    for node in nodes:
        node.title = _title(source, node, wrap_width)
        if node.title[0] == node.title[1]:
            node.title = node.start, node.text_start
            message = "The passage has no heading, so its number stands for one; give it words."
            problems.append(Problem("title-missing", message, node.start, node.text_start))
    return problems


def _title(source: FoldedText, node: Node, wrap_width: float | None) -> tuple[int, int]:
    """Where the heading of a passage lies; clauses and sub-passages are no part of it."""
    start, end = node.text_start, node.own_end
    for clause in node.clauses:
        if source.strip(start, clause.start)[0] == clause.start:
            start = clause.end  # a clause before the heading
        else:
            end = clause.start
            break
    return find_title(source, start, end, is_inline=node.kind.is_inline, wrap_width=wrap_width)


def _passages(source: FoldedText, nodes: Sequence[Node]) -> tuple[Passage, ...]:
    """The nodes as passages, with their levels."""
    titles = {node: source.words(*node.title) for node in nodes}
    levels = find_levels(nodes, titles)
    safeguards = find_safeguard_parts(nodes, titles)
    return tuple(_passage(source, node, levels[node], is_safeguard=node.root in safeguards) for node in nodes)


def _passage(source: FoldedText, node: Node, level: Level, *, is_safeguard: bool) -> Passage:
    return Passage(
        number=node.number,
        level=level,
        marker=source.text[node.start : node.text_start].strip(),
        title=source.text[node.title[0] : node.title[1]],
        parent=node.parent.number if node.parent is not None else None,
        start=node.start,
        end=source.strip(node.start, node.last.own_end)[1],
        title_start=node.title[0],
        title_end=node.title[1],
        units=_unit_references(node.clauses),
        is_safeguard=is_safeguard,
    )


def _unit_references(clauses: Sequence[Clause]) -> tuple[UnitReference, ...]:
    """The units of a passage's clauses; one that is named twice in the same role counts once."""
    units = {(unit.name, unit.role): unit for clause in reversed(clauses) for unit in reversed(clause.units)}
    in_order = sorted(units.values(), key=lambda unit: unit.start)
    return tuple(
        UnitReference(
            name=unit.name,
            role=unit.role,
            label=unit.label,
            collective=is_collective(unit.name),
            order=order,
            start=unit.start,
            end=unit.end,
        )
        for order, unit in enumerate(in_order, start=1)
    )


def _unread(source: FoldedText, candidates: Sequence[Candidate], document: NumberedText) -> list[Problem]:
    """What begins a line like a number but fits no count."""
    taken = {marker.candidate.start for marker in document.markers}
    problems = []
    for candidate in candidates:
        is_inside = document.start <= candidate.start < document.end and candidate.start not in taken
        if not is_inside or candidate.boundary is not Boundary.LINE or candidate.enclosed:
            continue
        written = source.words(candidate.start, candidate.end)
        message = f"“{written}” looks like a number but fits no count here, so it was read as text."
        problems.append(Problem("numbering-unread", message, candidate.start, candidate.end))
    return problems
