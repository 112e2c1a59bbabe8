"""Each resource of /features from request to answer; imported with its libraries when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Collection as Names

from flask import Response, request

from queries.features.by_shape import BY_SHAPE, name_of
from queries.features.collections import COLLECTIONS
from queries.features.reading import Reading, follow, read_all
from queries.features.shapes import dimensions, of_shape
from queries.features.systems import SYSTEMS
from queries.features.table import FeatureTable
from service.answers.conditional import negotiated
from service.answers.pages import page
from service.answers.tables import answer_json
from service.context import Context, context
from service.features import documents, formats
from service.features.addresses import Addresses
from service.features.asking import require_known
from service.features.items import item_answer, items_answer
from service.features.parameters import COMMON, ITEM
from service.http.negotiation import HTML, Choice, MediaType
from service.http.problem import Problem
from service.words.interface import language_of

Make = Callable[[Addresses, Choice], Response]


def landing() -> Response:
    """The landing page."""

    def make(addresses: Addresses, choice: Choice) -> Response:
        document = documents.landing(addresses, choice.media_type)
        if choice.media_type is HTML:
            tables = offered_tables(addresses.wiring)
            return page("features/landing.html", document=document, tables=tables, address=addresses.address())
        return answer_json(document, choice)

    return answered(formats.PAGES, COMMON, make)


def conformance() -> Response:
    """The conformance classes."""

    def make(addresses: Addresses, choice: Choice) -> Response:
        document = documents.conformance(addresses, choice.media_type)
        if choice.media_type is HTML:
            return page("features/conformance.html", document=document)
        return answer_json(document, choice)

    return answered(formats.PAGES, COMMON, make)


def collections() -> Response:
    """All collections."""

    def make(addresses: Addresses, choice: Choice) -> Response:
        tables = offered_tables(addresses.wiring)
        if choice.media_type is HTML:
            return page("features/collections.html", tables=tables)
        return answer_json(documents.collections(tables, addresses, choice.media_type), choice)

    return answered(formats.PAGES, COMMON, make)


def collection(collection: str) -> Response:
    """One collection."""

    def make(addresses: Addresses, choice: Choice) -> Response:
        table = known_table(addresses.wiring, collection)
        document = documents.one_collection(table, addresses, choice.media_type)
        if choice.media_type is HTML:
            return page("features/collection.html", table=table, formats=formats.ITEMS, systems=SYSTEMS)
        return answer_json(document, choice)

    return answered(formats.PAGES, COMMON, make)


def queryables(collection: str) -> Response:
    """What the features of a collection can be filtered by."""

    def make(addresses: Addresses, choice: Choice) -> Response:
        table = known_table(addresses.wiring, collection)
        document = documents.queryables(table.collection, addresses)
        if choice.media_type is HTML:
            return page("features/queryables.html", table=table, document=document)
        return answer_json(document, choice)

    return answered(formats.QUERYABLES, COMMON, make)


def items(collection: str) -> Response:
    """The features of a collection that are asked for."""

    def make(addresses: Addresses, choice: Choice) -> Response:
        return items_answer(known_table(addresses.wiring, collection), addresses, choice)

    return answered(formats.ITEMS, None, make)


def item(collection: str, feature: str) -> Response:
    """One feature."""

    def make(addresses: Addresses, choice: Choice) -> Response:
        return item_answer(known_table(addresses.wiring, collection), feature, addresses, choice)

    return answered(formats.ITEM, ITEM, make)


def known_tables(wiring: Context) -> Mapping[str, FeatureTable]:
    """The collections as the data are now; after a write only what may be otherwise is read again, if that is known."""
    store, base = wiring.store, wiring.settings.base

    def followed(before: Reading, version: str) -> Reading | None:
        changed = store.changed_since(version)
        return None if changed is None else follow(store, base, before, changed)

    return wiring.remembered.get("features", lambda: read_all(store, base), followed).tables


def offered_tables(wiring: Context) -> dict[str, FeatureTable]:
    """The collections that are listed: all, and by shape those of which no single layer could draw everything."""
    offered: dict[str, FeatureTable] = {}
    for name, table in known_tables(wiring).items():
        drawn = dimensions(table)
        shapes = [name_of(table.collection, dimension) for dimension in drawn] if len(drawn) > 1 else []
        offered |= {name: table, **{shape: known_table(wiring, shape) for shape in shapes}}
    return offered


def known_table(wiring: Context, name: str) -> FeatureTable:
    """A collection, listed or not; 404 for one that there is not."""
    if name in COLLECTIONS:
        return known_tables(wiring)[name]
    if name in BY_SHAPE:
        _, whole, _ = BY_SHAPE[name]
        return wiring.remembered.get(("features", name), lambda: of_shape(known_tables(wiring)[whole.name], name))
    raise Problem(404, f"There is no collection {name[:50]!r}; there are {', '.join((*COLLECTIONS, *BY_SHAPE))}.")


def answered(offered: Sequence[MediaType], parameters: Names[str] | None, make: Make) -> Response:
    """The answer in the format chosen, or 304; None are the parameters that `make` looks at itself."""
    wiring, language = context(), language_of(request)
    if parameters is not None:
        require_known(request, parameters)
    choice = formats.chosen(request, offered)
    addresses = Addresses(wiring, language)
    return negotiated(lambda: make(addresses, choice), choice, language)
