"""The bindings of a query as files for people: a workbook, CSV that spreadsheets open, features for a map."""

from __future__ import annotations

from flask import Response
from rdflib.namespace import GEO

from graph.store.answer import Answer, Cell, Table, read_table
from service.answers.geojson import geometry
from service.answers.tables import answer_json, sheet, spreadsheet_csv
from service.context import context
from service.http.negotiation import GEOJSON, XLSX, Choice
from service.sparql.held import held

_WKT = str(GEO.wktLiteral)
_NAME = "query"


def result_table(answer: Answer, choice: Choice) -> Response:
    """The rows in a format that no store writes; a Problem where there are too many to hold here."""
    with held(answer, choice.media_type.label, context().tables) as content:
        table = read_table(content)
        if choice.media_type is GEOJSON:
            return _features(table, choice)
        lines = ([None if cell is None else cell.plain for cell in row] for row in table.rows)
        return (sheet if choice.media_type is XLSX else spreadsheet_csv)(_NAME, table.variables, lines)


def _features(table: Table, choice: Choice) -> Response:
    """A feature (RFC 7946) a row: its first WKT literal in CRS84 is the geometry, all else its properties."""
    return answer_json({"type": "FeatureCollection", "features": [_feature(table, row) for row in table.rows]}, choice)


def _feature(table: Table, row: tuple[Cell | None, ...]) -> dict[str, object]:
    bound = [(name, cell) for name, cell in zip(table.variables, row, strict=True) if cell is not None]
    shapes = (geometry(cell.value) for _, cell in bound if cell.datatype == _WKT)
    return {
        "type": "Feature",
        "geometry": next((shape for shape in shapes if shape is not None), None),
        "properties": {name: cell.plain for name, cell in bound if cell.datatype != _WKT},
    }
