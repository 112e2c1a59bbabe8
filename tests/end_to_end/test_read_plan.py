"""The plan of Qibao read from its file: what a person counts in it is what is found, and nothing else."""

from __future__ import annotations

import unicodedata
from collections import Counter
from importlib.resources import as_file, files

import pytest

from graph.model import Level, Outline
from graph.read import read_document, read_outline
from graph.read.passages import read_passages

# tasks below each group, counted in the text by hand
TASKS_PER_GROUP = {
    "2.1.1": 3, "2.1.2": 3, "2.1.3": 3, "2.1.4": 3,
    "2.2.1": 3, "2.2.2": 3, "2.2.3": 4,
    "2.3.1": 3, "2.3.2": 3, "2.3.3": 3,
    "2.4.1": 3, "2.4.2": 4, "2.4.3": 3,
}  # fmt: skip
UNITS_OF_2_4_1_1 = "党建办 社建办 城运中心 城建中心 综合执法队 各居村 合作社 古镇管委办 镇属公司"


@pytest.fixture(scope="module")
def text() -> str:
    """The plan's text as its file holds it."""
    with as_file(files("graph") / "plans" / "qibao-2023-2025" / "source.txt") as path:
        return read_document(path).text


@pytest.fixture(scope="module")
def outline() -> Outline:
    """The plan read."""
    with as_file(files("graph") / "plans" / "qibao-2023-2025" / "source.txt") as path:
        return read_outline(read_document(path))


def test_every_numbered_passage_is_found_and_no_other(outline: Outline) -> None:
    """3 parts, 7 sections, 13 groups, 41 tasks, 5 principles and 4 safeguards, numbered by their place."""
    levels = Counter(passage.level for passage in outline.passages)
    assert levels == {
        Level.PART: 3, Level.SECTION: 7, Level.GROUP: 13, Level.TASK: 41, Level.PRINCIPLE: 5, Level.SAFEGUARD: 4,
    }  # fmt: skip
    expected = [f"{group}.{n}" for group, count in TASKS_PER_GROUP.items() for n in range(1, count + 1)]
    assert [task.number for task in outline.tasks] == expected
    others = ["1", "1.1", "1.2", *(f"1.2.{n}" for n in range(1, 6)), "1.3", "2"]
    for section in range(1, 5):
        others += [f"2.{section}", *(group for group in TASKS_PER_GROUP if group.startswith(f"2.{section}."))]
    others += ["3", "3.1", "3.2", "3.3", "3.4"]
    assert [passage.number for passage in outline.sections] == others


def test_nothing_in_the_plan_is_a_problem(outline: Outline) -> None:
    """Its numbering is whole and its brackets are closed."""
    assert outline.problems == ()


def test_headings_glued_to_what_stands_before_them_are_found(outline: Outline) -> None:
    """镇属公司)3.着力… and 建设(1)龙头… begin passages of their own."""
    titles = {passage.number: passage.title for passage in outline.passages}
    assert titles["2.1.3"] == "着力提升营商环境美誉度"
    assert titles["2.3.2"] == "深化教育内涵建设"
    assert titles["2.3.2.1"] == "龙头带动赋能高位发展"
    assert titles["1.1"] == "指导思想"
    assert titles["2.1"] == "坚持发展为要,奋力建设经济活跃高地"


def test_a_clause_names_exactly_its_units(outline: Outline) -> None:
    """All 41 tasks name units; one long clause is split where a person splits it, groups of units marked."""
    assert all(task.units for task in outline.tasks)
    (task,) = [task for task in outline.tasks if task.number == "2.4.1.1"]
    assert [unit.name for unit in task.units] == UNITS_OF_2_4_1_1.split()
    assert [unit.name for unit in task.units if unit.collective] == ["各居村", "合作社", "镇属公司"]
    labels = Counter(unit.label for task in outline.tasks for unit in task.units)
    assert set(labels) == {"责任单位", "责任部门"}
    assert labels["责任部门"] == 3


def test_each_span_is_the_text_it_quotes(outline: Outline, text: str) -> None:
    """Markers, titles and names are at their offsets; a task ends with its clause, the plan before its signature."""
    for passage in outline.passages:
        assert text.startswith(passage.marker, passage.start)
        assert text[passage.title_start : passage.title_end] == passage.title
        assert all(text[unit.start : unit.end] == unit.name for unit in passage.units)
    assert all(text[task.end - 1] == ")" for task in outline.tasks)
    assert text[: outline.passages[-1].end].endswith("鲜明标识和突出亮点。")


def test_the_plan_is_read_alike_in_other_looks(text: str) -> None:
    """On one line, and with a line break for every space that parts sentences, the same passages are found."""
    expected = [(p.number, p.title) for p in read_passages(text)[0]]
    one_line = unicodedata.normalize("NFKC", text).replace("\n", " ")
    lines = text.replace("。 ", "。\n").replace(") ", ")\n")
    for look in (one_line, lines):
        assert [(p.number, p.title) for p in read_passages(look)[0]] == expected
