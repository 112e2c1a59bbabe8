"""Every shape refuses the graph it is there to refuse, and two engines agree on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import pyshacl
import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, GEO, SH, SKOS, XSD
from rdflib.term import Node

from graph.check import check_stated
from graph.check.citations import without_sound_citations
from graph.check.conformance import validate
from graph.model import Triple
from ontology.files import example_bytes, vocabulary, vocabulary_bytes
from ontology.namespaces import BASIS, KIND, LEVEL, OA, SHAPES, STATUS
from ontology.terms import PLAN

ID = "http://localhost:8080/id/"


def _id(path: str) -> URIRef:
    return URIRef(ID + path)


PLAN_IRI = _id("plan/yunxi-2024-2026")
TEXT = _id("text/yunxi-2024-2026")
PART = _id("section/yunxi-2024-2026/1")
GROUP = _id("section/yunxi-2024-2026/2.1.1")
TASK = _id("task/yunxi-2024-2026/2.1.1.1")
SAFEGUARD = _id("task/yunxi-2024-2026/3.1")
GOAL = _id("goal/yunxi-2024-2026/chaxiangxiaozhen")
LEAD = _id("responsibility/yunxi-2024-2026/2.1.1.1/1")
RANGE = _id("target/yunxi-2024-2026/2.1.1.1-1")
COUNT = _id("target/yunxi-2024-2026/2.1.1.1-2")
OFFICE = _id("unit/yunxi/nongyeban")
CREEK = _id("place/yunxi/yunxi")
TOWN = _id("place/yunxi/yunxizhen")
BRAND = _id("brand/yunxi/yunxichun")
MUSEUM = _id("facility/yunxi/chawenhuaguan")
NOWHERE = _id("place/yunxi/nowhere")
POINT = _id("geometry/yunxi-2024-2026/place-yunxizhen")
SKETCH = _id("schematic/yunxi-2024-2026/place-yunxi")
RELATION = _id("relation/yunxi-2024-2026/authority/place-yunxi/within/place-yunxizhen")

EXAMPLE: tuple[Triple, ...] = tuple(Graph().parse(data=example_bytes(), format="turtle"))  # type: ignore[arg-type]


def _whole(number: int) -> Literal:
    return Literal(number, datatype=XSD.nonNegativeInteger)


def _citation_of(body: URIRef) -> URIRef:
    return min(s for s, p, o in EXAMPLE if p == OA.hasBody and o == body)


CITATION = _citation_of(BRAND)
QUOTED, POSITION, QUOTE = (URIRef(f"{CITATION}#{part}") for part in ("target", "position", "quote"))
(START,) = (int(str(o)) for s, p, o in EXAMPLE if s == POSITION and p == OA.start)


@dataclass(frozen=True)
class Wrong:
    """A change of the example, and the shapes that must refuse the outcome: these and no others."""

    name: str
    shapes: str
    remove: tuple[tuple[URIRef, URIRef], ...] = ()
    add: tuple[tuple[URIRef, URIRef, Node], ...] = ()

    def of(self, stated: Iterable[Triple]) -> list[Triple]:
        """The graph with what is removed and added."""
        return [*(triple for triple in stated if triple[:2] not in self.remove), *self.add]


def _replaced(name: str, shapes: str, subject: URIRef, predicate: URIRef, *values: Node) -> Wrong:
    return Wrong(name, shapes, ((subject, predicate),), tuple((subject, predicate, value) for value in values))


def _more(name: str, shapes: str, *triples: tuple[URIRef, URIRef, Node]) -> Wrong:
    return Wrong(name, shapes, add=triples)


def _gone(name: str, shapes: str, subject: URIRef, *predicates: URIRef) -> Wrong:
    return Wrong(name, shapes, tuple((subject, predicate) for predicate in predicates))


def _date(lexical: str, datatype: URIRef) -> Literal:
    return Literal(lexical, datatype=datatype, normalize=False)


WRONG = (
    _gone("a plan without a title", "PlanTitle", PLAN_IRI, DCTERMS.title),
    _replaced("a source text that is not there", "PlanSourceText", PLAN_IRI, PLAN.sourceText, _id("text/gone")),
    _replaced("a first year that is none", "PlanPeriodStart", PLAN_IRI, PLAN.periodStart, Literal("2024")),
    _replaced("a last year of two digits", "PlanPeriodEnd", PLAN_IRI, PLAN.periodEnd, _date("26", XSD.gYear)),
    _replaced("a day of issue that is none", "PlanIssued", PLAN_IRI, DCTERMS.issued, _date("2024-02-30", XSD.date)),
    _replaced("a unit as jurisdiction", "PlanJurisdiction", PLAN_IRI, PLAN.jurisdiction, OFFICE),
    _replaced("a place as publisher", "PlanPublisher", PLAN_IRI, DCTERMS.publisher, TOWN),
    _more(
        "a plan without nodes",
        "PlanHasNodes",
        (_id("plan/empty"), RDF.type, PLAN.Plan),
        (_id("plan/empty"), DCTERMS.title, Literal("空", lang="zh")),
        (_id("plan/empty"), PLAN.sourceText, TEXT),
    ),
    _gone("a source text without a digest", "SourceTextDigest", TEXT, PLAN.sha256),
    _more("a source text of two texts", "SourceTextText QuoteMatchesText", (TEXT, PLAN.text, Literal("x"))),
    _replaced("an annotation off by one", "QuoteMatchesText", POSITION, OA.start, _whole(START + 1)),
    _replaced("a quotation of other words", "QuoteMatchesText", QUOTE, OA.exact, Literal("云溪秋")),
    Wrong(
        "a quotation beyond the text's end",
        "QuoteMatchesText",
        ((POSITION, OA.start), (POSITION, OA.end)),
        ((POSITION, OA.start, _whole(9000)), (POSITION, OA.end, _whole(9003))),
    ),
    _gone("a task without a title", "NodeTitle", TASK, RDFS.label),
    _gone("a task in no group", "NodeParent NodeInPlan", TASK, PLAN.partOf),
    _more("a task in two groups", "NodeSingleParent", (TASK, PLAN.partOf, _id("section/yunxi-2024-2026/1.1"))),
    _replaced("a task in a place", "NodeParentKind NodeInPlan", TASK, PLAN.partOf, CREEK),
    _replaced("a part within its own task", "NodeInPlan", _id("section/yunxi-2024-2026/2"), PLAN.partOf, TASK),
    _gone("a task without a number", "NodeNumber", TASK, PLAN.number),
    _replaced("two nodes of one number", "NodeNumberUnique", TASK, PLAN.number, Literal("2.1.1")),
    _more("a node of two markers", "NodeMarker", (TASK, PLAN.marker, Literal("①"))),
    _replaced("a node at place nought", "NodePosition", TASK, PLAN.position, Literal(0)),
    _replaced("a kind as level", "NodeLevel", TASK, PLAN.level, KIND.office),
    _gone("a task without text", "NodeText", TASK, PLAN.text),
    _replaced("a task with empty text", "NodeText", TASK, PLAN.text, Literal("")),
    _gone("a task without evidence", "NodeEvidence", SAFEGUARD, PLAN.evidence),
    _more("a unit as target", "NodeTarget", (TASK, PLAN.hasTarget, OFFICE)),
    _more("a brand as goal", "NodeServes", (GROUP, PLAN.serves, BRAND)),
    _replaced("a month that is none", "NodeDueDate", TASK, PLAN.dueDate, _date("2025-13", XSD.gYearMonth)),
    _replaced("a day that is none", "NodeDueDate", TASK, PLAN.dueDate, _date("2025-02-30", XSD.date)),
    _replaced("29 February of no leap year", "NodeDueDate", TASK, PLAN.dueDate, _date("2100-02-29", XSD.date)),
    _replaced("a month as a day", "NodeDueDate", TASK, PLAN.dueDate, _date("2025-05", XSD.date)),
    _replaced("a date in words", "NodeDueDate", TASK, PLAN.dueDate, Literal("明年年底")),
    _replaced("a year as a string", "NodeDueDate", TASK, PLAN.dueDate, Literal("2025")),
    _more("a place as responsible unit", "TaskUnit TaskUnitHasRole", (TASK, PLAN.responsibleUnit, CREEK)),
    _more("a unit as responsibility", "TaskResponsibility", (TASK, PLAN.responsibility, OFFICE)),
    _gone("a responsibility without its short form", "TaskUnitHasRole", SAFEGUARD, PLAN.responsibleUnit),
    _more("a task contributing to a brand", "TaskGoal", (TASK, PLAN.contributesTo, BRAND)),
    _more("a task of two statuses", "TaskStatus", (TASK, PLAN.status, STATUS.completed)),
    _replaced("a level as status", "TaskStatus", TASK, PLAN.status, LEVEL.task),
    _gone("a goal without a name", "GoalTitle", GOAL, RDFS.label),
    _gone("a goal in nothing", "GoalParent", GOAL, PLAN.partOf),
    _gone("a goal without evidence", "GoalEvidence", GOAL, PLAN.evidence),
    _gone("a responsibility without a unit", "ResponsibilityUnit TaskUnitHasRole", LEAD, PLAN.unit),
    _more("a place in a responsibility", "ResponsibilityUnit TaskUnitHasRole", (LEAD, PLAN.unit, CREEK)),
    _gone("a responsibility without a role", "ResponsibilityRole", LEAD, PLAN.role),
    _replaced("a kind as role", "ResponsibilityRole", LEAD, PLAN.role, KIND.office),
    _gone("a responsibility without an order", "ResponsibilityOrder", LEAD, PLAN.order),
    _replaced("an order of nought", "ResponsibilityOrder", LEAD, PLAN.order, Literal(0)),
    _replaced("an order that is no number", "ResponsibilityOrder", LEAD, PLAN.order, _date("一", XSD.integer)),
    _more(
        "a responsibility of two tasks",
        "ResponsibilityTask TaskUnitHasRole",
        (SAFEGUARD, PLAN.responsibility, LEAD),
    ),
    _gone("a responsibility without evidence", "ResponsibilityEvidence", LEAD, PLAN.evidence),
    _gone("a target without a quote", "TargetQuote", COUNT, PLAN.quote),
    _more("a target of two subjects", "TargetSubject", (COUNT, PLAN.subject, Literal("学员"))),
    _replaced("a value in words", "TargetValue", COUNT, PLAN.value, _date("很多", XSD.decimal)),
    _replaced("a range upside down", "TargetMinValue", RANGE, PLAN.minValue, Literal(Decimal(9))),
    _replaced("a maximum as text", "TargetMaxValue TargetMinValue", RANGE, PLAN.maxValue, Literal("5")),
    _more("a target of two units", "TargetUnitOfMeasure", (COUNT, PLAN.unitOfMeasure, Literal("名"))),
    _replaced("a target's date that is none", "TargetDueDate", RANGE, PLAN.dueDate, _date("2026-00", XSD.gYearMonth)),
    _more("a target of two tasks", "TargetNode", (SAFEGUARD, PLAN.hasTarget, COUNT)),
    _gone("a target without evidence", "TargetEvidence", COUNT, PLAN.evidence),
    _gone("a target without number or date", "TargetMeasurable", COUNT, PLAN.value),
    _more("a target with a value and a range", "TargetNumberOrRange", (RANGE, PLAN.value, Literal(Decimal(4)))),
    _gone("an entity without a name", "EntityName", BRAND, RDFS.label),
    _more("an entity of two preferred names", "EntityPreferredName", (BRAND, SKOS.prefLabel, Literal("春", lang="zh"))),
    _replaced("a kind that is in no list", "EntityKind", OFFICE, PLAN.kind, KIND.nonesuch),
    _gone("a brand without evidence", "MentionedEntityEvidence", BRAND, PLAN.evidence),
    _gone("a unit without evidence", "MentionedEntityEvidence", OFFICE, PLAN.evidence),
    _more("a mention of nothing", "Concerns MentionedEntityEvidence", (PART, PLAN.concerns, NOWHERE)),
    *(
        _more(f"a task as {name.lower()}", f"Concerns{name}", (TASK, PLAN[f"concerns{name}"], SAFEGUARD))
        for name in (
            "Place", "Project", "Facility", "Brand", "Industry", "Programme", "Policy", "Event", "Organization"
        )
    ),
    _more("a unit that is a place", "Unit", (OFFICE, RDF.type, PLAN.Place)),
    _replaced("a place within nothing", "PlaceWithin RelationHolds", CREEK, PLAN.within, NOWHERE),
    _more("a place within itself", "PlaceNotWithinItself", (CREEK, PLAN.within, CREEK)),
    _more("places within each other", "PlaceNotWithinItself", (TOWN, PLAN.within, CREEK)),
    _more("a task that is somewhere", "Located", (TASK, PLAN.locatedAt, TOWN)),
    _replaced("a facility in a brand", "LocatedAt", MUSEUM, PLAN.locatedAt, BRAND),
    _replaced("a place beside a unit", "AdjacentToPlace", CREEK, PLAN.adjacentTo, OFFICE),
    _gone("a geometry without coordinates", "GeometryText", POINT, GEO.asWKT),
    _replaced("coordinates that are plain text", "GeometryText", POINT, GEO.asWKT, Literal("POINT (119.5 30.5)")),
    _gone("a geometry of no accuracy", "GeometryAccuracy", POINT, GEO.hasMetricSpatialAccuracy),
    _replaced(
        "an accuracy below nought", "GeometryAccuracy", POINT, GEO.hasMetricSpatialAccuracy, _date("-1", XSD.double)
    ),
    _gone("a geometry found by no method", "GeometryMethod", POINT, PLAN.locatingMethod),
    _replaced("a geometry found by a basis", "GeometryMethod", POINT, PLAN.locatingMethod, BASIS.curated),
    _more("a sketch that is taken for true", "SchematicOrTrue", (CREEK, GEO.hasGeometry, POINT)),
    _replaced("a sketch that is not there", "SchematicGeometryKind", CREEK, PLAN.hasSchematicGeometry, NOWHERE),
    _gone("a sketch without coordinates", "SchematicText", SKETCH, PLAN.schematicWKT),
    _gone("a relation of nothing", "RelationOne", RELATION, RDF.subject),
    _replaced("a relation that is none of space", "RelationKind RelationHolds", RELATION, RDF.predicate, PLAN.unit),
    _replaced("a relation with a unit", "RelationOther RelationHolds", RELATION, RDF.object, OFFICE),
    _gone("a relation known in no way", "RelationBasis", RELATION, PLAN.basis),
    _gone("a list that is not named", "RelationFounded", RELATION, DCTERMS.source),
    _replaced("words that are not cited", "RelationFounded", RELATION, PLAN.basis, BASIS.stated),
    _replaced("a computation of nothing", "RelationFounded", RELATION, PLAN.basis, BASIS.computed),
    _gone("a relation that does not hold", "RelationHolds", CREEK, PLAN.within),
    _gone("an annotation of nothing", "AnnotationBody", CITATION, OA.hasBody),
    _replaced("an annotation of something gone", "AnnotationBody", CITATION, OA.hasBody, NOWHERE),
    _gone("an annotation without a passage", "AnnotationTarget", CITATION, OA.hasTarget),
    _gone("an annotation in no node", "AnnotationNode", CITATION, PLAN.inNode),
    _replaced("an annotation in a unit", "AnnotationNode", CITATION, PLAN.inNode, OFFICE),
    _gone("an annotation without a method", "AnnotationMethod", CITATION, PLAN.method),
    _replaced("a confidence above one", "AnnotationConfidence", CITATION, PLAN.confidence, Literal(Decimal("1.5"))),
    _replaced("a confidence in words", "AnnotationConfidence", CITATION, PLAN.confidence, Literal("sure")),
    _more("evidence that is not there", "Evidence", (BRAND, PLAN.evidence, _id("annotation/gone"))),
    _gone("a passage of no text", "PassageSource", QUOTED, OA.hasSource),
    _replaced("a passage without a position", "PassagePosition", QUOTED, OA.hasSelector, QUOTE),
    _replaced("a passage without a quotation", "PassageQuote", QUOTED, OA.hasSelector, POSITION),
    _gone("a position without a start", "PositionStart", POSITION, OA.start),
    _replaced("a start after the end", "PositionStart QuoteMatchesText", POSITION, OA.start, _whole(9000)),
    _gone("a position without an end", "PositionEnd", POSITION, OA.end),
    _replaced("a quotation of nothing", "QuoteExact QuoteMatchesText", QUOTE, OA.exact, Literal("")),
    _gone("a quotation without words", "QuoteExact", QUOTE, OA.exact),
)  # fmt: skip


def _shapes_of_messages() -> set[str]:
    return {str(shape).removeprefix(str(SHAPES)) for shape in vocabulary("shapes").subjects(SH.message)}


def test_the_example_conforms() -> None:
    """The smallest plan is as the shapes say it must be."""
    assert check_stated(EXAMPLE).text("en") == "The graph conforms; nothing is wrong."


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.name)
def test_a_wrong_graph_is_refused(wrong: Wrong) -> None:
    """Each wrong graph is refused by the shapes that are about what is wrong with it, and by no other.

    That the engine is spared the citations which are certainly right does not change what it finds.
    """
    stated = wrong.of(EXAMPLE)
    found = {(violation.thing.term, violation.kind) for violation in check_stated(stated).violations}
    assert {kind for _, kind in found} == set(wrong.shapes.split())
    assert found == {(result.focus, result.shape.removeprefix(str(SHAPES))) for result in validate(stated)}


def test_every_shape_is_tried() -> None:
    """There is a wrong graph for every shape that has a message."""
    assert {name for wrong in WRONG for name in wrong.shapes.split()} == _shapes_of_messages()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_shape_speaks_both_languages(language: str) -> None:
    """Every shape that says anything says it once in Chinese and once in English."""
    shapes = vocabulary("shapes")
    for shape in set(shapes.subjects(SH.message)):
        spoken = [m for m in shapes.objects(shape, SH.message) if isinstance(m, Literal) and m.language == language]
        assert len(spoken) == 1, shape


def _batches() -> list[list[Triple]]:
    """The example with as many changes at once as do not touch the same triples, until each change is made."""
    batches: list[tuple[list[Triple], set[tuple[URIRef, URIRef]]]] = []
    for wrong in WRONG:
        changed = {*wrong.remove, *(triple[:2] for triple in wrong.add)}
        for place, (stated, touched) in enumerate(batches):
            if not changed & touched:
                batches[place] = (wrong.of(stated), touched | changed)
                break
        else:
            batches.append((wrong.of(EXAMPLE), changed))
    return [stated for stated, _ in batches]


def _results(data: Iterable[Triple]) -> set[tuple[str, str]]:
    """What pyshacl says is wrong: the node and the shape of each violation."""
    graph = Graph()
    for triple in (*data, *_classes_and_concepts()):
        graph.add(triple)
    shapes = Graph().parse(data=vocabulary_bytes("shapes"), format="turtle")  # which pyshacl changes
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes)
    assert isinstance(report, Graph)
    return {
        (str(report.value(result, SH.focusNode)), str(report.value(result, SH.sourceShape)).removeprefix(str(SHAPES)))
        for result in report.objects(None, SH.result)
    }


def _classes_and_concepts() -> Iterable[tuple[Node, Node, Node]]:
    for name in ("ontology", "schemes"):
        for triple in vocabulary(name):
            if triple[1] in (RDFS.subClassOf, SKOS.inScheme) or triple[2] == SKOS.Concept:
                yield triple


@pytest.mark.parametrize("stated", [list(EXAMPLE), *_batches()])
def test_another_engine_agrees(stated: list[Triple]) -> None:
    """A second engine, pyshacl, finds the same violations of the same nodes as the engine we use."""
    ours = {(violation.thing.term, violation.kind) for violation in check_stated(stated).violations}
    assert ours == _results(stated)


def test_sound_citations_are_left_out() -> None:
    """Of the example's citations, all right, one is kept to stand for the others."""
    kept = without_sound_citations(EXAMPLE)
    assert sum(triple[2] == OA.Annotation for triple in kept) == 1
    assert sum(triple[2] == OA.Annotation for triple in EXAMPLE) > 20
