"""The plan's graph has every passage and every responsibility the reader transcribed, word for word, and no other."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from rdflib import DCTERMS, RDF, RDFS, Graph, Literal, Namespace, URIRef

BASE = "http://localhost:8080/"
SLUG = "qibao-2023-2025"
PLAN = Namespace("https://w3id.org/plangraph/ontology#")
LEVEL = Namespace("https://w3id.org/plangraph/level#")
OA = Namespace("http://www.w3.org/ns/oa#")
OUTLINE = json.loads((Path(__file__).parent / "expected" / "outline.json").read_text(encoding="utf-8"))
PASSAGES = {passage["number"]: passage for passage in OUTLINE["passages"]}
TASKS = {number: passage for number, passage in PASSAGES.items() if passage["level"] == "task"}
COLLECTIVE = OUTLINE["collective"]
LOOK_ALIKES = [
    ("党建办", "党群办", "党群中心"),
    ("经发办", "经发中心"),
    ("社事办", "社建办"),
    ("城建中心", "城运中心"),
    ("九星村", "九星推进办", "新九星公司"),
    ("相关村", "各村", "相关各村", "各居村", "各居委"),
    ("社区事务受理中心", "七宝社区卫生服务中心"),
]


@pytest.fixture(scope="module")
def nodes(stated: Graph) -> dict[str, URIRef]:
    """The numbered nodes of the plan, by number."""
    return {str(number): node for node, number in stated.subject_objects(PLAN.number)}


@pytest.fixture(scope="module")
def spans(source: str) -> dict[str, tuple[int, int]]:
    """Where each passage stands, found by its marker and title: to the next passage that is not its own part."""
    starts, position = {}, source.index("一、总体要求")
    for number, passage in PASSAGES.items():
        starts[number] = position = source.index(passage["marker"] + passage["title"], position)
    close = source.index("\n中共闵行区七宝镇委员会 闵行区七宝镇人民政府")
    ends = {
        number: next((at for n, at in starts.items() if at > start and not n.startswith(f"{number}.")), close)
        for number, start in starts.items()
    }
    return {number: (start, len(source[: ends[number]].rstrip())) for number, start in starts.items()}


def _labels(graph: Graph, node: URIRef) -> set[str]:
    return {str(label) for label in graph.objects(node, RDFS.label) if getattr(label, "language", None) == "zh"}


def test_the_plan_says_what_it_is(stated: Graph) -> None:
    """Title, date of issue and years of the plan are those of its head and foot."""
    plan = URIRef(f"{BASE}id/plan/{SLUG}")
    assert (plan, RDF.type, PLAN.Plan) in stated
    assert "高质量发展三年行动计划(2023-2025年)(草案)" in str(stated.value(plan, DCTERMS.title))
    assert str(stated.value(plan, DCTERMS.issued)) == OUTLINE["date"]
    assert str(stated.value(plan, PLAN.periodStart)) == "2023"
    assert str(stated.value(plan, PLAN.periodEnd)) == "2025"
    publishers = [_names(stated, one) for one in stated.objects(plan, DCTERMS.publisher)]
    assert len(publishers) == 2
    assert all(sum(issuer in names for names in publishers) == 1 for issuer in OUTLINE["issuers"])


def test_the_passages_are_those_transcribed(stated: Graph, nodes: dict[str, URIRef]) -> None:
    """Every passage is one node, and no other node has a number."""
    assert len(list(stated.subject_objects(PLAN.number))) == len(nodes)
    assert sorted(nodes) == sorted(PASSAGES)


def test_passages_stand_in_reading_order(stated: Graph, nodes: dict[str, URIRef]) -> None:
    """plan:position follows the document."""
    positions = {number: int(stated.value(node, PLAN.position)) for number, node in nodes.items()}
    assert sorted(positions, key=positions.__getitem__) == list(PASSAGES)


@pytest.mark.parametrize("number", PASSAGES)
def test_a_passage_is_as_it_stands_in_the_plan(
    number: str, stated: Graph, nodes: dict[str, URIRef], spans: dict[str, tuple[int, int]], source: str
) -> None:
    """Title, marker, level, parent and whole text of a passage are the plan's."""
    node, passage, (start, end) = nodes[number], PASSAGES[number], spans[number]
    parent = nodes[number.rpartition(".")[0]] if "." in number else URIRef(f"{BASE}id/plan/{SLUG}")
    assert _labels(stated, node) == {passage["title"]}
    assert stated.value(node, PLAN.marker, any=False) == Literal(passage["marker"])
    assert stated.value(node, PLAN.level, any=False) == LEVEL[passage["level"]]
    assert stated.value(node, PLAN.partOf, any=False) == parent
    assert str(stated.value(node, PLAN.text, any=False)) == source[start:end]


