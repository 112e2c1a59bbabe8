"""What a plan or passage consists of, as the tree that its document is."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.store.base import Store, select
from graph.store.sparql_text import iri_text, literal_text
from ontology.namespaces import sparql_prologue
from service.words.labels import Label


@dataclass(slots=True)
class Part:
    """A passage, its number and title, and the passages below it in reading order."""

    iri: str
    number: str
    label: Label
    parts: list[Part] = field(default_factory=list)


def read_outline(store: Store, iri: str, inferred_below: str) -> list[Part]:
    """The passages below a plan or passage, by what the plan states (graphs not below `inferred_below`)."""
    parts: dict[str, Part] = {}
    parents: dict[str, str] = {}
    for row in select(store, _query(iri, inferred_below)).records:
        found = str(row["x"])
        parts.setdefault(found, Part(found, str(row["number"] or ""), Label(str(row["label"] or ""), "zh")))
        parents.setdefault(found, str(row["parent"]))
    top: list[Part] = []
    for found, part in parts.items():
        parent = parts.get(parents[found])
        if parent is not None:
            parent.parts.append(part)
        elif parents[found] == iri:
            top.append(part)
    return top


def _query(iri: str, inferred_below: str) -> str:
    """The passages with the one each directly stands in, in reading order."""
    return f"""{sparql_prologue("plan", "rdfs")}
    SELECT ?x ?parent ?number ?label WHERE {{
      ?x plan:partOf+ {iri_text(iri)} .
      GRAPH ?g {{ ?x plan:partOf ?parent }}
      FILTER(!STRSTARTS(STR(?g), {literal_text(inferred_below)}))
      OPTIONAL {{ ?x plan:number ?number }}
      OPTIONAL {{ ?x plan:position ?position }}
      OPTIONAL {{ ?x rdfs:label ?label FILTER(LANG(?label) = "zh") }}
    }} ORDER BY (!BOUND(?position)) ?position ?x"""
