"""The first page, the vocabulary and the datasets."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import DCAT, OWL, VOID

from ontology.files import example_bytes
from service.vocabulary.definitions import NAMES

HTML = {"Accept": "text/html"}
PLAN_SET = "http://localhost:8080/set/plan/yunxi-2024-2026"
PAGES = [
    "/",
    "/questions",
    "/questions/units",
    "/sparql",
    "/def/plan",
    "/def/kind",
    "/set/",
    "/doc/text/yunxi-2024-2026",
]


def test_the_first_page_counts_and_leads_in(client: FlaskClient) -> None:
    """The home page names the plan, counts what there is, and links to units, places, brands and questions."""
    page = client.get("/", headers=HTML).get_data(as_text=True)
    assert '<a href="/doc/plan/yunxi-2024-2026">云溪镇特色产业三年行动计划(2024-2026年)</a>' in page
    assert '<a href="/questions/tasks"><strong>2</strong>任务</a>' in page
    assert '<a href="/questions/places"><strong>3</strong>地点</a>' in page
    for target in ("unit/yunxi/nongyeban", "place/yunxi/yunxilaojie", "brand/yunxi/yunxichun"):
        assert f'<a href="/doc/{target}">' in page


def test_an_error_page_is_in_the_readers_language(client: FlaskClient) -> None:
    """A Chinese page says in Chinese what happened, and marks the detail as English; an English page has that alone."""
    chinese = client.get("/doc/unit/yunxi/nobody?lang=zh", headers=HTML).get_data(as_text=True)
    assert "<h1>404 没有找到</h1>" in chinese
    assert '<p class="quiet" lang="en">Nothing here has the identifier' in chinese
    english = client.get("/doc/unit/yunxi/nobody?lang=en", headers=HTML).get_data(as_text=True)
    assert "<h1>404 Not Found</h1>" in english
    assert "<p>Nothing here has the identifier" in english


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_have_no_script_or_style_of_their_own(client: FlaskClient, address: str, language: str) -> None:
    """Every page renders in both languages, and the content security policy has nothing to forbid in it."""
    response = client.get(address, query_string={"lang": language}, headers=HTML)
    page = response.get_data(as_text=True)
    assert response.status_code == 200
    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}">' in page
    assert " style=" not in page
    assert "<style" not in page
    assert "onclick" not in page
    assert page.count("<script") == page.count('<script src="/static/')


def test_every_link_of_a_page_leads_somewhere(client: FlaskClient, app: Flask) -> None:
    """The links of the first page and the question list are routes of ours."""
    router = app.url_map.bind("localhost")
    for address in ("/", "/questions"):
        page = client.get(address, headers=HTML).get_data(as_text=True)
        targets = {part.split('"')[0] for part in page.split('href="')[1:]}
        for target in targets:
            assert router.test(target.split("?")[0].split("#")[0], "GET"), target


@pytest.mark.parametrize("name", NAMES)
def test_the_vocabulary_can_be_looked_up(client: FlaskClient, name: str) -> None:
    """Each vocabulary is a page and RDF, by negotiation and by suffix."""
    assert client.get(f"/def/{name}", headers=HTML).mimetype == "text/html"
    for suffix, parser in (("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml")):
        assert len(Graph().parse(data=client.get(f"/def/{name}.{suffix}").data, format=parser)) > 10
    assert client.get(f"/def/{name}.jsonld").content_type == "application/ld+json"


def test_a_term_has_an_anchor_and_a_meaning(client: FlaskClient) -> None:
    """The IRI of a class leads to its place on the page, with label and comment in the reader's language."""
    page = client.get("/def/plan?lang=en", headers=HTML).get_data(as_text=True)
    assert '<dt id="Task">' in page
    assert "Action plan ontology" in client.get("/def/plan.ttl").get_data(as_text=True)
    graph = Graph().parse(data=client.get("/def/plan.nt").data, format="nt")
    assert (URIRef("https://w3id.org/plangraph/ontology#Task"), RDF.type, OWL.Class) in graph


def test_there_is_no_other_vocabulary(client: FlaskClient) -> None:
    """An unknown vocabulary is 404, and the answer names those there are."""
    response = client.get("/def/none")
    assert response.status_code == 404
    assert "plan, shapes" in response.get_json()["detail"]


def test_datasets_are_described_by_what_was_counted(client: FlaskClient) -> None:
    """The plan's dataset has its number of triples and an address for each format, which answers."""
    graph = Graph().parse(data=client.get("/set/").data, format="turtle")
    plan = URIRef(PLAN_SET)
    assert (plan, RDF.type, DCAT.Dataset) in graph
    stated = len(Graph().parse(data=example_bytes(), format="turtle"))
    assert graph.value(plan, VOID.triples).toPython() == stated  # type: ignore[union-attr]  # it has one
    assert len(list(graph.objects(plan, DCAT.distribution))) == 4
    for dump in graph.objects(plan, VOID.dataDump):
        assert client.get(str(dump)).status_code == 200


def test_one_dataset_alone(client: FlaskClient) -> None:
    """A dataset has an address of its own; an unknown one is 404."""
    graph = Graph().parse(data=client.get("/set/plan/yunxi-2024-2026").data, format="turtle")
    assert set(graph.subjects(RDF.type, VOID.Dataset)) == {URIRef(PLAN_SET)}
    assert "yunxi" in client.get("/set/plan/yunxi-2024-2026", headers=HTML).get_data(as_text=True)
    assert client.get("/set/none").status_code == 404
