"""Stating what was found: one small plan, its triples written by hand."""

from __future__ import annotations

import hashlib
from decimal import Decimal

import pytest
from rdflib import RDF, RDFS, Literal, URIRef
from rdflib.namespace import XSD

from graph.build import describe_run, state
from graph.identifiers import Identifiers
from graph.model import (
    Document,
    Entity,
    EntityType,
    Goal,
    GoalReference,
    Level,
    Linking,
    Mention,
    Outline,
    Passage,
    Period,
    PlanSettings,
    Role,
    Target,
    Triple,
    UnitReference,
)
from graph.nquads import write_ntriples
from ontology.namespaces import OA
from ontology.terms import PLAN

BASE = "https://data.example/"
TEXT = "甲镇计划。一、共建花园 1.修路。2025年修完东路。(责任单位:路办、各村)甲镇人民政府"
SETTINGS = PlanSettings(slug="jia-2025", area="jia", jurisdiction="place/jia/jia")


def _span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def _document() -> Document:
    return Document(TEXT, hashlib.sha256(TEXT.encode()).hexdigest(), "jia.txt", "text/plain")


def _outline() -> Outline:
    end = _span("各村)")[1]
    units = tuple(
        UnitReference(name, Role.RESPONSIBLE, "责任单位", collective, order, *_span(name))
        for order, (name, collective) in enumerate((("路办", False), ("各村", True)), start=1)
    )
    passages = (
        Passage("1", Level.PART, "一、", "共建花园", None, _span("一、")[0], end, *_span("共建花园")),
        Passage("1.1", Level.TASK, "1.", "修路", "1", _span("1.")[0], end, *_span("修路"), units=units),
    )
    goal = Goal("花园", None, "1", *_span("花园"), served_by=(GoalReference("1", *_span("花园")),))
    target = Target(
        "1.1", "2025年修完东路", "东路", Decimal("1.50"), None, None, "公里", "2025", *_span("2025年修完东路")
    )
    return Outline("甲镇计划", ("甲镇人民政府",), "2024-01-02", Period(2024, 2025), passages, (goal,), (target,))


def _linking() -> Linking:
    road = Entity("place/jia/donglu", ("Place",), "东路", label_en="East Road", within=("place/jia/jia",))
    town = Entity("place/jia/jia", ("Place",), "甲镇")
    office = Entity("unit/jia/luban", ("Unit",), "路办")
    villages = Entity("unit/jia/gecun", ("CollectiveUnit",), "各村")
    mention = Mention("东路", EntityType.PLACE, "东路", road.path, "1.1", *_span("东路"), "gazetteer", 1.0)
    return Linking((mention,), (road, town, office, villages), {"路办": office.path, "各村": villages.path})


@pytest.fixture(scope="module")
def stated() -> set[Triple]:
    """The triples of the small plan."""
    return set(state(_document(), _outline(), _linking(), SETTINGS, Identifiers(BASE, SETTINGS)))


def _id(path: str) -> URIRef:
    return URIRef(f"{BASE}id/{path}")


TASK = _id("task/jia-2025/1.1")


def test_a_task_stands_in_its_section_and_the_section_in_the_plan(stated: set[Triple]) -> None:
    """`partOf` is stated once, to the direct parent."""
    section = _id("section/jia-2025/1")
    assert {(s, o) for s, p, o in stated if p == PLAN.partOf} == {
        (TASK, section),
        (section, _id("plan/jia-2025")),
        (_id("goal/jia-2025/huayuan"), section),
    }


def test_a_task_has_its_title_number_and_whole_text(stated: set[Triple]) -> None:
    """The text is the passage as it stands, its heading and clause included."""
    values = {p: o for s, p, o in stated if s == TASK}
    assert values[PLAN.number] == Literal("1.1")
    assert values[PLAN.text] == Literal("1.修路。2025年修完东路。(责任单位:路办、各村)")
    assert (TASK, RDFS.label, Literal("修路", lang="zh")) in stated


def test_each_responsibility_has_a_unit_a_role_and_an_order(stated: set[Triple]) -> None:
    """The unit named second is the second responsibility, and the short form holds too."""
    second = _id("responsibility/jia-2025/1.1/2")
    villages = _id("unit/jia/gecun")
    assert {(p, o) for s, p, o in stated if s == second and p in {PLAN.unit, PLAN.role, PLAN.order}} == {
        (PLAN.unit, villages),
        (PLAN.role, PLAN.Responsible),
        (PLAN.order, Literal(2)),
    }
    assert (TASK, PLAN.responsibleUnit, villages) in stated


def test_tasks_below_a_serving_section_contribute_to_its_goal(stated: set[Triple]) -> None:
    """The section serves the goal its heading names; its tasks contribute to it."""
    goal = _id("goal/jia-2025/huayuan")
    assert (_id("section/jia-2025/1"), PLAN.serves, goal) in stated
    assert (TASK, PLAN.contributesTo, goal) in stated


def test_a_target_has_a_shortest_decimal_and_a_date_as_precise_as_written(stated: set[Triple]) -> None:
    """1.50 公里 by 2025 is the decimal 1.5 and an xsd:gYear, on the target and on its task."""
    target = _id("target/jia-2025/1.1-1")
    due = Literal("2025", datatype=XSD.gYear, normalize=False)
    assert {str(o) for s, p, o in stated if s == target and p == PLAN.value} == {"1.5"}
    assert (target, PLAN.dueDate, due) in stated
    assert (TASK, PLAN.dueDate, due) in stated


def test_every_citation_quotes_the_characters_it_points_at(stated: set[Triple]) -> None:
    """For all selectors of the plan: text[start:end] is the exact quote."""
    values = {(s, p): o for s, p, o in stated}
    annotations = [s for s, p, o in stated if p == RDF.type and o == OA.Annotation]
    assert len(annotations) == 8  # 2 passages, 2 responsibilities, 1 goal, mention, target and issuer
    for annotation in annotations:
        start = int(values[URIRef(f"{annotation}#position"), OA.start])
        end = int(values[URIRef(f"{annotation}#position"), OA.end])
        assert TEXT[start:end] == str(values[URIRef(f"{annotation}#quote"), OA.exact])


def test_stating_twice_gives_the_same_bytes() -> None:
    """The same input is the same N-Triples, byte for byte."""
    runs = [state(_document(), _outline(), _linking(), SETTINGS, Identifiers(BASE, SETTINGS)) for _ in range(2)]
    assert write_ntriples(runs[0]) == write_ntriples(runs[1])


def test_a_run_is_named_by_what_went_in() -> None:
    """Another gazetteer is another run; the same inputs are the same one."""
    ids = Identifiers(BASE, SETTINGS)
    first, again, other = (next(describe_run(_document(), "1.0", ids, digest))[0] for digest in ("a", "a", "b"))
    assert first == again != other


def test_goals_with_the_same_pinyin_are_told_apart() -> None:
    """Two titles of one sound keep two IRIs, and the first keeps the plain one."""
    ids = Identifiers(BASE, SETTINGS)
    titles = [Goal(title, None, None, start, start + 2) for start, title in ((0, "花园"), (9, "华园"))]
    assert [str(ids.goal(goal)).rsplit("/", 1)[1] for goal in titles] == ["huayuan", "huayuan-9"]
