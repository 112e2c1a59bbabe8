"""The questions as RDF: SHACL's SPARQL executables."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import SH

from graph.store.base import ask, select
from graph.store.factory import open_store
from graph.store.formats import Format
from ontology.namespaces import SCHEMA
from queries.catalogue import Catalogue
from service.questions.executables import executables

BASE = "http://localhost:8080/"
LOAD = URIRef(f"{BASE}questions/unit-load")

# What an editor asks an endpoint for its examples and prefixes.
EXAMPLES = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?example ?comment ?query WHERE {
  ?example a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|sh:describe ?query }"""
PREFIXES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix }"""


@pytest.mark.parametrize(
    ("address", "accept"),
    [
        ("/questions/unit-load", "text/turtle"),
        ("/questions/unit-load?format=ttl", "text/html"),
        ("/questions/unit-load.ttl", "*/*"),
    ],
)
def test_a_question_is_an_executable(client: FlaskClient, address: str, accept: str) -> None:
    """A question as RDF has its query, its names in both languages, and the endpoint it is asked of."""
    response = client.get(address, headers={"Accept": accept})
    assert response.mimetype == "text/turtle"
    graph = Graph().parse(data=response.data, format="turtle")
    assert {SH.SPARQLExecutable, SH.SPARQLSelectExecutable} == set(graph.objects(LOAD, RDF.type))
    assert {Literal("各单位任务数", lang="zh"), Literal("Load of each unit", lang="en")} == set(
        graph.objects(LOAD, RDFS.label)
    )
    assert {comment.language for comment in graph.objects(LOAD, RDFS.comment) if isinstance(comment, Literal)} == {
        "zh",
        "en",
    }
    assert graph.value(LOAD, SCHEMA.target) == URIRef("http://localhost/sparql")
    assert set(graph.subjects(RDF.type, SH.SPARQLExecutable)) == {LOAD}


@pytest.mark.parametrize(
    ("suffix", "media"), [("nt", Format.N_TRIPLES), ("rdf", Format.RDF_XML), ("jsonld", Format.JSON_LD)]
)
def test_every_format_has_its_suffix(client: FlaskClient, suffix: str, media: Format) -> None:
    """A question's RDF answers under a suffix for each format."""
    with open_store() as store:
        store.load(client.get(f"/questions/unit-load.{suffix}").data, media)
        assert ask(store, f"ASK {{ <{LOAD}> a <{SH.SPARQLExecutable}> }}")


def test_an_answer_is_still_what_is_sent_unasked(client: FlaskClient) -> None:
    """Without a wish for RDF the answer is rows."""
    assert client.get("/questions/unit-load").mimetype == "application/json"
    assert client.get("/questions/unit-load", headers={"Accept": "application/json"}).get_json()["rows"]


def test_all_of_them_are_found_from_the_endpoint(client: FlaskClient) -> None:
    """The service description leads to all questions, each of which the endpoint answers."""
    described = Graph().parse(data=client.get("/sparql", headers={"Accept": "text/turtle"}).data, format="turtle")
    [address] = [str(to) for to in described.objects(None, RDFS.seeAlso) if "questions" in str(to)]
    graph = Graph().parse(data=client.get(address).data, format="turtle")
    queries = {str(subject).rpartition("/")[2]: str(text) for subject, text in graph.subject_objects(SH.select)}
    assert set(queries) == set(Catalogue())
    for name, text in queries.items():
        assert client.get("/sparql", query_string={"query": text}).status_code == 200, name


def test_an_editor_finds_them_by_asking() -> None:
    """Kept in a graph of the store, they answer the queries with which editors look for examples and prefixes."""
    catalogue = Catalogue()
    with open_store() as store:
        triples = executables(catalogue.values(), BASE, f"{BASE}sparql").serialize(format="nt", encoding="utf-8")
        store.load(triples, Format.N_TRIPLES, f"{BASE}graph/vocabulary/questions")
        examples = select(store, EXAMPLES).records
        assert {row["example"] for row in examples} == {f"{BASE}questions/{name}" for name in catalogue}
        declared = {row["prefix"]: row["namespace"] for row in select(store, PREFIXES).records}
    assert declared["plan"] == "https://w3id.org/plangraph/ontology#"
