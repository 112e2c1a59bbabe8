"""The statements about a thing, both ways, as its page lists them: labelled, cited, and the inferred ones explained."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS

from graph.store.answer import Cell
from graph.store.base import Store, select
from graph.store.sparql_text import iri_text
from ontology.namespaces import OA, ONTOLOGY
from service.documents.evidence import Evidence
from service.documents.reasons import Reason
from service.vocabulary.properties import PropertyRelations
from service.words.labels import Label

PAGE_SIZE = 300  # things on one page that refer to a thing

# Shown in a place of their own on the page, not among the statements.
_SHOWN_ELSEWHERE = frozenset(
    map(
        str,
        (
            RDFS.label,
            SKOS.prefLabel,
            DCTERMS.title,
            ONTOLOGY.text,
            ONTOLOGY.evidence,
            ONTOLOGY.partOf,
            ONTOLOGY.hasPart,
        ),
    )
)
# Every citation cites the text and has a body: shown as evidence, never as something that refers to a thing.
_CITING = tuple(map(str, (OA.hasBody, OA.hasSource, ONTOLOGY.inNode)))

_ASKED_FIRST = (
    *("responsibleUnit", "responsibility", "unit", "role", "dueDate", "hasTarget", "contributesTo", "serves"),
    *("concernsPlace", "locatedAt", "within", "kind", "concernsProject", "concernsFacility", "concernsBrand"),
    *("quote", "subject", "value", "minValue", "maxValue", "unitOfMeasure", "partOf", "hasPart"),
)
_DIGITS = re.compile(r"(\d+)")

Ends = dict[Cell, bool]  # the other ends of a property, each with whether only inferred graphs say so
Statements = dict[str, Ends]


@dataclass(frozen=True, slots=True)
class Value:
    """One end of a statement: the term, its label, whether it is inferred, and where the plan says so."""

    cell: Cell
    label: Label
    inferred: bool = False
    evidence: tuple[Evidence, ...] = ()
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Property:
    """A property with all its values; as an inverse, with all that have this thing as their value."""

    iri: str
    label: Label
    values: tuple[Value, ...]
    inverse: bool = False  # the label is the property's own, to be read backwards


@dataclass(frozen=True, slots=True)
class Listing:
    """Turns statements into what is shown, with the labels, relations, evidence and reasons of one page."""

    thing: str
    labels: Mapping[str, Label]
    relations: PropertyRelations
    evidence: Mapping[str, tuple[Evidence, ...]]
    reasons: Mapping[tuple[str, str, str], Reason]

    def types(self, statements: Statements) -> tuple[Value, ...]:
        """What the thing is."""
        return self._values(str(RDF.type), statements.get(str(RDF.type), {}))

    def properties(self, statements: Statements) -> tuple[Property, ...]:
        """What is said of the thing."""
        shown = (
            Property(p, self.labels[p], self._values(p, ends))
            for p, ends in statements.items()
            if p not in _SHOWN_ELSEWHERE
        )
        return tuple(sorted((p for p in shown if p.values), key=_in_reading_order))

    def inverses(self, statements: Statements) -> tuple[Property, ...]:
        """What refers to the thing, under the inverse's name where the vocabulary has one."""
        found = []
        for predicate, ends in statements.items():
            inverse = self.relations.inverse(predicate)
            values = self._values(predicate, ends, backwards=True)
            if values:
                label = self.labels[inverse or predicate]
                found.append(Property(inverse or predicate, label, values, inverse=inverse is None))
        return tuple(sorted(found, key=_in_reading_order))

    def _values(self, predicate: str, ends: Ends, *, backwards: bool = False) -> tuple[Value, ...]:
        """The ends of one property, stated ones first, in the order of their IRIs, numbers as numbers."""
        found = (self._value(predicate, cell, inferred, backwards=backwards) for cell, inferred in ends.items())
        return tuple(sorted(found, key=lambda value: (value.inferred, value.cell.kind, _natural(value.cell.value))))

    def _value(self, predicate: str, cell: Cell, inferred: bool, *, backwards: bool) -> Value:
        statement = (cell.value, predicate, self.thing) if backwards else (self.thing, predicate, cell.value)
        label = self.labels[cell.value] if cell.kind == "uri" else Label(cell.value, cell.language or "")
        return Value(cell, label, inferred, self.evidence.get(cell.value, ()), self.reasons.get(statement))


def inferred_statements(thing: str, outgoing: Statements, incoming: Statements) -> Iterator[tuple[str, str, str]]:
    """The statements about a thing that only reasoning found."""
    for statements, backwards in ((outgoing, False), (incoming, True)):
        for predicate, ends in statements.items():
            for cell, inferred in ends.items():
                if inferred and cell.kind == "uri":
                    yield (cell.value, predicate, thing) if backwards else (thing, predicate, cell.value)


def outgoing_query(iri: str) -> str:
    """What is said of the thing; not its citations, which are read as evidence, and of which a hub has hundreds."""
    unsaid = iri_text(str(ONTOLOGY.evidence))
    return f"SELECT ?p ?x ?g {{ GRAPH ?g {{ {iri_text(iri)} ?p ?x }} FILTER(?p != {unsaid}) }}"


def incoming_query(iri: str, page: int, *, bare: bool = False) -> str:
    """A page of the statements that have the thing as object, one more row than is shown."""
    body = referring(iri)
    window = f"LIMIT {PAGE_SIZE if bare else PAGE_SIZE + 1} OFFSET {(page - 1) * PAGE_SIZE}"
    things = f"SELECT DISTINCT ?s WHERE {{ {body} }} ORDER BY ?s {window}"
    return things if bare else f"SELECT ?p (?s AS ?x) ?g WHERE {{ {{ {things} }} GRAPH ?g {{ {body} }} }}"


def drop_what_follows(incoming: Statements) -> bool:
    """Take out the one thing beyond the page, and say whether there was one."""
    things = {end for ends in incoming.values() for end in ends}
    if len(things) <= PAGE_SIZE:
        return False
    beyond = max(things, key=lambda end: (end.kind != "bnode", end.value))  # as ORDER BY has them
    for ends in incoming.values():
        ends.pop(beyond, None)
    return True


def referring(iri: str) -> str:
    """The statements that have the thing as object, citations aside."""
    unsaid = ", ".join(iri_text(predicate) for predicate in _CITING)
    return f"?s ?p {iri_text(iri)} FILTER(?p NOT IN ({unsaid}))"


def read_statements(store: Store, query: str, inferred_below: str) -> Statements:
    """The statements a query finds, by property."""
    statements: Statements = {}
    for predicate, end, graph in select(store, query).rows:
        if predicate is None or end is None:
            continue
        inferred = graph is not None and graph.value.startswith(inferred_below)
        ends = statements.setdefault(predicate.value, {})
        ends[end] = ends.get(end, True) and inferred
    return statements


def mentioned(statements: Statements) -> Iterator[str]:
    """Every IRI of the statements."""
    for predicate, ends in statements.items():
        yield predicate
        yield from (cell.value for cell in ends if cell.kind == "uri")


def _in_reading_order(shown: Property) -> tuple[int, bool, str]:
    """First what a reader asks first, then the rest of our vocabulary, then that of others."""
    name = shown.iri.removeprefix(str(ONTOLOGY))
    first = _ASKED_FIRST.index(name) if name in _ASKED_FIRST else len(_ASKED_FIRST)
    return first, name == shown.iri, shown.iri


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts 2.10 after 2.9."""
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in _DIGITS.split(text))
