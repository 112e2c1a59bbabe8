"""Goals: passages of their own, and phrases of a goals section that later headings repeat."""

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Level, Passage
from graph.read.goals import find_goals
from graph.read.passages import read_passages


def document(*passages):
    """Write a text from (number, level, heading, words); return it with its passages, each up to its next sibling."""
    text, made = "", []
    for number, level, heading, words in passages:
        made.append((number, level, len(text), len(text) + len(heading)))
        text += f"{heading}。{words}"
    ends = [
        next((other[2] for other in made[index + 1 :] if not other[0].startswith(one[0] + ".")), len(text))
        for index, one in enumerate(made)
    ]
    return text, [
        Passage(
            number, level, "", text[start:title_end], number.rpartition(".")[0] or None, start, end, start, title_end
        )
        for (number, level, start, title_end), end in zip(made, ends, strict=True)
    ]


def test_goals_of_the_plan():
    """The four places named at the end of 发展目标 are the goals that the headings 2.1 to 2.4 take up again."""
    plan = files("graph").joinpath("plans/qibao-2023-2025/source.txt").read_text(encoding="utf-8")
    goals = find_goals(plan, read_passages(plan)[0])
    assert [(goal.title, goal.number, goal.stated_in) for goal in goals] == [
        ("经济活跃高地", None, "1.3"),
        ("文化荟萃胜地", None, "1.3"),
        ("教育均衡重地", None, "1.3"),
        ("品质宜居福地", None, "1.3"),
    ]
    assert [[reference.number for reference in goal.served_by] for goal in goals] == [
        ["2.1"],
        ["2.2"],
        ["2.3"],
        ["2.4"],
    ]
    for goal in goals:
        assert plan[goal.start : goal.end] == goal.title
        assert [plan[reference.start : reference.end] for reference in goal.served_by] == [goal.title]
    assert plan[: goals[0].start].endswith("优势突出的")
    assert plan[: goals[0].served_by[0].start].endswith("(一)坚持发展为要,奋力建设")


def test_dashed_goals_are_goals_of_their_own():
    """A passage that is a goal has its number and title, and states itself."""
    text, passages = document(
        ("1", Level.SECTION, "主要目标", "到2027年,面貌一新。"),
        ("1.1", Level.GOAL, "产业规模进一步壮大", "产值增长。"),
        ("1.2", Level.GOAL, "环境质量进一步改善", "蓝天常在。"),
    )
    goals = find_goals(text, passages)
    assert [(goal.title, goal.number, goal.stated_in, goal.served_by) for goal in goals] == [
        ("产业规模进一步壮大", "1.1", "1.1", ()),
        ("环境质量进一步改善", "1.2", "1.2", ()),
    ]
    assert [text[goal.start : goal.end] for goal in goals] == [goal.title for goal in goals]


def test_a_dashed_goal_is_served_by_the_headings_that_repeat_it():
    """A goal with a passage of its own is found again in later headings, and is not counted twice."""
    text, passages = document(
        ("1", Level.SECTION, "总体目标", "建设水乡客厅、科创前湾。"),
        ("1.1", Level.GOAL, "水乡客厅", "宜居。"),
        ("2", Level.PART, "重点任务", ""),
        ("2.1", Level.SECTION, "全力打造水乡客厅", "种树。"),
        ("2.2", Level.SECTION, "加快建设科创前湾", "研发。"),
    )
    found = [(goal.title, goal.number, [one.number for one in goal.served_by]) for goal in find_goals(text, passages)]
    assert ("水乡客厅", "1.1", ["2.1"]) in found
    assert ("科创前湾", None, ["2.2"]) in found


def test_two_headings_may_serve_one_goal():
    """A goal is served by every sibling heading that ends in it, at the end of the heading or of a clause of it."""
    text, passages = document(
        ("1", Level.SECTION, "发展目标", "到2030年,努力成为创新活力新城、生态宜居新城和幸福和谐新城。"),
        ("2.1", Level.SECTION, "坚持创新,建设创新活力新城", ""),
        ("2.2", Level.SECTION, "建设生态宜居新城,坚持绿色", ""),
        ("2.3", Level.SECTION, "再造生态宜居新城", ""),
    )
    found = [(goal.title, [one.number for one in goal.served_by]) for goal in find_goals(text, passages)]
    assert found == [("创新活力新城", ["2.1"]), ("生态宜居新城", ["2.2", "2.3"])]


@pytest.mark.parametrize(
    ("words", "headings"),
    [
        ("推动高质量发展,改善民生。", ["促进产业高质量发展", "保障服务"]),  # one common phrase, no enumeration
        ("建设活力新城、绿色新城。", ["建设文明城市", "改善环境"]),  # enumerated, and not taken up again
        ("加快建设,不断改善。", ["加快建设", "不断改善"]),  # repeated, and not enumerated
    ],
)
def test_what_is_no_goal(words, headings):
    """A common phrase, an enumeration that no heading repeats, and repetition without enumeration are no goals."""
    sections = [(f"2.{index}", Level.SECTION, heading, "") for index, heading in enumerate(headings, 1)]
    text, passages = document(("1", Level.SECTION, "发展目标", words), *sections)
    assert find_goals(text, passages) == ()


def test_the_same_words_outside_a_goals_section_are_no_goals():
    """Only a section whose title speaks of 目标 states goals."""
    text, passages = document(
        ("1", Level.SECTION, "指导思想", "建设活力之城、绿色之城。"),
        ("2.1", Level.SECTION, "建设活力之城", ""),
        ("2.2", Level.SECTION, "建设绿色之城", ""),
    )
    assert find_goals(text, passages) == ()


HEADINGS = st.text(alphabet="目标建设打造活力绿色新城高地、,的 \n", max_size=14)


@given(st.lists(st.tuples(st.sampled_from(list(Level)), HEADINGS, HEADINGS), max_size=8))
def test_whatever_the_headings_goals_are_words_of_the_text(parts):
    """For any headings and words, goals stand in order in the passage named, and references in later headings."""
    text, passages = document(*((str(index), *part) for index, part in enumerate(parts)))
    by_number = {passage.number: passage for passage in passages}
    goals = find_goals(text, passages)
    assert list(goals) == sorted(goals, key=lambda goal: goal.start)
    for goal in goals:
        around = by_number[goal.stated_in]
        assert around.start <= goal.start <= goal.end <= around.end
        assert goal.title == "".join(text[goal.start : goal.end].split())
        for reference in goal.served_by:
            heading = by_number[reference.number]
            assert heading.title_start <= reference.start < reference.end <= heading.title_end
            assert text[reference.start : reference.end] == text[goal.start : goal.end]
            assert reference.start > goal.end
