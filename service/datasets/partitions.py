"""Which classes the data have, which properties, and which properties the members of each class: counted."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from graph.store.base import Store, select
from graph.store.errors import QueryTimeout, QueryTooLarge
from graph.store.sparql_text import iri_text

log = logging.getLogger("plangraph")


@dataclass(frozen=True, slots=True)
class PropertyCount:
    """How often a property is used, and of how many things."""

    triples: int
    subjects: int


@dataclass(frozen=True, slots=True)
class Partitions:
    """A dataset by class and by property (IRIs); `within` has the properties of each class.

    What took more time or memory to count than a query may take is left empty.
    """

    classes: Mapping[str, int]
    properties: Mapping[str, PropertyCount]
    within: Mapping[str, Mapping[str, PropertyCount]]


def read_partitions(store: Store, graph: str | None = None) -> Partitions:
    """The partitions of a named graph, or of the union of all.

    Statements are counted once, however many graphs hold them: Oxigraph 0.5 gives them once a graph. Measured on a
    million triples in memory: 0.2, 1.8 and 2.9 s for the three questions.
    """
    statements, members = _pattern("?s ?p ?o", graph), _pattern("?s a ?class", graph)
    everything = f"{{ SELECT DISTINCT ?s ?p ?o WHERE {{ {statements} }} }}"
    memberships = f"{{ SELECT DISTINCT ?s ?class WHERE {{ {members} FILTER(isIRI(?class)) }} }}"
    counts = "(COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?m)"
    classes = _counted(store, f"SELECT ?class {counts} WHERE {{ {memberships} }} GROUP BY ?class")
    properties = _counted(store, f"SELECT ?p {counts} WHERE {{ {everything} }} GROUP BY ?p")
    both = _counted(store, f"SELECT ?class ?p {counts} WHERE {{ {everything} {memberships} }} GROUP BY ?class ?p")
    within: dict[str, dict[str, PropertyCount]] = {}
    for (name, predicate), count in both.items():
        within.setdefault(name, {})[predicate] = count
    return Partitions(
        {name: count.subjects for (name,), count in classes.items()},
        {name: count for (name,), count in properties.items()},
        within,
    )


def _pattern(triple: str, graph: str | None) -> str:
    return triple if graph is None else f"GRAPH {iri_text(graph)} {{ {triple} }}"


def _counted(store: Store, query: str) -> dict[tuple[str, ...], PropertyCount]:
    """The two counts at the end of each row by what stands before them, in its order; none where it is too much."""
    try:
        rows = select(store, query).rows
    except (QueryTimeout, QueryTooLarge) as error:
        log.warning("A part of the datasets' description is left out, for it could not be counted: %s", error)
        return {}
    found = {}
    for row in rows:
        *names, triples, subjects = (cell.value for cell in row if cell is not None)
        if names:  # the group of nothing at all has no name
            found[tuple(names)] = PropertyCount(int(triples), int(subjects))
    return dict(sorted(found.items()))
