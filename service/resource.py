"""What the graph says of one thing: its statements both ways, where they are written, and which are inferred."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS

from graph.store.answer import Cell
from graph.store.base import Store, ask, select
from graph.store.sparql_text import iri_text
from ontology.namespaces import OA, ONTOLOGY, sparql_prologue
from service.evidence import Evidence, evidence_around
from service.labels import read_labels
from service.outline import Part, read_outline
from service.properties import PropertyRelations, read_property_relations

PAGE_SIZE = 300  # things on one page that refer to a thing

# Shown in a place of their own on the page, not among the statements.
_SHOWN_ELSEWHERE = frozenset(
    map(
        str,
        (
            RDF.type,
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
    label: str
    inferred: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Property:
    """A property with all its values; as an inverse, with all that have this thing as their value."""

    iri: str
    label: str
    values: tuple[Value, ...]
    inverse: bool = False  # the label is the property's own, to be read backwards


@dataclass(frozen=True, slots=True)
class Resource:
    """A thing as its page shows it."""

    iri: str
    label: str
    types: tuple[Value, ...]
    path: tuple[Value, ...]  # what it is part of, the whole first
    outline: list[Part]  # what is part of it
    text: str | None
    properties: tuple[Property, ...]
    inverses: tuple[Property, ...]
    evidence: tuple[Evidence, ...]
    has_next: bool = field(default=False)  # whether more things refer to it than this page shows


def read_resource(store: Store, iri: str, language: str, inferred_below: str, page: int = 1) -> Resource | None:
    """Everything a page says of an IRI; None where the graph says nothing of it.

    What only graphs below `inferred_below` say is marked as inferred.
    """
    outgoing = _read(store, f"SELECT ?p ?x ?g {{ GRAPH ?g {{ {iri_text(iri)} ?p ?x }} }}", inferred_below)
    incoming = _read(store, _incoming_query(iri, page), inferred_below)
    if not outgoing and not incoming:
        return None
    has_next = _drop_what_follows(incoming)
    relations = read_property_relations(store)
    relations.drop_said_twice(outgoing, incoming)
    path = _path(store, iri)
    outline = read_outline(store, iri, inferred_below)
    if outline:
        incoming.pop(str(ONTOLOGY.partOf), None)
    labels = read_labels(
        store, [iri, *path, *_mentioned(outgoing), *_mentioned(incoming), *relations.inverses()], language
    )
    evidence = evidence_around(store, iri)
    page_of = _Page(labels, relations, evidence.by_other_end)
    return Resource(
        iri=iri,
        label=labels[iri],
        types=page_of.values(outgoing.get(str(RDF.type), {})),
        path=tuple(Value(Cell("uri", step), labels[step]) for step in path),
        outline=outline,
        text=next((cell.value for cell in outgoing.get(str(ONTOLOGY.text), ())), None),
        properties=page_of.properties(outgoing),
        inverses=page_of.inverses(incoming),
        evidence=evidence.own,
        has_next=has_next,
    )


def count_pages(store: Store, iri: str) -> int:
    """How many pages the things fill that refer to an IRI; one where none do."""
    query = f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {_referring(iri)} }}"
    return max(1, -(-int(str(select(store, query).records[0]["n"])) // PAGE_SIZE))


def is_known(store: Store, iri: str) -> bool:
    """Whether the graph says anything of an IRI."""
    thing = iri_text(iri)
    return ask(store, f"ASK {{ {{ {thing} ?p ?o }} UNION {{ ?s ?p {thing} }} }}")


def graph_query(iri: str, page: int = 1) -> str:
    """A CONSTRUCT of the same for machines: statements both ways (the same page), and the citations around it."""
    thing = iri_text(iri)
    citations = f"{{ ?citation oa:hasBody {thing} }} UNION {{ ?citation plan:inNode {thing} }}"
    return f"""{sparql_prologue()}
    CONSTRUCT {{ ?s ?p ?o }} WHERE {{
      {{ VALUES ?s {{ {thing} }} ?s ?p ?o }}
      UNION {{ {{ {_incoming_query(iri, page, bare=True)} }} VALUES ?o {{ {thing} }} ?s ?p ?o . }}
      UNION {{ {citations} BIND(?citation AS ?s) ?s ?p ?o }}
      UNION {{ {citations} ?citation oa:hasTarget ?s . ?s ?p ?o }}
      UNION {{ {citations} ?citation oa:hasTarget/oa:hasSelector ?s . ?s ?p ?o }}
    }}"""


@dataclass(frozen=True, slots=True)
class _Page:
    """Turns statements into what is shown, with the labels, relations and evidence of one page."""

    labels: Mapping[str, str]
    relations: PropertyRelations
    evidence: Mapping[str, tuple[Evidence, ...]]

    def properties(self, statements: Statements) -> tuple[Property, ...]:
        """What is said of the thing."""
        shown = (
            Property(p, self.labels[p], self.values(ends))
            for p, ends in statements.items()
            if p not in _SHOWN_ELSEWHERE
        )
        return tuple(sorted((p for p in shown if p.values), key=_in_reading_order))

    def inverses(self, statements: Statements) -> tuple[Property, ...]:
        """What refers to the thing, under the inverse's name where the vocabulary has one."""
        found = []
        for predicate, ends in statements.items():
            inverse = self.relations.inverse(predicate)
            values = self.values(ends)
            if values:
                label = self.labels[inverse or predicate]
                found.append(Property(inverse or predicate, label, values, inverse=inverse is None))
        return tuple(sorted(found, key=_in_reading_order))

    def values(self, ends: Ends) -> tuple[Value, ...]:
        """The ends of one property, stated ones first, in the order of their IRIs, numbers as numbers."""
        found = (
            Value(
                cell,
                self.labels[cell.value] if cell.kind == "uri" else cell.value,
                inferred,
                self.evidence.get(cell.value, ()),
            )
            for cell, inferred in ends.items()
        )
        return tuple(sorted(found, key=lambda value: (value.inferred, value.cell.kind, _natural(value.cell.value))))


