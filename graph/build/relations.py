"""What each spatial relation of an entity rests on: the words that state it, the list that does, or the editor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rdflib import RDF, Literal, URIRef
from rdflib.namespace import DCTERMS

from graph.build.citations import Citations
from graph.identifiers import Identifiers
from graph.model import Basis, Document, Entity, Passage, SpatialClaim, Triple
from ontology.namespaces import BASIS
from ontology.terms import PLAN


def describe_relations(
    document: Document,
    entities: Sequence[Entity],
    passages: Sequence[Passage],
    nodes: Mapping[str, URIRef],
    ids: Identifiers,
) -> Iterator[Triple]:
    """Each relation between entities that are described, by what it rests on; one node a relation and basis.

    Words that this document does not have are not its statement: the relation is then the editor's.
    """
    citations = Citations(document.text, ids)
    described = {entity.path for entity in entities}
    for entity in entities:
        for claim in entity.claims:
            if claim.place not in described:
                continue
            span = _span(document.text, claim.quote) if claim.quote else None
            basis = Basis.CURATED if claim.quote and span is None else claim.basis
            relation = ids.relation(basis, entity.path, claim.predicate, claim.place)
            yield from _relation(relation, entity, claim, basis, ids)
            if span is not None:
                node = _innermost(span[0], passages, nodes, ids.plan)
                yield from citations.cite("relation", *span, relation, node=node, method="gazetteer")


def _relation(
    relation: URIRef, entity: Entity, claim: SpatialClaim, basis: Basis, ids: Identifiers
) -> Iterator[Triple]:
    yield relation, RDF.type, PLAN.SpatialRelation
    yield relation, RDF.subject, ids.of_path(entity.path)
    yield relation, RDF.predicate, PLAN[claim.predicate]
    yield relation, RDF.object, ids.of_path(claim.place)
    yield relation, PLAN.basis, BASIS[basis]
    if claim.source:
        yield relation, DCTERMS.source, Literal(claim.source)


def _span(text: str, quote: str) -> tuple[int, int] | None:
    """Where the text has these words first; white space does not count, for documents break lines anywhere."""
    pattern = r"\s*".join(re.escape(character) for character in quote if not character.isspace())
    found = re.search(pattern, text)
    return found.span() if found else None


def _innermost(offset: int, passages: Sequence[Passage], nodes: Mapping[str, URIRef], plan: URIRef) -> URIRef:
    around = [passage for passage in passages if passage.start <= offset < passage.end]
    return nodes[min(around, key=lambda passage: passage.end - passage.start).number] if around else plan
