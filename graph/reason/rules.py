"""The vocabulary's axioms as rules that yield facts: those of OWL 2 RL, property chains and owl:hasSelf.

Terms are plain strings here: their comparison is what reasoning spends its time on, and rdflib's is slow. A property
that only the rules know is written as a SPARQL path: `^p` is the inverse of p, `p/q` the first steps of a chain.

Functional and inverse functional properties are left out on purpose: in a right graph they yield nothing, and in
a wrong one they would make two things one, which is for SHACL and HermiT to report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import XSD
from rdflib.term import Node

V = TypeVar("V")
Table = Mapping[str, tuple[V, ...]]


@dataclass(frozen=True, slots=True)
class Join:
    """`first(a, b)` and `second(b, c)` yield `implied(a, c)`."""

    first: str
    second: str
    implied: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What each class and each property yields."""

    super_classes: Table[str]  # rdfs:subClassOf
    selves: Table[str]  # owl:hasSelf: the properties that each member of the class has with itself
    super_properties: Table[str]  # rdfs:subPropertyOf
    inverses: Table[str]  # owl:inverseOf; a symmetric property is its own
    domains: Table[str]  # rdfs:domain
    ranges: Table[str]  # rdfs:range
    joins_by_first: Table[Join]  # owl:TransitiveProperty, owl:propertyChainAxiom
    joins_by_second: Table[Join]

    @property
    def classes(self) -> frozenset[str]:
        """The classes whose members yield facts."""
        return frozenset(self.super_classes) | frozenset(self.selves)

    @property
    def properties(self) -> frozenset[str]:
        """The properties whose facts yield others."""
        alone = (*self.super_properties, *self.inverses, *self.domains, *self.ranges)
        return frozenset((*alone, *self.joins_by_first, *self.joins_by_second))


def read_rules(vocabulary: Graph) -> Rules:
    """The rules of an OWL 2 vocabulary; an axiom about a class without a name yields none."""
    inverses = [*_named(vocabulary, OWL.inverseOf)]
    inverses += [(name, name) for name in _instances(vocabulary, OWL.SymmetricProperty)]
    joins = [Join(name, name, name) for name in _instances(vocabulary, OWL.TransitiveProperty)]
    for implied, members in vocabulary.subject_objects(OWL.propertyChainAxiom):
        steps = [_step(vocabulary, member) for member in Collection(vocabulary, members)]
        inverses += [(step[1:], step) for step in steps if step.startswith("^")]
        joins += _joins(steps, str(implied))
    return Rules(
        super_classes=_table(_named(vocabulary, RDFS.subClassOf)),
        selves=_table(_selves(vocabulary)),
        super_properties=_table(_named(vocabulary, RDFS.subPropertyOf)),
        inverses=_table(pair for one, other in inverses for pair in ((one, other), (other, one))),
        domains=_table(_named(vocabulary, RDFS.domain)),
        ranges=_table((name, class_) for name, class_ in _named(vocabulary, RDFS.range) if not _is_datatype(class_)),
        joins_by_first=_table((join.first, join) for join in joins),
        joins_by_second=_table((join.second, join) for join in joins),
    )


def _table(pairs: Iterable[tuple[str, V]]) -> Table[V]:
    table: defaultdict[str, dict[V, None]] = defaultdict(dict)
    for key, value in pairs:
        table[key][value] = None
    return {key: tuple(values) for key, values in table.items()}


def _named(vocabulary: Graph, axiom: URIRef) -> Iterator[tuple[str, str]]:
    for subject, value in vocabulary.subject_objects(axiom):
        if isinstance(subject, URIRef) and isinstance(value, URIRef):
            yield str(subject), str(value)


def _instances(vocabulary: Graph, characteristic: URIRef) -> Iterator[str]:
    return (str(subject) for subject in vocabulary.subjects(RDF.type, characteristic) if isinstance(subject, URIRef))


def _is_datatype(term: str) -> bool:
    return term.startswith(str(XSD)) or term == str(RDFS.Literal)


def _selves(vocabulary: Graph) -> Iterator[tuple[str, str]]:
    for restriction in vocabulary.subjects(OWL.hasSelf):
        for name in vocabulary.objects(restriction, OWL.onProperty):
            for member in vocabulary.subjects(RDFS.subClassOf, restriction):
                yield str(member), str(name)


def _step(vocabulary: Graph, member: Node) -> str:
    return f"^{vocabulary.value(member, OWL.inverseOf)}" if isinstance(member, BNode) else str(member)


def _joins(steps: list[str], implied: str) -> Iterator[Join]:
    """A chain of two steps or more as joins of two: its first steps imply a property of their own."""
    first = steps[0]
    for step in steps[1:-1]:
        yield Join(first, step, f"{first}/{step}")
        first = f"{first}/{step}"
    yield Join(first, steps[-1], implied)
