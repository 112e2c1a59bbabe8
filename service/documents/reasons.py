"""Why something follows: the rule of the vocabulary that yields a statement, and the statements it was applied to.

Nothing is told from a table: the rules are those by which `graph.reason` infers, read from the ontology, and each is
asked of the graph again. A statement for which none of them finds premises has no explanation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from string import ascii_lowercase

from rdflib import RDF, RDFS

from graph.reason.rules import Join, Rules, read_rules
from graph.store.base import Store, select
from graph.store.sparql_text import iri_text
from ontology.files import vocabulary

_TYPE, _SUB_CLASS = str(RDF.type), str(RDFS.subClassOf)

Triple = tuple[str, str, str]


class Kind(StrEnum):
    """What kind of axiom a rule comes from; the value names the words that tell it."""

    NARROWER = "because_narrower"  # rdfs:subPropertyOf
    INVERSE = "because_inverse"  # owl:inverseOf
    SYMMETRIC = "because_symmetric"  # owl:SymmetricProperty
    TRANSITIVE = "because_transitive"  # owl:TransitiveProperty
    CHAIN = "because_chain"  # owl:propertyChainAxiom
    SUBCLASS = "because_subclass"  # rdfs:subClassOf
    DOMAIN = "because_domain"  # rdfs:domain
    RANGE = "because_range"  # rdfs:range


_PLAINEST = (
    *(Kind.SUBCLASS, Kind.CHAIN, Kind.NARROWER, Kind.TRANSITIVE),
    *(Kind.INVERSE, Kind.SYMMETRIC, Kind.DOMAIN, Kind.RANGE),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """What yields a property, or a class: the steps that lead from a statement's subject to its value.

    A step that begins with ^ is walked backwards. Of a class it is the class or property that yields its members.
    """

    kind: Kind
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule, and the premises it was applied to in this case."""

    kind: Kind
    premises: tuple[Triple, ...]

    def mentioned(self) -> Iterator[str]:
        """Every thing whose name a page needs."""
        for premise in self.premises:
            yield from premise


@dataclass(frozen=True, slots=True)
class Reasons:
    """The rules that yield each property and each class."""

    properties: Mapping[str, tuple[Rule, ...]]
    classes: Mapping[str, tuple[Rule, ...]]

    def of(self, predicate: str, value: str) -> tuple[Rule, ...]:
        """The rules that could have yielded a statement of this property and value."""
        return self.classes.get(value, ()) if predicate == _TYPE else self.properties.get(predicate, ())


def read_reasons() -> Reasons:
    """The rules of our ontology."""
    rules = read_rules(vocabulary("ontology"))
    return Reasons(_of_properties(rules), _of_classes(rules))


def explain(store: Store, reasons: Reasons, statements: Iterable[Triple]) -> dict[Triple, Reason]:
    """A reason for each statement for which the graph has premises, the plainest kind of rule first."""
    cases: dict[tuple[Rule, str], list[Triple]] = {}
    for statement in statements:
        for rule in reasons.of(statement[1], statement[2]):
            cases.setdefault((rule, statement[1]), []).append(statement)
    found: dict[Triple, Reason] = {}
    known = sorted(cases, key=lambda case: _PLAINEST.index(case[0].kind))
    branches = [_branch(number, case[0], cases[case]) for number, case in enumerate(known)]
    if not branches:
        return found
    rows = select(store, f"SELECT ?case ?s ?o ?middle WHERE {{ {' UNION '.join(branches)} }}").records
    for row in sorted(rows, key=lambda row: int(str(row["case"]))):
        rule, predicate = known[int(str(row["case"]))]
        statement = (str(row["s"]), predicate, str(row["o"]))
        found.setdefault(statement, Reason(rule.kind, _premises(statement, rule, str(row["middle"]).split())))
    return found


