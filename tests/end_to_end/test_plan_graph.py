"""The plan's graph as a whole: cited, repeatable, without blank nodes, stated apart from inferred."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from typing import Any

import pytest
from rdflib import OWL, RDF, BNode, Graph, Namespace, URIRef

from graph.model import PlanGraph
from graph.nquads import write_nquads

BASE = "http://localhost:8080/"
PLAN = Namespace("https://w3id.org/plangraph/ontology#")
OA = Namespace("http://www.w3.org/ns/oa#")
TEXT = URIRef(f"{BASE}id/text/qibao-2023-2025")

REBUILD = """
import hashlib
from importlib.resources import files
from graph.nquads import write_nquads
from graph.pipeline import build_plan
folder = files("graph").joinpath("plans", "qibao-2023-2025")
print(hashlib.sha256(write_nquads(build_plan(folder, "http://localhost:8080/").graphs).encode()).hexdigest())
"""

ENTITIES = "unit|place|project|facility|brand|industry|programme|policy|event|organization"
PATTERNS = [
    r"id/plan/qibao-2023-2025",
    r"id/text/qibao-2023-2025",
    r"id/task/qibao-2023-2025/\d(\.\d){1,3}",
    r"id/section/qibao-2023-2025/\d(\.\d){0,3}",
    r"id/(goal|principle|safeguard|target)/qibao-2023-2025/[a-z0-9.-]+",
    r"id/responsibility/qibao-2023-2025/\d(\.\d)+/\d+",
    r"id/annotation/qibao-2023-2025/\d+-\d+-[a-z0-9-]+(#target|#position|#quote)?",
    r"id/(geometry|schematic)/qibao-2023-2025/(place|project|facility|landmark)-[a-z0-9-]+",
    r"id/relation/qibao-2023-2025/(stated|computed|authority|curated)/[a-z0-9-]+/(within|adjacentTo|locatedAt)/[a-z0-9-]+",
    rf"id/({ENTITIES}|landmark)/[a-z]+/[a-z0-9-]+",
]


def _number(graph: Graph, subject: Any, predicate: URIRef) -> int:
    return int(graph.value(subject, predicate, any=False))


def test_the_text_is_the_plan_s(stated: Graph, source: str) -> None:
    """The graph holds the text its offsets refer to, and that text's SHA-256."""
    assert str(stated.value(TEXT, PLAN.text)) == source
    assert str(stated.value(TEXT, PLAN.sha256)) == hashlib.sha256(source.encode()).hexdigest()


def test_every_annotation_verifies(stated: Graph) -> None:
    """The characters each annotation points at are the ones it quotes, by the graph's own text."""
    text = str(stated.value(TEXT, PLAN.text))
    wrong, seen = [], 0
    for annotation in stated.subjects(RDF.type, OA.Annotation):
        target = stated.value(annotation, OA.hasTarget, any=False)
        selectors = {
            kind: one for one in stated.objects(target, OA.hasSelector) for kind in stated.objects(one, RDF.type)
        }
        position, quote = selectors[OA.TextPositionSelector], selectors[OA.TextQuoteSelector]
        span = text[_number(stated, position, OA.start) : _number(stated, position, OA.end)]
        exact = str(stated.value(quote, OA.exact, any=False))
        if stated.value(target, OA.hasSource) != TEXT or not exact or span != exact:
            wrong.append((annotation, exact, span))
        seen += 1
    assert wrong == []
    assert seen > 164  # one for each unit of each clause, and more


def test_evidence_and_bodies_mirror_each_other(stated: Graph) -> None:
    """plan:evidence is the inverse of oa:hasBody, and no annotation is without a body."""
    bodies = {(body, annotation) for annotation, body in stated.subject_objects(OA.hasBody)}
    assert bodies == set(stated.subject_objects(PLAN.evidence))
    assert {annotation for _, annotation in bodies} == set(stated.subjects(RDF.type, OA.Annotation))


@pytest.mark.parametrize("name", ["Responsibility", "Target", "Goal", "Task", "Principle", "Safeguard", "Section"])
def test_everything_stated_has_evidence(name: str, stated: Graph) -> None:
    """There are things of each class, and each cites the plan."""
    things = set(stated.subjects(RDF.type, PLAN[name]))
    assert things
    assert {thing for thing in things if not stated.value(thing, PLAN.evidence)} == set()


def test_every_mention_is_cited_in_the_passage_that_makes_it(stated: Graph) -> None:
    """What a node concerns is cited by an annotation that stands in that node."""
    concerns = {predicate for predicate in set(stated.predicates()) if str(predicate).startswith(str(PLAN.concerns))}
    assert len(concerns) > 5
    for predicate in concerns:
        for node, entity in stated.subject_objects(predicate):
            cited = {
                place for one in stated.objects(entity, PLAN.evidence) for place in stated.objects(one, PLAN.inNode)
            }
            assert node in cited, f"{node} {predicate} {entity}"


def test_building_twice_gives_the_same_bytes(plan_graph: PlanGraph) -> None:
    """Another process, with other hash values, builds the same N-Quads byte for byte."""
    once = hashlib.sha256(write_nquads(plan_graph.graphs).encode()).hexdigest()
    again = subprocess.run(
        [sys.executable, "-c", REBUILD],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert again.stdout.strip() == once


def test_there_is_no_blank_node_and_no_twin(plan_graph: PlanGraph) -> None:
    """Every node has an IRI, and no two IRIs are declared to be one thing."""
    terms = {term for triples in plan_graph.graphs.values() for triple in triples for term in triple}
    assert not [term for term in terms if isinstance(term, BNode)]
    assert OWL.sameAs not in terms


def test_stated_and_inferred_are_apart(stated: Graph, inferred: Graph) -> None:
    """No triple is both stated and inferred; what nobody wrote is only inferred."""
    assert set(stated) & set(inferred) == set()
    for name in ("inArea", "activeIn", "collaboratesWith"):
        assert not set(stated.subject_objects(PLAN[name])), name
        assert set(inferred.subject_objects(PLAN[name])), name


def test_iris_follow_the_promised_patterns(plan_graph: PlanGraph) -> None:
    """Every IRI under {base}id/ of the plan's graphs has one of the contract's patterns."""
    promised = re.compile("|".join(f"{re.escape(BASE)}{pattern}" for pattern in PATTERNS))
    graphs = [triples for name, triples in plan_graph.graphs.items() if not str(name).endswith("provenance")]
    names = {str(term) for triples in graphs for triple in triples for term in triple if isinstance(term, URIRef)}
    ours = {name for name in names if name.startswith(f"{BASE}id/")}
    assert len(ours) > 500
    assert {name for name in ours if not promised.fullmatch(name)} == set()
