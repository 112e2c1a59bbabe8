"""What the graph says of one thing: what matters first of it, its statements both ways, and where they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rdflib.namespace import RDF

from graph.store.base import Store, ask, select
from graph.store.sparql_text import iri_text
from ontology.namespaces import ONTOLOGY, sparql_prologue
from ontology.terms import PLAN
from service.documents.evidence import Evidence, EvidenceAround, evidence_around
from service.documents.outline import Part, read_outline
from service.documents.reasons import Reasons, explain, read_reasons
from service.documents.related import Related, read_related, way_of
from service.documents.sentences import Sentence, read_sentences
from service.documents.statements import (
    PAGE_SIZE,
    Listing,
    Property,
    Statements,
    Value,
    drop_what_follows,
    incoming_query,
    inferred_statements,
    mentioned,
    outgoing_query,
    read_statements,
    referring,
)
from service.documents.task_page import TaskFacts, read_task
from service.documents.task_parts import TaskPart, read_task_part
from service.vocabulary.properties import PropertyRelations, read_property_relations
from service.words.labels import Label, Terms, read_labels

_HAVE_PARTS = frozenset(map(str, (PLAN.Plan, PLAN.Section)))
_HAVE_RESPONSIBILITIES = frozenset(map(str, (PLAN.Unit, PLAN.CollectiveUnit)))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the page of every thing needs of the vocabulary, read once a version of the data."""

    relations: PropertyRelations
    reasons: Reasons
    terms: Terms = field(default_factory=dict)  # read as they come up


def read_vocabulary(store: Store) -> Vocabulary:
    """What every page needs of the vocabulary."""
    return Vocabulary(read_property_relations(store), read_reasons())


@dataclass(frozen=True, slots=True)
class Resource:
    """A thing as its page shows it."""

    iri: str
    label: Label
    labels: Mapping[str, Label]  # of every thing the page speaks of
    types: tuple[Value, ...]
    path: tuple[str, ...]  # what it is part of, the whole first
    outline: list[Part]  # what is part of it
    text: str | None
    facts: Related | TaskFacts | TaskPart | None  # what matters first
    sentences: tuple[Sentence, ...]
    properties: tuple[Property, ...]
    inverses: tuple[Property, ...]
    evidence: tuple[Evidence, ...]
    has_next: bool  # whether more things refer to it than this page shows

    @property
    def task(self) -> TaskFacts | None:
        """What matters first of a task."""
        return self.facts if isinstance(self.facts, TaskFacts) else None

    @property
    def task_part(self) -> TaskPart | None:
        """What matters first of a target or a responsibility."""
        return self.facts if isinstance(self.facts, TaskPart) else None

    @property
    def related(self) -> Related | None:
        """What matters first of anything else that tasks have to do with."""
        return self.facts if isinstance(self.facts, Related) else None

    def values(self, name: str) -> tuple[Value, ...]:
        """The values of a property of ours, by its name in the vocabulary."""
        return next((found.values for found in self.properties if found.iri == str(ONTOLOGY[name])), ())

    def referring(self, name: str) -> tuple[Value, ...]:
        """What has the thing as the value of a property of ours that has no inverse."""
        found = (found.values for found in self.inverses if found.inverse and found.iri == str(ONTOLOGY[name]))
        return next(found, ())


