"""What the plan names: each entity with its names and where it lies, and each mention of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rdflib import RDF, RDFS, Literal, URIRef
from rdflib.namespace import SKOS

from graph.build.citations import Citations
from graph.build.passages import zh_label
from graph.identifiers import Identifiers
from graph.model import Document, Entity, Mention, Triple
from ontology.terms import PLAN


def describe_entities(entities: Iterable[Entity], ids: Identifiers) -> Iterator[Triple]:
    """Each entity once: what it is, its names, where it lies."""
    entities = tuple(entities)
    described = {entity.path for entity in entities}
    for entity in entities:
        iri = ids.of_path(entity.path)
        beside = tuple(path for path in entity.adjacent_to if path in described)
        for name in entity.classes:
            yield iri, RDF.type, PLAN[name]
        yield from zh_label(iri, entity.label)
        if entity.label_en:
            yield iri, RDFS.label, Literal(entity.label_en, lang="en")
            yield iri, SKOS.prefLabel, Literal(entity.label_en, lang="en")
        for alternative in entity.alternatives:
            yield iri, SKOS.altLabel, Literal(alternative, lang="zh")
        if entity.kind:
            yield iri, PLAN.kind, URIRef(entity.kind)
        around = (("within", entity.within), ("locatedAt", entity.located_at), ("adjacentTo", beside))
        for name, paths in around:
            for path in paths:
                yield iri, PLAN[name], ids.of_path(path)
        if entity.code:
            yield iri, SKOS.notation, Literal(entity.code)
        if entity.note:
            yield iri, SKOS.scopeNote, Literal(entity.note, lang="zh")


def describe_mentions(
    document: Document, mentions: Iterable[Mention], nodes: Mapping[str, URIRef], ids: Identifiers
) -> Iterator[Triple]:
    """Which passage concerns which entity, in the passage's own words."""
    citations = Citations(document.text, ids)
    for mention in mentions:
        node = nodes[mention.passage] if mention.passage else ids.plan
        entity = ids.of_path(mention.path)
        yield node, PLAN.concerns, entity
        yield node, PLAN[f"concerns{mention.type.value.capitalize()}"], entity
        yield from citations.cite(
            mention.type.value,
            mention.start,
            mention.end,
            entity,
            node=node,
            method=mention.method,
            confidence=mention.confidence,
        )
