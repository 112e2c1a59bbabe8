"""Tells the dates by which something is promised from a sentence's other dates: of comparison, validity, the past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from graph.read import promises
from graph.read.dates import WrittenDate
from graph.read.sentences import Sentence, Span

_LABEL_REACH = 12  # characters before a date in which 完成时限: stands


@dataclass(frozen=True, slots=True)
class DueDate:
    """A date at which something is due."""

    written: WrittenDate
    promise: Span  # the clause, or two, that say what
    is_labelled: bool  # 完成时限:2025年10月: the task itself is due, and `promise` is label and date


def find_due_dates(sentence: Sentence, written: Sequence[WrittenDate], earliest: date | None) -> Iterator[DueDate]:
    """Yield the due dates among the dates `written` in a sentence, in order.

    Due is what a label says (完成时限), what the words around a date say (到, 力争, 前, 底, 年内) where a verb promises
    something, and what a verb of completion follows at once (2024年6月竣工). Not due are dates before `earliest`, and
    those that compare (较2020年), begin (自2024年起) or tell of the past (截至, 已).
    """
    for found in written:
        if earliest is None or found.last_day >= earliest:
            due = _labelled(sentence, found) or _promised(sentence, found)
            if due is not None:
                yield due


def is_statement_of_past(sentence: Sentence, found: WrittenDate, earliest: date | None) -> bool:
    """Whether the sentence tells what was at that date (2022年,实现税收50亿元), rather than compares with it."""
    return earliest is not None and found.last_day < earliest and not _is_reference(sentence, found)


def _labelled(sentence: Sentence, found: WrittenDate) -> DueDate | None:
    label = promises.DUE_LABEL.search(sentence.covered, max(0, found.start - _LABEL_REACH), found.start)
    return DueDate(found, Span(label.start(), found.end), True) if label else None


def _promised(sentence: Sentence, found: WrittenDate) -> DueDate | None:
    promise = _promise(sentence, found)
    clause = sentence.clause_at(found.start)
    is_past = promises.BEFORE_NOW.search(sentence.covered, clause.start, promise.end)
    if is_past or _is_reference(sentence, found) or not _says_due(sentence, found, promise):
        return None
    return DueDate(found, promise, False)


def _is_reference(sentence: Sentence, found: WrittenDate) -> bool:
    """Whether the date is compared with, begins something, or names a document or a task of its own."""
    clause = sentence.clause_at(found.start)
    return (
        promises.NOT_DUE_AFTER.match(sentence.covered, found.end) is not None
        or promises.NOT_DUE_BEFORE.search(sentence.covered, clause.start, found.start) is not None
    )


def _promise(sentence: Sentence, found: WrittenDate) -> Span:
    """Return the clause of the date, with the one that follows where the date ends its own (到2025年,基本建成…)."""
    index = sentence.clause_index(found.start)
    clause = sentence.clauses[index]
    says_what = promises.DONE.search(sentence.covered, clause.start, found.start) is not None
    if _ends_clause(sentence, found) and not says_what and index + 1 < len(sentence.clauses):
        return Span(clause.start, sentence.clauses[index + 1].end)
    return clause


def _ends_clause(sentence: Sentence, found: WrittenDate) -> bool:
    return not sentence.covered[found.end : sentence.clause_at(found.start).end].strip()


def _says_due(sentence: Sentence, found: WrittenDate, promise: Span) -> bool:
    covered = sentence.covered
    if promises.DUE_BEFORE.search(covered, promise.start, found.start):
        return promise.end > found.end
    if found.is_deadline or found.is_range:
        return any(verb.search(covered, *promise) for verb in (promises.PROMISE, promises.DONE))
    adverbs = promises.LEADING_ADVERBS.match(covered, found.end, promise.end)
    verb_at = adverbs.end() if adverbs else found.end
    verbs = promises.PROMISE if _ends_clause(sentence, found) else promises.DONE
    return verbs.match(covered, verb_at, promise.end) is not None
