"""A government web page → its main text, a line a paragraph, without navigation, scripts and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from graph.model import PlanError
from graph.read.encodings import decode
from graph.read.limits import Limits
from graph.read.page_furniture import count_words, drop_furniture
from graph.read.tables import Cell, table_lines

_BLOCKS = frozenset(
    {
        "address", "article", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p",
        "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_CONTAINERS = ("article", "main", "section", "div", "td", "body")
_MAIN_SHARE = 0.75  # of the page's words that are no links: the least element with so much is the main text
_DEEPEST = 200  # elements within each other; a page has some 30


def read_html(data: bytes, _limits: Limits) -> str:
    """Return the main text of a page. Raises `PlanError` where elements stand too deep in each other."""
    soup = BeautifulSoup(decode(data), "lxml")
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    body = soup.body or soup
    drop_furniture(body)
    main = _main_element(body)
    lines = [line for raw in "".join(_pieces(main, 0)).split("\n") if (line := _tidy(raw))]
    heading = _heading(body, main, title)
    if heading and not any(heading in line or line in heading for line in lines[:5]):
        lines.insert(0, heading)
    return "\n".join(lines)


def _tidy(line: str) -> str:
    """A line with single spaces, none between Chinese characters where the source code broke a line."""
    return re.sub(r"[ \t\r\f\v]+", " ", line.replace("\xa0", " ")).strip(" \u3000\u2002\u2003")


def _unbroken(text: str) -> str:
    """Text without the line breaks of the source code."""
    text = re.sub(r"(?<=[^\x00-\x7f])[ \t]*[\r\n]\s*(?=[^\x00-\x7f])", "", text)
    return re.sub(r"[ \t\r\n\f]+", " ", text)


def _heading(body: Tag, main: Tag, title: str) -> str:
    """The page's heading where it stands outside the main text."""
    if main.find("h1") is not None:
        return ""
    headings = [tag for tag in body.find_all(["h1", "h2"]) if main not in tag.parents]
    texts = [_tidy(tag.get_text(" ")) for tag in headings]
    named = [text for text in texts if 6 <= len(text) <= 120]
    return named[0] if named else re.split(r"[_|]| - ", title)[0].strip()


def _main_element(body: Tag) -> Tag:
    """The least element that holds most of the page's words outside links."""
    words, _ = count_words(body)
    total = words.get(id(body), 0)
    holders = [tag for tag in body.find_all(_CONTAINERS) if words.get(id(tag), 0) >= _MAIN_SHARE * total]
    return min(holders, key=lambda tag: words[id(tag)], default=body)


def _pieces(element: Tag, depth: int) -> Iterator[str]:
    """The words of an element, with line breaks around its blocks."""
    if depth > _DEEPEST:
        raise PlanError("The page's elements stand too deep in each other to be a document.")
    number = 1
    for child in element.children:
        if isinstance(child, NavigableString):
            if not isinstance(child, PreformattedString):
                yield str(child) if element.name == "pre" else _unbroken(child)
            continue
        if not isinstance(child, Tag):
            continue
        if child.name == "br":
            yield "\n"
        elif child.name == "table":
            yield "\n" + "\n".join(table_lines(_grid(child, depth))) + "\n"
        elif child.name in _BLOCKS:
            yield "\n"
            if child.name == "li" and element.name == "ol":
                yield f"{number}."
                number += 1
            yield from _pieces(child, depth + 1)
            yield "\n"
        else:
            yield from _pieces(child, depth + 1)


def _grid(table: Tag, depth: int) -> list[list[Cell]]:
    """The cells of a table, row by row; a cell that spans rows stands in each of them."""
    rows: list[list[Cell]] = []
    spanning: dict[int, tuple[int, str]] = {}  # column → rows still to come, text
    for row in table.find_all("tr"):
        if row.find_parent("table") is not table:
            continue
        cells: list[Cell] = []
        own = iter(row.find_all(["td", "th"], recursive=False))
        while True:
            if len(cells) in spanning:
                left, text = spanning.pop(len(cells))
                if left > 1:
                    spanning[len(cells)] = (left - 1, text)
                cells.append(Cell(text, is_continued=True))
                continue
            cell = next(own, None)
            if cell is None:
                break
            lines = [line for raw in "".join(_pieces(cell, depth + 1)).split("\n") if (line := _tidy(raw))]
            text = "\n".join(lines)
            rowspan, colspan = (_span(cell.get(name)) for name in ("rowspan", "colspan"))
            for offset in range(colspan):
                if rowspan > 1:
                    spanning[len(cells)] = (rowspan - 1, text)
                cells.append(Cell(text, is_continued=offset > 0))
        rows.append(cells)
    return rows


def _span(value: object) -> int:
    """A rowspan or colspan, 1 where it is none, and never a bomb."""
    return min(int(value), 50) if isinstance(value, str) and value.isdigit() and int(value) > 0 else 1
