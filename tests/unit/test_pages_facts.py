"""What pages show first: tasks in groups, shares, amounts, sentences, the plan's shape, contents, coverage."""

from __future__ import annotations

import pytest

from service.documents.sentences import cut
from service.documents.shape import ROW, draw
from service.documents.targets import amount
from service.documents.tasks import Group, Part, Share, TaskRow, grouped, shares
from service.documents.text_view import Heading, Kind, Passage, PlanText, contents, nested
from service.overview.coverage import measure, merged, touches

TEXT = "某镇计划\n一、交通\n(一)修路。新建“彩虹桥”一座。要加强领导。\n2024年1月"


def rows() -> list[TaskRow]:
    """Three tasks: two for one goal in one section, one without a goal in another."""
    return [
        TaskRow("t1", "1.1", section="s1", goals=["g"], parts=[Part("u", None, 1), Part("v", None, 2)]),
        TaskRow("t2", "1.2", section="s1", goals=["g"], parts=[Part("v", None, 1)]),
        TaskRow("t3", "2.1", section="s2", parts=[Part("u", "lead", 1)]),
    ]


def test_tasks_are_grouped_by_what_they_share() -> None:
    """Groups come in the order in which they first appear; tasks that have nothing to group by come last."""
    one, two, three = rows()
    assert grouped([three, one, two], lambda row: row.goals) == (Group("g", (one, two)), Group(None, (three,)))
    assert [group.of for group in grouped([one, two, three], lambda row: [row.section])] == ["s1", "s2"]


def test_shares_are_parts_of_the_most() -> None:
    """Each thing is counted once a task, the most frequent first, equals by name; the page's own thing is left out."""
    assert shares(rows(), lambda row: row.units) == (Share("u", 2, 100), Share("v", 2, 100))
    assert shares(rows(), lambda row: [*row.units, *row.units], aside="u") == (Share("v", 2, 100),)
    assert shares(rows(), lambda row: row.goals + ["x"] * (row.number == "1.1")) == (
        Share("g", 2, 100),
        Share("x", 1, 50),
    )


def test_a_role_is_a_units_own() -> None:
    """A task knows the role of each of its units, and of no other."""
    assert [row.role_of("u") for row in rows()] == [None, None, "lead"]


@pytest.mark.parametrize(
    ("value", "least", "most", "shown"),
    [
        (6, None, None, "6所"),
        (None, 1, 2, "1–2所"),
        (None, 3, None, "≥ 3所"),
        (None, None, 5, "≤ 5所"),
        (None, None, None, None),
        (0, None, None, "0所"),
    ],
)
def test_amounts_are_read_as_written(value: int | None, least: int | None, most: int | None, shown: str | None) -> None:
    """A number, a range or an open range with its unit of measure; nothing where there is no number."""
    assert amount({"value": value, "least": least, "most": most, "measure": "所"}) == shown


@pytest.mark.parametrize(
    ("window", "start", "first", "parts"),
    [
        ("修路。依托九星发展。种树。", 5, 0, ("依托", "九星", "发展。")),
        ("九星发展。", 0, 0, ("", "九星", "发展。")),
        ("很长的句子到九星为止还没有完", 6, 40, ("…很长的句子到", "九星", "为止还没有完…")),
    ],
)
def test_a_sentence_is_cut_at_its_ends(window: str, start: int, first: int, parts: tuple[str, str, str]) -> None:
    """A sentence goes from full stop to full stop; where the window ends before, … says so."""
    assert cut(window, start, start + 2, first) == parts


def test_the_shape_joins_tasks_that_follow_each_other() -> None:
    """One cell for the goal of two tasks, one a section, one a task; what has no goal has no colour."""
    cells = {cell.iri: cell for cell in draw(rows())}
    assert set(cells) == {"g", "s1", "s2", "t1", "t2", "t3"}
    assert cells["g"].height == cells["s1"].height == 2 * ROW - 2
    assert [cells[name].y for name in ("t1", "t2", "t3")] == [1, ROW + 1, 2 * ROW + 1]
    assert (cells["t1"].colour, cells["s2"].colour, cells["t3"].colour) == (0, None, None)
    assert cells["t3"].number == "2.1"


def place(kind: Kind, words: str, body: str) -> Passage:
    """A passage where its words stand in the text."""
    start = TEXT.index(words)
    return Passage(start, start + len(words), kind, body)


def text(*cited: str) -> PlanText:
    """The text with its two numbered passages, their headings, and citations of some words."""
    whole = TEXT[TEXT.index("一、") : TEXT.index("\n2024")]
    nodes = [place(Kind.NODE, whole, "s"), place(Kind.NODE, whole[len("一、交通\n") :], "t")]
    headings = [place(Kind.HEADING, "一、交通", "s"), place(Kind.HEADING, "(一)修路", "t")]
    return PlanText("", TEXT, (*nodes, *headings, *(place(Kind.CITATION, words, words) for words in cited)))


def test_contents_are_the_headings() -> None:
    """The table of contents has each heading with its depth and the anchor of its passage, whenever it is asked for."""
    found = contents(text())
    assert [(heading.words, heading.depth) for heading in found] == [("一、交通", 0), ("(一)修路", 1)]
    assert found[1] == Heading("(一)修路", f"char={TEXT.index('(一)')},{TEXT.index('导。') + 2}", 1)
    assert contents(text()) == found


def test_nesting_leaves_the_passages_as_they_are() -> None:
    """Passages can be nested again and again: none gathers what it held before."""
    passages = text("彩虹桥").passages
    first = nested(passages, len(TEXT))
    assert nested(passages, len(TEXT)) == first
    assert all(passage.inside == [] for passage in passages)


def test_coverage_counts_what_is_cited() -> None:
    """Of the sentences that are no headings, one cites a name; the title and the date are in no passage."""
    found = measure("x", text("彩虹桥"))
    assert (found.sentences_cited, found.sentences) == (1, 4)
    assert [one.words for one in found.outside] == ["某镇计划", "2024年1月"]
    assert [one.words for one in found.without] == ["某镇计划", "要加强领导。", "2024年1月"]
    assert found.quoted == ()
    assert found.in_citations == 3
    assert found.characters == len(TEXT) - 3  # the line breaks


def test_quoted_words_that_nobody_recognised_are_named() -> None:
    """A name in quotation marks without a citation is listed with its place."""
    (unknown,) = measure("x", text()).quoted
    assert (unknown.words, TEXT[unknown.start : unknown.end]) == ("彩虹桥", "彩虹桥")


def test_ranges_are_merged() -> None:
    """Ranges that overlap or meet are one; one touches another where they share a character."""
    ranges = merged([(5, 8), (0, 2), (2, 3), (6, 9)])
    assert ranges == [(0, 3), (5, 9)]
    assert [touches(ranges, *one) for one in ((3, 5), (2, 4), (4, 6), (9, 12), (0, 20))] == [
        *(False, True, True, False),
        True,
    ]


def test_a_plan_without_goals_has_no_column_for_them() -> None:
    """Its groups begin at the left edge, and all cells are grey."""
    cells = list(draw([TaskRow("t1", "1.1", section="s1"), TaskRow("t2", "1.2", section="s1")]))
    assert next((cell.iri, cell.x) for cell in cells) == ("s1", 1)
    assert {cell.colour for cell in cells} == {None}
    assert all(cell.width > 0 for cell in cells)
