"""What /set/… answers: the datasets' figures (VoID) and their entries in a catalogue (DCAT) as one graph."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import FOAF, VOID, XSD

from ontology.namespaces import bind_prefixes
from service.context import Context
from service.datasets.dcat import describe_catalogue, describe_dataset, describe_whole
from service.datasets.listing import Dataset, read_datasets
from service.datasets.partitions import Partitions, read_partitions
from service.datasets.void import describe_access, describe_computed, describe_figures, describe_partitions
from service.process.stores import is_remote
from service.questions.executables import PATH as EXECUTABLES


def known_datasets(wiring: Context) -> list[Dataset]:
    """The datasets, counted once for each version of the data."""
    return wiring.remembered.get("datasets", lambda: read_datasets(wiring.store, wiring.links))


def all_datasets_graph(datasets: Sequence[Dataset], wiring: Context) -> Graph:
    """The catalogue, each dataset, and the one that holds them all with its classes and properties."""
    graph = bind_prefixes(Graph())
    whole, here = URIRef(wiring.links.iri("set/")), URIRef(wiring.address + "set/")
    graph.add((here, RDF.type, VOID.DatasetDescription))
    graph.add((here, FOAF.topic, whole))
    subjects = [_describe(graph, dataset, wiring) for dataset in datasets]
    describe_catalogue(graph, [whole, *subjects], wiring)
    describe_whole(graph, whole, datasets, wiring)
    describe_access(graph, whole, wiring)
    graph.add((whole, RDFS.seeAlso, URIRef(f"{wiring.address}{EXECUTABLES}?format=ttl")))
    for subject in subjects:
        graph.add((whole, VOID.subset, subject))
    partitions = known_partitions(wiring, None)
    describe_partitions(graph, whole, partitions)
    if not is_remote(wiring.settings):
        describe_computed(graph, whole)
    if partitions.properties:  # a statement of two graphs is one of their union
        triples = sum(count.triples for count in partitions.properties.values())
        graph.add((whole, VOID.triples, Literal(triples, datatype=XSD.integer)))
    return graph


def one_dataset_graph(dataset: Dataset, wiring: Context) -> Graph:
    """One dataset with its own classes and properties."""
    graph = bind_prefixes(Graph())
    subject = _describe(graph, dataset, wiring)
    describe_partitions(graph, subject, known_partitions(wiring, dataset.graph))
    return graph


def _describe(graph: Graph, dataset: Dataset, wiring: Context) -> URIRef:
    subject = URIRef(wiring.links.iri(f"set/{dataset.name}"))
    describe_figures(graph, subject, dataset)
    describe_dataset(graph, subject, dataset, wiring)
    return subject


def known_partitions(wiring: Context, graph: str | None = None) -> Partitions:
    """The partitions of a named graph, or of the union of all, counted once a version of the data."""
    return wiring.remembered.get(("partitions", graph), lambda: read_partitions(wiring.store, graph))
