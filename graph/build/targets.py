"""What is promised: each target's number, unit of measure and due date, and the words that say so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from rdflib import RDF, Literal, URIRef
from rdflib.namespace import XSD

from graph.build.citations import Citations
from graph.build.passages import zh_label
from graph.identifiers import Identifiers
from graph.model import Document, Outline, Target, Triple
from ontology.terms import PLAN

# xsd:gYear "2025", xsd:gYearMonth "2025-05", xsd:date "2025-05-31"
_DATE_TYPE = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


def describe_targets(
    document: Document, outline: Outline, nodes: Mapping[str, URIRef], ids: Identifiers
) -> Iterator[Triple]:
    """Each target, and the due date of the passage that sets it."""
    citations = Citations(document.text, ids)
    counted: Counter[str | None] = Counter()
    for target in outline.targets:
        counted[target.passage] += 1
        iri = ids.target(target.passage, counted[target.passage])
        node = nodes[target.passage] if target.passage else ids.plan
        yield node, PLAN.hasTarget, iri
        yield iri, RDF.type, PLAN.Target
        yield from zh_label(iri, target.quote)
        yield iri, PLAN.quote, Literal(target.quote)
        yield from _measure(iri, target)
        if target.date:
            due = Literal(target.date, datatype=_DATE_TYPE[len(target.date)], normalize=False)
            yield iri, PLAN.dueDate, due
            yield node, PLAN.dueDate, due
        yield from citations.cite("target", target.start, target.end, iri, node=node)


def _measure(iri: URIRef, target: Target) -> Iterator[Triple]:
    if target.subject:
        yield iri, PLAN.subject, Literal(target.subject)
    if target.unit:
        yield iri, PLAN.unitOfMeasure, Literal(target.unit)
    bounds = ((PLAN.value, target.value), (PLAN.minValue, target.minimum), (PLAN.maxValue, target.maximum))
    for name, number in bounds:
        if number is not None:
            yield iri, name, decimal_literal(number)


def decimal_literal(number: Decimal) -> Literal:
    """The number as xsd:decimal in its shortest form: no exponent, no trailing zeros."""
    return Literal(f"{number.normalize():f}", datatype=XSD.decimal)
