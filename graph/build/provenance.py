"""How a plan's graphs were made, in PROV-O: from which text and gazetteer, by which version.

A run is named by what went in, not by the clock, so that the same input gives the same bytes
and a second build changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from rdflib import RDF, RDFS, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV

from graph.build.identifiers import Identifiers
from graph.model import Document, Triple
from ontology.terms import PLAN


def describe_run(document: Document, gazetteer_sha256: str | None, version: str, ids: Identifiers) -> Iterator[Triple]:
    """The activity that made the plan's stated and inferred graphs."""
    inputs = "\n".join((document.sha256, gazetteer_sha256 or "", version, ids.base))
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
    yield from _gazetteer(run, gazetteer_sha256, ids)
    for graph in (ids.stated_graph(), ids.inferred_graph()):
        yield graph, RDF.type, PROV.Entity
        yield graph, PROV.wasGeneratedBy, run
    yield ids.stated_graph(), PROV.wasDerivedFrom, ids.text
    yield ids.inferred_graph(), PROV.wasDerivedFrom, ids.stated_graph()


def _gazetteer(run: URIRef, sha256: str | None, ids: Identifiers) -> Iterator[Triple]:
    if sha256 is None:
        return
    gazetteer = ids.of_path(f"gazetteer/{ids.slug}")
    yield run, PROV.used, gazetteer
    yield gazetteer, RDF.type, PROV.Entity
    yield gazetteer, RDFS.label, Literal(f"{ids.slug} gazetteer", lang="en")
    yield gazetteer, PLAN.sha256, Literal(sha256)
    yield ids.stated_graph(), PROV.wasDerivedFrom, gazetteer
