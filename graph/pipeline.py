"""The whole flow, from a document to a checked graph: the place to read first.

    read → link → state → infer → locate → check → keep

Each step takes and gives the dataclasses of `graph.model`; only this module knows their order.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import as_file
from importlib.resources.abc import Traversable
from pathlib import Path

from graph.build import describe_run, state
from graph.check import Report, check
from graph.extraction import Extraction
from graph.identifiers import Identifiers
from graph.identity import new_plan, recognise
from graph.link import link, load_gazetteer
from graph.locate import locate, read_places
from graph.model import NamedGraph, PlanError, PlanGraph, Severity
from graph.plan_folder import PlanFolder, open_plan_folder
from graph.read import read_document, read_outline
from graph.reason import infer


@dataclass(frozen=True, slots=True)
class BuiltPlan:
    """A plan's graph that conforms to the shapes, and what it was made from."""

    extraction: Extraction
    graph: PlanGraph
    report: Report


def extract(path: Path, base: str, plan: PlanFolder | None = None, **names: str | None) -> Extraction:
    """Read a document and link what it names, with what is known of its plan beforehand.

    Without `plan`, a copy of a plan that comes with the project is recognised by its title; any other
    document is a new plan, called by `slug` and `area` where `names` gives them.
    """
    document = read_document(path)
    outline = read_outline(document)
    plan = plan or recognise(outline) or new_plan(outline, document.name, **names)
    linking = link(document, outline, load_gazetteer(plan.gazetteer, base), plan.settings)
    return Extraction(document, plan, outline, linking)


def make_graph(found: Extraction, base: str) -> PlanGraph:
    """State what was found, and infer what follows from it."""
    ids = Identifiers(base, found.plan.settings)
    stated = state(found.document, found.outline, found.linking, found.plan.settings, ids)
    entities = {entity.path: entity for entity in found.linking.entities}
    known = {*entities, *load_gazetteer(found.plan.gazetteer, base).entities}
    geometry, spatial = locate(read_places(found.plan.places, known), entities, ids)
    digests = map(_digest, (found.plan.gazetteer, found.plan.places))
    run = describe_run(found.document, version("plangraph"), ids, *digests)
    return PlanGraph(
        plan=ids.plan,
        stated=NamedGraph(ids.stated_graph(), stated),
        inferred=NamedGraph(ids.inferred_graph(), infer(stated)),
        provenance=NamedGraph(ids.provenance_graph(), tuple(run)),
        geometry=NamedGraph(ids.geometry_graph(), geometry),
        spatial=NamedGraph(ids.spatial_graph(), spatial),
    )


def _digest(file: Traversable | None) -> str | None:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file else None


def build(found: Extraction, base: str) -> BuiltPlan:
    """Make the graph of what was found; PlanError where numbers clash or the graph does not conform."""
    for problem in found.outline.problems:
        if problem.severity is Severity.ERROR:
            raise PlanError(f"{found.document.name}: {problem.message}")
    graph = make_graph(found, base)
    report = check(graph)
    if not report.conforms:
        raise PlanError(f"{found.document.name}: the graph does not conform to the shapes\n{report.text()}")
    return BuiltPlan(found, graph, report)


def build_folder(plan: PlanFolder, base: str) -> BuiltPlan:
    """Make the graph of a plan that has a folder of its own."""
    if plan.source is None:
        raise PlanError(f"{plan.settings.slug}: the plan has no document")
    with as_file(plan.source) as path:
        return build(extract(path, base, plan), base)


def build_plan(folder: Traversable, base: str) -> PlanGraph:
    """Make the graph of the plan in this folder."""
    return build_folder(open_plan_folder(folder), base).graph
