"""/matrix: units against units, goals or places, by the tasks they have in common."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, Response, request

from service.answers.conditional import negotiated
from service.answers.pages import page
from service.answers.tables import Cells, answer_json, sheet, spreadsheet_csv
from service.context import Context, context
from service.http.negotiation import CSV_EXCEL, HTML, JSON, XLSX, Choice, choose
from service.http.problem import Problem
from service.pictures.collaboration import Axis, question_of, read_matrix
from service.pictures.matrix import Heading, Matrix, Order
from service.words.interface import language_of
from service.words.views import speaker, view_word

blueprint = Blueprint("matrix", __name__)

OFFERED = (JSON, HTML, CSV_EXCEL, XLSX)
_SHOWN = 60  # rows and columns of the page

_Word = TypeVar("_Word", bound=StrEnum)


@blueprint.route("/matrix")
def matrix() -> Response:
    """The matrix as a page, as JSON or as a table to download."""
    wiring = context()
    choice = choose(request.headers.get("Accept"), OFFERED, request.args.get("format"))
    rows, columns = _one_of(Axis, "rows", Axis.UNIT), _one_of(Axis, "columns", Axis.UNIT)
    if Axis.UNIT not in (rows, columns):
        raise Problem(400, "Either rows or columns must be unit: units are what tasks are counted for.")
    order = _one_of(Order, "order", Order.LOAD)
    return negotiated(lambda: _answer(wiring, rows, columns, order, choice), choice, language_of(request))


def _answer(wiring: Context, rows: Axis, columns: Axis, order: Order, choice: Choice) -> Response:
    """The matrix in the format chosen."""
    language = language_of(request)
    whole = read_matrix(wiring.store, rows, columns, language).ordered(order)
    if choice.media_type is HTML:
        return _html(whole, rows, columns, order)
    if choice.media_type is JSON:
        return answer_json(_listed(whole, rows, columns), choice)
    corner = f"{view_word(f'kinds_{rows}', language)} × {view_word(f'kinds_{columns}', language)}"
    name = f"matrix-{rows}-{columns}"
    if choice.media_type is XLSX:
        return sheet(name, _heads(corner, whole), _lines(whole))
    return spreadsheet_csv(name, _heads(corner, whole), _lines(whole))


def _html(whole: Matrix, rows: Axis, columns: Axis, order: Order) -> Response:
    """The page with the part of the matrix that can be looked over."""
    shown, links = whole.cut(_SHOWN), context().links

    def question(row: Heading, column: Heading) -> str:
        name, given = question_of(rows, columns, row.key, column.key)
        values: dict[str, list[str]] = {}
        for parameter, value in given:
            values.setdefault(parameter, []).append(value)
        return links.to(f"questions/{name}", lang=request.args.get("lang"), **values)

    return page(
        "explore/matrix.html",
        say=speaker(),
        matrix=shown,
        is_cut=(len(shown.rows), len(shown.columns)) != (len(whole.rows), len(whole.columns)),
        shown_most=_SHOWN,
        rows=rows,
        columns=columns,
        order=order,
        axes=tuple(Axis),
        orders=tuple(Order),
        question=question,
        downloads=(CSV_EXCEL, XLSX, JSON),
    )


def _listed(whole: Matrix, rows: Axis, columns: Axis) -> dict[str, object]:
    """The matrix as JSON: headings, and the cells that are not 0."""
    return {
        "rows": {"kind": rows, "things": [_described(heading) for heading in whole.rows]},
        "columns": {"kind": columns, "things": [_described(heading) for heading in whole.columns]},
        "cells": [{"row": row, "column": column, "tasks": tasks} for (row, column), tasks in whole.cells.items()],
    }


def _described(heading: Heading) -> dict[str, object]:
    return {"iri": heading.thing, "label": heading.label}


def _heads(corner: str, whole: Matrix) -> list[str]:
    return [corner, *(column.label for column in whole.columns)]


def _lines(whole: Matrix) -> Cells:
    """Each row's name and counts."""
    return ([row.label, *(whole.value(row, column) for column in whole.columns)] for row in whole.rows)


def _one_of(words: type[_Word], name: str, default: _Word) -> _Word:
    """The word of the address that is one of a few; 400 for any other."""
    given = request.args.get(name) or default
    if given not in set(words):
        raise Problem(400, f"{name} must be one of {', '.join(words)}, not {given[:50]!r}.")
    return words(given)