def read_resource(
    store: Store, known: Vocabulary, iri: str, language: str, inferred_below: str, page: int = 1, *, why: bool = False
) -> Resource | None:
    """Everything a page says of an IRI; None where the graph says nothing of it.

    What only graphs below `inferred_below` say is marked as inferred; with `why` it is explained, which takes longer
    than all the rest. What matters first stands on the first page.
    """
    outgoing = read_statements(store, outgoing_query(iri), inferred_below)
    incoming = read_statements(store, incoming_query(iri, page), inferred_below)
    if not outgoing and not incoming:
        return None
    has_next = drop_what_follows(incoming)
    classes = {cell.value for cell in outgoing.get(str(RDF.type), ())}
    outline = read_outline(store, iri, inferred_below) if classes & _HAVE_PARTS else []
    known.relations.drop_said_twice(outgoing, incoming)
    if outline:
        incoming.pop(str(ONTOLOGY.partOf), None)
    is_responsible = bool(classes & _HAVE_RESPONSIBILITIES) or str(ONTOLOGY.unit) in incoming
    evidence = evidence_around(store, iri, is_responsible=is_responsible)
    facts = _read_facts(store, iri, classes, outgoing, evidence, inferred_below) if page == 1 else None
    sentences = read_sentences(store, iri) if _has_sentences(facts) else ()
    reasons = explain(store, known.reasons, inferred_statements(iri, outgoing, incoming)) if why else {}
    path = _path(store, iri) if str(ONTOLOGY.partOf) in outgoing else ()
    wanted: list[str] = [iri, *path, *mentioned(outgoing), *mentioned(incoming), *known.relations.inverses()]
    for part in (*((facts,) if facts else ()), *sentences, *reasons.values()):
        wanted += part.mentioned()
    labels = read_labels(store, wanted, language, known.terms)
    listing = Listing(iri, labels, known.relations, evidence.by_other_end, reasons)
    return Resource(
        iri=iri,
        label=labels[iri],
        labels=labels,
        types=listing.types(outgoing),
        path=path,
        outline=outline,
        text=next((cell.value for cell in outgoing.get(str(ONTOLOGY.text), ())), None),
        facts=facts,
        sentences=sentences,
        properties=listing.properties(outgoing),
        inverses=listing.inverses(incoming),
        evidence=evidence.own,
        has_next=has_next,
    )


def _read_facts(
    store: Store, iri: str, classes: set[str], outgoing: Statements, evidence: EvidenceAround, inferred_below: str
) -> Related | TaskFacts | TaskPart | None:
    """What matters first of a thing, by what it is."""
    if str(PLAN.Task) in classes:
        stated = (cell.value for cell, inferred in outgoing.get(str(ONTOLOGY.partOf), {}).items() if not inferred)
        return read_task(store, iri, next(stated, None), evidence.inside, inferred_below)
    way = way_of(classes)
    if way is None:
        return read_task_part(store, iri, classes, inferred_below)
    return read_related(store, iri, way, inferred_below)


def _has_sentences(facts: Related | TaskFacts | TaskPart | None) -> bool:
    """Whether the page quotes the sentences that name the thing: a task's are its text, a plan's are all."""
    if isinstance(facts, TaskPart):
        return facts.target is not None
    return isinstance(facts, Related) and facts.kind != "plan"


def count_pages(store: Store, iri: str) -> int:
    """How many pages the things fill that refer to an IRI; one where none do."""
    query = f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {referring(iri)} }}"
    return max(1, -(-int(str(select(store, query).records[0]["n"])) // PAGE_SIZE))


def is_known(store: Store, iri: str) -> bool:
    """Whether the graph says anything of an IRI."""
    thing = iri_text(iri)
    return ask(store, f"ASK {{ {{ {thing} ?p ?o }} UNION {{ ?s ?p {thing} }} }}")


def graph_query(iri: str, page: int = 1) -> str:
    """A CONSTRUCT of the same for machines: statements both ways (the same page), and the citations around it."""
    thing = iri_text(iri)
    citations = f"{{ ?citation oa:hasBody {thing} }} UNION {{ ?citation plan:inNode {thing} }}"
    return f"""{sparql_prologue("oa", "plan")}
    CONSTRUCT {{ ?s ?p ?o }} WHERE {{
      {{ VALUES ?s {{ {thing} }} ?s ?p ?o }}
      UNION {{ {{ {incoming_query(iri, page, bare=True)} }} VALUES ?o {{ {thing} }} ?s ?p ?o . }}
      UNION {{ {citations} BIND(?citation AS ?s) ?s ?p ?o }}
      UNION {{ {citations} ?citation oa:hasTarget ?s . ?s ?p ?o }}
      UNION {{ {citations} ?citation oa:hasTarget/oa:hasSelector ?s . ?s ?p ?o }}
    }}"""


def _path(store: Store, iri: str) -> tuple[str, ...]:
    """What the thing is part of, the whole first."""
    query = f"""{sparql_prologue("plan")}
    SELECT DISTINCT ?x ?n {{
      VALUES ?thing {{ {iri_text(iri)} }} ?thing plan:partOf+ ?x OPTIONAL {{ ?x plan:number ?n }} }}"""
    rows = [(str(row["x"]), str(row["n"] or "")) for row in select(store, query).records]
    return tuple(step for step, _ in sorted(rows, key=lambda row: (len(row[1].split(".")) if row[1] else 0, row[1])))
