"""Markers → the tree of passages: what stands in what, where each begins and ends, and its number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph.model import Problem, Severity
from graph.read.clauses import Clause
from graph.read.folding import FoldedText
from graph.read.markers import Boundary, Kind
from graph.read.numbering import Marker


@dataclass(slots=True, eq=False)
class Node:
    """A passage while it is being read."""

    marker: Marker
    parent: Node | None
    own_end: int  # where its own words end and the next passage begins
    number: str = ""
    ordinal: int = 0
    children: list[Node] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    title: tuple[int, int] = (0, 0)

    @property
    def kind(self) -> Kind:
        """The style of its marker."""
        return self.marker.candidate.kind

    @property
    def start(self) -> int:
        """Where its marker begins."""
        return self.marker.candidate.start

    @property
    def text_start(self) -> int:
        """Where its words begin, behind the marker."""
        return self.marker.candidate.end

    @property
    def depth(self) -> int:
        """0 for the parts of the document."""
        return 0 if self.parent is None else self.parent.depth + 1

    @property
    def root(self) -> Node:
        """The part of the document it stands in."""
        return self if self.parent is None else self.parent.root

    @property
    def last(self) -> Node:
        """The last passage within it, itself if it has none."""
        return self.children[-1].last if self.children else self

    def descendants(self) -> Iterator[Node]:
        """All passages within it, in reading order."""
        for child in self.children:
            yield child
            yield from child.descendants()

    def ancestors(self) -> Iterator[Node]:
        """The passages it stands in, the innermost first."""
        if self.parent is not None:
            yield self.parent
            yield from self.parent.ancestors()

    def has_clause_within(self) -> bool:
        """Whether it, or a passage within it, carries a clause."""
        return bool(self.clauses) or any(node.clauses for node in self.descendants())


def build_nodes(source: FoldedText, markers: Sequence[Marker], end: int) -> tuple[list[Node], list[Problem]]:
    """Return the passages in reading order, and where their numbers jump, repeat or skip."""
    nodes: list[Node] = []
    stack: list[Node] = []
    for index, marker in enumerate(markers):
        following = markers[index + 1].candidate.start if index + 1 < len(markers) else end
        del stack[marker.depth :]
        node = Node(marker, stack[-1] if stack else None, following)
        stack.append(node)
        nodes.append(node)
        if node.parent is not None:
            node.parent.children.append(node)
    nodes = _without_single_points(nodes)
    problems = [problem for node in nodes if (problem := _count_problem(source, node)) is not None]
    problems.extend(_assign_numbers(nodes))
    return nodes, problems


def _without_single_points(nodes: list[Node]) -> list[Node]:
    """Drop 一是, ① and markers glued to a word that stand alone: a list of points has at least two."""
    counts = Counter((id(node.parent), node.kind) for node in nodes)
    kept: list[Node] = []
    for node in nodes:
        is_doubtful = node.kind in (Kind.RUN_IN, Kind.CIRCLED) or node.marker.candidate.boundary is Boundary.GLUED
        is_single = is_doubtful and counts[id(node.parent), node.kind] == 1
        if is_single and node.parent is not None and not node.children:
            node.parent.children.remove(node)
            if kept[-1] is node.parent:
                node.parent.own_end = node.own_end
            continue
        kept.append(node)
    return kept


def _count_problem(source: FoldedText, node: Node) -> Problem | None:
    """What is wrong with a number that is not the one due."""
    expected, ordinal = node.marker.expected, node.marker.candidate.ordinal
    if expected is None:
        return None
    written = source.words(node.start, node.text_start)
    if ordinal > expected:
        kind, what = "numbering-gap", f"number {expected} is missing before it"
    elif ordinal == expected - 1:
        kind, what = "numbering-repeat", "the number before it is the same"
    else:
        kind, what = "numbering-jump", f"number {expected} would follow here"
    return Problem(kind, f"The number “{written}” does not go on counting: {what}.", node.start, node.text_start)


def _assign_numbers(nodes: Sequence[Node]) -> list[Problem]:
    """Give each passage its path of ordinals; a path that is taken gets -2, -3 … behind it."""
    problems: list[Problem] = []
    taken: dict[str, Node] = {}
    copies: Counter[str] = Counter()
    points: dict[tuple[Node | None, Kind], int] = {}
    for node in nodes:
        node.ordinal = _ordinal(node, points.get((node.parent, node.kind), 0))
        points[node.parent, node.kind] = node.ordinal
        path = f"{node.parent.number}.{node.ordinal}" if node.parent is not None else str(node.ordinal)
        copies[path] += 1
        number = path if copies[path] == 1 else f"{path}-{copies[path]}"
        if number != path and taken[path].kind is node.kind:
            message = f"The number {path} is used twice; the second passage is read as {number}: number it anew."
            problems.append(Problem("numbering-repeat", message, node.start, node.text_start, Severity.ERROR))
        taken[number] = node
        node.number = number
    return problems


def _ordinal(node: Node, before: int) -> int:
    """The ordinal as written; the position for dashes, and for points that are listed anew in one passage."""
    written = node.marker.candidate.ordinal
    if not node.kind.is_inline or node.parent is None:
        return written or before + 1
    return before + 1 if written <= before else written
