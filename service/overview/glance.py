"""What the graph holds at a glance: plans, counts, the things to begin with, and the shape of one of the plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.store.base import Store, select
from graph.store.sparql_text import iri_text
from ontology.namespaces import sparql_prologue
from service.documents.shape import Shape, read_shape
from service.words.labels import Label, read_labels

COUNTED = ("Task", "Unit", "Place", "Project", "Brand", "Goal", "Target")
_MOST = 18  # of each kind on the home page
_PLANS = 12  # that the home page lists, the newest


@dataclass(frozen=True, slots=True)
class Named:
    """A thing, its label, and how many tasks it has to do with."""

    iri: str
    label: Label
    tasks: int = 0


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan, its title, its date and the text it was read from."""

    iri: str
    label: Label
    issued: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The home page's content."""

    plans: tuple[PlanSummary, ...]
    more_plans: bool  # than are listed
    shown: str | None  # the plan whose shape is drawn
    counts: Mapping[str, int]
    goals: tuple[Named, ...]
    units: tuple[Named, ...]
    places: tuple[Named, ...]
    brands: tuple[Named, ...]
    shape: Shape | None
    labels: Mapping[str, Label]


_WAYS_IN = {
    "goals": "?task plan:contributesTo ?x . ?x a plan:Goal .",
    "units": "?task plan:responsibleUnit ?x .",
    "places": "?task plan:concernsPlace ?x .",
    "brands": "?task plan:concernsBrand ?x .",
}


def read_overview(store: Store, language: str, inferred_below: str, chosen: str | None = None) -> Overview | None:
    """The overview of a store, in a language, with the shape of the plan chosen, else of the newest.

    None where what is chosen is no plan of the store.
    """
    plans = _plans(store, f"LIMIT {_PLANS + 1}")
    more_plans, plans = len(plans) > _PLANS, plans[:_PLANS]
    if chosen is not None and chosen not in {plan for plan, _, _ in plans}:
        plans += _plans(store, f"VALUES ?x {{ {iri_text(chosen)} }}")
    shown = chosen or next((plan for plan, _, _ in plans), None)
    if chosen is not None and chosen not in {plan for plan, _, _ in plans}:
        return None
    found = {name: _most(store, pattern) for name, pattern in _WAYS_IN.items()}
    shape = read_shape(store, shown, inferred_below) if shown else None
    wanted = [*(plan for plan, _, _ in plans), *(iri for ways in found.values() for iri, _ in ways)]
    labels = read_labels(store, [*wanted, *(shape.mentioned() if shape else ())], language)
    named = {name: tuple(Named(iri, labels[iri], tasks) for iri, tasks in ways) for name, ways in found.items()}
    return Overview(
        plans=tuple(PlanSummary(iri, labels[iri], issued, text) for iri, issued, text in plans),
        more_plans=more_plans,
        shown=shown,
        counts=read_counts(store),
        shape=shape,
        labels=labels,
        **named,
    )


def read_counts(store: Store) -> dict[str, int]:
    """How many things there are of each class that readers count."""
    classes = " ".join(f"plan:{name}" for name in COUNTED)
    query = f"SELECT ?class (COUNT(DISTINCT ?x) AS ?n) {{ VALUES ?class {{ {classes} }} ?x a ?class }} GROUP BY ?class"
    found = {str(row["class"]).rpartition("#")[2]: int(str(row["n"])) for row in _rows(store, query)}
    return {name: found.get(name, 0) for name in COUNTED}


def _plans(store: Store, which: str) -> list[tuple[str, str | None, str | None]]:
    """Plans with their date and text, the newest first; `which` ends the query."""
    query = f"""SELECT ?x (SAMPLE(?d) AS ?issued) (SAMPLE(?t) AS ?text) WHERE {{
      ?x a plan:Plan . OPTIONAL {{ ?x dct:issued ?d }} OPTIONAL {{ ?x plan:sourceText ?t }}
    }} GROUP BY ?x ORDER BY DESC(?issued) ?x {which}"""
    return [(str(row["x"]), _text(row["issued"]), _text(row["text"])) for row in _rows(store, query)]


def _most(store: Store, pattern: str) -> list[tuple[str, int]]:
    query = f"""SELECT ?x (COUNT(DISTINCT ?task) AS ?tasks) WHERE {{ {pattern} ?task a plan:Task }}
    GROUP BY ?x ORDER BY DESC(?tasks) ?x LIMIT {_MOST}"""
    return [(str(row["x"]), int(str(row["tasks"]))) for row in _rows(store, query)]


def _rows(store: Store, query: str) -> list[dict[str, str | int | float | bool | None]]:
    return select(store, sparql_prologue("dct", "plan") + query).records


def _text(value: object) -> str | None:
    return None if value is None else str(value)
