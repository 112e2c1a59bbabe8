"""What follows from what is stated: by hand on small graphs, and against two other ways of reckoning it."""

from __future__ import annotations

import owlrl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, ORG, PROV
from rdflib.term import Node

from graph.model import Triple
from graph.reason import infer
from ontology.files import example_bytes, vocabulary
from ontology.namespaces import OA, P_PLAN, sparql_prologue
from ontology.terms import PLAN

EX = Namespace("http://example.org/id/")


def about(inferred: tuple[Triple, ...], predicate: URIRef) -> set[tuple[str, str]]:
    """The pairs that a property relates, by the last part of their IRIs."""
    return {(_last(s), _last(o)) for s, p, o in inferred if p == predicate}


def _last(term: Node) -> str:
    return str(term).removeprefix(EX)


# A part with a section, which serves a goal and has a group with two tasks; the tasks share the unit b.
STATED: tuple[Triple, ...] = (
    (EX.plan, RDF.type, PLAN.Plan),
    (EX.section, RDF.type, PLAN.Section),
    (EX.section, PLAN.partOf, EX.plan),
    (EX.section, PLAN.serves, EX.goal),
    (EX.section, PLAN.concernsPlace, EX.town),
    (EX.goal, RDF.type, PLAN.Goal),
    (EX.group, RDF.type, PLAN.Section),
    (EX.group, PLAN.partOf, EX.section),
    (EX.one, RDF.type, PLAN.Task),
    (EX.one, PLAN.partOf, EX.group),
    (EX.one, PLAN.responsibleUnit, EX.a),
    (EX.one, PLAN.responsibleUnit, EX.b),
    (EX.one, PLAN.concernsPlace, EX.street),
    (EX.two, RDF.type, PLAN.Task),
    (EX.two, PLAN.partOf, EX.group),
    (EX.two, PLAN.responsibility, EX.share),
    (EX.share, RDF.type, PLAN.Responsibility),
    (EX.share, PLAN.unit, EX.b),
    (EX.share, PLAN.order, Literal(1)),
    (EX.a, RDF.type, PLAN.Unit),
    (EX.b, RDF.type, PLAN.CollectiveUnit),
    (EX.street, RDF.type, PLAN.Place),
    (EX.street, PLAN.within, EX.town),
    (EX.town, RDF.type, PLAN.Place),
    (EX.town, PLAN.within, EX.city),
    (EX.city, RDF.type, PLAN.Place),
)


@pytest.fixture(scope="module")
def inferred() -> tuple[Triple, ...]:
    """What follows from the small graph."""
    return infer(STATED)


def test_a_task_is_in_the_area_of_its_places_and_of_all_they_lie_within(inferred: tuple[Triple, ...]) -> None:
    """Only the task that concerns the street is; the section that concerns the town is no task."""
    assert about(inferred, PLAN.inArea) == {("one", "street"), ("one", "town"), ("one", "city")}


def test_a_unit_is_active_where_its_tasks_are(inferred: tuple[Triple, ...]) -> None:
    """Both units of the task are active in its places."""
    places = ("street", "town", "city")
    assert about(inferred, PLAN.activeIn) == {(unit, place) for unit in "ab" for place in places}


def test_units_that_share_a_task_collaborate(inferred: tuple[Triple, ...]) -> None:
    """Collaboration goes both ways, and no unit collaborates with itself."""
    assert about(inferred, PLAN.collaboratesWith) == {("a", "b"), ("b", "a")}


def test_a_responsibility_makes_its_unit_responsible(inferred: tuple[Triple, ...]) -> None:
    """The short form follows where it is not stated."""
    assert about(inferred, PLAN.responsibleUnit) == {("two", "b")}


def test_tasks_below_a_section_contribute_to_its_goal(inferred: tuple[Triple, ...]) -> None:
    """The tasks do at any depth; the group between does not."""
    assert about(inferred, PLAN.contributesTo) == {("one", "goal"), ("two", "goal")}


def test_part_of_reaches_the_plan(inferred: tuple[Triple, ...]) -> None:
    """Part of is transitive, and only what was not stated is inferred."""
    assert about(inferred, PLAN.partOf) == {
        ("group", "plan"), ("one", "section"), ("one", "plan"), ("two", "section"), ("two", "plan"),
    }  # fmt: skip
    assert ("plan", "one") in about(inferred, PLAN.hasPart)


def test_aligned_vocabularies_are_kept(inferred: tuple[Triple, ...]) -> None:
    """Who knows ORG, PROV-O, P-Plan or Dublin Core terms finds their classes and properties."""
    assert {(EX.b, RDF.type, ORG.Organization), (EX.b, RDF.type, PROV.Agent), (EX.b, RDF.type, PLAN.Unit)} < {*inferred}
    assert (EX.one, RDF.type, P_PLAN.Step) in inferred
    assert (EX.one, DCTERMS.isPartOf, EX.group) in inferred


def test_there_is_no_noise(inferred: tuple[Triple, ...]) -> None:
    """Nothing stated again, nothing of a thing with itself, nothing of the vocabulary's terms, no blank nodes."""
    subjects = {subject for subject, _, _ in STATED}
    assert not set(inferred) & set(STATED)
    for subject, predicate, value in inferred:
        assert subject in subjects
        assert subject != value
        assert isinstance(value, URIRef)
        assert predicate not in (OWL.sameAs, PLAN.taskItself)
        assert value not in (OWL.Thing, RDFS.Resource)


def test_the_order_of_what_is_stated_does_not_matter(inferred: tuple[Triple, ...]) -> None:
    """The answer is the same, and sorted."""
    assert infer(reversed(STATED)) == inferred
    assert list(inferred) == sorted(inferred)


