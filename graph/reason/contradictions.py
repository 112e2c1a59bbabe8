"""Why a graph contradicts the ontology: the facts that cannot all be true, in words.

A reasoner says that a graph is inconsistent, not why. These are the ways in which a plan's graph can be: a thing
of two disjoint classes, two values where there can be one, two things sharing what only one can have, a literal
that is not of its property's datatype.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import XSD
from rdflib.term import Node

from graph.model import Problem, Severity, Triple
from graph.reason.closure import infer


def find_contradictions(stated: Sequence[Triple], vocabulary: Graph) -> tuple[Problem, ...]:
    """Every contradiction of these kinds between the stated triples and the ontology."""
    found = (
        *_disjoint_classes(stated, vocabulary),
        *_too_many_values(stated, vocabulary),
        *_shared_values(stated, vocabulary),
        *_wrong_datatypes(stated, vocabulary),
    )
    return tuple(Problem("inconsistent", message, severity=Severity.ERROR) for message in dict.fromkeys(found))


def _disjoint_classes(stated: Sequence[Triple], vocabulary: Graph) -> Iterator[str]:
    disjoint = frozenset(_disjoint_pairs(vocabulary))
    classes: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for subject, predicate, value in (*stated, *infer(stated, vocabulary)):
        if predicate == RDF.type and isinstance(value, URIRef):
            classes[subject].add(value)
    for thing, members in sorted(classes.items()):
        for one, other in combinations(sorted(members), 2):
            if frozenset((one, other)) in disjoint:
                reasons = "; ".join(_reason(stated, vocabulary, thing, class_) for class_ in (one, other))
                yield f"<{thing}> cannot be both {_name(one)} and {_name(other)}: {reasons}."


def _disjoint_pairs(vocabulary: Graph) -> Iterator[frozenset[Node]]:
    for one, other in vocabulary.subject_objects(OWL.disjointWith):
        yield frozenset((one, other))
    for members in vocabulary.objects(None, OWL.members):
        yield from map(frozenset, combinations(Collection(vocabulary, members), 2))


def _reason(stated: Sequence[Triple], vocabulary: Graph, thing: URIRef, class_: Node) -> str:
    """A stated triple from which it follows that the thing is of this class."""
    for triple in stated:
        if thing in (triple[0], triple[2]):
            follows = {triple, *infer([triple, (thing, RDFS.label, Literal(""))], vocabulary)}
            if (thing, RDF.type, class_) in follows:
                return f"it is {_name(class_)} as {_say(triple)}"
    return f"it is inferred to be {_name(class_)}"


def _too_many_values(stated: Iterable[Triple], vocabulary: Graph) -> Iterator[str]:
    functional = set(vocabulary.subjects(RDF.type, OWL.FunctionalProperty))
    for (subject, predicate), values in _grouped((s, p, o) for s, p, o in stated if p in functional).items():
        if len(values) > 1:
            yield f"<{subject}> can have one {_name(predicate)} only, and has {_list(values)}."


def _shared_values(stated: Iterable[Triple], vocabulary: Graph) -> Iterator[str]:
    exclusive = set(vocabulary.subjects(RDF.type, OWL.InverseFunctionalProperty))
    for (value, predicate), subjects in _grouped((o, p, s) for s, p, o in stated if p in exclusive).items():
        if len(subjects) > 1:
            yield f"<{value}> can be the {_name(predicate)} of one thing only, and is of {_list(subjects)}."


def _wrong_datatypes(stated: Iterable[Triple], vocabulary: Graph) -> Iterator[str]:
    ranges = {
        name: datatype
        for name, datatype in vocabulary.subject_objects(RDFS.range)
        if str(datatype).startswith(str(XSD))
    }
    for subject, predicate, value in stated:
        datatype = ranges.get(predicate)
        if datatype is not None and isinstance(value, Literal) and not _fits(value, datatype):
            yield f"<{subject}> has the {_name(predicate)} {value.n3()}, which is no {_name(datatype)}."


def _fits(value: Literal, datatype: Node) -> bool:
    if datatype == XSD.string:
        return value.datatype in (None, XSD.string) and value.language is None
    whole = value.datatype in (XSD.integer, XSD.nonNegativeInteger, XSD.positiveInteger)
    return not value.ill_typed and (value.datatype == datatype or (whole and datatype == XSD.decimal))


def _grouped(pairs: Iterable[tuple[Node, Node, Node]]) -> Mapping[tuple[Node, Node], list[Node]]:
    groups: defaultdict[tuple[Node, Node], list[Node]] = defaultdict(list)
    for one, predicate, other in pairs:
        if other not in groups[one, predicate]:
            groups[one, predicate].append(other)
    return groups


def _say(triple: Triple) -> str:
    subject, predicate, value = triple
    return f"<{subject}> {_name(predicate)} {_term(value)}"


def _list(terms: Iterable[Node]) -> str:
    return " and ".join(map(_term, terms))


def _term(term: Node) -> str:
    return term.n3() if isinstance(term, Literal) else f"<{term}>"


def _name(term: Node) -> str:
    """The last part of an IRI."""
    return str(term).rsplit("#", 1)[-1].rsplit("/", 1)[-1]
