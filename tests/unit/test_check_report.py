"""The report on a graph: one line a violation, and how many there are of each kind."""

from __future__ import annotations

from rdflib import RDFS, Graph, URIRef

from graph.check import Report, Thing, Violation, check
from graph.model import NamedGraph, PlanGraph, Triple
from ontology.files import example_bytes
from ontology.terms import PLAN

ID = "http://localhost:8080/id/"
TASK = URIRef(f"{ID}task/yunxi-2024-2026/2.1.1.1")
BRAND = URIRef(f"{ID}brand/yunxi/yunxichun")


def plan_graph(*without: tuple[URIRef, URIRef]) -> PlanGraph:
    """The example as a plan's graph, without some of what it states."""
    graph = Graph().parse(data=example_bytes(), format="turtle")
    stated: list[Triple] = [(URIRef(str(s)), URIRef(str(p)), o) for s, p, o in graph if (s, p) not in without]
    plan = URIRef(f"{ID}plan/yunxi-2024-2026")
    empty = NamedGraph(URIRef("http://localhost:8080/graph/empty"), ())
    return PlanGraph(plan, NamedGraph(URIRef("http://localhost:8080/graph/plan/yunxi"), tuple(stated)), *[empty] * 4)


def test_a_right_graph_has_nothing_to_report() -> None:
    """The report says that the graph conforms, in either language."""
    report = check(plan_graph())
    assert report.conforms
    assert report.counts == {}
    assert report.text() == "检查通过,没有发现问题。"
    assert report.text("en") == "The graph conforms; nothing is wrong."


def test_a_wrong_graph_is_reported_line_by_line_and_counted() -> None:
    """Each violation has a line that names the thing as people do; the last line counts them by kind."""
    report = check(plan_graph((TASK, PLAN.marker), (TASK, PLAN.number), (BRAND, RDFS.label)))
    assert not report.conforms
    assert report.counts == {"EntityName": 1, "NodeNumber": 1}
    assert report.text("en").splitlines() == [
        "2 found:",
        f"- {BRAND}: The entity has no name: say it in the gazetteer, or look at the words its evidence points at.",
        f"- 办好云溪茶节 <{TASK}>: A node must have exactly one number (plan:number), such as 2.1.1.2.",
        "EntityName 1; NodeNumber 1",
    ]
    assert report.text("zh").startswith("发现2个问题:\n- ")


def test_the_value_at_fault_is_named_like_the_thing() -> None:
    """A violation shows number, name and IRI of what is wrong and of the value that makes it so."""
    violation = Violation("TaskUnit", Thing("urn:t", "1.1", "修路"), Thing("urn:p", label="老街"), {"zh": "不是单位。"})
    assert violation.text("zh") == "1.1 修路 <urn:t>:不是单位。(现为:老街 <urn:p>)"
    assert Report((violation, violation)).counts == {"TaskUnit": 2}
