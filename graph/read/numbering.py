"""Chooses, among all that look like markers, the reading in which every level counts 1, 2, 3.

The document is read as a stack of open levels. Each candidate either is no marker, goes on at a level
that is open, or opens a level below; each choice has a price, and the cheapest reading of the whole
text wins. A beam search keeps the few best readings so far, so that what comes later can
decide about what came before, in time linear in the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph.read.markers import Boundary, Candidate, Kind

_BEAM = 10
_HOPELESS = 9.0  # a reading so much dearer than the best one never catches up

# What it costs to pass over a candidate, by what stands before it: what begins a line is seldom an accident.
_REJECT = {Boundary.LINE: 5.0, Boundary.STOP: 4.0, Boundary.SPACE: 3.0}
_REJECT_KIND = {Kind.RUN_IN: 1.5, Kind.DASH: 2.5, Kind.DOTTED: 2.0, Kind.DOTTED_DEEP: 2.0, Kind.HALF_BRACKET: 2.0}
_REJECT_ENCLOSED = 0.1
_ACCEPT_ENCLOSED = 4.0
_GLUED = (0.2, 4.0)  # to reject and to accept what stands right behind a word
_GLUED_TO_HEADING = (1.0, 0.3)
_LONGEST_HEADING = 40
_GAP, _GAP_STEP, _GAP_MOST = 2.0, 0.5, 4.5  # 1, 2, 4
_REPEAT = 2.5  # 1, 2, 2
_BACKWARD = 3.5  # 1, 2, 3, 1
_RUNNING = 0.3  # 3, 4 under the second heading after 1, 2 under the first
_OPEN_LATE = 3.0  # a level that begins with 2
_WRONG_PREFIX = 1.5  # 3.1 below 2
_OUT_OF_RANK = 2.5  # 一、 below 1.
_MIXED = 1.5  # two styles side by side under one heading
_MIXED_INLINE = 0.3
_INLINE_ROOT = 2.0
_NONE_CLOSED = (0,) * len(Kind)
_RESTART = 4.0  # the count of the whole document begins anew


class Frame(NamedTuple):
    """A level that is open: its style, and the last ordinal it had."""

    kind: Kind
    ordinal: int  # as written
    due: int  # the ordinal that would follow


@dataclass(frozen=True, slots=True)
class Marker:
    """A candidate taken as a marker, and the depth it stands at (0 for the parts of a document)."""

    candidate: Candidate
    depth: int
    is_restart: bool = False  # the first marker of another document in the same text
    expected: int | None = None  # the ordinal that should stand here, where another does


class _State(NamedTuple):
    """A reading so far: the open levels, where each style's count stood when it closed, price and choices."""

    cost: float
    stack: tuple[Frame, ...]
    closed: tuple[int, ...]  # for each style, the ordinal that was due when its level closed; 0 where none was
    history: tuple[_State, Marker] | None


def choose_markers(folded: str, candidates: Sequence[Candidate]) -> list[Marker]:
    """Return the candidates that number passages, with their depth, in reading order."""
    beam = [_State(0.0, (), _NONE_CLOSED, None)]
    last_end = 0
    for candidate in candidates:
        if candidate.start < last_end:
            continue
        reject_cost, price = _prices(candidate, folded[last_end : candidate.start])
        successors: dict[tuple[Frame, ...], _State] = {}
        for state in beam:
            for successor in _successors(state, candidate, reject_cost, price):
                best = successors.get(successor.stack)
                if best is None or successor.cost < best.cost:
                    successors[successor.stack] = successor
        ranked = sorted(successors.values(), key=lambda state: state.cost)[:_BEAM]
        beam = [state for state in ranked if state.cost <= ranked[0].cost + _HOPELESS]
        last_end = candidate.end
    return _choices(beam[0])


def _choices(state: _State) -> list[Marker]:
    """The markers a reading has taken, first to last."""
    markers: list[Marker] = []
    while state.history is not None:
        state, marker = state.history
        markers.append(marker)
    return markers[::-1]


def _successors(state: _State, candidate: Candidate, reject_cost: float, price: float) -> Iterator[_State]:
    """Every way to go on from `state`."""
    yield _State(state.cost + reject_cost, state.stack, state.closed, state.history)
    is_open = False
    for depth, frame in enumerate(state.stack):
        if frame.kind is candidate.kind:
            is_open = True
            yield _continued(state, candidate, depth, price)
        elif frame.kind is Kind.BOX:
            is_open = False  # what stands in a box counts by itself
    if not is_open:
        yield from _opened(state, candidate, price)
    if state.stack and candidate.ordinal == 1 and not candidate.kind.is_inline:
        yield _restarted(state, candidate, price)


