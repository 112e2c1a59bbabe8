"""Each question of the catalogue, asked about an invented town whose answers are known by reading it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from rdflib import Graph, URIRef

from graph.store.answer import Plain
from graph.store.base import Store, select
from graph.store.factory import open_store
from graph.store.formats import Format
from queries.ask import ask
from queries.catalogue import Catalogue

BASE = "http://localhost:8080/id/"

TOWN = """
@base <http://localhost:8080/id/> .
@prefix plan: <https://w3id.org/plangraph/ontology#> .
@prefix kind: <https://w3id.org/plangraph/kind#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

plan:Unit rdfs:subClassOf plan:Entity . plan:CollectiveUnit rdfs:subClassOf plan:Unit .
plan:Place rdfs:subClassOf plan:Entity . plan:Project rdfs:subClassOf plan:Entity .

<section/qingxi/2> a plan:Section ; plan:number "2" ; plan:position 1 ; rdfs:label "重点任务"@zh .
<section/qingxi/2.1> a plan:Section ; plan:number "2.1" ; plan:position 2 ; plan:partOf <section/qingxi/2> ;
    rdfs:label "振兴茶业"@zh ; plan:serves <goal/qingxi/chaxiang> .
<section/qingxi/2.2> a plan:Section ; plan:number "2.2" ; plan:position 5 ; plan:partOf <section/qingxi/2> ;
    rdfs:label "完善服务"@zh .
<goal/qingxi/chaxiang> a plan:Goal ; rdfs:label "茶香小镇"@zh, "A town of tea"@en .

<task/qingxi/2.1.10> a plan:Task ; plan:number "2.1.10" ; plan:position 4 ; plan:partOf <section/qingxi/2.1> ;
    rdfs:label "建设驿站"@zh, "Build way stations"@en ;
    plan:responsibleUnit <unit/qingxi/nongyeban>, <unit/qingxi/xiangguancun> ;
    plan:concernsPlace <place/qingxi/chayuan> ; plan:concernsBrand <brand/qingxi/xichun> ;
    plan:hasTarget <target/qingxi/yizhan> .
<target/qingxi/yizhan> a plan:Target ; plan:quote "2024年建成3-5个茶驿站" ; plan:subject "茶驿站" ; plan:minValue 3.0 ;
    plan:maxValue 5.0 ; plan:unitOfMeasure "个" ; plan:dueDate "2024"^^xsd:gYear .

<task/qingxi/2.1.9> a plan:Task ; plan:number "2.1.9" ; plan:position 3 ; plan:partOf <section/qingxi/2.1> ;
    rdfs:label "修缮老街"@zh ; plan:contributesTo <goal/qingxi/chaxiang> ;
    plan:responsibility <responsibility/qingxi/2.1.9/2>, <responsibility/qingxi/2.1.9/1> ;
    plan:responsibleUnit <unit/qingxi/nongyeban>, <unit/qingxi/wentizhongxin> ;
    plan:concernsPlace <place/qingxi/laojie> ; plan:concernsBrand <brand/qingxi/xichun> ;
    plan:hasTarget <target/qingxi/xiushan> ; plan:dueDate "2025-02"^^xsd:gYearMonth .
<responsibility/qingxi/2.1.9/1> plan:unit <unit/qingxi/wentizhongxin> ; plan:role plan:Lead ; plan:order 1 .
<responsibility/qingxi/2.1.9/2> plan:unit <unit/qingxi/nongyeban> ; plan:role plan:Support ; plan:order 2 .
<target/qingxi/xiushan> a plan:Target ; plan:quote "2025年2月底前完成" ; plan:dueDate "2025-02"^^xsd:gYearMonth .

<task/qingxi/2.2.1> a plan:Task ; plan:number "2.2.1" ; plan:position 6 ; plan:partOf <section/qingxi/2.2> ;
    rdfs:label "培训茶农"@zh ; plan:dueDate "2025-03-01"^^xsd:date ; plan:concernsPlace <place/qingxi/qingxizhen> ;
    plan:responsibleUnit <unit/qingxi/wentizhongxin>, <unit/qingxi/nongyeban>, <unit/qingxi/dangzhengban> ;
    plan:hasTarget <target/qingxi/chanong> .
