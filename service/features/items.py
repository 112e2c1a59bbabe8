"""The features a request asks for, in the format it wants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import shapely
from flask import Response, request

from queries.features.collections import Collection, Property
from queries.features.crs import from_crs84
from queries.features.systems import System
from queries.features.table import FeatureTable
from service.answers.pages import page
from service.answers.tables import answer_json, spreadsheet_csv
from service.features import formats
from service.features.addresses import Addresses, Link, paging
from service.features.asking import Asked, read_system
from service.features.reading import Chosen
from service.features.writing import features, json_fg_members
from service.http.links import spellings
from service.http.negotiation import CSV, HTML, Choice
from service.http.problem import Problem

_BETTER_NAMED = ("kind", "within", "method", "plan")  # the columns with their names say it better
_NAMES = ("iri", "label_zh", "label_en")  # which stand in the first column
_OTHERWISE = {"_en": "_zh", "_zh": "_en"}


def items_answer(chosen: Chosen, asked: Asked, addresses: Addresses, choice: Choice) -> Response:
    """A page of the features that are asked for."""
    table, shown, matched = chosen
    links = _links(table, asked, matched, addresses, choice)
    if choice.media_type is HTML:
        response = _page(table, shown, matched, asked, addresses)
    elif choice.media_type is CSV:
        response = _csv(table, shown, asked.crs)
    else:
        response = _json(table, shown, matched, asked, links, choice)
    for link in links:
        if link["rel"] in ("next", "prev"):
            response.headers.add("Link", f'<{link["href"]}>; rel="{link["rel"]}"; type="{link["type"]}"')
    return _in_system(response, asked.crs)


def item_answer(table: FeatureTable, identifier: str, addresses: Addresses, choice: Choice) -> Response:
    """One feature; 404 where there is none of that name."""
    crs = read_system(request, "crs")
    place = next((table.place_of[way] for way in spellings(identifier) if way in table.place_of), None)
    if place is None:
        raise Problem(404, f"{table.collection.name} has no feature of that name.")
    is_json_fg = choice.media_type is formats.JSON_FG
    (feature,) = features(table, [place], crs, json_fg=is_json_fg)
    path = f"collections/{table.collection.name}/items/{table.ids[place]}"
    query = [("crs", crs.uri)] if "crs" in request.args else []
    links = [
        *addresses.own(path, formats.ITEM, choice.media_type, query),
        addresses.above(table.collection),
        addresses.thing(feature["properties"]["iri"]),
    ]
    if choice.media_type is HTML:
        response = page(
            "features/item.html",
            table=table,
            feature=feature,
            told=[known for known in _told(table.collection, addresses.language) if known.name not in _BETTER_NAMED],
            path=f"features/{path}",
            crs=crs,
        )
    else:
        document = feature | (json_fg_members(table, crs) if is_json_fg else {}) | {"links": links}
        response = answer_json(document, choice)
    return _in_system(response, crs)


def _json(
    table: FeatureTable, shown: Sequence[int], matched: int, asked: Asked, links: list[Link], choice: Choice
) -> Response:
    """The features as GeoJSON or JSON-FG."""
    is_json_fg = choice.media_type is formats.JSON_FG
    document: dict[str, Any] = {
        "type": "FeatureCollection",
        **(json_fg_members(table, asked.crs) if is_json_fg else {}),
        "timeStamp": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "numberMatched": matched,
        "numberReturned": len(shown),
        "links": links,
        "features": list(features(table, shown, asked.crs, json_fg=is_json_fg)),
    }
    return answer_json(document, choice)


def _links(table: FeatureTable, asked: Asked, matched: int, addresses: Addresses, choice: Choice) -> list[Link]:
    """To itself and its other formats, to the pages before and after it, and to the collection."""
    path, args = f"collections/{table.collection.name}/items", request.args.to_dict(flat=False)
    same = [(name, value) for name, values in args.items() if name != "f" for value in values]
    links = addresses.own(path, formats.ITEMS, choice.media_type, same)
    places = {"next": asked.offset + asked.limit, "prev": max(0, asked.offset - asked.limit)}
    there = {"next": places["next"] < matched, "prev": asked.offset > 0}
    for rel in (rel for rel in ("next", "prev") if there[rel]):
        title = addresses.word("next" if rel == "next" else "previous")
        links.append(addresses.link(rel, path, choice.media_type, title, paging(args, places[rel])))
    return [*links, addresses.above(table.collection)]


def _page(table: FeatureTable, shown: Sequence[int], matched: int, asked: Asked, addresses: Addresses) -> Response:
    """The page with a table of those properties that any of the features has."""
    found = list(features(table, shown, asked.crs, json_fg=False))
    only_one = [name for name in ("plan_zh",) if len(set(table.columns.get(name, ()))) == 1]  # says nothing in a column
    told = [
        known
        for known in _told(table.collection, addresses.language)
        if known.name not in (*_BETTER_NAMED, *_NAMES, *only_one)
        and any(one["properties"][known.name] is not None for one in found)
    ]
    return page(
        "features/items.html",
        table=table,
        features=found,
        told=told,
        matched=matched,
        offset=asked.offset,
        limit=asked.limit,
        formats=formats.ITEMS,
        names=f"label_{addresses.language}",
    )


def _told(collection: Collection, language: str) -> list[Property]:
    """The properties but for those that are in the other language what another one is in this."""
    other = "_en" if language == "zh" else "_zh"
    return [
        known
        for known in collection.properties
        if known.name in _NAMES
        or not (known.name.endswith(other) and collection.property(known.name[:-3] + _OTHERWISE[other]))
    ]


def _csv(table: FeatureTable, shown: Sequence[int], crs: System) -> Response:
    """The features as lines, their geometry as WKT."""
    moved = from_crs84(table.written[list(shown)], crs)
    wkt = shapely.to_wkt(moved, rounding_precision=crs.decimals).tolist()
    names = [known.name for known in table.collection.properties]
    lines = (
        [table.ids[place], *(_plain(table.columns[name][place]) for name in names), text]
        for place, text in zip(shown, wkt, strict=True)
    )
    return spreadsheet_csv(table.collection.name, ["id", *names, "wkt"], lines)


def _plain(value: object) -> object:
    return "; ".join(value) if isinstance(value, tuple) else value


def _in_system(response: Response, crs: System) -> Response:
    """The answer, which says what its coordinates are in (Part 2, /req/crs/ogc-crs-header)."""
    response.headers["Content-Crs"] = f"<{crs.uri}>"
    return response
