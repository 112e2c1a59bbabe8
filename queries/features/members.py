"""Which things are in which collection, and how that follows once something else is said of some of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rdflib.namespace import RDF

from graph.store.base import Store
from graph.store.sparql_text import iri_text, is_iri
from ontology.terms import PLAN
from queries.features.facts import iris, members, read_facts, referring

CLASSES = {
    "places": str(PLAN.Place),
    "projects": str(PLAN.Project),
    "facilities": str(PLAN.Facility),
    "tasks": str(PLAN.Task),
    "plans": str(PLAN.Plan),
}
CONCERNING = tuple(str(term) for term in (PLAN.concernsPlace, PLAN.concernsProject, PLAN.concernsFacility))
"""The properties by which a task names what may have a place."""
LOCATED_AT = str(PLAN.locatedAt)
_TYPE = str(RDF.type)


@dataclass(frozen=True, slots=True)
class Members:
    """The IRIs of the things of each class, sorted, by the names of collections; and those of the plans."""

    of: Mapping[str, Sequence[str]]

    def located(self) -> set[str]:
        """All places, projects and facilities."""
        return {iri for name in ("places", "projects", "facilities") for iri in self.of[name]}


NOBODY = Members(dict.fromkeys(CLASSES, ()))


def read_members(store: Store) -> Members:
    """Ask for all of them."""
    return Members({name: read_collection(store, name) for name in CLASSES})


def read_collection(store: Store, name: str) -> list[str]:
    """Ask for those of one."""
    return members(store, f"?x a {iri_text(CLASSES[name])} .")


def follow_members(store: Store, before: Members, changed: Collection[str]) -> Members:
    """Ask again for those of which something else may be said."""
    facts = read_facts(store, changed, (_TYPE,))
    kinds = {iri: iris(facts.of(iri), _TYPE) for iri in changed if is_iri(iri)}
    found = {name: {iri for iri in kinds if kind in kinds[iri]} for name, kind in CLASSES.items()}
    return Members({name: _followed(listed, found[name], changed) for name, listed in before.of.items()})


def _followed(before: Sequence[str], found: set[str], changed: Collection[str]) -> Sequence[str]:
    gone = {iri for iri in before if iri in changed and iri not in found}
    new = found.difference(before)
    return sorted({*before, *new} - gone) if gone or new else before


def tasks_about(store: Store, things: Sequence[str]) -> list[str]:
    """The tasks that concern any of these things, or what is located at one of them."""
    there = referring(store, things, f"?x {iri_text(LOCATED_AT)} ?of")
    concerning = ", ".join(map(iri_text, CONCERNING))
    pattern = f"?x ?p ?of ; a {iri_text(CLASSES['tasks'])} FILTER(?p IN ({concerning}))"
    return referring(store, [*things, *there], pattern)
