"""The small map on a thing's page: what of it is located, and where the large map shows the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.store.base import Store, select
from graph.store.sparql_text import iri_text
from ontology.namespaces import sparql_prologue
from ontology.terms import PLAN
from service.documents.resource import Resource
from service.http.links import Links
from service.http.negotiation import GEOJSON

_FILTERS = {"unit": "unit", "goal": "goal"}  # kinds of pages, and the filter of the map that shows the same
_OWN = frozenset(str(PLAN[name]) for name in ("Place", "Project", "Facility"))
_CONCERNED = ("concernsPlace", "concernsProject", "concernsFacility")


@dataclass(frozen=True, slots=True)
class SmallMap:
    """What is drawn: the things, from the features at `source`; `link` is the large map, `missing` counts the rest."""

    things: tuple[str, ...]
    source: str
    link: str
    missing: int


def read_small_map(store: Store, links: Links, resource: Resource, language: str) -> SmallMap | None:
    """The small map of a thing's page; None where nothing of it is located."""
    things = list(dict.fromkeys(_things(resource)))
    located = _located(store, things) if things else frozenset()
    if not located:
        return None
    name = _filter(resource)
    filters = {name: resource.iri} if name else {}
    large = filters or ({"place": resource.iri} if resource.iri in located else {"place": next(iter(sorted(located)))})
    return SmallMap(
        things=tuple(thing for thing in things if thing in located),
        source=links.to("map", format=GEOJSON.name, lang=language, **filters),
        link=links.to("map", **large),
        missing=len(things) - len(located),
    )


def _filter(resource: Resource) -> str | None:
    """The filter of the map that shows just the tasks of this thing."""
    if resource.related is None:
        return None
    if any(kind.cell.value == str(PLAN.Brand) for kind in resource.types):
        return "brand"
    return _FILTERS.get(resource.related.kind)


def _things(resource: Resource) -> Iterable[str]:
    """What may have a place: the thing itself and what it lies at or holds, what it is about, its tasks' places."""
    if resource.task:
        for name in _CONCERNED:
            yield from (value.cell.value for value in resource.values(name))
        return
    if any(kind.cell.value in _OWN for kind in resource.types):
        yield resource.iri
        for value in (*resource.values("locatedAt"), *resource.referring("locatedAt"), *resource.referring("within")):
            yield value.cell.value
    elif resource.related:
        yield from (share.iri for share in resource.related.places)


def _located(store: Store, things: Iterable[str]) -> frozenset[str]:
    values = " ".join(map(iri_text, things))
    query = f"""{sparql_prologue("geo")}
    SELECT DISTINCT ?thing {{ VALUES ?thing {{ {values} }} ?thing geo:hasGeometry/geo:asWKT ?wkt }}"""
    return frozenset(str(row["thing"]) for row in select(store, query).records)
