"""Tables as a workbook (XLSX); imported when somebody wants one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Sheet = tuple[str, Sequence[str], Iterable[Sequence[object]]]
"""A sheet's name, the heads of its columns, and its lines."""


def write_book(sheets: Iterable[Sheet]) -> bytes:
    """A workbook with a sheet for each name, head and lines; the first rows are frozen."""
    book = Workbook(write_only=True)
    for name, heads, lines in sheets:
        made = book.create_sheet(name[:31])
        made.freeze_panes = "A2"
        made.append([_heading(made, head) for head in heads])
        for line in lines:
            made.append([_plain(made, value) for value in line])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _heading(sheet: WriteOnlyWorksheet, title: str) -> Cell:
    """A bold cell of the first row."""
    cell = _text(sheet, title)
    cell.font = Font(bold=True)
    return cell


def _plain(sheet: WriteOnlyWorksheet, value: object) -> object:
    """A value as a cell holds it."""
    return _text(sheet, value) if isinstance(value, str) else value


def _text(sheet: WriteOnlyWorksheet, value: str) -> Cell:
    """Text that stays text: never a formula, and without the control characters XML excludes."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    return cell
