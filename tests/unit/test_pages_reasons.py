"""Why something follows: the rules of the vocabulary, asked of the graph again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rdflib.namespace import DCTERMS, RDF, RDFS

from graph.store.base import Store
from graph.store.factory import open_store
from graph.store.formats import Format
from ontology.terms import PLAN
from service.documents.reasons import Kind, explain, read_reasons

# A task of two units at a stall in a market in a town, for a goal that its section names.
FACTS = """
@prefix plan: <https://w3id.org/plangraph/ontology#> .
@prefix : <http://e/> .
:task a plan:Task ; plan:responsibleUnit :a, :b ; plan:partOf :section ; plan:concernsPlace :market .
:section plan:serves :goal ; plan:partOf :plan .
:market plan:within :town . :town plan:within :city .
:task plan:inArea :market .
:b plan:collaboratesWith :c .
"""


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """A store of these facts."""
    with open_store() as opened:
        opened.load(FACTS.encode(), Format.TURTLE, "http://e/graph")
        yield opened


def iri(name: str) -> str:
    """A thing of the example."""
    return f"http://e/{name}"


P = {name: str(PLAN[name]) for name in ("responsibleUnit", "partOf", "concernsPlace", "serves", "within", "inArea")}
BOTH = str(PLAN.collaboratesWith)


@pytest.mark.parametrize(
    ("statement", "kind", "premises"),
    [
        (
            ("task", str(PLAN.contributesTo), "goal"),
            Kind.CHAIN,
            [("task", P["partOf"], "section"), ("section", P["serves"], "goal")],
        ),
        (
            ("a", BOTH, "b"),
            Kind.CHAIN,
            [("task", P["responsibleUnit"], "a"), ("task", P["responsibleUnit"], "b")],
        ),
        (("c", BOTH, "b"), Kind.SYMMETRIC, [("b", BOTH, "c")]),
        (
            ("task", P["inArea"], "town"),
            Kind.CHAIN,
            [("task", P["inArea"], "market"), ("market", P["within"], "town")],
        ),
        (
            ("market", P["within"], "city"),
            Kind.TRANSITIVE,
            [("market", P["within"], "town"), ("town", P["within"], "city")],
        ),
        (("task", str(DCTERMS.isPartOf), "section"), Kind.NARROWER, [("task", P["partOf"], "section")]),
        (("section", str(PLAN.hasPart), "task"), Kind.INVERSE, [("task", P["partOf"], "section")]),
    ],
)
def test_a_statement_is_explained_by_its_premises(
    store: Store, statement: tuple[str, str, str], kind: Kind, premises: list[tuple[str, str, str]]
) -> None:
    """The reason names the rule and the statements it was applied to, as they stand in the graph."""
    subject, predicate, value = statement
    asked = (iri(subject), predicate, iri(value))
    reason = explain(store, read_reasons(), [asked])[asked]
    assert reason.kind is kind
    assert list(reason.premises) == [(iri(s), p, iri(o)) for s, p, o in premises]


def test_a_class_is_explained(store: Store) -> None:
    """A task is a node for its class is a kind of it; a place is one for something concerns it."""
    node = (iri("task"), str(RDF.type), str(PLAN.Node))
    place = (iri("market"), str(RDF.type), str(PLAN.Place))
    found = explain(store, read_reasons(), [node, place])
    assert found[node].kind is Kind.SUBCLASS
    assert found[node].premises == (
        (iri("task"), str(RDF.type), str(PLAN.Task)),
        (str(PLAN.Task), str(RDFS.subClassOf), str(PLAN.Node)),
    )
    assert found[place].kind is Kind.DOMAIN
    assert found[place].premises == ((iri("market"), P["within"], iri("town")),)


def test_what_has_no_premises_has_no_reason(store: Store) -> None:
    """A statement that no rule yields from the graph is left without an explanation."""
    assert explain(store, read_reasons(), [(iri("a"), BOTH, iri("goal")), (iri("a"), str(PLAN.number), iri("b"))]) == {}
    assert explain(store, read_reasons(), []) == {}
