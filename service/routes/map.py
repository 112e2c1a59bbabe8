"""/map: where the plan's tasks are; the page, its things as GeoJSON, and the tiles that the settings name."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, Response, request, send_file

from graph.store.base import Store, select
from ontology.namespaces import sparql_prologue
from queries.ask import ask
from queries.errors import ParameterError
from service.answers.conditional import negotiated
from service.answers.pages import page
from service.answers.refusal import refusal
from service.answers.tables import answer_json
from service.context import Context, context
from service.front.guards import policy_with_pictures
from service.http.negotiation import CSV_EXCEL, GEOJSON, HTML, XLSX, Choice, choose
from service.http.problem import Problem
from service.located.asked import FILTERS, Asked, read_asked, read_view
from service.located.features import located_features, schematic_features
from service.located.inside import TASKS, UNITS, read_inside
from service.located.panel import read_panel
from service.located.things import THINGS, read_located, read_notes, read_schematic
from service.located.tiles import PMTILES, tile_origins, tile_templates
from service.words.interface import language_of
from service.words.labels import Label, read_labels
from service.words.map import script_words
from service.words.views import speaker

blueprint = Blueprint("map", __name__)

OFFERED = (HTML, GEOJSON)
NOT_LOCATED = "map-tasks-not-located"
LAYERS = ("located", "schematic")
_LISTED = 200  # rows of a table, tasks of a list
_CHOICES = 200
_LONGEST = 4000  # characters of a shape in a link: others than we shorten addresses too


@blueprint.route("/map", methods=["GET", "POST"])
def show_map() -> Response:
    """The map as a page or as GeoJSON; by POST for a shape that is too long for an address."""
    wiring = context()
    if request.method == "POST":
        response = _html(wiring, request.form)
        response.headers["Cache-Control"] = "no-store"
        return response
    choice = choose(request.headers.get("Accept"), OFFERED, request.args.get("format"))
    make = _html if choice.media_type is HTML else _geojson
    return negotiated(lambda: make(wiring, request.args), choice, language_of(request))


@blueprint.route(f"/{PMTILES}")
def tiles() -> Response:
    """The file of tiles, or the range of it that is asked for."""
    file = context().settings.map_pmtiles
    if not file:
        raise Problem(404, "There is no file of tiles here; PLANGRAPH_MAP_PMTILES names one.")
    return send_file(file, mimetype="application/vnd.pmtiles", conditional=True, max_age=3600)


def _geojson(wiring: Context, given: Mapping[str, str]) -> Response:
    """The things of a layer: the located ones of the tasks asked for, or those of the scheme, never both."""
    language = language_of(request)
    choice = Choice(GEOJSON, GEOJSON.header())
    layer = given.get("layer", LAYERS[0])
    if layer not in LAYERS:
        raise Problem(400, f"layer must be one of {', '.join(LAYERS)}, not {layer[:50]!r}.")
    if layer == "schematic":
        scheme = read_schematic(wiring.store, language)
        return answer_json(schematic_features(scheme, wiring.links.document), choice)
    filters = read_asked({name: given.get(name, "") for name in FILTERS}).filters
    values = {**filters, **read_view(given.get("view", ""))}
    shown = read_located(wiring.store, wiring.catalogue, values, language)
    return answer_json(located_features(shown, wiring.links.document), choice)


def _html(wiring: Context, given: Mapping[str, str]) -> Response:
    """The page; 400, with what would fit, where something asked for does not."""
    language = language_of(request)
    try:
        asked = read_asked(given)
        content = _content(wiring, asked, language)
    except ParameterError as error:
        asked = Asked()
        content = {**_content(wiring, asked, language), "refusal": refusal(error, language)}
    response = page("map/map.html", say=speaker(), given=given, asked=asked, **content, **_about(wiring, language))
    if content["refusal"]:
        response.status_code = 400
    if origins := tile_origins(wiring.settings):
        response.headers["Content-Security-Policy"] = policy_with_pictures(origins)
    return response


def _content(wiring: Context, asked: Asked, language: str) -> dict[str, object]:
    """What the map, its table and its lists hold."""
    store, catalogue = wiring.store, wiring.catalogue
    shown = read_located(store, catalogue, asked.filters, language)
    scheme = read_schematic(store, language)
    outside = ask(store, catalogue[NOT_LOCATED], asked.filters, limit=_LISTED)
    inside = read_inside(store, catalogue, asked.values, language) if asked.shape else None
    inferred_below = wiring.links.iri("graph/inferred/")
    panel = read_panel(store, asked.place, shown.things, scheme, inferred_below, language) if asked.place else None
    listed = shown.things[:_LISTED]
    return {
        "shown": shown,
        "listed": listed,
        "notes": read_notes(store, [thing.iri for thing in listed], language) if listed else {},
        "scheme": scheme,
        "outside": outside,
        "outside_labels": read_labels(store, [str(row["task"]) for row in outside.rows], language),
        "inside": inside,
        "panel": panel,
        "refusal": None,
        "source": wiring.links.to("map", format=GEOJSON.name, lang=language, **asked.filters),
        "downloads": _downloads(wiring, THINGS, asked.filters),
        "inside_downloads": _downloads(wiring, TASKS, asked.values) if _is_short(asked) else None,
        "inside_units": wiring.links.to(f"questions/{UNITS}", **asked.values) if _is_short(asked) else None,
        "outside_link": wiring.links.to(f"questions/{NOT_LOCATED}", **asked.filters),
    }


def _about(wiring: Context, language: str) -> dict[str, object]:
    """What the page can be changed to, and what its scripts are told."""
    links, settings = wiring.links, wiring.settings
    return {
        "goals": _choices(wiring.store, "plan:contributesTo", language),
        "brands": _choices(wiring.store, "plan:concernsBrand", language),
        "schematic_source": links.to("map", format=GEOJSON.name, layer="schematic", lang=language),
        "script_words": script_words(language),
        "tiles": {
            "templates": tile_templates(settings),
            "archive": links.to(PMTILES) if settings.map_pmtiles else None,
            "credit": settings.map_credit,
        },
        "most_in_link": _LONGEST,
    }


def _is_short(asked: Asked) -> bool:
    """Whether a link can have the shape in it."""
    return len(urlencode(asked.shape)) <= _LONGEST


def _downloads(wiring: Context, question: str, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """The formats of a question's answer with their addresses, and its page."""
    path = f"questions/{question}"
    formats = (GEOJSON, CSV_EXCEL, XLSX)
    return [(media.label, wiring.links.to(path, **values, format=media.name)) for media in formats]


def _choices(store: Store, way: str, language: str) -> list[tuple[str, Label]]:
    """What tasks can be filtered by, called by name unless several things have the name."""
    query = f"{sparql_prologue()} SELECT DISTINCT ?x {{ ?task {way} ?x }} ORDER BY ?x LIMIT {_CHOICES}"
    labels = read_labels(store, [str(row["x"]) for row in select(store, query).records], language)
    names = [str(label) for label in labels.values()]
    chosen = [(label if names.count(label) == 1 else iri, label) for iri, label in labels.items()]
    return sorted(chosen, key=lambda choice: choice[1])
