"""Which things are in which collection, and how that follows once something else is said of some of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rdflib.namespace import RDF

from graph.store.base import Store
from graph.store.sparql_text import is_iri
from ontology.terms import PLAN
from queries.features.facts import iris, members, read_facts

CLASSES = {
    "places": str(PLAN.Place),
    "projects": str(PLAN.Project),
    "facilities": str(PLAN.Facility),
    "tasks": str(PLAN.Task),
    "plans": str(PLAN.Plan),
}
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
    return Members({name: members(store, f"?x a <{kind}> .") for name, kind in CLASSES.items()})


def follow_members(store: Store, before: Members, changed: Collection[str]) -> Members:
    """Ask again for those of which something else may be said."""
    said = read_facts(store, filter(is_iri, changed), (_TYPE,))
    found = {name: {iri for iri in said if kind in iris(said[iri], _TYPE)} for name, kind in CLASSES.items()}
    return Members({name: _followed(listed, found[name], changed) for name, listed in before.of.items()})


def _followed(before: Sequence[str], found: set[str], changed: Collection[str]) -> Sequence[str]:
    gone = {iri for iri in before if iri in changed and iri not in found}
    new = found.difference(before)
    return sorted({*before, *new} - gone) if gone or new else before
