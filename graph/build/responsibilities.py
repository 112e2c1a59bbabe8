"""Who does what: each unit that a task's responsibility clause names, and the part it plays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rdflib import RDF, Literal, URIRef

from graph.build.citations import Citations
from graph.identifiers import Identifiers
from graph.model import Document, Passage, Role, Triple
from ontology.terms import PLAN

_ROLE = {Role.RESPONSIBLE: PLAN.Responsible, Role.LEAD: PLAN.Lead, Role.SUPPORT: PLAN.Support}


def describe_responsibilities(
    document: Document,
    tasks: tuple[Passage, ...],
    nodes: Mapping[str, URIRef],
    unit_paths: Mapping[str, str],
    ids: Identifiers,
) -> Iterator[Triple]:
    """Every responsibility, its short form `plan:responsibleUnit`, and the characters that name the unit."""
    citations = Citations(document.text, ids)
    for task in tasks:
        node = nodes[task.number]
        for label in dict.fromkeys(reference.label for reference in task.units if reference.label):
            yield node, PLAN.responsibilityLabel, Literal(label)
        for reference in task.units:
            unit = ids.of_path(unit_paths[reference.name])
            responsibility = ids.responsibility(task.number, reference.order)
            yield node, PLAN.responsibleUnit, unit
            yield node, PLAN.responsibility, responsibility
            yield responsibility, RDF.type, PLAN.Responsibility
            yield responsibility, PLAN.unit, unit
            yield responsibility, PLAN.role, _ROLE[reference.role]
            yield responsibility, PLAN.order, Literal(reference.order)
            yield from citations.cite("responsibility", reference.start, reference.end, responsibility, unit, node=node)
