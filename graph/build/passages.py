"""The document's own structure: the plan, its text, its numbered passages and its goals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rdflib import RDF, RDFS, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS, XSD

from graph.build.citations import Citations
from graph.identifiers import Identifiers
from graph.model import Document, Goal, Level, Outline, Passage, PlanSettings, Triple
from ontology.namespaces import LEVEL
from ontology.terms import PLAN

_CLASS = {
    Level.TASK: PLAN.Task,
    Level.PRINCIPLE: PLAN.Principle,
    Level.GOAL: PLAN.Goal,
    Level.SAFEGUARD: PLAN.Safeguard,
}


def zh_label(thing: URIRef, label: str) -> Iterator[Triple]:
    """The name of a thing as the plan writes it."""
    yield thing, RDFS.label, Literal(label, lang="zh")
    yield thing, SKOS.prefLabel, Literal(label, lang="zh")


def describe_plan(document: Document, outline: Outline, settings: PlanSettings, ids: Identifiers) -> Iterator[Triple]:
    """The plan as a whole, and the text that all offsets refer to."""
    yield ids.plan, RDF.type, PLAN.Plan
    yield from zh_label(ids.plan, outline.title)
    yield ids.plan, DCTERMS.title, Literal(outline.title, lang="zh")
    if settings.label_en:
        yield ids.plan, RDFS.label, Literal(settings.label_en, lang="en")
    if outline.date:
        yield ids.plan, DCTERMS.issued, Literal(outline.date, datatype=XSD.date)
    if outline.period:
        yield ids.plan, PLAN.periodStart, Literal(str(outline.period.start), datatype=XSD.gYear)
        yield ids.plan, PLAN.periodEnd, Literal(str(outline.period.end), datatype=XSD.gYear)
    if settings.jurisdiction:
        yield ids.plan, PLAN.jurisdiction, ids.of_path(settings.jurisdiction)
    if settings.source_url:
        yield ids.plan, DCTERMS.source, URIRef(settings.source_url)
    yield ids.plan, PLAN.sourceText, ids.text
    yield ids.text, RDF.type, PLAN.SourceText
    yield from zh_label(ids.text, f"{outline.title}(全文)")
    yield ids.text, PLAN.text, Literal(document.text)
    yield ids.text, PLAN.sha256, Literal(document.sha256)


def describe_passages(
    document: Document, passages: tuple[Passage, ...], nodes: Mapping[str, URIRef], ids: Identifiers
) -> Iterator[Triple]:
    """Every numbered passage, in reading order: what it is, where it stands, what it says."""
    citations = Citations(document.text, ids)
    for position, passage in enumerate(passages, start=1):
        node = nodes[passage.number]
        yield node, RDF.type, _CLASS.get(passage.level, PLAN.Section)
        if passage.is_safeguard and passage.level is Level.TASK:
            yield node, RDF.type, PLAN.Safeguard
        yield node, PLAN.level, LEVEL[passage.level.value]
        yield node, PLAN.number, Literal(passage.number)
        yield node, PLAN.position, Literal(position)
        yield node, PLAN.marker, Literal(passage.marker)
        yield node, PLAN.text, Literal(document.text[passage.start : passage.end])
        yield node, PLAN.partOf, nodes[passage.parent] if passage.parent else ids.plan
        yield from zh_label(node, passage.title)
        yield from citations.cite(passage.level.value, passage.start, passage.end, node, node=node)


def describe_goals(
    document: Document, outline: Outline, nodes: Mapping[str, URIRef], ids: Identifiers
) -> Iterator[Triple]:
    """The goals, the passages whose headings name them, and every task below those."""
    citations = Citations(document.text, ids)
    for goal in outline.goals:
        iri = ids.goal(goal)
        if goal.number is None:
            yield iri, RDF.type, PLAN.Goal
            yield from zh_label(iri, goal.title)
            stated_in = nodes[goal.stated_in] if goal.stated_in else ids.plan
            yield iri, PLAN.partOf, stated_in
            yield from citations.cite("goal", goal.start, goal.end, iri, node=stated_in)
        for reference in goal.served_by:
            section = nodes[reference.number]
            yield section, PLAN.serves, iri
            yield from citations.cite("goal", reference.start, reference.end, iri, node=section)
        yield from _contributions(goal, iri, outline, nodes)


def _contributions(goal: Goal, iri: URIRef, outline: Outline, nodes: Mapping[str, URIRef]) -> Iterator[Triple]:
    serving = tuple(f"{reference.number}." for reference in goal.served_by)
    for task in outline.tasks:
        if f"{task.number}.".startswith(serving):
            yield nodes[task.number], PLAN.contributesTo, iri
