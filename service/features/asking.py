"""What a request for features asks: its parameters, of which none may be unknown, unreadable or given twice."""

from __future__ import annotations

import re
from collections.abc import Collection as Names
from dataclasses import dataclass
from math import isfinite

from flask import Request

from queries.features.areas import read_box
from queries.features.choosing import Wanted
from queries.features.collections import Collection, Property, ValueType
from queries.features.errors import FeatureRequestError
from queries.features.filtering.parsing import JSON, TEXT, parse
from queries.features.periods import asked
from queries.features.systems import CRS84, System, system
from queries.features.table import Value
from service.features.parameters import CHOOSING, DEFAULT, FARTHEST, ITEMS, MOST

_NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,18})?([eE][+-]?\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for features: which, how many from where on, and in which reference system."""

    wanted: Wanted
    limit: int
    offset: int
    crs: System


def require_known(request: Request, known: Names[str]) -> None:
    """400 for a parameter that there is not (Part 1, /req/core/query-param-unknown), or that is given twice."""
    for name, values in request.args.lists():
        if name not in known:
            raise FeatureRequestError(name, f"There is no parameter {name[:50]!r} here; there are {', '.join(known)}.")
        if len(values) > 1:
            raise FeatureRequestError(name, f"{name} is given {len(values)} times, and may be given once.")


def read_items(request: Request, collection: Collection) -> Asked:
    """What a request for the items of a collection asks."""
    properties = [known.name for known in collection.properties]
    require_known(request, (*ITEMS, *properties))
    return Asked(
        _wanted(request, collection),
        limit=_whole(request, "limit", DEFAULT, 1, MOST),
        offset=_whole(request, "offset", 0, 0, FARTHEST),
        crs=read_system(request, "crs"),
    )


def read_system(request: Request, name: str) -> System:
    """The reference system that a parameter names; CRS84 without it."""
    given = request.args.get(name)
    return CRS84 if given is None else system(given, name)


def _wanted(request: Request, collection: Collection) -> Wanted:
    args = request.args
    language = args.get("filter-lang", TEXT)
    if language not in (TEXT, JSON):
        raise FeatureRequestError("filter-lang", f"filter-lang must be {TEXT} or {JSON}, not {language[:50]!r}.")
    boxes, filters = read_system(request, "bbox-crs"), read_system(request, "filter-crs")
    chosen = sorted((name, value) for name, value in args.items() if name in CHOOSING or collection.property(name))
    return Wanted(
        tuple(chosen),
        area=read_box(args["bbox"], boxes, "bbox") if "bbox" in args else None,
        period=asked(args["datetime"]) if "datetime" in args else None,
        values=[(known, _value(known, args[known.name])) for known in collection.properties if known.name in args],
        expression=parse(args["filter"], language) if "filter" in args else None,
        filter_system=filters,
        order=_order(args["sortby"], collection) if "sortby" in args else (),
    )


def _value(known: Property, text: str) -> Value:
    """The value that a property's parameter gives."""
    if known.type not in (ValueType.NUMBER, ValueType.INTEGER):
        return text
    if _NUMBER.fullmatch(text) and isfinite(float(text)):
        return float(text)
    raise FeatureRequestError(known.name, f"{known.name} must be a number, not {text[:50]!r}.")


def _order(text: str, collection: Collection) -> list[tuple[Property, bool]]:
    """The properties to sort by, and whether each descends: "accuracy,-tasks"."""
    order = []
    for part in text.split(","):
        known = collection.property(part.lstrip("+-").strip())
        if known is None or part[:2] in ("--", "++", "+-", "-+"):
            offered = ", ".join(one.name for one in collection.properties)
            raise FeatureRequestError(
                "sortby",
                f"sortby lists properties ({offered}), with - before one that descends; {part[:50]!r} is none.",
            )
        order.append((known, part.startswith("-")))
    return order


def _whole(request: Request, name: str, default: int, least: int, most: int) -> int:
    """A whole number; above the most there is, the most (Part 1, /per/core/fc-limit-response-2)."""
    text = request.args.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 15 and int(text) >= least):
        raise FeatureRequestError(name, f"{name} must be a whole number from {least}, not {text[:50]!r}.")
    return min(int(text), most)
