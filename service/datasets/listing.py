"""The datasets of the store, a named graph each: counted, and with what a plan says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.store.answer import Cell
from graph.store.base import Store, select
from ontology.namespaces import sparql_prologue
from service.http.links import Links

_COUNTS = """
SELECT ?g (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?p) AS ?properties)
WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"""
_FACTS = """
SELECT ?g ?fact ?value WHERE { GRAPH ?g {
  ?plan a plan:Plan .
  { VALUES (?p ?fact) { (rdfs:label "label") (dct:issued "issued") (dct:source "source") (dct:publisher "publisher")
      (plan:jurisdiction "place") (plan:periodStart "start") (plan:periodEnd "end") } ?plan ?p ?value }
  UNION { ?plan dct:publisher/rdfs:label ?value BIND("publisher name" AS ?fact) }
  UNION { ?goal a plan:Goal ; rdfs:label ?value BIND("goal" AS ?fact) }
} }"""
_OF_A_PLAN, _PLAN = ("inferred/", "geometry/", "spatial/"), "plan/"

Facts = Mapping[str, tuple[Cell, ...]]
"""What a plan says of itself, by the short names that are used here."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A named graph of ours as a dataset: its name in /set/, its graph, and what was counted in it."""

    name: str
    graph: str
    triples: int
    subjects: int
    properties: int
    facts: Facts = field(default_factory=dict)  # of the plan that the graph states, or that it goes with


def read_datasets(store: Store, links: Links) -> list[Dataset]:
    """The named graphs below our base, in the order of their names."""
    facts = _read_facts(store)
    found = []
    for row in select(store, sparql_prologue() + _COUNTS).records:
        graph = str(row["g"])
        path = links.path_of(graph) or ""
        if path.startswith("graph/"):
            name = path.removeprefix("graph/")
            triples, subjects, properties = (int(str(row[count])) for count in ("triples", "subjects", "properties"))
            stating = _PLAN + name.partition("/")[2] if name.startswith(_OF_A_PLAN) else name
            told = facts.get(links.iri(f"graph/{stating}"), {})
            found.append(Dataset(name, graph, triples, subjects, properties, told))
    return found


def texts(cells: Iterable[Cell]) -> list[tuple[str, str | None]]:
    """Texts with their languages, each once, in a fixed order."""
    return sorted({(cell.value, cell.language) for cell in cells}, key=lambda text: (text[0], text[1] or ""))


def _read_facts(store: Store) -> dict[str, Facts]:
    """What each plan's graph says of its plan."""
    found: dict[str, dict[str, tuple[Cell, ...]]] = {}
    for graph, fact, value in select(store, sparql_prologue() + _FACTS).rows:
        if graph is not None and fact is not None and value is not None:
            facts = found.setdefault(graph.value, {})
            facts[fact.value] = (*facts.get(fact.value, ()), value)
    return dict(found)
