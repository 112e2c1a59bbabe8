"""/questions: the catalogue, and the answer to each of its questions in every format that fits it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack

from flask import Blueprint, Response, request

from graph.store.answer import Plain
from graph.store.formats import Form, Format
from queries.ask import PAGE, AnswerPage, ask
from queries.parameters import bind, read_arguments
from queries.question import ColumnType, Question
from service.answers.conditional import negotiated
from service.answers.pages import page
from service.answers.serialization import serialized
from service.answers.tables import answer_json, geojson, question_csv, workbook
from service.context import Context, context
from service.http.arguments import whole_number
from service.http.negotiation import CSV_EXCEL, GEOJSON, GRAPHS, HTML, JSON, RESULTS, XLSX, Choice, MediaType, choose
from service.http.problem import Problem
from service.questions.executables import executables
from service.questions.page import ROWS, question_page
from service.sparql.answers import send
from service.words.interface import language_of
from service.words.views import speaker, tag_name

blueprint = Blueprint("questions", __name__)

MOST_ROWS = 150_000  # of a file that is made here
FEW_ROWS = 5_000  # which take no room to speak of

LISTED = (JSON, HTML, *GRAPHS)  # the formats of the list

_OURS = ("limit", "offset", "format", "lang")  # everything else in the address is a parameter of the question


@blueprint.route("/questions")
@blueprint.route("/questions/")
def catalogue() -> Response:
    """The list of questions: all of them, or those with a tag, or with words."""
    wiring = context()
    listed = _found(wiring.catalogue.values(), request.args.get("tag", ""), request.args.get("q", ""))
    choice = choose(request.headers.get("Accept"), LISTED, request.args.get("format"))
    if choice.media_type is HTML:
        tags = Counter(tag for question in wiring.catalogue.values() for tag in question.tags)
        return page("questions/list.html", say=speaker(), questions=listed, tags=tags, tag_name=tag_name)
    if choice.media_type in GRAPHS:
        return _as_graph(wiring, listed, choice)
    response = answer_json({"questions": [_described(wiring, question) for question in listed]}, choice)
    response.vary.add("Accept")
    return response


@blueprint.route("/questions/<name>")
def question(name: str) -> Response:
    """One question's answer; as RDF, the question itself."""
    wiring = context()
    name, suffix = _without_suffix(name)
    asked = wiring.catalogue[name]
    wanted = suffix or request.args.get("format")
    choice = choose(request.headers.get("Accept"), (*offered(asked), *GRAPHS), wanted)
    if choice.media_type in GRAPHS:
        return _as_graph(wiring, [asked], choice)
    return negotiated(lambda: _answer(wiring, asked, choice), choice, language_of(request))


def offered(asked: Question) -> tuple[MediaType, ...]:
    """The formats a question is answered in; GeoJSON where a row has a geometry."""
    mapped = any(column.type is ColumnType.WKT for column in asked.columns)
    return (JSON, HTML, *RESULTS, CSV_EXCEL, XLSX, *((GEOJSON,) if mapped else ()))


def _found(questions: Iterable[Question], tag: str, words: str) -> Sequence[Question]:
    """The questions that have the tag, and each of the words in their name, title, description or tags."""
    wanted = words.casefold().split()
    return [
        question
        for question in questions
        if (not tag or tag in question.tags) and all(word in _told(question) for word in wanted)
    ]


def _told(question: Question) -> str:
    """All that is said of a question, to look for words in."""
    tags = (name for tag in question.tags for name in (tag, tag_name(tag, "zh")))
    texts = (*question.title.values(), *question.description.values(), *question.subject_title.values())
    return "\n".join((question.name, *texts, *tags)).casefold()


def _without_suffix(name: str) -> tuple[str, str | None]:
    """A question's name, and the format of RDF that follows it as a suffix."""
    bare, _, suffix = name.rpartition(".")
    return (bare, suffix) if suffix in {media_type.name for media_type in GRAPHS} else (name, None)


def _as_graph(wiring: Context, questions: Iterable[Question], choice: Choice) -> Response:
    """Questions as RDF: what they ask, for editors that take them as examples."""
    graph = executables(questions, wiring.links.iri(""), wiring.address + "sparql")
    response = Response(serialized(graph, Format(choice.media_type.mime)))
    response.headers["Content-Type"] = choice.content_type
    response.vary.add("Accept")
    return response


def _answer(wiring: Context, asked: Question, choice: Choice) -> Response:
    """The answer in the format chosen."""
    values = _values()
    if choice.media_type is HTML:
        formats = [offer for offer in offered(asked) if offer is not HTML]
        return question_page(wiring, asked, values, _limit(ROWS), _offset(), formats)
    return _data(wiring, asked, values, choice)


