"""How properties relate, as the vocabulary says, so that a page says nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.store.answer import Cell
from graph.store.base import Store, select
from ontology.namespaces import sparql_prologue

# The inverses that stand in a chain of properties have no name of their own to be shown under, and no type.
_QUERY = """
SELECT ?p ?relation ?q WHERE {
  { ?p owl:inverseOf ?q ; a owl:ObjectProperty BIND(owl:inverseOf AS ?relation) }
  UNION { ?p rdfs:subPropertyOf ?q BIND(rdfs:subPropertyOf AS ?relation) }
  UNION { ?p a owl:SymmetricProperty BIND(owl:inverseOf AS ?relation) BIND(?p AS ?q) }
  FILTER(isIRI(?p) && isIRI(?q))
}"""

Statements = Mapping[str, dict[Cell, bool]]


@dataclass(frozen=True, slots=True)
class PropertyRelations:
    """Which properties are each other's inverse, and which imply others."""

    _inverse: Mapping[str, str]
    _broader: Mapping[str, frozenset[str]]

    def inverse(self, predicate: str) -> str | None:
        """The property that says the same backwards."""
        return self._inverse.get(predicate)

    def inverses(self) -> Iterable[str]:
        """Every property that is another's inverse."""
        return self._inverse.values()

    def drop_said_twice(self, outgoing: Statements, incoming: Statements) -> None:
        """Take out what follows from a narrower property's statement, and inverses of what is said forwards."""
        for statements in (outgoing, incoming):
            for predicate, ends in statements.items():
                for broader in self._broader.get(predicate, ()):
                    _remove(statements, broader, ends)
        for predicate, ends in incoming.items():
            said = outgoing.get(self._inverse.get(predicate, ""), {})
            for end in [end for end in ends if end in said]:
                del ends[end]


def read_property_relations(store: Store) -> PropertyRelations:
    """The relations that the vocabulary in the store states."""
    inverse: dict[str, str] = {}
    broader: dict[str, set[str]] = {}
    for row in select(store, sparql_prologue() + _QUERY).records:
        p, q = str(row["p"]), str(row["q"])
        if str(row["relation"]).endswith("inverseOf"):
            inverse.setdefault(p, q)
            inverse.setdefault(q, p)
        elif p != q:
            broader.setdefault(p, set()).add(q)
    return PropertyRelations(inverse, {p: _all_broader(p, broader) for p in broader})


def _all_broader(predicate: str, broader: Mapping[str, set[str]]) -> frozenset[str]:
    """Every property a property implies, itself and its equals left out."""
    found: set[str] = set()
    waiting = [predicate]
    while waiting:
        for wider in broader.get(waiting.pop(), ()):
            if wider not in found:
                found.add(wider)
                waiting.append(wider)
    return frozenset(wider for wider in found - {predicate} if predicate not in broader.get(wider, ()))


def _remove(statements: Statements, predicate: str, ends: Iterable[Cell]) -> None:
    """Take these ends out of what a property is said of."""
    said = statements.get(predicate)
    if said:
        for end in list(ends):
            said.pop(end, None)
