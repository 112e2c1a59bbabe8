"""What a promise is about: the noun phrase beside its number or verb, as a stretch of the text.

There is no parser of Chinese here: a phrase is what is left between known verbs, 的 and the clause's edges.
Where that leaves nothing, there is no subject rather than a guess.
"""

from __future__ import annotations

import re

from graph.read import promises
from graph.read.quantities import Quantity
from graph.read.sentences import Sentence, Span

_SHORTEST = 2
_LONGEST = 40
_NEXT_NUMBER = re.compile(r"、\s*\d")
_VERB = re.compile(r"[提增扩压缩降下减控保稳发上达实]")
_OF = re.compile(r"(?:以上|以内|以下|左右)?的")
_NO_OBJECT = re.compile(r"(?:并|和|及|或|、|投|使用|运营|验收|任务)|.{0,1}$")


def of_quantity(covered: str, piece: Span, quantity: Quantity) -> Span | None:
    """Return what `quantity` counts (6所*学校*) or measures (*产业规模*达1000亿元) within `piece`."""
    counted = _counted(covered, Span(quantity.end, piece.end))
    measured = _measured(covered, Span(piece.start, quantity.start), bool(quantity.bound))
    if counted and measured and _is_measurement(quantity):
        return measured
    return counted or measured


def of_date(sentence: Sentence, index: int, date: Span, end: int) -> Span | None:
    """Return what is due at `date`, which stands in clause `index` of a promise that ends at `end`.

    That is the object of the promise (2026年前完成*管网*改造), else the noun before the date, else the object of the
    nearest clause before (加快推进*九星城项目*建设…,力争2025年5月底前全面建成).
    """
    covered, clauses = sentence.covered, sentence.clauses
    return (
        _object(covered, Span(date.end, end))
        or _noun_before(covered, Span(clauses[index].start, date.start))
        or next(filter(None, (_first_object(covered, clause) for clause in reversed(clauses[:index]))), None)
    )


def _is_measurement(quantity: Quantity) -> bool:
    """Whether the noun stands before the number by nature: money, area, share, duration; or the words say so (达)."""
    return quantity.is_duration or re.search(r"[元%‰]|米|公里|亩|吨|百分点|倍|瓦", quantity.unit) is not None


def _counted(covered: str, span: Span) -> Span | None:
    start = span.start
    if of := _OF.match(covered, *span):
        start = of.end()
    end = min(
        (match.start() for stop in (promises.DONE, _NEXT_NUMBER) if (match := stop.search(covered, start, span.end))),
        default=span.end,
    )
    return _noun(covered, Span(start, end))


def _measured(covered: str, span: Span, bounded: bool) -> Span | None:
    predicate = promises.TRAILING_PREDICATE.search(covered, *span)
    kept = Span(span.start, predicate.start() if predicate else span.end)
    is_predicate = predicate is not None and _VERB.search(predicate[0]) is not None and not bounded
    start = _after_leading(covered, kept, verbs=not is_predicate)
    made = list(promises.MAKING.finditer(covered, start, kept.end))
    last_of = covered.rfind("的", start, kept.end)
    return _noun(covered, Span(max(start, last_of + 1, made[-1].end() if made else 0), kept.end))


def _object(covered: str, span: Span) -> Span | None:
    """Return the object of the verb with which `span` begins, or the noun before the first verb that says “done”."""
    start = _after_leading(covered, span, verbs=False)
    verb = promises.LEADING_VERBS.match(covered, start, span.end) or promises.DONE.match(covered, start, span.end)
    if verb is None:
        done = promises.DONE.search(covered, start, span.end)
        return _noun(covered, Span(start, done.start())) if done else None
    if _NO_OBJECT.match(covered, verb.end(), span.end):
        return None
    start = _after_leading(covered, Span(verb.end(), span.end), verbs=False)
    last_of = covered.rfind("的", start, span.end)
    if last_of >= 0 and not promises.TRAILING_DEED.match(covered, last_of, span.end):
        start = last_of + 1
    return _noun(covered, Span(start, span.end))


def _noun_before(covered: str, span: Span) -> Span | None:
    link = promises.TRAILING_LINK.search(covered, *span)
    kept = Span(span.start, link.start() if link else span.end)
    start = _after_leading(covered, kept, verbs=True)
    return _noun(covered, Span(start, kept.end))


def _first_object(covered: str, clause: Span) -> Span | None:
    start = _after_leading(covered, clause, verbs=False)
    if not promises.LEADING_VERBS.match(covered, start, clause.end) and start == clause.start:
        return None
    start = _after_leading(covered, clause, verbs=True)
    comma = covered.find("、", start, clause.end)
    return _noun(covered, Span(start, comma if comma >= 0 else clause.end))


def _after_leading(covered: str, span: Span, *, verbs: bool) -> int:
    """Return where `span` begins once leading adverbs, and verbs if asked, are passed over."""
    patterns = (promises.LEADING_ADVERBS, promises.LEADING_VERBS) if verbs else (promises.LEADING_ADVERBS,)
    position, moved = span.start, True
    while moved:
        moved = False
        for pattern in patterns:
            if match := pattern.match(covered, position, span.end):
                position, moved = match.end(), True
    return position


def _noun(covered: str, span: Span) -> Span | None:
    """Return `span` trimmed of what only carries the noun (的建设, white space), or None where no noun is left."""
    end = span.end
    for trailing in (promises.TRAILING_SEQUEL, promises.TRAILING_DEED):
        carried = trailing.search(covered, span.start, end)
        end = carried.start() if carried and carried.start() - span.start >= _SHORTEST else end
    piece = covered[span.start : end]
    kept = piece.strip(" \n、,:;()")
    if not _SHORTEST <= len(kept) <= _LONGEST or not re.search(r"[一-鿿A-Za-z□]{2}", kept):
        return None
    start = span.start + piece.index(kept)
    return Span(start, start + len(kept))