def _data(wiring: Context, asked: Question, values: Mapping[str, list[str]], choice: Choice) -> Response:
    """The answer for programs and spreadsheets."""
    if choice.media_type is JSON:
        return _json(wiring, asked, values, choice)
    if choice.media_type in RESULTS:
        return _results(wiring, asked, values, choice)
    return _file(wiring, asked, values, choice)


def _json(wiring: Context, asked: Question, values: Mapping[str, list[str]], choice: Choice) -> Response:
    """A page of rows, and the address of the next."""
    answer = ask(wiring.store, asked, values, limit=_limit(PAGE), offset=_offset())
    following = _next(wiring, answer)
    response = answer_json(
        {
            "question": answer.question,
            "parameters": {name: given[0] if len(given) == 1 else given for name, given in values.items()},
            "columns": answer.columns,
            "rows": answer.rows,
            "total": answer.total,
            "next": following,
        },
        choice,
    )
    if following:
        response.headers.add("Link", f'<{following}>; rel="next"')
    return response


def _results(wiring: Context, asked: Question, values: Mapping[str, list[str]], choice: Choice) -> Response:
    """The rows as SPARQL results: all of them, unless a limit is asked for."""
    window = f"\nLIMIT {_limit(PAGE)}" if "limit" in request.args else ""
    window += f"\nOFFSET {_offset()}" if "offset" in request.args else ""
    selection = bind(asked, read_arguments(wiring.store, asked, values))
    formats = {Form.BINDINGS: Format(choice.media_type.mime)}
    return send(wiring.store.query(asked.prologue + selection + window, formats=formats), choice.content_type)


def _file(wiring: Context, asked: Question, values: Mapping[str, list[str]], choice: Choice) -> Response:
    """All rows in a format that is made here, long ones for a few clients at a time; 403 where there are too many."""
    rows: list[dict[str, Plain]] = []
    with ExitStack() as taken:
        for part in _parts(wiring, asked, values):
            if part.total > MOST_ROWS:
                told = f"The answer has {part.total} rows, and {MOST_ROWS} are the most for {choice.media_type.label}"
                raise Problem(403, f"{told}; take SPARQL results (CSV, TSV, JSON, XML), or ask for less.")
            if not rows and part.total > FEW_ROWS:
                taken.enter_context(wiring.tables.making())
            rows += part.rows
        if choice.media_type is GEOJSON:
            return geojson(asked, rows, choice)
        return (workbook if choice.media_type is XLSX else question_csv)(asked, rows, language_of(request))


def _parts(wiring: Context, asked: Question, values: Mapping[str, list[str]]) -> Iterator[AnswerPage]:
    """The answer, page by page."""
    offset: int | None = 0
    total: int | None = None
    while offset is not None:
        answer = ask(wiring.store, asked, values, offset=offset, total=total)
        yield answer
        offset, total = answer.next_offset, answer.total


def _next(wiring: Context, answer: AnswerPage) -> str | None:
    """The address of the page after this one."""
    if answer.next_offset is None:
        return None
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "offset"]
    path = f"questions/{answer.question}"
    return wiring.links.absolute(wiring.address, path, [*kept, ("offset", str(answer.next_offset))])


def _values() -> dict[str, list[str]]:
    """The question's parameters in the address; an empty field of a form is not given."""
    given = {name: values for name, values in request.args.lists() if name not in _OURS}
    kept = {name: [value for value in values if value.strip()] for name, values in given.items()}
    return {name: values for name, values in kept.items() if values}


def _limit(default: int) -> int:
    """How many rows a page is to have."""
    return whole_number("limit", default, 1, PAGE)


def _offset() -> int:
    """How many rows to leave out."""
    return whole_number("offset", 0, 0, 10**12)


def _described(wiring: Context, asked: Question) -> dict[str, object]:
    """A question as the list tells it to a program."""
    return {
        "name": asked.name,
        "subject": asked.subject,
        "title": dict(asked.title),
        "description": dict(asked.description),
        "tags": list(asked.tags),
        "view": asked.view.kind,
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type.value,
                "title": dict(parameter.title),
                "required": parameter.required,
                "repeatable": parameter.repeatable,
                "choices": list(parameter.choices),
                "example": list(parameter.example),
            }
            for parameter in asked.parameters
        ],
        "columns": [column.name for column in asked.columns],
        "address": wiring.links.absolute(wiring.address, f"questions/{asked.name}"),
    }
