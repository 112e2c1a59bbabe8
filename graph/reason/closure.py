"""What follows from a plan's stated triples under the vocabulary, without noise and in a fixed order.

Forward chaining, each fact looked at once: docs/decisions/0001-reasoning.md has the engines that were measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from graph.model import Triple
from graph.reason.rules import Rules, read_rules
from ontology.files import vocabulary as read_vocabulary
from ontology.namespaces import OA
from ontology.terms import PLAN

Fact = tuple[str, str, str]
Index = defaultdict[tuple[str, str], list[str]]

_TYPE = str(RDF.type)
_LITERAL = ""  # stands for every literal: of its value nothing follows, of its subject the domain

# Citations are stated both ways and typed, so nothing follows from them; they are most of a plan's graph.
CITATION = frozenset(map(str, (OA.hasBody, PLAN.evidence, PLAN.inNode, PLAN.method, PLAN.confidence)))


def infer(stated: Iterable[Triple], vocabulary: Graph | None = None) -> tuple[Triple, ...]:
    """What follows from the stated triples and was not stated, sorted.

    `vocabulary` is the ontology, ours where none is given. The answer speaks of the things that the stated triples
    describe, not of the vocabulary's own terms; it has no blank nodes, and nothing that relates a thing to itself
    (a unit does not collaborate with itself).
    """
    vocabulary = read_vocabulary("ontology") if vocabulary is None else vocabulary
    given = set(stated)
    described = {str(subject) for subject in {subject for subject, _, _ in given}}
    rules = read_rules(vocabulary)
    premises = tuple(_premises(rules, given))
    facts = {_strings(triple) for triple in premises}
    found = _close(rules, facts) - facts
    iris = _iris(premises) | _iris(vocabulary)
    kept = sorted((s, p, o) for s, p, o in found if s in described and p in iris and o not in (s, _LITERAL))
    triples = ((iris[s], iris[p], iris[o]) for s, p, o in kept)
    return tuple(triple for triple in triples if triple not in given)


def _premises(rules: Rules, stated: Iterable[Triple]) -> Iterator[Triple]:
    """The stated triples from which any other can follow."""
    properties = rules.properties - CITATION
    classes = rules.classes
    for triple in stated:
        name = str(triple[1])
        if name in properties or (name == _TYPE and str(triple[2]) in classes):
            yield triple


def _strings(triple: Triple) -> Fact:
    subject, predicate, value = triple
    return str(subject), str(predicate), str(value) if isinstance(value, URIRef) else _LITERAL


def _iris(triples: Iterable[tuple[Node, Node, Node]]) -> dict[str, URIRef]:
    """Every IRI of the triples by its string: to make one costs more than to find it."""
    return {str(term): term for triple in triples for term in triple if isinstance(term, URIRef)}


def _close(rules: Rules, facts: Iterable[Fact]) -> set[Fact]:
    known = set(facts)
    agenda = list(known)
    after: Index = defaultdict(list)  # (property, a) → all b such that property(a, b)
    before: Index = defaultdict(list)  # (property, b) → all a such that property(a, b)
    while agenda:
        fact = agenda.pop()
        subject, predicate, value = fact
        if predicate in rules.joins_by_first:
            before[predicate, value].append(subject)
        if predicate in rules.joins_by_second:
            after[predicate, subject].append(value)
        for consequence in (*_alone(rules, fact), *_joined(rules, fact, before, after)):
            if consequence not in known:
                known.add(consequence)
                agenda.append(consequence)
    return known


def _alone(rules: Rules, fact: Fact) -> Iterator[Fact]:
    """What follows from one fact by itself."""
    subject, predicate, value = fact
    if predicate == _TYPE:
        yield from ((subject, _TYPE, class_) for class_ in rules.super_classes.get(value, ()))
        yield from ((subject, name, subject) for name in rules.selves.get(value, ()))
    yield from ((subject, name, value) for name in rules.super_properties.get(predicate, ()))
    yield from ((subject, _TYPE, class_) for class_ in rules.domains.get(predicate, ()))
    if value != _LITERAL:
        yield from ((value, name, subject) for name in rules.inverses.get(predicate, ()))
        yield from ((value, _TYPE, class_) for class_ in rules.ranges.get(predicate, ()))


def _joined(rules: Rules, fact: Fact, before: Index, after: Index) -> Iterator[Fact]:
    """What follows from one fact together with those already looked at."""
    subject, predicate, value = fact
    for join in rules.joins_by_first.get(predicate, ()):
        yield from ((subject, join.implied, end) for end in after.get((join.second, value), ()))
    for join in rules.joins_by_second.get(predicate, ()):
        yield from ((start, join.implied, value) for start in before.get((join.first, subject), ()))
