"""Invented plans in the styles that authorities use, each with the outline a person reads in it."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.model import Level, Passage
from graph.read.passages import read_passages

FOLDER = Path(__file__).parent / "fixtures_read"
STYLES = sorted(path.stem for path in FOLDER.glob("*.txt"))


def _read(style: str) -> tuple[str, dict[str, Any]]:
    text = (FOLDER / f"{style}.txt").read_text(encoding="utf-8")
    return text, yaml.safe_load((FOLDER / f"{style}.yaml").read_text(encoding="utf-8"))


def _row(passage: Passage) -> list[str]:
    """A passage as the expectations write it: a unit is its role and name, a group of units has a star."""
    units = [f"{unit.role} {unit.name}{'*' if unit.collective else ''}" for unit in passage.units]
    return [passage.number, passage.level.value, passage.marker, passage.title, *units]


@pytest.mark.parametrize("style", STYLES)
def test_a_plan_in_this_style_is_read_as_a_person_reads_it(style: str) -> None:
    """Numbers, levels, markers, titles and units with their roles are those a person finds, and no others."""
    text, expected = _read(style)
    passages, problems = read_passages(text)
    assert [_row(passage) for passage in passages] == expected["passages"]
    assert [problem.kind for problem in problems] == expected["problems"]


@pytest.mark.parametrize("style", STYLES)
def test_spans_nest_and_quote_the_text(style: str) -> None:
    """Each passage lies in its parent and begins with its marker; titles and names are where they say."""
    text, _ = _read(style)
    passages, _ = read_passages(text)
    by_number = {passage.number: passage for passage in passages}
    for passage in passages:
        assert text.startswith(passage.marker, passage.start)
        assert text[passage.title_start : passage.title_end] == passage.title
        assert not text[passage.end - 1].isspace()
        if passage.parent is not None:
            parent = by_number[passage.parent]
            assert parent.start < passage.start < passage.end <= parent.end
        for order, unit in enumerate(passage.units, start=1):
            assert unit.order == order
            assert passage.start < unit.start < unit.end <= passage.end


# these tell their levels or their line breaks only by lines, which one long line has not
_NEED_LINES = {"chapters", "dotted", "broken_lines", "label_lines", "notice", "without_units", "troubled"}


@pytest.mark.parametrize("style", [style for style in STYLES if style not in _NEED_LINES])
def test_a_plan_on_one_line_is_read_alike(style: str) -> None:
    """With half-width signs and spaces for line breaks the same passages, units and places are found."""
    text, _ = _read(style)
    one_line = unicodedata.normalize("NFKC", text.translate({ord(c): None for c in "①②③"})).replace("\n", " ")
    lines = text.translate({ord(c): None for c in "①②③"})
    assert len(one_line) == len(lines)
    in_lines, _ = read_passages(lines)
    in_one, _ = read_passages(one_line)

    def outline(passages: tuple[Passage, ...]) -> list[tuple[object, ...]]:
        return [
            (p.number, p.level, p.start, p.end, p.title_start, p.title_end, [(u.start, u.end, u.role) for u in p.units])
            for p in passages
        ]

    assert outline(in_one) == outline(in_lines)


def test_what_stands_behind_the_last_passage_belongs_to_none() -> None:
    """Signature, date, closing sentence and annexes are left out of the last passage."""
    for style, last in (
        ("running_numbers", "重大事项及时报告省政府。"),
        ("one_line", "纳入年度考核。"),
        ("notice", "定期通报。"),
    ):
        text, _ = _read(style)
        passages, _ = read_passages(text)
        assert text[: passages[-1].end].endswith(last)


def test_a_problem_says_where_it_is() -> None:
    """The offsets of a problem are those of the characters that are wrong."""
    text, _ = _read("troubled")
    _, problems = read_passages(text)

    def quotes(kind: str) -> list[str]:
        return [text[p.start : p.end] for p in problems if p.kind == kind and p.start is not None]

    assert quotes("numbering-gap") == ["（三）", "三、"]
    assert quotes("numbering-repeat") == ["（三）", "（三）"]
    assert quotes("numbering-jump") == ["（二）"]
    assert quotes("unclosed-bracket") == ["（"]


def test_a_safeguard_that_names_units_is_a_task_as_well() -> None:
    """Below 保障措施 a passage with a clause is a task, one without is a safeguard."""
    text, _ = _read("notice")
    passages, _ = read_passages(text)
    found = {p.number: (p.level, p.is_safeguard) for p in passages if p.number.startswith("3.")}
    assert found == {"3.1": (Level.TASK, True), "3.2": (Level.SAFEGUARD, True)}
