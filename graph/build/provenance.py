"""How a plan's graphs were made, in PROV-O: from which text and gazetteer, by which version.

A run is named by what went in, not by the clock, so that the same input gives the same bytes
and a second build changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from rdflib import RDF, RDFS, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV

from graph.identifiers import Identifiers
from graph.model import Document, Triple
from ontology.terms import PLAN


def describe_run(
    document: Document, version: str, ids: Identifiers, gazetteer_sha256: str | None, places_sha256: str | None = None
) -> Iterator[Triple]:
    """The activity that made the plan's graphs."""
    inputs = "\n".join((document.sha256, gazetteer_sha256 or "", places_sha256 or "", version, ids.base))
    run = ids.of_path(f"run/{ids.slug}/{hashlib.sha256(inputs.encode()).hexdigest()[:16]}")
    software = ids.of_path(f"software/plangraph-{version}")
    yield run, RDF.type, PROV.Activity
    yield run, RDFS.label, Literal(f"PlanGraph {version}: {ids.slug}", lang="en")
    yield run, RDFS.label, Literal(f"规划图谱 {version}:{ids.slug}", lang="zh")
    yield run, PROV.wasAssociatedWith, software
    yield run, PROV.used, ids.text
    yield software, RDF.type, PROV.SoftwareAgent
    yield software, RDFS.label, Literal(f"PlanGraph {version}", lang="en")
    yield software, DCTERMS.hasVersion, Literal(version)
    yield ids.text, RDF.type, PROV.Entity
    yield ids.text, PLAN.sha256, Literal(document.sha256)
    yield ids.text, DCTERMS.identifier, Literal(document.name)
    yield from _file(run, "gazetteer", gazetteer_sha256, ids.stated_graph(), ids)
    yield from _file(run, "places", places_sha256, ids.geometry_graph(), ids)
    if places_sha256:
        yield ids.geometry_graph(), RDF.type, PROV.Entity
        yield ids.geometry_graph(), PROV.wasGeneratedBy, run
        yield ids.spatial_graph(), PROV.wasGeneratedBy, run
        yield ids.spatial_graph(), PROV.wasDerivedFrom, ids.geometry_graph()
    for graph in (ids.stated_graph(), ids.inferred_graph()):
        yield graph, RDF.type, PROV.Entity
        yield graph, PROV.wasGeneratedBy, run
    yield ids.stated_graph(), PROV.wasDerivedFrom, ids.text
    yield ids.inferred_graph(), PROV.wasDerivedFrom, ids.stated_graph()


def _file(run: URIRef, name: str, sha256: str | None, graph: URIRef, ids: Identifiers) -> Iterator[Triple]:
    """A file beside the plan's document, from which a graph was made."""
    if sha256 is None:
        return
    file = ids.of_path(f"{name}/{ids.slug}")
    yield run, PROV.used, file
    yield file, RDF.type, PROV.Entity
    yield file, RDFS.label, Literal(f"{ids.slug} {name}", lang="en")
    yield file, PLAN.sha256, Literal(sha256)
    yield graph, PROV.wasDerivedFrom, file
