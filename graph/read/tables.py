"""Tables of tasks → lines that read like the rest of a plan: number, task, then 责任单位:… below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph.read.responsibility_labels import unit_label

_SERIAL = re.compile(r"^(?:序号|编号|序|号|项次)$")
_CATEGORY = re.compile(r"^(?:类别|分类|领域|板块|大类|方面|任务类别|工作类别|所属领域|目标)$")
_OTHER_COLUMN = re.compile(r"时限|时间|期限|节点|进度|领导|责任人|联系人|备注|负责人")


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; `is_continued` where the same cell stood above or to the left."""

    text: str
    is_continued: bool = False


def table_lines(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Return a table as lines.

    Where the first rows have a column of units, each row below becomes its words and then, a line each, what stands
    under such a column, with the column's heading: 责任单位:…. Any other table is read cell by cell.
    """
    header = next(
        (index for index, row in enumerate(rows[:3]) if any(_is_unit_column(cell.text) for cell in row)), None
    )
    if header is None:
        return [line for row in rows for cell in row if not cell.is_continued for line in cell.text.split("\n") if line]
    columns = ["".join(cell.text.split()) for cell in rows[header]]
    lines = [cell.text for row in rows[:header] for cell in row if cell.text and not cell.is_continued]
    for row in rows[header + 1 :]:
        lines.extend(_row_lines(columns, row))
    return lines


def _is_unit_column(heading: str) -> bool:
    """Whether a column's heading is a label of units."""
    return unit_label().fullmatch("".join(heading.split())) is not None


def _row_lines(columns: Sequence[str], row: Sequence[Cell]) -> list[str]:
    """One row below a heading: what is to be done, then who is to do it and by when."""
    number = ""
    headings: list[str] = []
    words: list[str] = []
    clauses: list[str] = []
    if len({cell.text for cell in row}) == 1 and len(row) > 1:  # one cell across the table is a heading
        return row[0].text.split("\n")
    for column, cell in zip(columns, row, strict=False):
        text = cell.text.strip()
        if not text:
            continue
        if _SERIAL.match(column):
            number = (
                f"{text}." if text.isdigit() else f"{text}、" if re.fullmatch("[一二三四五六七八九十]+", text) else text
            )
        elif _is_unit_column(column) or _OTHER_COLUMN.search(column):
            clauses.append(f"{column}：{'、'.join(text.split(chr(10)))}")
        elif not cell.is_continued:
            (headings if _CATEGORY.match(column) else words).extend(text.split("\n"))
    if words:
        words[0] = number + words[0]
    return headings + words + clauses