@pytest.mark.parametrize("number", TASKS)
def test_a_task_has_its_responsibilities_in_order(
    number: str, stated: Graph, nodes: dict[str, URIRef], spans: dict[str, tuple[int, int]]
) -> None:
    """Each unit of the clause is a responsibility with role and order, and cites its name inside the task."""
    task = TASKS[number]
    found: dict[int, dict[str, Any]] = {}
    for one in stated.objects(nodes[number], PLAN.responsibility):
        order = int(stated.value(one, PLAN.order, any=False))
        assert one == URIRef(f"{BASE}id/responsibility/{SLUG}/{number}/{order}")
        assert stated.value(one, PLAN.role, any=False) == PLAN.Responsible
        found[order] = {"unit": stated.value(one, PLAN.unit, any=False), "cited": stated.value(one, PLAN.evidence)}
    units = [found[order]["unit"] for order in sorted(found)]
    assert sorted(found) == list(range(1, len(task["units"]) + 1))
    assert [_labels(stated, unit) for unit in units] == [{name} for name in task["units"]]
    assert set(units) == set(stated.objects(nodes[number], PLAN.responsibleUnit))
    assert set(stated.objects(nodes[number], PLAN.responsibilityLabel)) == {Literal(task["label"])}
    for order, name in enumerate(task["units"], 1):
        target = URIRef(f"{found[order]['cited']}#position")
        start, end = (int(stated.value(target, bound, any=False)) for bound in (OA.start, OA.end))
        assert spans[number][0] < start < end < spans[number][1]
        assert end - start == len(name)


def test_the_units_are_those_of_the_clauses(stated: Graph) -> None:
    """There is a unit for each name in the clauses, and for no other; groups are marked as groups."""
    names = {unit for task in TASKS.values() for unit in task["units"]}
    kinds = {kind: set(stated.subjects(RDF.type, PLAN[kind])) for kind in ("Unit", "CollectiveUnit")}
    units = kinds["Unit"] | kinds["CollectiveUnit"]
    assert sorted(label for unit in units for label in _labels(stated, unit)) == sorted(names)
    assert {label for unit in kinds["CollectiveUnit"] for label in _labels(stated, unit)} == set(COLLECTIVE)


@pytest.mark.parametrize("names", LOOK_ALIKES, ids="-".join)
def test_look_alike_units_are_distinct(names: tuple[str, ...], stated: Graph) -> None:
    """Units whose names are alike are different nodes, and none goes by the other's name."""
    units = {name: set(stated.subjects(RDFS.label, Literal(name, lang="zh"))) for name in names}
    assert all(units.values())
    for one, other in combinations(names, 2):
        assert units[one].isdisjoint(units[other])
    every = [str(name) for node in set().union(*units.values()) for name in _names(stated, node)]
    assert sorted(name for name in every if name in names) == sorted(names)


def _names(graph: Graph, node: URIRef) -> set[str]:
    skos = Namespace("http://www.w3.org/2004/02/skos/core#")
    return {
        str(name)
        for predicate in (RDFS.label, skos.prefLabel, skos.altLabel)
        for name in graph.objects(node, predicate)
    }
