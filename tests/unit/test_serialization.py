"""Small graphs, written for readers."""

from __future__ import annotations

import json

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import RDFS, XSD

from graph.store.factory import open_store
from graph.store.formats import Format
from ontology.namespaces import ONTOLOGY
from service.answers.serialization import serialized, serialized_triples

THING = "urn:x:b"
TRIPLES = f"""<urn:x:a> <{ONTOLOGY.partOf}> <urn:x:b> .
<urn:x:b> <{RDFS.label}> "镇"@zh .
<urn:x:b> <{RDFS.label}> "town" .
<urn:x:b> <{RDFS.label}> "镇"@zh .
<urn:x:b> <{ONTOLOGY.position}> "7"^^<{XSD.integer}> .
<urn:x:b> <{ONTOLOGY.position}> "07"^^<{XSD.integer}> .
<urn:x:b> <{ONTOLOGY.dueDate}> "2025-12"^^<{XSD.gYearMonth}> .
<urn:x:b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{ONTOLOGY.Place}> .
<urn:x:b> <{ONTOLOGY.partOf}> _:c .
_:c <{RDFS.label}> "a \\"quoted\\"\\nline" .
<urn:x:b> <http://www.w3.org/ns/oa#a/b> "no local name" .
""".encode()


def read(data: bytes, media: Format) -> Graph:
    """The graph that the engine reads."""
    with open_store() as store:
        store.load(data, media)
        return Graph().parse(data=store.read_graph(None, Format.N_TRIPLES).read(), format="nt")


@pytest.mark.parametrize("media", [Format.TURTLE, Format.N_TRIPLES, Format.RDF_XML, Format.JSON_LD])
def test_every_format_says_the_same(media: Format) -> None:
    """What is written is read back as the same graph."""
    assert isomorphic(read(serialized_triples(TRIPLES, media), media), read(TRIPLES, Format.N_TRIPLES))


def test_what_it_is_about_comes_first() -> None:
    """In Turtle the prefixes in use come first, in order, then the thing, then everything else."""
    lines = serialized_triples(TRIPLES, Format.TURTLE, THING).decode().splitlines()
    prefixes = [line.split()[1] for line in lines if line.startswith("@prefix")]
    assert prefixes == ["oa:", "plan:", "rdf:", "rdfs:", "xsd:"]
    assert lines[len(prefixes)] == ""
    assert lines[len(prefixes) + 1].startswith(f"<{THING}> ")


def test_a_triple_is_written_once() -> None:
    """A triple that several graphs hold is one line."""
    lines = serialized_triples(TRIPLES, Format.N_TRIPLES).decode().splitlines()
    assert len(lines) == 10


def test_an_iri_that_looks_like_a_name_with_a_prefix_stays_one() -> None:
    """geo: is a scheme of IRIs (RFC 5870) and a prefix of ours: JSON-LD has no prefixes then."""
    triples = TRIPLES + b"<urn:x:b> <http://www.opengis.net/ont/geosparql#hasGeometry> <geo:31.16,121.36> .\n"
    written = serialized_triples(triples, Format.JSON_LD)
    assert isomorphic(read(written, Format.JSON_LD), read(triples, Format.N_TRIPLES))


def test_json_ld_is_short() -> None:
    """In JSON-LD names have prefixes, numbers are numbers, and a value alone stands alone."""
    things = {found["@id"]: found for found in json.loads(serialized_triples(TRIPLES, Format.JSON_LD))["@graph"]}
    thing = things[THING]
    assert thing["@type"] == "plan:Place"
    assert 7 in thing["plan:position"]
    assert {"@type": "xsd:integer", "@value": "07"} in thing["plan:position"]
    assert thing["plan:dueDate"] == {"@type": "xsd:gYearMonth", "@value": "2025-12"}
    assert sorted(map(str, thing["rdfs:label"])) == ["town", str({"@language": "zh", "@value": "镇"})]
    assert thing["http://www.w3.org/ns/oa#a/b"] == "no local name"
    assert things["urn:x:a"]["plan:partOf"] == {"@id": THING}


def test_a_graph_is_written_too() -> None:
    """A graph in memory is written in the same way."""
    graph = Graph()
    graph.add((URIRef("urn:x:a"), RDFS.label, Literal("镇\t", lang="zh")))
    assert isomorphic(read(serialized(graph, Format.TURTLE), Format.TURTLE), graph)
    assert serialized(Graph(), Format.TURTLE).strip() == b""
