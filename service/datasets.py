"""The datasets of the store, a named graph each, described in VoID and DCAT with figures that were counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, VOID, XSD

from graph.store.base import Store, select
from ontology.namespaces import bind_prefixes, sparql_prologue
from service.context import Context
from service.links import Links
from service.negotiation import GRAPHS

_COUNTS = """
SELECT ?g (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?p) AS ?properties)
WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A named graph of ours as a dataset: its name in /set/, its graph, and what was counted in it."""

    name: str
    graph: str
    triples: int
    subjects: int
    properties: int


def read_datasets(store: Store, links: Links) -> list[Dataset]:
    """The named graphs below our base, counted."""
    rows = select(store, sparql_prologue() + _COUNTS).records
    found = []
    for row in rows:
        path = links.path_of(str(row["g"])) or ""
        if path.startswith("graph/"):
            counts = (int(str(row[name])) for name in ("triples", "subjects", "properties"))
            found.append(Dataset(path.removeprefix("graph/"), str(row["g"]), *counts))
    return found


def dataset_graph(datasets: Sequence[Dataset], wiring: Context, *, whole: bool) -> Graph:
    """The datasets' description; with `whole`, also the one that holds them all, and the document itself."""
    graph = bind_prefixes(Graph())
    for dataset in datasets:
        _describe(graph, dataset, wiring)
    if whole:
        every, here = URIRef(wiring.links.iri("set/")), URIRef(wiring.address + "set/")
        graph.add((here, RDF.type, VOID.DatasetDescription))
        graph.add((here, FOAF.topic, every))
        graph.add((every, RDF.type, VOID.Dataset))
        graph.add((every, RDF.type, DCAT.Dataset))
        graph.add((every, VOID.sparqlEndpoint, URIRef(wiring.address + "sparql")))
        graph.add((every, VOID.uriSpace, Literal(wiring.links.iri("id/"))))
        graph.add((every, VOID.triples, _count(sum(dataset.triples for dataset in datasets))))
        for dataset in datasets:
            graph.add((every, VOID.subset, URIRef(wiring.links.iri(f"set/{dataset.name}"))))
    return graph


def _describe(graph: Graph, dataset: Dataset, wiring: Context) -> None:
    """One named graph as void:Dataset and dcat:Dataset, with a distribution for each format."""
    subject = URIRef(wiring.links.iri(f"set/{dataset.name}"))
    graph.add((subject, RDF.type, VOID.Dataset))
    graph.add((subject, RDF.type, DCAT.Dataset))
    graph.add((subject, DCTERMS.title, Literal(dataset.name)))
    graph.add((subject, VOID.triples, _count(dataset.triples)))
    graph.add((subject, VOID.distinctSubjects, _count(dataset.subjects)))
    graph.add((subject, VOID.properties, _count(dataset.properties)))
    for media_type in GRAPHS:
        address = wiring.links.absolute(
            wiring.address, "graphs", [("graph", dataset.graph), ("format", media_type.name)]
        )
        distribution = URIRef(f"{subject}#{media_type.name}")
        graph.add((subject, VOID.dataDump, URIRef(address)))
        graph.add((subject, DCAT.distribution, distribution))
        graph.add((distribution, RDF.type, DCAT.Distribution))
        graph.add((distribution, DCAT.downloadURL, URIRef(address)))
        graph.add(
            (distribution, DCAT.mediaType, URIRef(f"https://www.iana.org/assignments/media-types/{media_type.mime}"))
        )


def _count(number: int) -> Literal:
    return Literal(number, datatype=XSD.integer)
