"""Rows as JSON, as a workbook, as CSV for spreadsheets and as features on a map."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from flask import Response

from queries.question import ColumnType, Question
from service.answers.geojson import geometry
from service.http.negotiation import CSV_EXCEL, XLSX, Choice

Rows = Iterable[Mapping[str, object]]
Cells = Iterable[Sequence[object]]

_BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes the file for one of the system's own encoding
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet reads as the beginning of a formula


def answer_json(content: object, choice: Choice) -> Response:
    """A JSON document."""
    response = Response(json.dumps(content, ensure_ascii=False, allow_nan=False))
    response.headers["Content-Type"] = choice.content_type
    return response


def workbook(question: Question, rows: Rows, language: str) -> Response:
    """The rows as a workbook, its first row the columns' titles."""
    return sheet(question.name, _titles(question, language), _cells(question, rows))


def question_csv(question: Question, rows: Rows, language: str) -> Response:
    """The rows as CSV for spreadsheets, its first row the columns' titles."""
    return spreadsheet_csv(question.name, _titles(question, language), _cells(question, rows))


def sheet(name: str, heads: Sequence[str], lines: Cells) -> Response:
    """A workbook of one sheet, its first row frozen."""
    from service.answers.workbooks import write_book  # noqa: PLC0415 - 15 MB of libraries, until somebody wants one

    return download(write_book([(name, heads, lines)]), XLSX.mime, f"{name}.xlsx")


def spreadsheet_csv(name: str, heads: Sequence[str], lines: Cells) -> Response:
    """CSV that spreadsheets open with its characters intact, and in which nothing is a formula."""
    return download(write_csv(heads, lines), CSV_EXCEL.header(), f"{name}.csv")


def write_csv(heads: Sequence[str], lines: Cells) -> bytes:
    """CSV with a byte order mark, by which spreadsheets know that it is UTF-8."""
    written = StringIO()
    written.write(_BYTE_ORDER_MARK)
    writer = csv.writer(written)
    writer.writerow(heads)
    writer.writerows([_inert(value) for value in line] for line in lines)
    return written.getvalue().encode()


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


def _titles(question: Question, language: str) -> list[str]:
    return [column.title[language] for column in question.columns]


def _cells(question: Question, rows: Rows) -> Cells:
    return ([row[column.name] for column in question.columns] for row in rows)


def download(content: bytes, content_type: str, name: str) -> Response:
    """A file to keep."""
    response = Response(content)
    response.headers["Content-Type"] = content_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _inert(value: object) -> object:
    """A value of CSV; text that would be a formula is marked as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