<target/qingxi/chanong> a plan:Target ; plan:quote "培训茶农200人" ; plan:subject "茶农" ; plan:value 200.0 ;
    plan:unitOfMeasure "人" .

<task/qingxi/2.2.2> a plan:Task ; plan:number "2.2.2" ; plan:position 7 ; plan:partOf <section/qingxi/2.2> ;
    rdfs:label "办好茶节"@zh ; plan:responsibleUnit <unit/qingxi/wentizhongxin> ;
    plan:hasTarget <target/qingxi/chajie> ;
    plan:concernsProject <project/qingxi/laojie> .
<target/qingxi/chajie> a plan:Target ; plan:quote "2024年2月" ; plan:dueDate "2024-02"^^xsd:gYearMonth .

<unit/qingxi/nongyeban> a plan:Unit ; rdfs:label "农业办"@zh, "Office of Agriculture"@en ; skos:altLabel "农办"@zh .
<unit/qingxi/wentizhongxin> a plan:Unit ; rdfs:label "文体中心"@zh .
<unit/qingxi/dangzhengban> a plan:Unit ; rdfs:label "党政办"@zh .
<unit/qingxi/xiangguancun> a plan:CollectiveUnit ; rdfs:label "相关村"@zh .

<place/qingxi/qingxizhen> a plan:Place ; rdfs:label "青溪镇"@zh ; plan:kind kind:town ;
    geo:hasGeometry <geometry/qingxi> .
<geometry/qingxi> geo:asWKT "POINT(121.3 31.1)"^^geo:wktLiteral .
<place/qingxi/pianqu> a plan:Place ; rdfs:label "溪街片区"@zh ; plan:within <place/qingxi/qingxizhen> .
<place/qingxi/laojie> a plan:Place ; rdfs:label "老街"@zh ; plan:kind kind:road ;
    plan:within <place/qingxi/pianqu>, <place/qingxi/qingxizhen> ;
    plan:evidence <annotation/qingxi/9>, <annotation/qingxi/5> .
<place/qingxi/chayuan> a plan:Place ; rdfs:label "茶园"@zh ; plan:within <place/qingxi/qingxizhen> .
<project/qingxi/laojie> a plan:Project ; rdfs:label "老街"@zh ; plan:locatedAt <place/qingxi/laojie> .

<annotation/qingxi/9> plan:inNode <task/qingxi/2.1.9> ; oa:hasBody <place/qingxi/laojie> ; oa:hasTarget <target/9> .
<target/9> oa:hasSource <text/qingxi> ; oa:hasSelector <position/9>, <quote/9> .
<position/9> oa:start 120 ; oa:end 122 . <quote/9> oa:exact "老街" .
<annotation/qingxi/5> oa:hasBody <place/qingxi/laojie> ; oa:hasTarget <target/5> .
<target/5> oa:hasSource <text/qingxi> ; oa:hasSelector <position/5>, <quote/5> .
<position/5> oa:start 7 ; oa:end 9 . <quote/5> oa:exact "老街" .

