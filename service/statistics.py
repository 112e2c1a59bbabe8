"""What is counted in the store, for the descriptions of its datasets: once for each version of the data."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

from graph.store.base import Store, select

_GRAPHS = """
SELECT ?g (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"""
_CLASSES = """
SELECT ?g ?of (COUNT(DISTINCT ?s) AS ?entities)
WHERE { GRAPH ?g { ?s a ?of FILTER(isIRI(?of)) } } GROUP BY ?g ?of ORDER BY ?g ?of"""
_PROPERTIES = """
SELECT ?g ?of (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
WHERE { GRAPH ?g { ?s ?of ?o } } GROUP BY ?g ?of ORDER BY ?g ?of"""
# Which properties the things of a class have, and to what: what an editor completes with.
_PATHS = """
SELECT ?of ?p ?to ?type (COUNT(*) AS ?triples) WHERE {
  { SELECT DISTINCT ?s ?of ?p ?o { ?s a ?of ; ?p ?o FILTER(isIRI(?of)) } }
  OPTIONAL { ?o a ?to FILTER(isIRI(?to)) }
  BIND(IF(isLiteral(?o), DATATYPE(?o), ?none) AS ?type)
} GROUP BY ?of ?p ?to ?type ORDER BY ?of ?p ?to ?type"""


@dataclass(frozen=True, slots=True)
class Count:
    """How many statements a graph has, or those of them with one property; `name` is that property."""

    name: str
    triples: int
    subjects: int
    objects: int


@dataclass(frozen=True, slots=True)
class Path:
    """How many statements lead from things of a class by a property to things of a class, or values of a datatype."""

    subject_class: str
    predicate: str
    object_class: str | None
    datatype: str | None
    triples: int


@dataclass(frozen=True, slots=True)
class GraphCount:
    """A named graph, counted."""

    graph: str
    total: Count
    classes: dict[str, int] = field(default_factory=dict)  # entities of each class
    properties: list[Count] = field(default_factory=list)


class Statistics:
    """Counts the store when asked, and again only when it has changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._graphs: tuple[str | None, list[GraphCount]] | None = None
        self._paths: tuple[str | None, list[Path]] | None = None

    def graphs(self) -> list[GraphCount]:
        """Every named graph that holds something, by name."""
        with self._lock:  # counted by one, waited for by the others
            version = self._store.version()
            if self._graphs is None or version is None or self._graphs[0] != version:
                self._graphs = (version, self._counted())
            return self._graphs[1]

    def paths(self) -> list[Path]:
        """The paths between classes in the union of all graphs."""
        with self._lock:
            version = self._store.version()
            if self._paths is None or version is None or self._paths[0] != version:
                self._paths = (version, self._followed())
            return self._paths[1]

    def _counted(self) -> list[GraphCount]:
        found = {}
        for row in select(self._store, _GRAPHS).records:
            found[str(row["g"])] = GraphCount(str(row["g"]), _count(str(row["g"]), row))
        for row in select(self._store, _CLASSES).records:
            if str(row["g"]) in found:
                found[str(row["g"])].classes[str(row["of"])] = _number(row["entities"])
        for row in select(self._store, _PROPERTIES).records:
            if str(row["g"]) in found:
                found[str(row["g"])].properties.append(_count(str(row["of"]), row))
        return list(found.values())

    def _followed(self) -> list[Path]:
        return [
            Path(
                str(row["of"]),
                str(row["p"]),
                None if row["to"] is None else str(row["to"]),
                None if row["type"] is None else str(row["type"]),
                _number(row["triples"]),
            )
            for row in select(self._store, _PATHS).records
        ]


def _count(name: str, row: dict[str, str | int | float | bool | None]) -> Count:
    return Count(name, *(_number(row[column]) for column in ("triples", "subjects", "objects")))


def _number(value: object) -> int:
    return int(str(value))
