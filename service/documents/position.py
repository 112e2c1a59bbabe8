"""Where a thing is, as its page tells it: its state, how that is known and how well, and what its relations rest on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.store.answer import Plain
from graph.store.base import Store, select
from graph.store.sparql_text import iri_text
from ontology.namespaces import sparql_prologue
from ontology.terms import PLAN
from service.words.labels import Label, Terms, read_labels

_MAPPED = frozenset(str(PLAN[name]) for name in ("Place", "Project", "Facility", "Landmark"))
_POINT = re.compile(r"\s*POINT\s*\(\s*(\S+)\s+(\S+)\s*\)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Founded:
    """One spatial relation of the thing, and what it rests on; each an IRI."""

    relation: str
    predicate: str
    place: str
    basis: str


@dataclass(frozen=True, slots=True)
class WhereItIs:
    """A thing's position, or why there is none."""

    state: str  # "located", "schematic", "nowhere"
    note: str | None  # how it was found, or why it was not, in the reader's language
    shape: str | None = None  # the geometry's IRI
    method: str | None = None  # the concept's IRI
    accuracy: float | None = None  # metres
    source: str | None = None
    point: tuple[str, str] | None = None  # longitude, latitude; None for a line or an area
    relations: tuple[Founded, ...] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)


def read_position(
    store: Store, iri: str, classes: Iterable[str], language: str, terms: Terms | None = None
) -> WhereItIs | None:
    """Where a thing of these classes is; None for what has no place, or where nothing is said of it."""
    if not _MAPPED.intersection(classes):
        return None
    rows = select(store, _position_query(iri, language)).records
    relations = _relations(store, iri)
    if not rows and not relations:
        return None
    row: Mapping[str, Plain] = rows[0] if rows else {}
    named = [part for one in relations for part in (one.predicate, one.place, one.basis)]
    method = _text(row, "method")
    point = _POINT.fullmatch(_text(row, "wkt") or "")
    accuracy = row.get("accuracy")
    return WhereItIs(
        state=_text(row, "state") or "unsaid",
        note=_text(row, "note"),
        shape=_text(row, "shape"),
        method=method,
        accuracy=float(accuracy) if isinstance(accuracy, int | float) else None,
        source=_text(row, "source"),
        point=(point[1], point[2]) if point else None,
        relations=relations,
        labels=read_labels(store, [*named, *([method] if method else [])], language, terms),
    )


def _position_query(iri: str, language: str) -> str:
    thing = f"VALUES ?thing {{ {iri_text(iri)} }} ?thing"
    how = f"""OPTIONAL {{ ?shape plan:locatingMethod ?method }}
      OPTIONAL {{ ?shape geo:hasMetricSpatialAccuracy ?accuracy }}
      OPTIONAL {{ ?shape dct:source ?source }}
      OPTIONAL {{ ?shape rdfs:comment ?note FILTER(LANG(?note) = "{language}") }}"""
    return f"""{sparql_prologue("dct", "geo", "plan", "rdfs")}
    SELECT ?state ?shape ?wkt ?method ?accuracy ?source ?note WHERE {{
      {{ {thing} geo:hasGeometry ?shape . ?shape geo:asWKT ?wkt BIND("located" AS ?state) {how} }} UNION
      {{ {thing} plan:hasSchematicGeometry ?shape . ?shape plan:schematicWKT ?wkt BIND("schematic" AS ?state) {how} }}
      UNION {{ {thing} plan:whyNotLocated ?note FILTER(LANG(?note) = "{language}") BIND("nowhere" AS ?state) }}
    }} ORDER BY ?state ?shape LIMIT 1"""


def _relations(store: Store, iri: str) -> tuple[Founded, ...]:
    query = f"""{sparql_prologue("plan", "rdf")}
    SELECT DISTINCT ?relation ?predicate ?place ?basis WHERE {{
      VALUES ?thing {{ {iri_text(iri)} }}
      ?relation rdf:subject ?thing ; rdf:predicate ?predicate ; rdf:object ?place ; plan:basis ?basis .
    }} ORDER BY ?predicate ?place ?basis LIMIT 100"""
    names = ("relation", "predicate", "place", "basis")
    return tuple(Founded(*(str(row[name]) for name in names)) for row in select(store, query).records)


def _text(row: Mapping[str, Plain], name: str) -> str | None:
    value = row.get(name)
    return None if value is None else str(value)
