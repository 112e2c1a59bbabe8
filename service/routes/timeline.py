"""/timeline: what the plans say is due, by year and month, of all units or of one."""

from __future__ import annotations

from flask import Blueprint, Response, request

from queries.errors import ParameterError
from queries.question import Parameter
from queries.resolution import resolve
from service.answers.conditional import negotiated
from service.answers.pages import page
from service.answers.refusal import refusal
from service.answers.tables import Cells, answer_json, sheet, spreadsheet_csv
from service.context import Context, context
from service.http.negotiation import CSV_EXCEL, HTML, JSON, XLSX, Choice, choose
from service.pictures.schedule import Schedule, read_schedule
from service.words.interface import language_of
from service.words.labels import read_labels
from service.words.views import speaker, view_word

blueprint = Blueprint("timeline", __name__)

OFFERED = (JSON, HTML, CSV_EXCEL, XLSX)
_HEADS = ("due", "number", "task", "units", "quote")


@blueprint.route("/timeline")
def timeline() -> Response:
    """The dates as a page, as JSON or as a table to download."""
    wiring = context()
    choice = choose(request.headers.get("Accept"), OFFERED, request.args.get("format"))
    return negotiated(lambda: _answer(wiring, choice), choice, language_of(request))


def _answer(wiring: Context, choice: Choice) -> Response:
    """The dates in the format chosen; 400 for a unit that is none."""
    language = language_of(request)
    given = request.args.get("unit", "").strip()
    try:
        unit = resolve(wiring.store, _parameter(wiring), given) if given else None
    except ParameterError as error:
        if choice.media_type is not HTML:
            raise
        refused = _page(read_schedule(wiring.store, None, language), given, None, refusal=refusal(error, language))
        refused.status_code = 400
        return refused
    schedule = read_schedule(wiring.store, unit, language)
    if choice.media_type is HTML:
        name = read_labels(wiring.store, [unit], language)[unit] if unit else None
        return _page(schedule, given, name, refusal=None)
    if choice.media_type is JSON:
        return answer_json(_listed(schedule), choice)
    heads = [view_word(key, language) for key in _HEADS]
    make = sheet if choice.media_type is XLSX else spreadsheet_csv
    return make("timeline", heads, _lines(schedule))


def _parameter(wiring: Context) -> Parameter:
    """What names a unit, as the questions take it."""
    return wiring.catalogue["tasks-of-unit"].parameters[0]


def _page(schedule: Schedule, given: str, name: str | None, *, refusal: object) -> Response:
    return page(
        "explore/timeline.html",
        say=speaker(),
        schedule=schedule,
        given=given,
        unit_name=name,
        refusal=refusal,
        downloads=(CSV_EXCEL, XLSX, JSON),
    )


def _listed(schedule: Schedule) -> dict[str, object]:
    """The dates as JSON."""
    return {
        "dates": [
            {
                "task": due.task,
                "number": due.number,
                "title": due.label,
                "due": due.date,
                "quote": due.quote,
                "units": [{"iri": unit, "label": schedule.labels[unit]} for unit in due.units],
            }
            for due in schedule.dates
        ],
        "undated": schedule.undated,
    }


def _lines(schedule: Schedule) -> Cells:
    return (
        [due.date, due.number, due.label, "、".join(schedule.labels[unit] for unit in due.units), due.quote]
        for due in schedule.dates
    )