def _of_properties(rules: Rules) -> dict[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for narrow, broader in rules.super_properties.items():
        for name in broader:
            found.setdefault(name, []).append(Rule(Kind.NARROWER, (narrow,)))
    for name, inverses in rules.inverses.items():
        for inverse in inverses if not name.startswith("^") else ():  # a path that only the rules know
            kind = Kind.SYMMETRIC if name == inverse else Kind.INVERSE
            found.setdefault(inverse, []).append(Rule(kind, (f"^{name}",)))
    joins = {join for known in rules.joins_by_first.values() for join in known}
    made = {join.implied: join for join in joins if join.implied == f"{join.first}/{join.second}"}
    selves = {name for names in rules.selves.values() for name in names}
    for join in sorted(joins - set(made.values()), key=lambda join: (join.implied, join.first, join.second)):
        found.setdefault(join.implied, []).append(_joined(join, made, selves))
    return {name: tuple(known) for name, known in found.items()}


def _joined(join: Join, made: Mapping[str, Join], selves: Iterable[str]) -> Rule:
    """A chain of properties as one rule; what relates a thing to itself leads nowhere and is no step."""
    steps = [join.second]
    first = join.first
    while first in made:
        steps.insert(0, made[first].second)
        first = made[first].first
    steps.insert(0, first)
    kind = Kind.TRANSITIVE if join.first == join.second == join.implied else Kind.CHAIN
    return Rule(kind, tuple(step for step in steps if step not in selves))


def _of_classes(rules: Rules) -> dict[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for narrow, broader in rules.super_classes.items():
        for name in broader:
            found.setdefault(name, []).append(Rule(Kind.SUBCLASS, (narrow,)))
    for kind, table in ((Kind.DOMAIN, rules.domains), (Kind.RANGE, rules.ranges)):
        for predicate, classes in table.items():
            for name in classes:
                found.setdefault(name, []).append(Rule(kind, (predicate,)))
    return {name: tuple(known) for name, known in found.items()}


def _branch(number: int, rule: Rule, statements: Iterable[Triple]) -> str:
    """The premises of one rule for some statements, as a part of the query: of each statement the first are enough."""
    pairs = " ".join(f"({iri_text(subject)} {iri_text(value)})" for subject, _, value in statements)
    body = " ".join(f"{_shown(s)} {_shown(p)} {_shown(o)} ." for s, p, o in _pattern("?s", "?o", rule))
    middle = ', " ", '.join(f"STR({name})" for name in _between(rule)) or '""'
    return (
        f"{{ SELECT ({number} AS ?case) ?s ?o (MIN(CONCAT({middle})) AS ?middle) "
        f"WHERE {{ VALUES (?s ?o) {{ {pairs} }} {body} }} GROUP BY ?s ?o }}"
    )


def _pattern(subject: str, value: str, rule: Rule) -> tuple[Triple, ...]:
    """The premises with a variable for each thing that is not known yet."""
    if rule.kind is Kind.SUBCLASS:
        return ((subject, _TYPE, rule.steps[0]),)
    if rule.kind is Kind.DOMAIN:
        return ((subject, rule.steps[0], "?a"),)
    if rule.kind is Kind.RANGE:
        return (("?a", rule.steps[0], subject),)
    places = [subject, *_between(rule), value]
    return tuple(
        (after, step[1:], before) if step.startswith("^") else (before, step, after)
        for before, step, after in zip(places, rule.steps, places[1:], strict=False)
    )


def _between(rule: Rule) -> tuple[str, ...]:
    """The variables of a rule: the things between its steps, or the other end of its one premise."""
    if rule.kind in (Kind.DOMAIN, Kind.RANGE):
        return ("?a",)
    return () if rule.kind is Kind.SUBCLASS else tuple(f"?{name}" for name in ascii_lowercase[: len(rule.steps) - 1])


def _premises(statement: Triple, rule: Rule, middle: Iterable[str]) -> tuple[Triple, ...]:
    """The premises as they stand in the graph; of a subclass also that it is one."""
    known = dict(zip(_between(rule), middle, strict=False))
    found = tuple((known.get(s, s), p, known.get(o, o)) for s, p, o in _pattern(statement[0], statement[2], rule))
    return (*found, (rule.steps[0], _SUB_CLASS, statement[2])) if rule.kind is Kind.SUBCLASS else found


def _shown(term: str) -> str:
    return term if term.startswith("?") else iri_text(term)
