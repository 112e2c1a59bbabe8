"""Who issued the plan: the bodies its signature or title names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import RDF
from rdflib.namespace import DCTERMS

from graph.build.citations import Citations
from graph.build.passages import zh_label
from graph.identifiers import Identifiers
from graph.model import Document, Entity, Triple
from ontology.terms import PLAN


def describe_issuers(
    document: Document, issuers: Iterable[str], entities: Iterable[Entity], ids: Identifiers
) -> Iterator[Triple]:
    """Each issuer as the plan's publisher, cited where the document names it last: its signature."""
    known = {name: entity.path for entity in entities for name in (entity.label, *entity.alternatives)}
    citations = Citations(document.text, ids)
    for name in issuers:
        if name in known:
            issuer = ids.of_path(known[name])
        else:
            issuer = ids.organization(name)
            yield issuer, RDF.type, PLAN.Organization
            yield from zh_label(issuer, name)
        yield ids.plan, DCTERMS.publisher, issuer
        start = document.text.rfind(name)
        if start >= 0:
            yield from citations.cite("issuer", start, start + len(name), issuer, node=ids.plan)
