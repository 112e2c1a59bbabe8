"""A PDF's lines become paragraphs; page numbers and running heads are left out."""

from __future__ import annotations

import pytest
from pdf_making import Line, make_pdf

from graph.model import PlanError
from graph.read.limits import Limits
from graph.read.pdf import read_pdf

WIDTH = 24  # characters of 16 points in a full line
HEAD = "金沙区人民政府文件"


def _page(paragraphs: list[str], number: int) -> list[Line]:
    """A page as a word processor sets it: first lines indented by two characters, lines of full width."""
    lines: list[Line] = [(220, 800, HEAD)]
    bottom = 750.0
    for paragraph in paragraphs:
        indent = 0 if paragraph.startswith("…") else 2
        words = paragraph.lstrip("…")
        while words:
            size = WIDTH - indent
            lines.append((80 + 16 * indent, bottom, words[:size]))
            words, indent, bottom = words[size:], 0, bottom - 26
    lines.append((270, 40, f"— {number} —"))
    return lines


LONG = "（一）建设枢纽。加快建设铁路货场二期，打通公铁联运“最后一公里”，提升中转能力，每年引进企业3家以上。"
CLAUSE = "（牵头部门：区交通局、区发展改革委；配合部门：区商务局、区财政局、各街道、各镇人民政府、各园区管委会）"


def test_broken_lines_are_joined_and_page_furniture_is_left_out() -> None:
    """A paragraph is one line again, also across pages; heads and page numbers are gone."""
    whole = LONG + CLAUSE
    cut = 3 * WIDTH - 2  # the first page ends with a full line
    pages = [
        _page(["一、主要任务", whole[:cut]], 1),
        _page(["…" + whole[cut:], "（二）引进企业。"], 2),
        _page(["二、保障措施", "加强统筹。"], 3),
    ]
    expected = ["一、主要任务", whole, "（二）引进企业。", "二、保障措施", "加强统筹。"]
    assert read_pdf(make_pdf(pages), Limits()).split("\n") == expected


def test_a_scanned_pdf_has_no_text_layer() -> None:
    """Pages without words, or with page numbers only, are called scanned."""
    with pytest.raises(PlanError, match="no text layer"):
        read_pdf(make_pdf([[], [(270, 40, "— 2 —")]]), Limits())


def test_a_locked_pdf_is_named_so() -> None:
    """A PDF that asks for a password is not called damaged."""
    with pytest.raises(PlanError, match="protected by a password"):
        read_pdf(make_pdf([_page(["一、主要任务"], 1)], locked=True), Limits())


def test_a_pdf_with_too_many_pages_is_refused() -> None:
    """The number of pages is a limit."""
    with pytest.raises(PlanError, match="at most 2 are read"):
        read_pdf(make_pdf([[], [], []]), Limits(pages=2))
