"""Rows as JSON, as a workbook and as features on a map."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from io import BytesIO

from flask import Response
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from queries.question import ColumnType, Question
from service.geometry import geometry
from service.negotiation import XLSX, Choice

Rows = Iterable[Mapping[str, object]]


def answer_json(content: object, choice: Choice) -> Response:
    """A JSON document."""
    response = Response(json.dumps(content, ensure_ascii=False, allow_nan=False))
    response.headers["Content-Type"] = choice.content_type
    return response


def workbook(question: Question, rows: Rows, language: str) -> Response:
    """The rows as a workbook of one sheet, its first row the columns' titles, frozen."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(question.name[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, column.title[language]) for column in question.columns])
    for row in rows:
        sheet.append([_plain(sheet, row[column.name]) for column in question.columns])
    written = BytesIO()
    book.save(written)
    response = Response(written.getvalue())
    response.headers["Content-Type"] = XLSX.mime
    response.headers["Content-Disposition"] = f'attachment; filename="{question.name}.xlsx"'
    return response


def geojson(question: Question, rows: Rows, choice: Choice) -> Response:
    """The rows as features (RFC 7946): the geometry where a row has one, null where it has none."""
    mapped = [column.name for column in question.columns if column.type is ColumnType.WKT]
    features = [
        {
            "type": "Feature",
            "geometry": next((geometry(str(row[name])) for name in mapped if row[name] is not None), None),
            "properties": {name: value for name, value in row.items() if name not in mapped},
        }
        for row in rows
    ]
    return answer_json({"type": "FeatureCollection", "features": features}, choice)


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
