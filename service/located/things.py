"""The things that a map shows: located ones, with how many tasks each has, and those that only a scheme has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rdflib.namespace import DCTERMS, RDFS

from graph.store.base import Store, select
from graph.store.sparql_text import iri_text
from ontology.namespaces import sparql_prologue
from queries.ask import PAGE, AnswerPage, ask
from queries.catalogue import Catalogue
from service.answers.geojson import geometry
from service.words.labels import Label, read_labels

THINGS = "map-things"
_TEXTS = (str(RDFS.comment), str(DCTERMS.source))


@dataclass(frozen=True, slots=True)
class Located:
    """A thing with one of its geometries: what it is called, how many tasks it has, how well its place is known."""

    iri: str
    label: Label
    kind: Label | None
    tasks: int
    shape: Mapping[str, Any]  # a geometry of GeoJSON
    wkt: str
    method: str | None  # a concept of the ways of locating
    method_label: Label | None
    accuracy: float | None  # metres


@dataclass(frozen=True, slots=True)
class Shown:
    """The things on a map, those with most tasks first; `total` counts those in the store too that are not shown."""

    things: tuple[Located, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Schematic:
    """A thing that is drawn where it stands in a scheme, not where it is."""

    iri: str
    label: Label
    note: str
    shape: Mapping[str, Any]


def read_located(store: Store, catalogue: Catalogue, values: Mapping[str, str], language: str) -> Shown:
    """The located things, at most 1,000. Raises ParameterError for values that do not fit."""
    answer = ask(store, catalogue[THINGS], values, limit=PAGE)
    return Shown(tuple(_located(store, answer, language)), answer.total)


def read_schematic(store: Store, language: str) -> tuple[Schematic, ...]:
    """The things with a place in a scheme, at most 1,000."""
    query = f"""{sparql_prologue()}
    SELECT ?thing ?wkt (SAMPLE(?text) AS ?note) WHERE {{
      ?thing plan:hasSchematicGeometry ?scheme . ?scheme plan:schematicWKT ?wkt .
      OPTIONAL {{ ?scheme rdfs:comment ?text . FILTER(LANG(?text) = "{language}") }}
    }} GROUP BY ?thing ?wkt ORDER BY ?thing ?wkt LIMIT {PAGE}"""
    rows = select(store, query).records
    labels = read_labels(store, (str(row["thing"]) for row in rows), language)
    shapes = [(row, geometry(str(row["wkt"]))) for row in rows]
    return tuple(
        Schematic(str(row["thing"]), labels[str(row["thing"])], str(row["note"] or ""), shape)
        for row, shape in shapes
        if shape is not None
    )


def read_notes(store: Store, things: Iterable[str], language: str) -> dict[str, tuple[str, ...]]:
    """How each thing's geometry was found and where that is from, in the reader's language or in none."""
    values = " ".join(iri_text(iri) for iri in things)
    query = f"""{sparql_prologue()}
    SELECT DISTINCT ?thing ?property ?text WHERE {{
      VALUES ?thing {{ {values} }} VALUES ?property {{ {" ".join(map(iri_text, _TEXTS))} }}
      ?thing geo:hasGeometry ?geometry . ?geometry ?property ?text .
      FILTER(!ISLITERAL(?text) || LANG(?text) IN ("", "{language}"))
    }} ORDER BY ?thing DESC(?property) ?text"""
    found: dict[str, tuple[str, ...]] = {}
    for row in select(store, query).records:
        found[str(row["thing"])] = (*found.get(str(row["thing"]), ()), str(row["text"]))
    return found


def _located(store: Store, answer: AnswerPage, language: str) -> Iterable[Located]:
    named = [str(row[name]) for row in answer.rows for name in ("thing", "kind", "method") if row[name] is not None]
    labels = read_labels(store, named, language)
    for row in answer.rows:
        shape = geometry(str(row["wkt"]))
        if shape is None:
            continue
        method = None if row["method"] is None else str(row["method"])
        accuracy = row["accuracy"]
        yield Located(
            iri=str(row["thing"]),
            label=labels[str(row["thing"])],
            kind=None if row["kind"] is None else labels[str(row["kind"])],
            tasks=int(str(row["tasks"])),
            shape=shape,
            wkt=str(row["wkt"]),
            method=method,
            method_label=None if method is None else labels[method],
            accuracy=float(accuracy) if isinstance(accuracy, int | float) else None,
        )
