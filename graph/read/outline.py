"""Composes the reading of a document: passages first, then head, goals and targets by them."""

from __future__ import annotations

from graph.model import Document, Outline, PlanError
from graph.read.goals import find_goals
from graph.read.head import read_head
from graph.read.passages import read_passages
from graph.read.targets import find_targets


def read_outline(document: Document) -> Outline:
    """Take a document apart. Raises `PlanError` where it has no numbered tasks."""
    text = document.text
    try:
        passages, problems = read_passages(text)
    except PlanError as error:
        raise PlanError(f"{document.name}: {error}") from error
    head = read_head(text, passages, document.name)
    return Outline(
        title=head.title,
        issuers=head.issuers,
        date=head.date,
        period=head.period,
        passages=passages,
        goals=find_goals(text, passages),
        targets=find_targets(text, passages),
        problems=problems,
    )
