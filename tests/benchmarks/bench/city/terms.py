"""The terms of a plan's graph as N-Quads writes them."""

from __future__ import annotations

from functools import cache
from typing import Final

from rdflib import DCAT, DCTERMS, RDF, RDFS, SKOS, XSD
from rdflib.namespace import GEO, ORG, PROV

from ontology.namespaces import LEVEL, OA, ONTOLOGY, P_PLAN, SCHEMA

_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


def iri(term: object) -> str:
    """An IRI."""
    return f"<{term}>"


def text(value: str, language: str = "") -> str:
    """A string, or a text in a language."""
    return f'"{value.translate(_ESCAPES)}"{f"@{language}" if language else ""}'


@cache
def typed(value: str | int, name: str) -> str:
    """A literal of an XML Schema datatype."""
    return f'"{value}"^^<{XSD[name]}>'


@cache
def plan(name: str) -> str:
    """A term of our vocabulary."""
    return f"<{ONTOLOGY[name]}>"


@cache
def level(name: str) -> str:
    """A level of the document."""
    return f"<{LEVEL[name]}>"


@cache
def oa(name: str) -> str:
    """A term of Web Annotation."""
    return f"<{OA[name]}>"


A: Final = iri(RDF.type)
LABEL: Final = iri(RDFS.label)
PREFERRED: Final = iri(SKOS.prefLabel)
ALTERNATIVE: Final = iri(SKOS.altLabel)
NOTE: Final = iri(SKOS.scopeNote)
TITLE: Final = iri(DCTERMS.title)
ISSUED: Final = iri(DCTERMS.issued)
PUBLISHER: Final = iri(DCTERMS.publisher)
IS_PART_OF: Final = iri(DCTERMS.isPartOf)
HAS_PART: Final = iri(DCTERMS.hasPart)
WITHIN: Final = iri(GEO.sfWithin)
FEATURE: Final = iri(GEO.Feature)
ORGANIZATION: Final = iri(ORG.Organization)
AGENT: Final = iri(PROV.Agent)
PROV_ENTITY: Final = iri(PROV.Entity)
PROV_ACTIVITY: Final = iri(PROV.Activity)
GENERATED_BY: Final = iri(PROV.wasGeneratedBy)
DERIVED_FROM: Final = iri(PROV.wasDerivedFrom)
USED: Final = iri(PROV.used)
STEP: Final = iri(P_PLAN.Step)
P_PLAN_PLAN: Final = iri(P_PLAN.Plan)
SCHEMA_EVENT: Final = iri(SCHEMA.Event)
SCHEMA_BRAND: Final = iri(SCHEMA.Brand)
RESOURCE: Final = iri(DCAT.Resource)
