"""The page of a question: its form, a page of its answer, the picture, and how to ask it elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import Response, request

from graph.store.answer import Plain
from queries.ask import PAGE, AnswerPage, ask
from queries.errors import ParameterError
from queries.parameters import bind, read_arguments
from queries.question import ColumnType, Parameter, Question
from queries.search.found import Kind
from service.answers.pages import page
from service.answers.refusal import refusal
from service.context import Context
from service.http.negotiation import MediaType
from service.pictures.answer import picture_of
from service.questions.snippets import Snippet, snippets
from service.words.interface import language_of
from service.words.labels import read_labels
from service.words.views import speaker

Values = Mapping[str, Sequence[str]]

ROWS = 100  # of a page, where nobody says how many
_ROWS_LANGUAGE = "zh"  # of the labels in rows
_ENTITIES = (
    *(Kind.UNIT, Kind.PLACE, Kind.PROJECT, Kind.FACILITY, Kind.BRAND, Kind.INDUSTRY, Kind.PROGRAMME, Kind.POLICY),
    *(Kind.EVENT, Kind.ORGANIZATION),
)
_BELOW = {"Entity": _ENTITIES, "Node": (Kind.TASK, Kind.SECTION, Kind.PRINCIPLE, Kind.SAFEGUARD)}


def question_page(
    wiring: Context, asked: Question, values: Values, limit: int, offset: int, formats: Sequence[MediaType]
) -> Response:
    """The form and, once every parameter needed is given, the answer; 400 with what is meant where one does not fit."""
    language = language_of(request)
    if any(parameter.required and not values.get(parameter.name) for parameter in asked.parameters):
        return _page(asked, values, formats)
    try:
        answer, whole = _ask(wiring, asked, values, limit, offset)
    except ParameterError as error:
        refused = _page(asked, values, formats, refusal=refusal(error, language))
        refused.status_code = 400
        return refused
    return _page(asked, values, formats, **_answered(wiring, asked, values, answer, whole, language, limit, offset))


def suggested_kinds(parameter: Parameter) -> list[str]:
    """What is suggested while a parameter's value is typed."""
    names = [iri.rpartition("#")[2] for iri in parameter.classes]
    found = [kind for name in names for kind in _BELOW.get(name) or (name.lower(),)]
    return [kind for kind in dict.fromkeys(found) if kind in set(Kind)]


def _page(asked: Question, values: Values, formats: Sequence[MediaType], **content: object) -> Response:
    """The page; what it has no content for is not shown."""
    empty = {"refusal": None, "answer": None}
    return page(
        "questions/answer.html",
        **{**empty, **content},
        say=speaker(),
        question=asked,
        values=values,
        formats=formats,
        suggested_kinds=suggested_kinds,
    )


def _ask(
    wiring: Context, asked: Question, values: Values, limit: int, offset: int
) -> tuple[AnswerPage, list[dict[str, Plain]]]:
    """The rows of the page and those of the picture, the first 1,000 of all: asked once where the page lies in them."""
    first = ask(wiring.store, asked, values, limit=PAGE)
    if offset + limit > PAGE and first.next_offset is not None:
        return ask(wiring.store, asked, values, limit=limit, offset=offset, total=first.total), first.rows
    rows = first.rows[offset : offset + limit]
    reached = offset + len(rows)
    return replace(first, rows=rows, next_offset=reached if reached < first.total else None), first.rows


def _answered(
    wiring: Context,
    asked: Question,
    values: Values,
    answer: AnswerPage,
    whole: Sequence[Mapping[str, Plain]],
    language: str,
    limit: int,
    offset: int,
) -> dict[str, object]:
    """What the page says of an answer."""
    labels = _labels(wiring, asked, [*answer.rows, *whole], language)
    in_rows = labels if language == _ROWS_LANGUAGE else _labels(wiring, asked, answer.rows, _ROWS_LANGUAGE)
    return {
        "answer": answer,
        "labels": labels,
        "named_by": named_by(asked, answer, in_rows),
        "picture": picture_of(wiring.store, asked, whole, labels, language),
        "first": offset + 1,
        "last": offset + len(answer.rows),
        "offset": offset,
        "previous": max(0, offset - limit) if offset else None,
        "link_there": _address(wiring, asked, values),
        "snippets": _snippets(wiring, asked, values),
    }


def _labels(wiring: Context, asked: Question, rows: Sequence[Mapping[str, object]], language: str) -> Mapping[str, str]:
    """What the things in the rows are called."""
    columns = [column.name for column in asked.columns if column.type is ColumnType.IRI]
    return read_labels(
        wiring.store, (str(row[name]) for row in rows for name in columns if row[name] is not None), language
    )


def named_by(asked: Question, answer: AnswerPage, labels: Mapping[str, str]) -> dict[str, str]:
    """For a column of labels the column of the things they are the labels of: a page shows the two as one."""
    things = [column.name for column in asked.columns if column.type is ColumnType.IRI]
    texts = [column.name for column in asked.columns if column.type is ColumnType.TEXT]
    found: dict[str, str] = {}
    for thing in things:
        for text in texts:
            if all(row[text] == labels.get(str(row[thing])) for row in answer.rows):
                found.setdefault(text, thing)
                break
    return found


def _given(asked: Question, values: Values) -> list[tuple[str, str]]:
    """The values in the order of the parameters."""
    return [(parameter.name, value) for parameter in asked.parameters for value in values.get(parameter.name, ())]


def _address(wiring: Context, asked: Question, values: Values) -> str:
    """The address that asks this again, from anywhere."""
    return wiring.links.absolute(wiring.address, f"questions/{asked.name}", _given(asked, values))


def _snippets(wiring: Context, asked: Question, values: Values) -> tuple[Snippet, ...]:
    """The question for other tools, with the values that were given."""
    address = wiring.links.absolute(wiring.address, f"questions/{asked.name}")
    query = "\n".join(line for line in asked.prologue.splitlines() if not line.startswith("#+")).strip() + "\n\n"
    query += bind(asked, read_arguments(wiring.store, asked, values))
    return snippets(address, _given(asked, values), wiring.address + "sparql", query)
