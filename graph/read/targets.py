"""Reads the targets out of passages' own words: promises with a due date, a number of something, or both.

docs/targets.md says what counts as a target and what does not, with examples.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from graph.model import Passage, Target
from graph.read import subjects
from graph.read.dates import find_dates
from graph.read.due_dates import DueDate, find_due_dates, is_statement_of_past
from graph.read.folding import fold
from graph.read.head import Head, read_head
from graph.read.promised_quantities import PromisedQuantity, find_promised_quantities
from graph.read.quantities import find_quantities
from graph.read.sentences import Sentence, Span, cover_names, find_sentences, own_words, plain


@dataclass(frozen=True, slots=True)
class _Promises:
    """What one sentence of a passage promises."""

    text: str
    passage: Passage
    sentence: Sentence
    due: Sequence[DueDate]
    promised: Sequence[PromisedQuantity]

    def due_for(self, promised: PromisedQuantity) -> DueDate | None:
        """Return the date of a quantity: in its own clause, else the last before it, else the sentence's only one."""
        clause = self.sentence.clause_at(promised.quantity.start)
        own = [due for due in self.due if clause.start <= due.written.start < clause.end]
        before = [due for due in self.due if due.written.start < promised.quantity.start]
        return next(reversed(own or before), self.due[0] if len(self.due) == 1 else None)


def find_targets(text: str, passages: Sequence[Passage]) -> tuple[Target, ...]:
    """Return the targets stated in the own words of `passages`, by start, then end; no two have the same span.

    A target's quote is the shortest run of clauses that says all of it, its date too: from its date to its number.
    Dates before the plan's issue (its first year, where it has no date of issue) are past and promise nothing.
    """
    found: dict[tuple[int, int], Target] = {}
    for stated in _read_promises(text, passages, read_head(text, passages, "")):
        for target in (*_counted(stated), *_dated(stated)):
            found.setdefault((target.start, target.end), target)
    return tuple(found[span] for span in sorted(found))


def _read_promises(text: str, passages: Sequence[Passage], head: Head) -> Iterator[_Promises]:
    covered = cover_names(fold(text))
    this_year, earliest = _present(head)
    by_number = {passage.number: passage for passage in passages}
    for number, start, end in own_words(passages):
        for span in find_sentences(covered, start, end):
            dates = list(find_dates(covered, *span, this_year))
            if dates or any(find_quantities(covered, *span)):
                sentence = Sentence.of(covered, span)
                past = [found for found in dates if is_statement_of_past(sentence, found, earliest)]
                due = list(find_due_dates(sentence, dates, earliest))
                promised = list(find_promised_quantities(sentence, dates, past))
                yield _Promises(text, by_number[number], sentence, due, promised)


def _present(head: Head) -> tuple[int | None, date | None]:
    """Return the year that 今年 means, and the first day that is not past, as far as the plan's head tells."""
    if head.date:
        return int(head.date[:4]), date.fromisoformat(head.date)
    return None, date(head.period.start, 1, 1) if head.period else None


def _counted(stated: _Promises) -> Iterator[Target]:
    """Yield a target for each promised quantity."""
    for promised in stated.promised:
        due = stated.due_for(promised)
        piece, noun_from = promised.piece, promised.piece.start
        if due is not None:
            clause = stated.sentence.clause_at(due.written.start)
            if due.written.start < promised.quantity.start:
                noun_from = max(noun_from, due.written.end)
                piece = Span(min(piece.start, clause.start), piece.end)
            else:
                piece = Span(piece.start, max(piece.end, clause.end))
        within = Span(noun_from, promised.piece.end)
        subject = subjects.of_quantity(stated.sentence.covered, within, promised.quantity)
        yield _target(stated, piece, subject, due, promised)


def _dated(stated: _Promises) -> Iterator[Target]:
    """Yield a target for each due date of a promise without a number, unless a number before it is due then."""
    for due in stated.due:
        starts = [promised.quantity.start for promised in stated.promised if stated.due_for(promised) is due]
        if any(start < due.promise.end for start in starts):
            continue
        subject = _dated_subject(stated, due)
        yield _target(stated, due.promise, subject, due, None)


def _dated_subject(stated: _Promises, due: DueDate) -> Span | None:
    if due.is_labelled:
        return Span(stated.passage.title_start, stated.passage.title_end)
    index = stated.sentence.clause_index(due.written.start)
    written = Span(due.written.start, due.written.end)
    return subjects.of_date(stated.sentence, index, written, due.promise.end)


def _target(
    stated: _Promises, span: Span, subject: Span | None, due: DueDate | None, promised: PromisedQuantity | None
) -> Target:
    start, end = _with_bracket(stated.sentence.covered, span)
    quantity = promised.quantity if promised else None
    return Target(
        passage=stated.passage.number,
        quote=stated.text[start:end],
        subject=plain(stated.text[slice(*subject)]) if subject else None,
        value=quantity.value if quantity else None,
        minimum=quantity.minimum if quantity else None,
        maximum=quantity.maximum if quantity else None,
        unit=quantity.unit if quantity else None,
        date=due.written.lexical if due else None,
        start=start,
        end=end,
    )


def _with_bracket(covered: str, span: Span) -> Span:
    """Return `span` with the bracket that closes one opened in it."""
    opened = covered.count("(", *span) > covered.count(")", *span)
    return Span(span.start, span.end + 1) if opened and covered.startswith(")", span.end) else span
