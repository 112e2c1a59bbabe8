"""Evidence: the characters of the plan's text that say a thing, as Web Annotations.

Each annotation is an IRI, and its target and two selectors are fragments of it, so that no
blank node is needed and a citation can itself be cited (https://www.w3.org/TR/annotation-model/#selectors).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rdflib import RDF, Literal, URIRef
from rdflib.namespace import XSD

from graph.identifiers import Identifiers
from graph.model import Triple
from ontology.namespaces import OA
from ontology.terms import PLAN

# A plan has hundreds of citations; looking a name up in a namespace costs more than writing the triple.
_ANNOTATION, _HAS_BODY, _HAS_TARGET = OA.Annotation, OA.hasBody, OA.hasTarget
_SPECIFIC_RESOURCE, _HAS_SOURCE, _HAS_SELECTOR = OA.SpecificResource, OA.hasSource, OA.hasSelector
_POSITION_SELECTOR, _START, _END = OA.TextPositionSelector, OA.start, OA.end
_QUOTE_SELECTOR, _EXACT = OA.TextQuoteSelector, OA.exact
_EVIDENCE, _IN_NODE, _METHOD, _CONFIDENCE = PLAN.evidence, PLAN.inNode, PLAN.method, PLAN.confidence


class Citations:
    """Writes the annotations of one plan's text."""

    def __init__(self, text: str, identifiers: Identifiers) -> None:
        self._text = text
        self._ids = identifiers

    def cite(
        self,
        kind: str,
        start: int,
        end: int,
        *bodies: URIRef,
        node: URIRef,
        method: str = "rule",
        confidence: float = 1.0,
    ) -> Iterator[Triple]:
        """The triples that cite `text[start:end]`, words of `node`, for each of the bodies."""
        annotation = self._ids.annotation(start, end, kind)
        yield annotation, RDF.type, _ANNOTATION
        for body in bodies:
            yield annotation, _HAS_BODY, body
            yield body, _EVIDENCE, annotation
        yield annotation, _IN_NODE, node
        yield annotation, _METHOD, Literal(method)
        yield annotation, _CONFIDENCE, Literal(Decimal(str(confidence)).normalize())
        yield from self._target(annotation, start, end)

    def _target(self, annotation: URIRef, start: int, end: int) -> Iterator[Triple]:
        target, position, quote = (URIRef(f"{annotation}#{part}") for part in ("target", "position", "quote"))
        yield annotation, _HAS_TARGET, target
        yield target, RDF.type, _SPECIFIC_RESOURCE
        yield target, _HAS_SOURCE, self._ids.text
        yield target, _HAS_SELECTOR, position
        yield target, _HAS_SELECTOR, quote
        yield position, RDF.type, _POSITION_SELECTOR
        yield position, _START, Literal(start, datatype=XSD.nonNegativeInteger)
        yield position, _END, Literal(end, datatype=XSD.nonNegativeInteger)
        yield quote, RDF.type, _QUOTE_SELECTOR
        yield quote, _EXACT, Literal(self._text[start:end])
