"""A PDF with a text layer → its text: broken lines joined to paragraphs, page numbers and running heads left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # it ships no types

from graph.model import PlanError
from graph.read.limits import Limits

_PAGE_NUMBER = re.compile(r"^[\s\-—–·.]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/,，共]+\s*\d{1,4}\s*页?)?[\s\-—–·.]*$")
_FEW = 8  # characters a page; below that the text is a stamp or page number on a scanned picture
_ENDS = "。！？；：:!?"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, in points from its lower left corner."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    page: int


def read_pdf(data: bytes, limits: Limits) -> str:
    """Return the text of a PDF. Raises `PlanError` where it is damaged, locked, too long, or only pictures."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise PlanError("The PDF is protected by a password; save it without one.") from error
        raise PlanError("The PDF is damaged; save it anew.") from error
    try:
        pages = len(document)
        if pages > limits.pages:
            raise PlanError(f"The PDF has {pages:,} pages; at most {limits.pages:,} are read.")
        lines: list[Line] = []
        for number in range(pages):
            lines.extend(_page_lines(document[number], number))
    except pdfium.PdfiumError as error:
        raise PlanError("The PDF is damaged; save it anew.") from error
    finally:
        document.close()
    if sum(len(line.text) for line in lines) < _FEW * max(pages, 1):
        raise PlanError("The PDF has no text layer (it was scanned); run text recognition on it, or give the .docx.")
    return "\n".join(_paragraphs(_without_running_heads(lines, pages)))


def _page_lines(page: pdfium.PdfPage, number: int) -> list[Line]:
    """The lines of a page, with their place."""
    text_page = page.get_textpage()
    text = text_page.get_text_range(errors="ignore")
    lines: list[Line] = []
    for match in re.finditer(r"[^\r\n]+", text):
        words = match[0].replace("￾", "").replace("\x02", "")
        shown = [match.start() + i for i, char in enumerate(match[0]) if not char.isspace()]
        if not words.strip() or not shown:
            continue
        left, bottom, _, top = text_page.get_charbox(shown[0], loose=True)
        _, _, right, _ = text_page.get_charbox(shown[-1], loose=True)
        lines.append(Line(words.strip(), left, right, top, bottom, number))
    text_page.close()
    page.close()
    return lines


def _without_running_heads(lines: Sequence[Line], pages: int) -> list[Line]:
    """Drop page numbers, and what stands at the head or foot of most pages."""
    edges = {
        page: (max(line.top for line in group), min(line.bottom for line in group)) for page, group in _by_page(lines)
    }
    at_edge = [line for line in lines if line.top >= edges[line.page][0] - 2 or line.bottom <= edges[line.page][1] + 2]
    repeated = Counter(line.text for line in at_edge)
    heads = {text for text, count in repeated.items() if pages > 2 and count > pages / 2}
    edge_ids = {id(line) for line in at_edge}
    return [
        line for line in lines if id(line) not in edge_ids or not (line.text in heads or _PAGE_NUMBER.match(line.text))
    ]


def _by_page(lines: Sequence[Line]) -> list[tuple[int, list[Line]]]:
    """The lines of each page."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    return list(pages.items())


def _paragraphs(lines: Sequence[Line]) -> list[str]:
    """Join a line that reaches the right margin with the next one, unless that is indented."""
    if not lines:
        return []
    left = _usual([line.left for line in lines], smallest=True)
    right = _usual([line.right for line in lines], smallest=False)
    paragraphs = [lines[0].text]
    for previous, line in pairwise(lines):
        size = max(line.top - line.bottom, 6.0)
        is_full = previous.right > right - 2.5 * size
        is_indented = line.left > left + 1.2 * size
        if is_full and not is_indented:
            gap = " " if previous.text[-1:].isascii() and line.text[:1].isascii() and line.text[:1].isalpha() else ""
            paragraphs[-1] += gap + line.text
        else:
            paragraphs.append(line.text)
    return paragraphs


def _usual(values: Sequence[float], *, smallest: bool) -> float:
    """The margin: the outermost value that at least a twentieth of the lines reach."""
    ordered = sorted(values, reverse=not smallest)
    return ordered[len(ordered) // 20]
