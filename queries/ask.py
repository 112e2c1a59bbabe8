"""Asks a question of a store: values in, one page of plain rows out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from graph.store.answer import Plain
from graph.store.base import Store, select
from queries.parameters import Values, bind, read_arguments
from queries.question import Question

PAGE = 1000  # rows, at most

_ORDER = re.compile(r"\nORDER BY [^{}]*$")


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """Rows of an answer, ready for JSON: IRIs and texts as text, numbers as numbers, None where nothing is bound."""

    question: str
    parameters: Mapping[str, str | list[str]]  # as they were given
    columns: list[str]
    rows: list[dict[str, Plain]]
    total: int  # rows of the whole answer
    next_offset: int | None  # of the following page


def ask(
    store: Store, question: Question, values: Values, *, limit: int = PAGE, offset: int = 0, total: int | None = None
) -> AnswerPage:
    """Answer a question with these values, at most `limit` (1 to 1,000) rows from `offset` (from 0) on.

    `total` is how many rows the whole answer has, where another page has told: counting takes as long as answering.
    Raises ParameterError for values that do not fit, and StoreError where the store cannot answer.
    """
    if not 1 <= limit <= PAGE or offset < 0:
        raise ValueError(f"limit is 1 to {PAGE} and offset 0 or more, not {limit} and {offset}")
    selection = bind(question, read_arguments(store, question, values))
    page = select(store, f"{question.prologue}{selection}\nLIMIT {limit} OFFSET {offset}")
    if total is None:
        total = _total(store, question, selection, offset, len(page.rows), limit)
    reached = offset + len(page.rows)
    return AnswerPage(
        question=question.name,
        parameters={name: given if isinstance(given, str) else list(given) for name, given in values.items()},
        columns=[column.name for column in question.columns],
        rows=[{column.name: record[column.name] for column in question.columns} for record in page.records],
        total=total,
        next_offset=reached if page.rows and reached < total else None,
    )


def _total(store: Store, question: Question, selection: str, offset: int, found: int, limit: int) -> int:
    """Count only where the page does not tell: it is full, or lies past the end."""
    if 0 < found < limit or (found == 0 and offset == 0):
        return offset + found
    unordered = _ORDER.sub("", selection)
    counted = select(store, f"{question.prologue}SELECT (COUNT(*) AS ?total) WHERE {{ {{ {unordered} }} }}")
    return int(str(counted.records[0]["total"]))