<brand/qingxi/xichun> a plan:Brand ; rdfs:label "溪春"@zh .
<brand/qingxi/zhuhai> a plan:Brand ; rdfs:label "竹海"@zh .
"""

STATION = ("task/qingxi/2.1.10", "2.1.10", "建设驿站")
STREET = ("task/qingxi/2.1.9", "2.1.9", "修缮老街")
TRAINING = ("task/qingxi/2.2.1", "2.2.1", "培训茶农")
FESTIVAL = ("task/qingxi/2.2.2", "2.2.2", "办好茶节")

FARMING = ("unit/qingxi/nongyeban", "农业办")
CULTURE = ("unit/qingxi/wentizhongxin", "文体中心")
OFFICE = ("unit/qingxi/dangzhengban", "党政办")
VILLAGES = ("unit/qingxi/xiangguancun", "相关村")

TOWN_PLACE = ("place/qingxi/qingxizhen", "青溪镇")
AREA = ("place/qingxi/pianqu", "溪街片区")
OLD_STREET = ("place/qingxi/laojie", "老街")
GARDEN = ("place/qingxi/chayuan", "茶园")

ROLE, KIND = "https://w3id.org/plangraph/ontology#", "https://w3id.org/plangraph/kind#"
SECTION = ("goal/qingxi/chaxiang", "茶香小镇", "section/qingxi/2.1", "振兴茶业")

EXPECTED: list[tuple[str, Mapping[str, Any], list[tuple[Plain, ...]]]] = [
    ("tasks", {}, [STREET, STATION, TRAINING, FESTIVAL]),
    ("tasks-of-unit", {"unit": "文体中心"}, [STREET, TRAINING, FESTIVAL]),
    ("tasks-of-unit", {"unit": "农办"}, [STREET, STATION, TRAINING]),
    ("tasks-of-unit", {"unit": BASE + "unit/qingxi/xiangguancun"}, [STATION]),
    ("tasks-shared-by", {"unit": "农业办"}, [STREET, STATION, TRAINING]),
    ("tasks-shared-by", {"unit": ["农业办", "文体中心"]}, [STREET, TRAINING]),
    ("tasks-shared-by", {"unit": ["农业办", "农办"]}, [STREET, STATION, TRAINING]),
    ("tasks-shared-by", {"unit": ["农业办", "文体中心", "党政办"]}, [TRAINING]),
    ("tasks-shared-by", {"unit": ["相关村", "党政办"]}, []),
    (
        "tasks-at-place",
        {"place": "青溪镇"},
        [STREET + OLD_STREET, STATION + GARDEN, TRAINING + TOWN_PLACE, FESTIVAL + OLD_STREET],
    ),
    ("tasks-at-place", {"place": "溪街片区"}, [STREET + OLD_STREET, FESTIVAL + OLD_STREET]),
    ("tasks-at-place", {"place": "老街"}, [STREET + OLD_STREET, FESTIVAL + OLD_STREET]),
    ("tasks-at-place", {"place": "茶园"}, [STATION + GARDEN]),
    ("tasks-of-goal", {"goal": "茶香小镇"}, [STREET, STATION]),
    ("tasks-of-goal", {"goal": "A town of tea"}, [STREET, STATION]),
    ("tasks-of-brand", {"brand": "溪春"}, [STREET, STATION]),
    ("tasks-of-brand", {"brand": "竹海"}, []),
    ("tasks-due-by", {"date": "2024-02-28"}, []),
    ("tasks-due-by", {"date": "2024-02-29"}, [(*FESTIVAL, "2024-02", "2024年2月")]),
    ("tasks-due-by", {"date": "2024-02"}, [(*FESTIVAL, "2024-02", "2024年2月")]),
    ("tasks-due-by", {"date": "2024-12-30"}, [(*FESTIVAL, "2024-02", "2024年2月")]),
    (
        "tasks-due-by",
        {"date": "2024"},
        [(*FESTIVAL, "2024-02", "2024年2月"), (*STATION, "2024", "2024年建成3-5个茶驿站")],
    ),
    (
        "tasks-due-by",
        {"date": "2025-03-01"},
        [
            (*FESTIVAL, "2024-02", "2024年2月"),
            (*STATION, "2024", "2024年建成3-5个茶驿站"),
            (*STREET, "2025-02", "2025年2月底前完成"),
            (*TRAINING, "2025-03-01", None),
        ],
    ),
    ("units", {}, [OFFICE, FARMING, CULTURE, VILLAGES]),
    ("unit-load", {}, [(*FARMING, 3), (*CULTURE, 3), (*OFFICE, 1), (*VILLAGES, 1)]),
    ("units-of-task", {"task": "2.1.9"}, [(*CULTURE, ROLE + "Lead"), (*FARMING, ROLE + "Support")]),
    (
        "units-of-task",
        {"task": BASE + "task/qingxi/2.1.9"},
        [(*CULTURE, ROLE + "Lead"), (*FARMING, ROLE + "Support")],
    ),
    ("units-at-place", {"place": "青溪镇"}, [(*FARMING, 3), (*CULTURE, 3), (*OFFICE, 1), (*VILLAGES, 1)]),
    ("units-at-place", {"place": "茶园"}, [(*FARMING, 1), (*VILLAGES, 1)]),
    (
        "unit-collaboration",
        {},
        [
            (*FARMING, *CULTURE, 2),
            (*OFFICE, *FARMING, 1),
            (*OFFICE, *CULTURE, 1),
            (*FARMING, *VILLAGES, 1),
        ],
    ),
    (
        "places",
        {},
        [
            (*AREA, None, "place/qingxi/qingxizhen", None),
            (*OLD_STREET, KIND + "road", "place/qingxi/pianqu", None),
            (*GARDEN, None, "place/qingxi/qingxizhen", None),
            (*TOWN_PLACE, KIND + "town", None, "POINT(121.3 31.1)"),
        ],
    ),
    ("places-of-unit", {"unit": "文体中心"}, [(*OLD_STREET, 2), (*TOWN_PLACE, 1)]),
    ("brands", {}, [("brand/qingxi/xichun", "溪春", 2), ("brand/qingxi/zhuhai", "竹海", 0)]),
    ("units-of-brand", {"brand": "溪春"}, [FARMING, CULTURE, VILLAGES]),
    ("goal-tree", {}, [SECTION + STREET, SECTION + STATION]),
    (
        "targets",
        {},
        [
            ("target/qingxi/xiushan", *STREET[:2], "2025年2月底前完成", None, None, None, None, "2025-02", None),
            ("target/qingxi/yizhan", *STATION[:2], "2024年建成3-5个茶驿站", None, 3, 5, "个", "2024", "茶驿站"),
            ("target/qingxi/chanong", *TRAINING[:2], "培训茶农200人", 200, None, None, "人", None, "茶农"),
            ("target/qingxi/chajie", *FESTIVAL[:2], "2024年2月", None, None, None, None, "2024-02", None),
        ],
    ),
    (
        "evidence-of",
        {"entity": BASE + "place/qingxi/laojie"},
        [(None, None, "老街", 7, 9), ("task/qingxi/2.1.9", "2.1.9", "老街", 120, 122)],
    ),
]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The questions as filed."""
    return Catalogue()


