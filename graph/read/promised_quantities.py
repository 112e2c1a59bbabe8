"""Tells the quantities that a sentence promises from those that describe, compare, or tell what was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from graph.read import promises
from graph.read.dates import WrittenDate
from graph.read.quantities import Quantity, find_quantities
from graph.read.sentences import Sentence, Span

_SEPARATORS = (re.compile("、"), re.compile("以及|和|及|与|并"))
_LISTED = re.compile("[、和及]")
_CONDITION = re.compile(r"(?:以上|以下|以内)$")
_EXTENT = re.compile("元|米|亩|吨|公里")


class PromisedQuantity(NamedTuple):
    """A quantity, and the piece of a clause that promises it."""

    quantity: Quantity
    piece: Span


def find_promised_quantities(
    sentence: Sentence, dates: Sequence[WrittenDate], past: Sequence[WrittenDate]
) -> Iterator[PromisedQuantity]:
    """Yield the promised quantities of a sentence in order.

    A quantity is promised where a verb before it promises (新建, 培育, 达到 …), a verb behind it says that something
    will be done (3个项目竣工), it is a floor (不少于), or it continues a list whose first one was promised. A duration
    is promised only where a verb bounds it (压缩至3周). `dates` are all the dates written in the sentence; what
    follows one of those that tell of the `past` is not promised.
    """
    carried = False
    for clause in sentence.clauses:
        for piece, quantity in _pieces(sentence.covered, clause, _stated(sentence, clause, dates, past)):
            carried = _is_promised(sentence.covered, clause, piece, quantity, carried=carried)
            if carried:
                yield PromisedQuantity(quantity, piece)


def _stated(
    sentence: Sentence, clause: Span, dates: Sequence[WrittenDate], past: Sequence[WrittenDate]
) -> list[Quantity]:
    """Return the clause's quantities that state something of their own, about the plan's future."""
    found = [
        quantity
        for quantity in find_quantities(sentence.covered, *clause)
        if not any(quantity.start < day.end and day.start < quantity.end for day in dates)
    ]
    return [
        quantity
        for quantity in found
        if not _is_attribute(sentence.covered, clause, quantity, found)
        and not _is_baseline(sentence.covered, clause, quantity)
        and _last_before(dates, quantity) not in past
    ]


def _last_before(dates: Sequence[WrittenDate], quantity: Quantity) -> WrittenDate | None:
    return max((day for day in dates if day.start < quantity.start), key=lambda day: day.start, default=None)


def _is_promised(covered: str, clause: Span, piece: Span, quantity: Quantity, *, carried: bool) -> bool:
    if promises.BEFORE_NOW.search(covered, clause.start, quantity.start):
        return False
    words = covered[clause.start : quantity.start] + quantity.bound
    if quantity.is_duration:
        return promises.BOUNDED_DURATION.search(words) is not None
    return (
        promises.PROMISE.search(words) is not None
        or promises.FLOOR.fullmatch(quantity.bound) is not None
        or promises.DONE.search(covered, quantity.end, piece.end) is not None
        or (carried and (quantity.start == piece.start or quantity.end == piece.end))
    )


def _is_baseline(covered: str, clause: Span, quantity: Quantity) -> bool:
    """Whether a change starts from the number (由85%提升至95%), or it is a ratio's other side (每500米设置1处)."""
    leaves = promises.BASELINE_BEFORE.search(covered, clause.start, quantity.start)
    changes = promises.BASELINE_AFTER.match(covered, quantity.end, clause.end)
    return bool(leaves and changes) or promises.RATIO.search(covered, clause.start, quantity.start) is not None


def _is_attribute(covered: str, clause: Span, quantity: Quantity, found: Sequence[Quantity]) -> bool:
    """Whether the number describes what another counts (产值超1亿元的企业2家), or is a condition (1亿元以上的项目)."""
    if quantity.is_duration or not _EXTENT.search(quantity.unit):
        return False
    of = covered.find("的", quantity.end, clause.end)
    if of == quantity.end and _CONDITION.search(covered, quantity.start, quantity.end):
        return True
    after = [covered[quantity.end : other.start] for other in found if other.start >= quantity.end]
    before = [covered[other.end : quantity.start] for other in found if other.end <= quantity.start]
    return any("的" in between or not _LISTED.search(between) for between in after) or (
        of >= 0 and any(not _LISTED.search(between) for between in before)
    )


def _pieces(covered: str, clause: Span, quantities: Sequence[Quantity]) -> Iterator[tuple[Span, Quantity]]:
    """Share a clause out among its quantities, at the first 、 or 和 between two of them."""
    start = clause.start
    for quantity, following in pairwise(quantities):
        cuts = (separator.search(covered, quantity.end, following.start) for separator in _SEPARATORS)
        cut = next(filter(None, cuts), None)
        yield Span(start, cut.start() if cut else quantity.end), quantity
        start = cut.end() if cut else quantity.end
    if quantities:
        yield Span(start, clause.end), quantities[-1]