def _prices(candidate: Candidate, heading: str) -> tuple[float, float]:
    """What it costs to take `candidate` for words of a sentence, and for a marker wherever it stands in the count.

    `heading` is what stands between it and the candidate before: a short run of words without a full stop is a
    heading to which the next marker may well be glued, as in 2.深化教育内涵建设(1)龙头带动.
    """
    if candidate.boundary is Boundary.GLUED:
        is_heading = 2 <= len(heading.strip()) <= _LONGEST_HEADING and not set(heading) & set("。;!?\n")
        reject, accept = _GLUED_TO_HEADING if is_heading else _GLUED
    else:
        reject, accept = _REJECT[candidate.boundary], 0.0
        reject = min(reject, _REJECT_KIND.get(candidate.kind, reject))
    return (_REJECT_ENCLOSED, accept + _ACCEPT_ENCLOSED) if candidate.enclosed else (reject, accept)


def _continued(state: _State, candidate: Candidate, depth: int, price: float) -> _State:
    """Go on counting at an open level; the levels below it close."""
    frame = state.stack[depth]
    if candidate.kind is Kind.DASH or (candidate.kind.is_inline and candidate.ordinal == 1):
        ordinal = frame.due  # dashes have no number, and points within a passage may be listed twice
        cost, expected, due = price, None, frame.due + 1
    else:
        ordinal = candidate.ordinal
        difference = ordinal - frame.due
        cost = price + _difference_cost(difference, is_repeat=ordinal == frame.ordinal)
        cost += _prefix_cost(candidate, state.stack[:depth])
        expected = frame.due if difference else None
        due = ordinal + 1 if difference >= 0 else frame.due + 1  # a number below is a slip of the pen
    closed = state.closed
    if depth + 1 < len(state.stack):
        counts = list(closed)
        for below in state.stack[depth + 1 :]:
            counts[below.kind] = below.due
        closed = tuple(counts)
    stack = (*state.stack[:depth], Frame(candidate.kind, ordinal, due))
    return _taken(state, Marker(candidate, depth, expected=expected), stack, closed, cost)


def _difference_cost(difference: int, *, is_repeat: bool) -> float:
    """What it costs that a count does not go on by one."""
    if difference == 0:
        return 0.0
    if difference > 0:
        return min(_GAP + _GAP_STEP * (difference - 1), _GAP_MOST)
    return _REPEAT if is_repeat else _BACKWARD


def _prefix_cost(candidate: Candidate, above: tuple[Frame, ...]) -> float:
    """What it costs that the 2 of 2.1 is not the number of the passage above."""
    if not candidate.prefix:
        return 0.0
    written = tuple(frame.ordinal for frame in above[-len(candidate.prefix) :])
    return 0.0 if written == candidate.prefix else _WRONG_PREFIX


def _opened(state: _State, candidate: Candidate, price: float) -> Iterator[_State]:
    """Open a level below the innermost one, or beside it below one further out."""
    for depth in range(len(state.stack), 0 if state.stack else -1, -1):
        below = state.stack[:depth]
        cost = price + _prefix_cost(candidate, below)
        if depth < len(state.stack):
            sibling = state.stack[depth].kind
            cost += _MIXED_INLINE if sibling.is_inline else _MIXED
        if any(frame.kind is candidate.kind for frame in below) and below[-1].kind is not Kind.BOX:
            return
        if below and candidate.kind < below[-1].kind and below[-1].kind is not Kind.BOX:
            cost += _OUT_OF_RANK
        if not below and candidate.kind.is_inline:
            cost += _INLINE_ROOT
        running = state.closed[candidate.kind]
        ordinal = 1 if candidate.kind is Kind.DASH else candidate.ordinal
        expected = None
        if ordinal != 1:
            is_running = ordinal == running
            cost += _RUNNING if is_running else _OPEN_LATE
            expected = None if is_running else max(running, 1)
        stack = (*below, Frame(candidate.kind, ordinal, ordinal + 1))
        yield _taken(state, Marker(candidate, depth, expected=expected), stack, state.closed, cost)


def _restarted(state: _State, candidate: Candidate, price: float) -> _State:
    """Begin another document: a cover letter or a table of contents came first, or an annex follows."""
    cost = price + _RESTART - (1.5 if candidate.kind < state.stack[0].kind else 0.0)
    stack = (Frame(candidate.kind, 1, 2),)
    return _taken(state, Marker(candidate, 0, is_restart=True), stack, _NONE_CLOSED, cost)


def _taken(
    state: _State,
    marker: Marker,
    stack: tuple[Frame, ...],
    closed: tuple[int, ...],
    cost: float,
) -> _State:
    """The reading that follows when `marker` is taken."""
    return _State(state.cost + cost, stack, closed, (state, marker))
