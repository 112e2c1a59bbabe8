"""/set/…: the datasets in VoID and DCAT."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, VOID, XSD

from graph.store.base import Store, select
from graph.store.factory import open_store
from graph.store.formats import Format
from ontology.namespaces import ONTOLOGY
from service.app import create_app
from service.settings import Settings

BASE = "http://localhost:8080/"
WHOLE = URIRef(f"{BASE}set/")
PLAN = URIRef(f"{BASE}set/plan/yunxi-2024-2026")
INFERRED = URIRef(f"{BASE}set/inferred/yunxi-2024-2026")
VOCABULARY = URIRef(f"{BASE}set/vocabulary/ontology")
APACHE = URIRef("https://www.apache.org/licenses/LICENSE-2.0")
VCARD = "http://www.w3.org/2006/vcard/ns#"


def read(client: FlaskClient, address: str) -> Graph:
    """The graph that an address answers with."""
    response = client.get(address, headers={"Accept": "text/turtle"})
    assert response.status_code == 200
    return Graph().parse(data=response.data, format="turtle")


@pytest.fixture(scope="module")
def described(app: Flask) -> Graph:
    """The description of all datasets."""
    return read(app.test_client(), "/set/")


def partition(graph: Graph, whole: URIRef, name: URIRef) -> URIRef:
    """The part of a dataset that holds the members of a class."""
    [found] = [part for part in graph.objects(whole, VOID.classPartition) if (part, VOID["class"], name) in graph]
    assert isinstance(found, URIRef)
    return found


def figures(graph: Graph, whole: URIRef, name: URIRef) -> tuple[object, object]:
    """How many statements of a property a dataset has, and of how many things."""
    [found] = [part for part in graph.objects(whole, VOID.propertyPartition) if (part, VOID.property, name) in graph]
    values = (graph.value(found, counted) for counted in (VOID.triples, VOID.distinctSubjects))
    return tuple(value.toPython() for value in values if isinstance(value, Literal))  # type: ignore[return-value]  # two


def test_it_is_said_that_more_is_computed_than_counted(app: Flask, described: Graph) -> None:
    """The counts are of stated triples; that queries find further relations is said there and by the endpoint."""
    endpoint = read(app.test_client(), "/sparql")
    for graph, subject in ((described, WHOLE), (endpoint, URIRef("http://localhost/sparql"))):
        told = {comment.language: str(comment) for comment in graph.objects(subject, RDFS.comment)}  # type: ignore[attr-defined]
        assert told.keys() == {"zh", "en"}
        assert all("geo:sfWithin" in sentence for sentence in told.values())


def test_an_editor_finds_the_properties_of_a_class(described: Graph) -> None:
    """The example has two tasks, one of them a safeguard, and each has its number."""
    task = partition(described, WHOLE, ONTOLOGY.Task)
    assert described.value(task, VOID.entities) == Literal(2)
    assert figures(described, task, ONTOLOGY.number) == (2, 2)
    assert (task, RDF.type, VOID.Dataset) not in described  # a part is no dataset to be listed


def test_a_statement_of_two_graphs_counts_once_in_the_whole() -> None:
    """As SPARQL counts it in the union; each graph has it as its own."""
    data = b"<urn:a> <urn:b> 1, 2 ."
    with open_store() as store:
        for name, loaded in (("one", data), ("two", data.replace(b", 2", b""))):
            store.load(loaded, Format.TURTLE, f"{BASE}graph/{name}")
        graph = read(create_app(Settings(), store).test_client(), "/set/")
        assert select(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").records == [{"n": 2}]
    assert [graph.value(WHOLE, VOID.triples), graph.value(URIRef(f"{BASE}set/two"), VOID.triples)] == [
        Literal(2),
        Literal(1),
    ]


def test_a_dataset_has_its_own_partitions(client: FlaskClient) -> None:
    """What a plan's graph alone says is partitioned under its own address."""
    graph = read(client, "/set/plan/yunxi-2024-2026")
    goal = partition(graph, PLAN, ONTOLOGY.Goal)
    assert graph.value(goal, VOID.entities) == Literal(1)
    assert not list(graph.objects(WHOLE, VOID.classPartition))


@pytest.mark.parametrize("address", ["/set/", "/.well-known/void"])
def test_the_description_is_where_it_is_looked_for(client: FlaskClient, address: str) -> None:
    """The same answers at the address that VoID names."""
    assert (None, RDF.type, DCAT.Catalog) in read(client, address)


