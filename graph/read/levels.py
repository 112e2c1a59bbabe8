"""What each passage is: a heading, a task, a principle, a goal, a safeguard, or a point within one of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from graph.model import Level
from graph.read.nodes import Node

_BY_DEPTH = (Level.PART, Level.SECTION, Level.GROUP, Level.ITEM)
_PRINCIPLES = re.compile(r"原则(?:要求)?$")
_GOALS = re.compile(r"目标$")
_SAFEGUARDS = re.compile(
    r"保障措施|组织保障|实施保障|工作保障|保障机制|保障体系|组织实施|组织领导|组织推进|推进落实|工作要求|工作机制|推进机制|服务保障$|要素保障$"
)
_NO_TASKS = re.compile(
    r"总体要求|总体思路|总体目标|指导思想|原则|目标$|保障|附则|组织实施|组织领导|工作要求|背景|形势|现状|基础|意义|进度安排|实施步骤|时间安排|工作步骤|总则"
)
_TASKS = re.compile(r"任务|措施|举措|行动|工程|重点|内容|项目|路径|抓手|工作安排|分工")


def place_clauses(nodes: Sequence[Node]) -> None:
    """Move a clause that stands behind the last of several points to the passage the points belong to.

    `A。①…②…③…(责任单位:…)` says who does A. Where points of the same style carry clauses of their own
    elsewhere in the document, the last one keeps it.
    """
    votes = _bearers(nodes)
    for node in reversed(nodes):
        if node.children and _belongs_to_parent(node, votes):
            last = node.children[-1]
            node.clauses.extend(last.clauses)
            last.clauses = []


def _bearers(nodes: Sequence[Node]) -> Counter[tuple[int, int]]:
    """How many passages of each style and depth carry a clause that can only be their own."""
    doubtful = {node.children[-1] for node in nodes if len(node.children) > 1 and _is_only_bearer(node.children)}
    return Counter((node.kind, node.depth) for node in nodes if node.clauses and node not in doubtful)


def _is_only_bearer(siblings: Sequence[Node]) -> bool:
    """Whether the last of `siblings` alone carries a clause."""
    return bool(siblings[-1].clauses) and not any(s.has_clause_within() for s in siblings[:-1])


def _belongs_to_parent(node: Node, votes: Mapping[tuple[int, int], int]) -> bool:
    """Whether the clause of the last point within `node` is that of `node`."""
    last = node.children[-1]
    if not _is_only_bearer(node.children):
        return False
    if last.kind.is_inline:
        return True
    is_heading = node.parent is None or len(node.children) == 1
    own, lower = (node.kind, node.depth), (last.kind, last.depth)
    return not is_heading and votes.get(own, 0) >= votes.get(lower, 0)


def find_levels(nodes: Sequence[Node], titles: Mapping[Node, str]) -> dict[Node, Level]:
    """Return what each passage is, from its depth, the headings above it, and where the clauses stand."""
    safeguards = find_safeguard_parts(nodes, titles)
    levels: dict[Node, Level] = {}
    for node in nodes:
        levels[node] = _heading_level(node, levels, titles, safeguards)
    for task in _tasks(nodes, levels, titles):
        levels[task] = Level.TASK
        for point in task.descendants():
            levels[point] = Level.ITEM
    return levels


def find_safeguard_parts(nodes: Sequence[Node], titles: Mapping[Node, str]) -> set[Node]:
    """Return the parts that say how the plan is secured: 保障措施, 组织实施."""
    roots = [node for node in nodes if node.parent is None]
    found = {root for root in roots if _SAFEGUARDS.search(titles[root])}
    if len(roots) > 1 and "保障" in titles[roots[-1]]:
        found.add(roots[-1])
    return found if len(found) < len(roots) else set()


def _heading_level(
    node: Node, levels: Mapping[Node, Level], titles: Mapping[Node, str], safeguards: set[Node]
) -> Level:
    """The level by depth, or by what the heading above says."""
    parent = node.parent
    if parent is None:
        return Level.PART
    if levels[parent] in (Level.PRINCIPLE, Level.GOAL, Level.SAFEGUARD, Level.ITEM):
        return Level.ITEM
    if parent in safeguards:
        return Level.SAFEGUARD
    for heading, level in ((_PRINCIPLES, Level.PRINCIPLE), (_GOALS, Level.GOAL)):
        if heading.search(titles[parent]):
            return level
    return Level.ITEM if node.kind.is_inline else _BY_DEPTH[min(node.depth, len(_BY_DEPTH) - 1)]


def _tasks(nodes: Sequence[Node], levels: Mapping[Node, Level], titles: Mapping[Node, str]) -> Iterator[Node]:
    """The passages that carry a clause, and their fellows that carry none."""
    bearers = [node for node in nodes if node.clauses and not any(d.clauses for d in node.descendants())]
    if not bearers:
        yield from _tasks_by_heading(nodes, levels, titles)
        return
    yield from bearers
    taken = set(bearers)
    shapes = {(_scope(bearer), bearer.kind, bearer.depth) for bearer in bearers}
    for node in reversed(nodes):  # from within outwards
        is_fellow = (_scope(node), node.kind, node.depth) in shapes
        if node in taken or not is_fellow or not _may_be_task(node, levels, titles):
            continue
        if not any(d in taken for d in node.descendants()) and not any(a in taken for a in node.ancestors()):
            taken.add(node)
            yield node


def _scope(node: Node) -> Node | None:
    """The part within which passages of one style are fellows; the whole document for the parts themselves."""
    return None if node.parent is None else node.root


def _may_be_task(node: Node, levels: Mapping[Node, Level], titles: Mapping[Node, str]) -> bool:
    """Whether a passage without a clause can be a task at all."""
    if node.kind.is_inline:
        return False
    if node.parent is None:
        return _NO_TASKS.search(titles[node]) is None
    is_fellow_goal = levels[node] is Level.GOAL and any(fellow.clauses for fellow in node.parent.children)
    return levels[node] in _BY_DEPTH or is_fellow_goal


def _tasks_by_heading(
    nodes: Sequence[Node], levels: Mapping[Node, Level], titles: Mapping[Node, str]
) -> Iterator[Node]:
    """Where no passage names a unit: the lowest passages below headings that speak of tasks."""
    roots = [node for node in nodes if node.parent is None and not _NO_TASKS.search(titles[node])]
    named = [root for root in roots if _TASKS.search(titles[root])]
    for root in named or roots:
        for node in root.descendants():
            is_leaf = all(child.kind.is_inline for child in node.children)
            if is_leaf and not node.kind.is_inline and levels[node] in _BY_DEPTH:
                yield node
