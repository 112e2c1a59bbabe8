"""What of a document is in no node, has no unit, or was not understood, is listed with its offsets."""

from __future__ import annotations

from hashlib import sha256

from graph.check import uncovered
from graph.model import Document, Level, Linking, Outline, Passage, Problem, Role, UnitReference

TEXT = "某镇行动计划 一、任务(1)修路。(责任单位:规建办)(2)植树。 某镇人民政府"
DOCUMENT = Document(TEXT, sha256(TEXT.encode()).hexdigest(), "plan.txt", "text/plain")


def passage(number: str, level: Level, words: str, *units: UnitReference, parent: str | None = None) -> Passage:
    """A passage that stands where its words do."""
    start = TEXT.index(words)
    return Passage(number, level, words[:2], words[3:], parent, start, start + len(words), start, start, units)


OFFICE = UnitReference("规建办", Role.RESPONSIBLE, "责任单位", collective=False, order=1, start=24, end=27)
ROAD = passage("1.1", Level.TASK, "(1)修路。(责任单位:规建办)", OFFICE, parent="1")
TREES = passage("1.2", Level.TASK, "(2)植树。", parent="1")
PART = Passage("1", Level.PART, "一、", "任务", None, TEXT.index("一、"), TREES.end, 8, 10)


def outline(*problems: Problem) -> Outline:
    """The two tasks of a part."""
    return Outline("某镇行动计划", (), None, None, (PART, ROAD, TREES), problems=problems)


def test_text_outside_all_passages_and_tasks_without_units_are_listed() -> None:
    """The title, the signature and the task that names nobody are reported in reading order."""
    found = [
        (problem.kind, TEXT[problem.start : problem.end])
        for problem in uncovered(DOCUMENT, outline(), Linking((), (), {}))
    ]
    assert found == [
        ("text-in-no-node", "某镇行动计划"),
        ("task-without-unit", "(2)植树。"),
        ("text-in-no-node", "某镇人民政府"),
    ]


def test_what_was_not_understood_is_among_it() -> None:
    """The problems of reading and linking are listed at their places."""
    bracket = Problem("unclosed-bracket", "…", 12, 13)
    quotation = Problem("unlinked-quotation", "…", 2, 4)
    found = uncovered(DOCUMENT, outline(bracket), Linking((), (), {}, (quotation,)))
    assert [problem.kind for problem in found] == [
        "text-in-no-node", "unlinked-quotation", "unclosed-bracket", "task-without-unit", "text-in-no-node"
    ]  # fmt: skip


def test_a_document_that_is_all_passages_is_covered() -> None:
    """Nothing is reported where every character is in a node and every task has a unit."""
    whole = Passage("1", Level.TASK, "一、", "", None, 0, len(TEXT), 0, 0, (OFFICE,))
    assert uncovered(DOCUMENT, Outline("", (), None, None, (whole,)), Linking((), (), {})) == ()
