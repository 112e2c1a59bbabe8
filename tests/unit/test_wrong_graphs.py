"""A graph that is wrong in one of the ways that matter most is refused, in words that say what and where."""

from __future__ import annotations

import pytest
from rdflib import RDFS, Graph, Literal, URIRef
from rdflib.namespace import XSD

from graph.check import check_stated
from graph.model import Severity, Triple
from graph.reason.hermit import check_consistency
from ontology.files import example_bytes, vocabulary
from ontology.namespaces import OA
from ontology.terms import PLAN

ID = "http://localhost:8080/id/"
TASK = URIRef(f"{ID}task/yunxi-2024-2026/2.1.1.1")
TOWN = URIRef(f"{ID}place/yunxi/yunxizhen")
CREEK = URIRef(f"{ID}place/yunxi/yunxi")


@pytest.fixture
def graph() -> Graph:
    """The example's graph, to be spoilt."""
    return Graph().parse(data=example_bytes(), format="turtle")


def refusals(graph: Graph, language: str) -> list[str]:
    """What the report says, a line a violation."""
    return [violation.text(language) for violation in check_stated(triples(graph)).violations]


def triples(graph: Graph) -> list[Triple]:
    """The graph's triples, in a fixed order."""
    return sorted((URIRef(str(s)), URIRef(str(p)), o) for s, p, o in graph)


def test_a_place_as_responsible_unit_is_refused(graph: Graph) -> None:
    """A creek cannot be responsible for a task."""
    graph.add((TASK, PLAN.responsibleUnit, CREEK))
    assert (
        f"2.1.1.1 办好云溪茶节 <{TASK}>:责任单位不是单位:它不在图中,或者是地点等其他事物。(现为:云溪 <{CREEK}>)"
    ) in refusals(graph, "zh")


def test_a_task_in_two_groups_is_refused(graph: Graph) -> None:
    """A task stands in one group only."""
    graph.add((TASK, PLAN.partOf, URIRef(f"{ID}section/yunxi-2024-2026/1.1")))
    assert refusals(graph, "zh") == [
        f"2.1.1.1 办好云溪茶节 <{TASK}>:条目同时属于两个上级:一个条目只能直接属于一个组、节、部分或计划。"
    ]


def test_a_missing_title_is_refused(graph: Graph) -> None:
    """A task without a title is named by its number."""
    graph.remove((TASK, RDFS.label, None))
    assert refusals(graph, "zh") == [f"2.1.1.1 <{TASK}>:条目没有标题:请看原文中该编号后面的第一句。"]
    assert refusals(graph, "en") == [
        f"2.1.1.1 <{TASK}>: The node has no title: look at the first sentence after its number in the text."
    ]


@pytest.mark.parametrize(
    ("lexical", "datatype"),
    [("2025-13", XSD.gYearMonth), ("2025-02-30", XSD.date), ("2025-5", XSD.gYearMonth), ("明年年底", XSD.string)],
)
def test_a_due_date_that_is_no_date_is_refused(graph: Graph, lexical: str, datatype: URIRef) -> None:
    """A due date is a year, a month or a day that there is."""
    graph.set((TASK, PLAN.dueDate, Literal(lexical, datatype=datatype, normalize=False)))
    (refusal,) = refusals(graph, "zh")
    assert refusal.startswith(
        f"2.1.1.1 办好云溪茶节 <{TASK}>:完成期限不是日期:要写成年、年-月或年-月-日,如2025、2025-05、2025-05-31。"
    )
    assert lexical in refusal


def test_an_annotation_off_by_one_is_refused(graph: Graph) -> None:
    """A citation whose offsets miss the quoted words by one character is found."""
    (brand,) = graph.objects(URIRef(f"{ID}brand/yunxi/yunxichun"), PLAN.evidence)
    position = URIRef(f"{brand}#position")
    for offset in (OA.start, OA.end):
        moved = int(str(graph.value(position, offset))) + 1
        graph.set((position, offset, Literal(moved, datatype=XSD.nonNegativeInteger)))
    (refusal,) = refusals(graph, "zh")
    assert refusal.endswith(f"引文与原文对不上:请核对标注的起止位置和所引文字。(现为:{brand})")


def test_a_cycle_in_within_is_refused(graph: Graph) -> None:
    """Two places cannot lie within each other."""
    graph.add((TOWN, PLAN.within, CREEK))
    says = "地点绕了一圈又在自己之内:请看名录中各地点的上级。"
    assert [refusal.partition("(现为")[0] for refusal in refusals(graph, "zh")] == [
        f"云溪 <{CREEK}>:{says}",
        f"云溪镇 <{TOWN}>:{says}",
    ]


def test_hermit_refuses_a_place_as_responsible_unit(graph: Graph) -> None:
    """HermiT finds that nothing is a place and a unit, and the facts that make it both are named."""
    graph.add((TASK, PLAN.responsibleUnit, CREEK))
    (problem,) = check_consistency(triples(graph), vocabulary("ontology"))
    assert problem.severity is Severity.ERROR
    assert problem.message.startswith(f"<{CREEK}> cannot be both Place and Unit: it is Place as <")
    assert problem.message.endswith(f"it is Unit as <{TASK}> responsibleUnit <{CREEK}>.")
