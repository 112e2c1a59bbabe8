"""The vocabulary is whole: every name explained, in Python and JSON-LD as in Turtle, and OWL 2 DL by itself."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import chain

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SKOS, XSD
from rdflib.term import Node

from graph.reason import infer
from ontology.files import VOCABULARIES, context_bytes, example_bytes, vocabulary, vocabulary_bytes, vocabulary_graphs
from ontology.namespaces import ONTOLOGY, PREFIXES, bind_prefixes, sparql_prologue
from ontology.terms import PLAN

ONTOLOGY_IRI = URIRef("https://w3id.org/plangraph/ontology")
PROPERTIES = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}


@pytest.fixture(scope="module")
def ontology() -> Graph:
    """The graph of plan.ttl."""
    return vocabulary("ontology")


def own_terms(ontology: Graph) -> list[URIRef]:
    """The terms in our own namespace."""
    subjects = {s for s in ontology.subjects(RDF.type) if isinstance(s, URIRef)}
    return sorted(subject for subject in subjects if subject in ONTOLOGY)


def test_the_names_in_python_are_those_of_the_ontology(ontology: Graph) -> None:
    """`ontology.terms` has every term of plan.ttl and no other."""
    names = {name for name in PLAN.__annotations__ if not name.startswith("_")}
    assert {ONTOLOGY[name] for name in names} == set(own_terms(ontology))


def test_an_unknown_name_is_an_error() -> None:
    """A misspelt term is found where it is written."""
    with pytest.raises(AttributeError, match="responsibleUnits"):
        _ = PLAN.responsibleUnits


@pytest.mark.parametrize("predicate", [RDFS.label, RDFS.comment])
def test_every_term_is_explained_in_chinese_and_english(ontology: Graph, predicate: URIRef) -> None:
    """Each term has one label and one comment in each language."""
    for term in own_terms(ontology):
        texts = [text for text in ontology.objects(term, predicate) if isinstance(text, Literal)]
        assert sorted(str(text.language) for text in texts) == ["en", "zh"], term


def test_every_term_has_an_example_and_says_who_defines_it(ontology: Graph) -> None:
    """Each term shows how it is used, and belongs to the ontology."""
    for term in own_terms(ontology):
        assert list(ontology.objects(term, SKOS.example)), term
        assert list(ontology.objects(term, RDFS.isDefinedBy)) == [ONTOLOGY_IRI], term


def test_every_property_says_what_it_leads_to(ontology: Graph) -> None:
    """Each property has a range."""
    for term in own_terms(ontology):
        if set(ontology.objects(term, RDF.type)) & PROPERTIES:
            assert (
                list(ontology.objects(term, RDFS.range))
                or list(ontology.objects(term, OWL.inverseOf))
                or list(ontology.subjects(OWL.inverseOf, term))
            ), term


# OWL 2 DL: https://www.w3.org/TR/owl2-syntax/#Global_Restrictions_on_Axioms_in_OWL_2_DL


def test_every_term_is_one_kind_of_thing(ontology: Graph) -> None:
    """Every property and class used is declared, and no property is of two kinds."""
    used = set(ontology.predicates()) | set(chain(*(ontology.objects(None, p) for p in (OWL.onProperty, RDFS.domain))))
    for term in used:
        kinds = set(ontology.objects(term, RDF.type)) & (PROPERTIES | {OWL.Class})
        builtin = str(term).startswith((str(RDF), str(RDFS), str(OWL)))
        assert len(kinds) == (0 if builtin else 1), term


def _simple(ontology: Graph) -> set[Node]:
    """The object properties that neither are composite nor have one below them."""
    named = set(ontology.subjects(RDF.type, OWL.ObjectProperty))
    composite = set(ontology.subjects(RDF.type, OWL.TransitiveProperty))
    composite |= set(ontology.subjects(OWL.propertyChainAxiom))
    while True:
        above = {o for s, o in ontology.subject_objects(RDFS.subPropertyOf) if s in composite}
        above |= {o for s, o in ontology.subject_objects(OWL.inverseOf) if s in composite}
        above |= {s for s, o in ontology.subject_objects(OWL.inverseOf) if o in composite}
        if above <= composite:
            return named - composite
        composite |= above


def test_only_simple_properties_are_restricted(ontology: Graph) -> None:
    """Functional properties and those in owl:hasSelf are neither transitive nor implied by a chain."""
    simple = _simple(ontology)
    assert {PLAN.unit, PLAN.taskItself} < simple
    assert not {PLAN.within, PLAN.partOf, PLAN.responsibleUnit, PLAN.inArea} & simple
    restricting = (
        OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.IrreflexiveProperty, OWL.AsymmetricProperty
    )  # fmt: skip
    restricted = set(chain(*(ontology.subjects(RDF.type, kind) for kind in restricting)))
    for restriction in ontology.subjects(OWL.hasSelf):
        restricted |= set(ontology.objects(restriction, OWL.onProperty))
    objects = set(ontology.subjects(RDF.type, OWL.ObjectProperty))
    assert restricted & objects <= simple


def test_the_chains_are_regular(ontology: Graph) -> None:
    """Every chain is built of properties that come before the one it implies, in an order without circles."""
    before: set[tuple[Node, Node]] = set()
    for implied, steps in ontology.subject_objects(OWL.propertyChainAxiom):
        names = [next(ontology.objects(s, OWL.inverseOf), s) for s in Collection(ontology, steps)]
        # the implied property may begin its own chain (R∘S ⊑ R), or end it
        before |= {
            (name, implied) for place, name in enumerate(names) if name != implied or place not in (0, len(names) - 1)
        }
    order: dict[Node, int] = {}
    for _ in range(len(before) + 1):
        for earlier, later in before:
            order[later] = max(order.get(later, 0), order.get(earlier, 0) + 1)
    assert max(order.values()) <= len(before)


def test_only_datatypes_of_owl_are_named(ontology: Graph) -> None:
    """No range is a datatype that OWL 2 does not know, such as xsd:date."""
    known = {RDFS.Literal, XSD.string, XSD.integer, XSD.decimal, XSD.nonNegativeInteger, XSD.boolean, XSD.anyURI}
    data_properties = set(ontology.subjects(RDF.type, OWL.DatatypeProperty))
    assert {o for s, o in ontology.subject_objects(RDFS.range) if s in data_properties} <= known


def test_no_literal_is_inferred(ontology: Graph) -> None:
    """No property of literals has another above it: `graph.reason` infers relations between things only."""
    assert not set(ontology.subjects(RDF.type, OWL.DatatypeProperty)) & set(ontology.subjects(RDFS.subPropertyOf))


# The other files


def test_the_example_uses_every_term(ontology: Graph) -> None:
    """Each term is stated in the example or follows from it, but for the task itself, which is never a fact."""
    stated = tuple(Graph().parse(data=example_bytes(), format="turtle"))
    used = set(chain(*stated, *infer(stated)))  # type: ignore[arg-type]
    assert set(own_terms(ontology)) - used == {PLAN.taskItself, PLAN.Roles}
    assert ontology.value(PLAN.Lead, SKOS.inScheme) == PLAN.Roles


def test_the_context_gives_the_example_back() -> None:
    """The example in JSON-LD with our context says the same as in Turtle, read by another library than wrote it."""
    turtle = Graph().parse(data=example_bytes(), format="turtle")
    context = json.loads(context_bytes())["@context"]
    compact = turtle.serialize(format="json-ld", context=context)
    read = (quad.triple for quad in pyoxigraph.parse(compact, format=pyoxigraph.RdfFormat.JSON_LD))
    ntriples = pyoxigraph.serialize(read, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert set(Graph().parse(data=ntriples, format="nt")) == set(turtle)


def test_the_context_knows_every_term(ontology: Graph) -> None:
    """Each term has its own name in JSON-LD, and properties of things have IRIs for values."""
    context = json.loads(context_bytes())["@context"]
    objects = set(ontology.subjects(RDF.type, OWL.ObjectProperty))
    for term in own_terms(ontology):
        meant = context[term.removeprefix(ONTOLOGY)]
        name = meant["@id"] if isinstance(meant, dict) else meant
        assert name == f"plan:{term.removeprefix(ONTOLOGY)}"
        assert (isinstance(meant, dict) and meant.get("@type") == "@id") == (term in objects), term


def test_the_context_has_the_prefixes_of_the_house() -> None:
    """A prefix means the same in JSON-LD as everywhere; `level`, `kind`, `status` and `basis` are properties there."""
    context = json.loads(context_bytes())["@context"]
    differing = {prefix for prefix, namespace in PREFIXES.items() if context.get(prefix) != str(namespace)}
    assert differing == {"level", "kind", "status", "basis"}


def test_every_concept_is_explained_and_in_a_list() -> None:
    """Each concept of the code lists has a name and a definition in both languages, and is in a list that exists."""
    schemes = vocabulary("schemes")
    lists = set(schemes.subjects(RDF.type, SKOS.ConceptScheme))
    concepts = set(schemes.subjects(RDF.type, SKOS.Concept))
    assert len(lists) == 8
    for concept in concepts:
        assert set(schemes.objects(concept, SKOS.inScheme)) <= lists
        assert set(schemes.objects(concept, SKOS.broader)) <= concepts
        for predicate in (SKOS.prefLabel, RDFS.label, SKOS.definition):
            texts = [text for text in schemes.objects(concept, predicate) if isinstance(text, Literal)]
            assert sorted(str(text.language) for text in texts) == ["en", "zh"], concept


def test_the_prologue_is_sparql() -> None:
    """All prefixes can stand before a query at once."""
    assert Graph().query(f"{sparql_prologue()} ASK {{ ?task a plan:Task }}").askAnswer is False
    assert "plan:Task" in bind_prefixes(_graph_of_one()).serialize(format="turtle")


def _graph_of_one() -> Graph:
    graph = Graph()
    graph.add((URIRef("http://example.org/task"), RDF.type, PLAN.Task))
    return graph


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_vocabulary_is_the_same_in_every_process(name: str) -> None:
    """Blank nodes are labelled alike and triples come in one order, whatever Python hashes by."""
    program = (
        "from ontology.files import vocabulary\n"
        f"for triple in vocabulary({name!r}): print(*(term.n3() for term in triple))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_vocabulary_graph_says_what_its_files_say(name: str) -> None:
    """The named graph below the base has the triples of the Turtle."""
    graphs = vocabulary_graphs("http://example.org/")
    triples = graphs[URIRef(f"http://example.org/graph/vocabulary/{name}")]
    assert len(triples) == len(Graph().parse(data=vocabulary_bytes(name), format="turtle"))
