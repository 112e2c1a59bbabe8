"""Which citations are certainly right, so that the SHACL engine need not read them.

Citations are nearly three quarters of a plan's triples, and have the one form that `graph.build` gives them. Those
are recognised here; any other, right or wrong, is left to the engine, which alone says what is wrong with it. A
test holds this to `shapes.ttl`: what is accepted here conforms there.

Names are plain strings here, for comparing them is what this spends its time on, and rdflib's comparison is slow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from rdflib import RDF, Literal
from rdflib.namespace import XSD
from rdflib.term import Node

from graph.model import Triple
from ontology.namespaces import OA
from ontology.terms import PLAN

Arcs = Mapping[str, list[Node]]  # what a thing has, by property
Things = Mapping[str, Arcs]

_TYPE: Final = str(RDF.type)
_TEXT: Final = str(PLAN.text)
_EVIDENCE: Final = str(PLAN.evidence)
_BODY, _TARGET, _SOURCE, _SELECTOR = map(str, (OA.hasBody, OA.hasTarget, OA.hasSource, OA.hasSelector))
_START, _END, _EXACT = map(str, (OA.start, OA.end, OA.exact))
_IN_NODE, _METHOD, _CONFIDENCE = map(str, (PLAN.inNode, PLAN.method, PLAN.confidence))

_ANNOTATION: Final = (str(OA.Annotation), frozenset({_TYPE, _BODY, _TARGET, _IN_NODE, _METHOD, _CONFIDENCE}))
_PASSAGE: Final = (str(OA.SpecificResource), frozenset({_TYPE, _SOURCE, _SELECTOR}))
_POSITION: Final = (str(OA.TextPositionSelector), frozenset({_TYPE, _START, _END}))
_QUOTE: Final = (str(OA.TextQuoteSelector), frozenset({_TYPE, _EXACT}))
_SOURCE_TEXT: Final = str(PLAN.SourceText)
_NODES: Final = frozenset(
    map(str, (PLAN.Node, PLAN.Section, PLAN.Task, PLAN.Principle, PLAN.Safeguard, PLAN.Goal, PLAN.Plan))
)
_OFFSET: Final = str(XSD.nonNegativeInteger)
_STRING: Final = (None, XSD.string)


def without_sound_citations(stated: Iterable[Triple]) -> list[Triple]:
    """The triples without those of citations that are right; one such citation stands for all, as evidence."""
    stated = list(stated)
    things = _things(stated)
    sound = [name for name in things if _is_sound(things, name)]
    if not sound:
        return stated
    stand_in = next(subject for subject, _, _ in stated if str(subject) == sound[0])
    dropped = {part for citation in sound[1:] for part in _parts(things, citation)}
    kept: dict[Triple, None] = {}
    for triple in stated:
        if str(triple[0]) in dropped:
            continue
        if str(triple[1]) == _EVIDENCE and str(triple[2]) in dropped:
            triple = (triple[0], triple[1], stand_in)  # noqa: PLW2901 - the same triple, with another citation
        kept[triple] = None
    return list(kept)


def _things(triples: Iterable[Triple]) -> Things:
    things: dict[str, dict[str, list[Node]]] = {}
    for subject, predicate, value in triples:
        things.setdefault(str(subject), {}).setdefault(str(predicate), []).append(value)
    return things


def _parts(things: Things, annotation: str) -> tuple[str, ...]:
    target = str(things[annotation][_TARGET][0])
    return annotation, target, *map(str, things[target][_SELECTOR])


def _is_sound(things: Things, name: str) -> bool:
    said = _as(things, name, _ANNOTATION)
    return (
        said is not None
        and all(_TYPE in things.get(str(body), ()) for body in said[_BODY])
        and _is_in_one_node(things, said[_IN_NODE])
        and _only_text(said[_METHOD]) is not None
        and _is_confidence(said[_CONFIDENCE])
        and _quotes_its_source(things, said[_TARGET])
    )


def _as(things: Things, name: str, form: tuple[str, frozenset[str]]) -> Arcs | None:
    """What the thing has, if it is of this one class and has these properties and no others."""
    class_, properties = form
    said = things.get(name, {})
    types = said.get(_TYPE, ())
    return said if len(types) == 1 and str(types[0]) == class_ and said.keys() == properties else None


def _is_in_one_node(things: Things, nodes: list[Node]) -> bool:
    return len(nodes) == 1 and any(str(c) in _NODES for c in things.get(str(nodes[0]), {}).get(_TYPE, ()))


def _only_text(values: list[Node]) -> str | None:
    """The one plain text, which is not empty."""
    value = values[0]
    if len(values) == 1 and isinstance(value, Literal) and value.language is None and value.datatype in _STRING:
        return str(value) or None
    return None


def _is_confidence(values: list[Node]) -> bool:
    value = values[0].value if len(values) == 1 and isinstance(values[0], Literal) else None
    return isinstance(value, Decimal) and 0 <= value <= 1


def _offset(values: list[Node]) -> int:
    """The one offset; -1 where there is none."""
    value = values[0]
    if len(values) == 1 and isinstance(value, Literal) and str(value.datatype) == _OFFSET:
        return value.value if isinstance(value.value, int) else -1
    return -1


def _quotes_its_source(things: Things, targets: list[Node]) -> bool:
    passage = _as(things, str(targets[0]), _PASSAGE) if len(targets) == 1 else None
    if passage is None or len(passage[_SOURCE]) != 1 or len(passage[_SELECTOR]) != 2:
        return False
    one, other = map(str, passage[_SELECTOR])
    position = _as(things, one, _POSITION) or _as(things, other, _POSITION)
    quote = _as(things, other, _QUOTE) or _as(things, one, _QUOTE)
    if position is None or quote is None:
        return False
    exact, start, end = _only_text(quote[_EXACT]), _offset(position[_START]), _offset(position[_END])
    text = _text_of(things, str(passage[_SOURCE][0]))
    return exact is not None and text is not None and 0 <= start < end and text[start:end] == exact


def _text_of(things: Things, source: str) -> str | None:
    said = things.get(source, {})
    texts = said.get(_TEXT, [])
    is_source = _SOURCE_TEXT in map(str, said.get(_TYPE, ()))
    return str(texts[0]) if is_source and len(texts) == 1 else None