def test_nothing_follows_from_citations(inferred: tuple[Triple, ...]) -> None:
    """An annotation adds nothing: it is stated both ways, and typed."""
    citation: tuple[Triple, ...] = (
        (EX.note, RDF.type, OA.Annotation),
        (EX.note, OA.hasBody, EX.a),
        (EX.a, PLAN.evidence, EX.note),
        (EX.note, PLAN.inNode, EX.one),
    )
    assert infer((*STATED, *citation)) == inferred


def test_a_chain_of_any_length_is_followed() -> None:
    """Chains of four steps, chains over chains, and steps backwards are read from the vocabulary."""
    family = Graph().parse(
        data="""
        @prefix : <http://example.org/id/> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        :ancestor3 owl:propertyChainAxiom ( :parent :parent :parent :parent ) .
        :cousin owl:propertyChainAxiom ( :parent :parent [ owl:inverseOf :parent ] [ owl:inverseOf :parent ] ) .
        :relative owl:propertyChainAxiom ( :cousin :ancestor3 ) .
        """,
        format="turtle",
    )
    parents = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("x", "y"), ("y", "c")]
    found = infer([(EX[child], EX.parent, EX[parent]) for child, parent in parents], family)
    assert about(found, EX.ancestor3) == {("a", "e"), ("x", "e")}
    assert about(found, EX.cousin) == {("a", "x"), ("x", "a"), ("b", "y"), ("y", "b")}
    assert about(found, EX.relative) == {("a", "e"), ("x", "e")}


NAMES = {kind: [EX[f"{kind}{place}"] for place in range(3)] for kind in ("task", "section", "place", "unit", "goal")}
EDGES = (
    ("task", PLAN.partOf, "section"),
    ("section", PLAN.partOf, "section"),
    ("section", PLAN.serves, "goal"),
    ("task", PLAN.serves, "goal"),
    ("task", PLAN.concernsPlace, "place"),
    ("section", PLAN.concernsPlace, "place"),
    ("place", PLAN.within, "place"),
    ("task", PLAN.responsibleUnit, "unit"),
)
TYPES: tuple[Triple, ...] = tuple(
    (thing, RDF.type, PLAN[kind.capitalize()]) for kind, things in NAMES.items() for thing in things
)
graphs = st.lists(
    st.sampled_from(EDGES).flatmap(
        lambda edge: st.tuples(st.sampled_from(NAMES[edge[0]]), st.just(edge[1]), st.sampled_from(NAMES[edge[2]]))
    ),
    max_size=12,
    unique=True,
)
# Each property in its own words, as a SPARQL path over what is stated.
PATHS = {
    PLAN.partOf: "?a plan:partOf+ ?b",
    PLAN.hasPart: "?a ^plan:partOf+ ?b",
    PLAN.within: "?a plan:within+ ?b",
    PLAN.concerns: "?a plan:concernsPlace ?b",
    PLAN.contributesTo: "?a a plan:Task ; plan:partOf*/plan:serves ?b",
    PLAN.inArea: "?a a plan:Task ; plan:concernsPlace/plan:within* ?b",
    PLAN.activeIn: "?a ^plan:responsibleUnit/plan:concernsPlace/plan:within* ?b",
    PLAN.collaboratesWith: "?a ^plan:responsibleUnit/plan:responsibleUnit ?b",
}


@settings(max_examples=40)
@given(graphs)
def test_any_graph_yields_what_its_paths_say(edges: list[Triple]) -> None:
    """Circles included, each property holds exactly where its definition, asked as a query, holds."""
    stated = (*TYPES, *edges)
    asked = Graph()
    for triple in stated:
        asked.add(triple)
    inferred = infer(stated)
    for name, path in PATHS.items():
        rows = asked.query(f"{sparql_prologue()} SELECT DISTINCT ?a ?b {{ {path} }}")
        pairs = {(_last(a), _last(b)) for a, b in rows if a != b}  # type: ignore[misc]
        assert about((*stated, *inferred), name) - {(_last(a), _last(a)) for a, _, _ in stated} == pairs, name


def test_owlrl_infers_the_same() -> None:
    """A complete OWL 2 RL engine, given the one rule beyond RL as facts, agrees on all of the example."""
    stated = tuple(Graph().parse(data=example_bytes(), format="turtle"))
    graph = Graph()
    for triple in (*stated, *_without_annotations(vocabulary("ontology"))):
        graph.add(triple)
    for task in graph.subjects(RDF.type, PLAN.Task):
        graph.add((task, PLAN.taskItself, task))  # owl:hasSelf is not in RL
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    described = {subject for subject, _, _ in stated}
    beyond_us = (str(OWL), str(RDFS))
    expected = {
        (s, p, o)
        for s, p, o in graph
        if s in described and isinstance(o, URIRef) and s != o and isinstance(p, URIRef)
        if not any(str(term).startswith(beyond_us) for term in (p, o))
    }
    ours = {triple for triple in (*stated, *infer(stated)) if isinstance(triple[2], URIRef)}  # type: ignore[arg-type]
    assert {t for t in ours if t[0] != t[2]} == expected


def _without_annotations(ontology: Graph) -> list[tuple[Node, Node, Node]]:
    """The axioms alone: labels and comments only cost the engine time."""
    annotations = set(ontology.subjects(RDF.type, OWL.AnnotationProperty))
    return [t for t in ontology if t[1] not in annotations and t[1] not in (RDFS.label, RDFS.comment, RDFS.isDefinedBy)]
