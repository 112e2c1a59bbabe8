"""Whether a plan's graph is as `shapes.ttl` says it must be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from rdflib import RDF, RDFS, Literal, URIRef
from rdflib.namespace import SH, SKOS

from graph.check.citations import without_sound_citations
from graph.check.report import Report, Thing, Violation
from graph.check.shacl import Result, ShaclEngine
from graph.model import PlanGraph, Triple
from graph.nquads import write_ntriples
from ontology.files import vocabulary, vocabulary_bytes
from ontology.namespaces import SHAPES
from ontology.terms import PLAN


def check(graph: PlanGraph) -> Report:
    """What is wrong with what a plan's graph states, and with where it says that things are."""
    return check_stated((*graph.stated.triples, *graph.geometry.triples, *graph.spatial.triples))


def check_stated(stated: Iterable[Triple]) -> Report:
    """What is wrong with the stated triples of one plan or several."""
    stated = tuple(stated)
    results = validate(without_sound_citations(stated))
    if not results:
        return Report(())
    names = _names_of(stated)
    return Report(tuple(_violation(result, names) for result in results))


def validate(stated: Iterable[Triple]) -> list[Result]:
    """What the shapes refuse of these triples, read with the vocabularies."""
    return _engine().validate(write_ntriples(stated))


@cache
def _engine() -> ShaclEngine:
    return ShaclEngine(vocabulary_bytes("shapes").decode(), _background())


def _background() -> str:
    """What the shapes must know of the vocabularies, as N-Triples: super-classes, and the lists of concepts."""
    told: list[Triple] = []
    for name in ("ontology", "schemes"):
        for subject, predicate, value in vocabulary(name):
            concept = predicate == SKOS.inScheme or (predicate == RDF.type and value == SKOS.Concept)
            if isinstance(subject, URIRef) and isinstance(value, URIRef) and (concept or predicate == RDFS.subClassOf):
                told.append((subject, URIRef(str(predicate)), value))
    return write_ntriples(told)


@cache
def _messages() -> Mapping[str, Mapping[str, str]]:
    """Each shape's messages by its IRI, then by language."""
    messages: dict[str, dict[str, str]] = {}
    for shape, message in vocabulary("shapes").subject_objects(SH.message):
        if isinstance(message, Literal) and message.language:
            messages.setdefault(str(shape), {})[message.language] = str(message)
    return messages


def _violation(result: Result, names: Mapping[str, Thing]) -> Violation:
    value = names.get(result.value, Thing(result.value)) if result.value else None
    return Violation(
        kind=result.shape.removeprefix(str(SHAPES)),
        thing=names.get(result.focus, Thing(result.focus)),
        value=value,
        messages=_messages()[result.shape],
    )


def _names_of(stated: Iterable[Triple]) -> Mapping[str, Thing]:
    """Each thing that has a number or a Chinese name, by its IRI."""
    numbers: dict[str, str] = {}
    labels: dict[str, str] = {}
    for subject, predicate, value in stated:
        if predicate == PLAN.number:
            numbers.setdefault(str(subject), str(value))
        elif predicate == RDFS.label and isinstance(value, Literal) and value.language != "en":
            labels.setdefault(str(subject), str(value))
    return {term: Thing(term, numbers.get(term), labels.get(term)) for term in numbers.keys() | labels.keys()}
