"""Each resource of /features from request to answer; imported with its libraries when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Collection as Names

from flask import Response, request

from queries.features.systems import SYSTEMS
from service.answers.conditional import negotiated
from service.answers.pages import page
from service.answers.tables import answer_json
from service.context import context
from service.features import documents, formats
from service.features.addresses import Addresses
from service.features.asking import read_items, require_known
from service.features.items import item_answer, items_answer
from service.features.parameters import COMMON, ITEM
from service.features.reading import chosen, known_collection, known_table, offered_tables
from service.http.negotiation import HTML, Choice, MediaType
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
        asked = read_items(request, known_collection(collection))
        return items_answer(chosen(addresses.wiring, collection, asked), asked, addresses, choice)

    return answered(formats.ITEMS, None, make)


def item(collection: str, feature: str) -> Response:
    """One feature."""

    def make(addresses: Addresses, choice: Choice) -> Response:
        return item_answer(known_table(addresses.wiring, collection), feature, addresses, choice)

    return answered(formats.ITEM, ITEM, make)


def answered(offered: Sequence[MediaType], parameters: Names[str] | None, make: Make) -> Response:
    """The answer in the format chosen, or 304; None are the parameters that `make` looks at itself."""
    wiring, language = context(), language_of(request)
    if parameters is not None:
        require_known(request, parameters)
    choice = formats.chosen(request, offered)
    addresses = Addresses(wiring, language)
    return negotiated(lambda: make(addresses, choice), choice, language)
