"""Which passages are tasks, and what is refused because none is."""

from __future__ import annotations

import hashlib

import pytest

from graph.model import Document, Level, PlanError
from graph.read import read_outline
from graph.read.passages import read_passages


def _levels(text: str) -> dict[str, str]:
    return {passage.number: passage.level.value for passage in read_passages(text)[0]}


def _document(text: str) -> Document:
    return Document(text, hashlib.sha256(text.encode()).hexdigest(), "plan.txt", "text/plain")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("清溪镇经济社会发展情况良好。", "has no numbered tasks"),
        ("一、指导思想\n坚持发展。\n二、基本原则\n统筹兼顾。", "no heading speaks of tasks"),
        ("1.修路。\n" * 30_001, "at most 30,000 are read"),
    ],
    ids=["no numbers", "no tasks", "too many numbers"],
)
def test_a_document_without_tasks_is_refused_by_name(text: str, words: str) -> None:
    """One sentence says which document it is and what it lacks."""
    with pytest.raises(PlanError) as caught:
        read_outline(_document(text))
    assert str(caught.value).startswith("plan.txt: ")
    assert words in str(caught.value)


def test_fellows_of_a_task_are_tasks_even_without_a_clause() -> None:
    """A passage of the same style and depth in the same part is a task without a unit; other parts have none."""
    text = "一、任务\n（一）修路。（责任单位：甲办）\n（二）修桥。\n二、展望\n（一）更美。\n（二）更强。"
    assert _levels(text) == {
        "1": "part", "1.1": "task", "1.2": "task", "2": "part", "2.1": "section", "2.2": "section",
    }  # fmt: skip


def test_the_lowest_fellows_are_the_tasks() -> None:
    """Where one section is a task itself, the sections with tasks in them stay sections."""
    text = "一、任务\n（一）交通\n1.修路。（责任单位：甲办）\n2.修桥。\n（二）水利\n1.清淤。\n2.护岸。\n"
    text += "（三）绿化。（责任单位：乙办）"
    assert _levels(text) == {
        "1": "part", "1.1": "section", "1.1.1": "task", "1.1.2": "task",
        "1.2": "section", "1.2.1": "task", "1.2.2": "task", "1.3": "task",
    }  # fmt: skip


def test_a_heading_with_a_clause_above_tasks_keeps_its_units_and_stays_a_heading() -> None:
    """Where heading and tasks both name units, only the tasks are tasks."""
    text = "一、任务\n（一）交通（牵头单位：甲办）\n1.修路。（责任单位：乙办）\n2.修桥。（责任单位：丙办）"
    passages = {passage.number: passage for passage in read_passages(text)[0]}
    assert [number for number, passage in passages.items() if passage.level is Level.TASK] == ["1.1.1", "1.1.2"]
    assert [unit.name for unit in passages["1.1"].units] == ["甲办"]
    assert passages["1.1"].title == "交通"


def test_a_clause_behind_the_last_of_several_passages_is_theirs_together() -> None:
    """It belongs to the passage they make up, unless passages of their style carry their own elsewhere."""
    text = (
        "一、任务\n（一）交通\n1.修路。\n2.修桥。（责任单位：甲办）\n（二）绿化\n1.种树。\n2.种草。（责任单位：乙办）"
    )
    assert [number for number, level in _levels(text).items() if level == "task"] == ["1.1", "1.2"]
    text = text.replace("种树。", "种树。（责任单位：丙办）")
    assert [number for number, level in _levels(text).items() if level == "task"] == [
        "1.1.1",
        "1.1.2",
        "1.2.1",
        "1.2.2",
    ]


def test_a_goal_or_safeguard_that_names_units_is_a_task() -> None:
    """Goals and safeguards without units stay what they are, unless fellow goals name units."""
    text = (
        "一、主要目标\n1.产值增长8%。\n牵头单位：甲局\n2.投资增长9%。\n二、保障措施\n1.出资。（财政局负责）\n2.宣传。"
    )
    assert _levels(text) == {
        "1": "part", "1.1": "task", "1.2": "task", "2": "part", "2.1": "task", "2.2": "safeguard",
    }  # fmt: skip


def test_a_number_without_words_stands_for_its_title() -> None:
    """The passage is kept, its marker is its title, and the lack is reported."""
    passages, problems = read_passages("一、任务\n（一）（责任单位：甲办）\n（二）修桥。（责任单位：乙办）")
    assert [passage.title for passage in passages] == ["任务", "（一）", "修桥"]
    assert [(problem.kind, problem.start, problem.end) for problem in problems] == [("title-missing", 5, 8)]


def test_a_clause_before_the_heading_is_no_part_of_it() -> None:
    """The title begins behind the clause."""
    passages, _ = read_passages("一、任务\n（一）（责任单位：甲办）修路。今年完成。\n（二）修桥。")
    assert passages[1].title == "修路"
