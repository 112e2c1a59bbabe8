"""What the graph holds at a glance: plans, counts, and the things to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.store.base import Store, select
from ontology.namespaces import sparql_prologue

COUNTED = ("Task", "Unit", "Place", "Project", "Brand", "Goal", "Target")
_MOST = 24  # of each kind on the home page


@dataclass(frozen=True, slots=True)
class Named:
    """A thing, its label, and how many tasks it has to do with."""

    iri: str
    label: str
    tasks: int = 0


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan, its title, its date and the text it was read from."""

    iri: str
    label: str
    issued: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The home page's content."""

    plans: tuple[PlanSummary, ...]
    counts: Mapping[str, int]
    goals: tuple[Named, ...]
    units: tuple[Named, ...]
    places: tuple[Named, ...]
    brands: tuple[Named, ...]


def read_overview(store: Store) -> Overview:
    """The overview of a store."""
    return Overview(
        plans=_plans(store),
        counts=_counts(store),
        goals=_named(store, "?task plan:contributesTo ?x . ?x a plan:Goal ."),
        units=_named(store, "?task plan:responsibleUnit ?x ."),
        places=_named(store, "?task plan:concernsPlace ?x ."),
        brands=_named(store, "?task plan:concernsBrand ?x ."),
    )


def _plans(store: Store) -> tuple[PlanSummary, ...]:
    query = """SELECT ?x (SAMPLE(?l) AS ?label) (SAMPLE(?d) AS ?issued) (SAMPLE(?t) AS ?text) WHERE {
      ?x a plan:Plan ; rdfs:label ?l .
      OPTIONAL { ?x dct:issued ?d } OPTIONAL { ?x plan:sourceText ?t }
      FILTER(LANG(?l) IN ("zh", ""))
    } GROUP BY ?x ORDER BY ?x"""
    return tuple(
        PlanSummary(str(row["x"]), str(row["label"]), _text(row["issued"]), _text(row["text"]))
        for row in select(store, sparql_prologue() + query).records
    )


def _counts(store: Store) -> dict[str, int]:
    classes = " ".join(f"plan:{name}" for name in COUNTED)
    query = f"SELECT ?class (COUNT(DISTINCT ?x) AS ?n) {{ VALUES ?class {{ {classes} }} ?x a ?class }} GROUP BY ?class"
    found = {str(row["class"]).rpartition("#")[2]: int(str(row["n"])) for row in _rows(store, query)}
    return {name: found.get(name, 0) for name in COUNTED}


def _named(store: Store, pattern: str) -> tuple[Named, ...]:
    query = f"""SELECT ?x (SAMPLE(?l) AS ?label) (COUNT(DISTINCT ?task) AS ?tasks) WHERE {{
      {pattern} ?task a plan:Task . ?x rdfs:label ?l . FILTER(LANG(?l) IN ("zh", ""))
    }} GROUP BY ?x ORDER BY DESC(?tasks) ?x LIMIT {_MOST}"""
    return tuple(Named(str(row["x"]), str(row["label"]), int(str(row["tasks"]))) for row in _rows(store, query))


def _rows(store: Store, query: str) -> list[dict[str, str | int | float | bool | None]]:
    return select(store, sparql_prologue() + query).records


def _text(value: object) -> str | None:
    return None if value is None else str(value)
