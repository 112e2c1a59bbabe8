"""The features of the service's store: read once a version of the data, and a first page of many before all are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from queries.features.by_shape import BY_SHAPE, name_of
from queries.features.choosing import choose
from queries.features.collections import COLLECTIONS, Collection
from queries.features.members import read_collection
from queries.features.reading import Reading, follow, read_all, read_some
from queries.features.shapes import dimensions, of_shape
from queries.features.table import FeatureTable
from service.context import Context
from service.features.asking import Asked
from service.http.problem import Problem

_KEY = "features"
_MANY = 10_000  # features of a collection; fewer are read before anybody would notice
_OF_THEIR_OWN = ("places", "projects", "facilities")  # a page of which can be read without all the others


class Chosen(NamedTuple):
    """A page of features: a table with them, their places in it, and how many there are in all."""

    table: FeatureTable
    shown: Sequence[int]
    matched: int


def chosen(wiring: Context, name: str, asked: Asked) -> Chosen:
    """The features that are asked for.

    A page of all is read by itself as long as the whole is not there, which is begun with meanwhile.
    """
    if asked.wanted.is_everything and name in _OF_THEIR_OWN and not wiring.remembered.has(_KEY):
        iris = read_collection(wiring.store, name)
        if len(iris) >= _MANY:
            page = iris[asked.offset : asked.offset + asked.limit]
            table = read_some(wiring.store, wiring.settings.base, name, page)
            wiring.remembered.begin(_KEY, *_reading(wiring))
            return Chosen(table, range(len(table)), len(iris))
    table = known_table(wiring, name)
    places = choose(table, asked.wanted)
    return Chosen(table, places[asked.offset : asked.offset + asked.limit].tolist(), len(places))


def known_tables(wiring: Context) -> Mapping[str, FeatureTable]:
    """The collections as the data are now; after a write only what may be otherwise is read again, if that is known."""
    return wiring.remembered.get(_KEY, *_reading(wiring)).tables


def _reading(wiring: Context) -> tuple[Callable[[], Reading], Callable[[Reading, str], Reading | None]]:
    """What reads all of them, and what follows a write."""
    store, base = wiring.store, wiring.settings.base

    def followed(before: Reading, version: str) -> Reading | None:
        changed = store.changed_since(version)
        return None if changed is None else follow(store, base, before, changed)

    return lambda: read_all(store, base), followed


def offered_tables(wiring: Context) -> dict[str, FeatureTable]:
    """The collections that are listed: all, and by shape those of which no single layer could draw everything."""
    offered: dict[str, FeatureTable] = {}
    for name, table in known_tables(wiring).items():
        drawn = dimensions(table)
        shapes = [name_of(table.collection, dimension) for dimension in drawn] if len(drawn) > 1 else []
        offered |= {name: table, **{shape: known_table(wiring, shape) for shape in shapes}}
    return offered


def known_table(wiring: Context, name: str) -> FeatureTable:
    """The features of a collection, listed or not; 404 for one that there is not."""
    known_collection(name)
    if name in COLLECTIONS:
        return known_tables(wiring)[name]
    _, whole, _ = BY_SHAPE[name]
    return wiring.remembered.get((_KEY, name), lambda: of_shape(known_tables(wiring)[whole.name], name))


def known_collection(name: str) -> Collection:
    """A collection, listed or not; 404 for one that there is not."""
    if name in COLLECTIONS:
        return COLLECTIONS[name]
    if name in BY_SHAPE:
        return BY_SHAPE[name][0]
    raise Problem(404, f"There is no collection {name[:50]!r}; there are {', '.join((*COLLECTIONS, *BY_SHAPE))}.")