def test_the_catalogue_has_what_dcat_ap_demands(described: Graph) -> None:
    """A catalogue has title, description, publisher and datasets; a service its URL."""
    [catalogue] = described.subjects(RDF.type, DCAT.Catalog)
    datasets = set(described.subjects(RDF.type, DCAT.Dataset))
    services = set(described.subjects(RDF.type, DCAT.DataService))
    assert set(described.objects(catalogue, DCAT.dataset)) == datasets
    assert set(described.objects(catalogue, DCAT.service)) == services
    for resource in (catalogue, *datasets, *services):
        for needed in (DCTERMS.title, DCTERMS.description, DCTERMS.publisher):
            assert list(described.objects(resource, needed)), (resource, needed)
        for publisher in described.objects(resource, DCTERMS.publisher):
            assert (publisher, RDF.type, FOAF.Agent) in described
    assert {str(url) for url in described.objects(None, DCAT.endpointURL)} == {
        "http://localhost/sparql",
        "http://localhost/graphs",
        "http://localhost/features",
    }


def test_every_distribution_has_an_address_that_answers(described: Graph, client: FlaskClient) -> None:
    """A distribution names its media type and an address, which answers in that type."""
    distributions = set(described.subjects(RDF.type, DCAT.Distribution))
    assert distributions == set(described.objects(None, DCAT.distribution))
    for distribution in distributions:
        address, kind = (described.value(distribution, term) for term in (DCAT.accessURL, DCAT.mediaType))
        with client.get(str(address)) as response:
            assert response.status_code == 200
            assert str(kind).endswith(response.mimetype)


def test_a_plan_tells_its_own_facts(described: Graph) -> None:
    """Date, publisher, source, period and place of the plan stand in its dataset as the plan's graph has them."""
    assert described.value(PLAN, DCTERMS.issued) == Literal("2024-01-08", datatype=XSD.date)
    assert described.value(PLAN, DCTERMS.publisher) == URIRef(f"{BASE}id/organization/yunxi/yunxizhenrenminzhengfu")
    assert described.value(PLAN, DCTERMS.spatial) == URIRef(f"{BASE}id/place/yunxi/yunxizhen")
    period = described.value(PLAN, DCTERMS.temporal)
    assert described.value(period, DCAT.startDate) == Literal("2024", datatype=XSD.gYear)
    assert described.value(period, DCAT.endDate) == Literal("2026", datatype=XSD.gYear)
    assert {title.language for title in described.objects(PLAN, DCTERMS.title) if isinstance(title, Literal)} >= {"zh"}
    titles = [str(title) for title in described.objects(INFERRED, DCTERMS.title)]
    assert any(title.endswith("(推导)") for title in titles)


def test_only_what_is_known_is_licensed(described: Graph, example_store: Store) -> None:
    """The vocabulary has its licence; the data have one only where the settings name it, and a contact likewise."""
    assert described.value(VOCABULARY, DCTERMS.license) == APACHE
    assert described.value(PLAN, DCTERMS.license) is None
    assert not list(described.objects(None, DCAT.contactPoint))
    licence = "https://creativecommons.org/licenses/by/4.0/"
    settings = Settings(licence=licence, contact="mailto:data@town.example", publisher="云溪镇")
    graph = read(create_app(settings, example_store).test_client(), "/set/")
    assert graph.value(PLAN, DCTERMS.license) == URIRef(licence)
    assert graph.value(VOCABULARY, DCTERMS.license) == APACHE
    contact = graph.value(WHOLE, DCAT.contactPoint)
    assert graph.value(contact, URIRef(f"{VCARD}hasEmail")) == URIRef("mailto:data@town.example")
    assert Literal("云溪镇") in set(graph.objects(None, FOAF.name))


def test_figures_follow_a_write(writer: FlaskClient) -> None:
    """After a write the classes are those of the new data."""
    counts = []
    for number in (1, 2):
        turtle = f"<urn:x:{number}> a <urn:x:Note> ."
        address = "/graphs?graph=http://localhost:8080/graph/notes"
        assert writer.post(address, data=turtle, content_type="text/turtle").status_code in (201, 204)
        graph = read(writer, "/set/notes")
        note = partition(graph, URIRef(f"{BASE}set/notes"), URIRef("urn:x:Note"))
        counts.append(graph.value(note, VOID.entities))
        assert graph.value(URIRef(f"{BASE}set/notes"), DCTERMS.modified) is not None
    assert counts == [Literal(1), Literal(2)]