@pytest.fixture(scope="module")
def town() -> Iterator[Store]:
    """The town, stated in one graph and all of it once more in another: no answer may count it twice."""
    with open_store() as store:
        for name in ("plan", "inferred"):
            store.load(TOWN.encode(), Format.TURTLE, f"http://localhost:8080/graph/{name}/qingxi")
        yield store


def local(value: Plain) -> Plain:
    """An IRI of the town without its base; any other value as it is."""
    return value.removeprefix(BASE) if isinstance(value, str) else value


@pytest.mark.parametrize(("name", "values", "rows"), EXPECTED, ids=lambda part: part if isinstance(part, str) else "")
def test_a_question_has_the_right_answer(
    town: Store, catalogue: Catalogue, name: str, values: Mapping[str, Any], rows: list[tuple[Plain, ...]]
) -> None:
    """The rows are those a reader of the town finds, in that order."""
    page = ask(town, catalogue[name], values)
    assert [tuple(local(row[column]) for column in page.columns) for row in page.rows] == rows
    assert (page.total, page.next_offset) == (len(rows), None)


def test_every_question_is_expected_above(catalogue: Catalogue) -> None:
    """No question of the catalogue goes without an answer that was written by hand."""
    assert {name for name, _, _ in EXPECTED} == set(catalogue)


@pytest.mark.parametrize("name", sorted(Catalogue()))
def test_a_question_as_filed_means_the_same_in_another_engine(town: Store, catalogue: Catalogue, name: str) -> None:
    """The file, unmodified, gives rdflib and Oxigraph the same rows in the same order, and gives some."""
    text = catalogue[name].text
    table = select(town, text)
    ours = [tuple(None if cell is None else cell.value for cell in row) for row in table.rows]
    found: Any = Graph().parse(data=TOWN, format="turtle").query(text)
    theirs = [tuple(None if term is None else _text(term) for term in row) for row in found]
    assert ours == theirs
    assert ours


def _text(term: object) -> str:
    return str(term).removesuffix(".0") if not isinstance(term, URIRef) else str(term)