def _incoming_query(iri: str, page: int, *, bare: bool = False) -> str:
    """A page of the statements that have the thing as object, one more row than is shown."""
    body = _referring(iri)
    window = f"LIMIT {PAGE_SIZE if bare else PAGE_SIZE + 1} OFFSET {(page - 1) * PAGE_SIZE}"
    things = f"SELECT DISTINCT ?s WHERE {{ {body} }} ORDER BY ?s {window}"
    return things if bare else f"SELECT ?p (?s AS ?x) ?g WHERE {{ {{ {things} }} GRAPH ?g {{ {body} }} }}"


def _drop_what_follows(incoming: Statements) -> bool:
    """Take out the one thing beyond the page, and say whether there was one."""
    things = {end for ends in incoming.values() for end in ends}
    if len(things) <= PAGE_SIZE:
        return False
    beyond = max(things, key=lambda end: (end.kind != "bnode", end.value))  # as ORDER BY has them
    for ends in incoming.values():
        ends.pop(beyond, None)
    return True


def _referring(iri: str) -> str:
    """The statements that have the thing as object, citations aside."""
    unsaid = ", ".join(iri_text(predicate) for predicate in _CITING)
    return f"?s ?p {iri_text(iri)} FILTER(?p NOT IN ({unsaid}))"


def _read(store: Store, query: str, inferred_below: str) -> Statements:
    """The statements a query finds, by property."""
    statements: Statements = {}
    for predicate, end, graph in select(store, query).rows:
        if predicate is None or end is None:
            continue
        inferred = graph is not None and graph.value.startswith(inferred_below)
        ends = statements.setdefault(predicate.value, {})
        ends[end] = ends.get(end, True) and inferred
    return statements


def _path(store: Store, iri: str) -> list[str]:
    """What the thing is part of, the whole first."""
    query = f"""{sparql_prologue()}
    SELECT DISTINCT ?x ?n {{ {iri_text(iri)} plan:partOf+ ?x OPTIONAL {{ ?x plan:number ?n }} }}"""
    rows = [(str(row["x"]), str(row["n"] or "")) for row in select(store, query).records]
    return [step for step, _ in sorted(rows, key=lambda row: (len(row[1].split(".")) if row[1] else 0, row[1]))]


def _mentioned(statements: Statements) -> Iterator[str]:
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
