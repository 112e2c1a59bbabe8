"""The questions of the catalogue as RDF: SHACL's SPARQL executables, which editors of queries read as examples."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, SH, XSD

from ontology.namespaces import PREFIXES, SCHEMA, bind_prefixes
from queries.question import Question

PATH = "questions"


def executables(questions: Iterable[Question], base: str, endpoint: str) -> Graph:
    """The questions, each under its own address below `base`, to be asked of `endpoint`.

    The same at /questions as RDF and in the graph `{base}graph/vocabulary/questions`, where an editor finds them that
    looks for examples by asking the endpoint.
    """
    graph = bind_prefixes(Graph())
    for question in questions:
        _describe(graph, question, base, endpoint)
    _declare_prefixes(graph, _prefixes(base))
    return graph


def _describe(graph: Graph, question: Question, base: str, endpoint: str) -> None:
    subject = URIRef(f"{base}{PATH}/{question.name}")
    graph.add((subject, RDF.type, SH.SPARQLExecutable))
    graph.add((subject, RDF.type, SH.SPARQLSelectExecutable))
    for language in ("zh", "en"):
        graph.add((subject, RDFS.label, Literal(question.title[language], lang=language)))
        graph.add((subject, RDFS.comment, Literal(question.description[language], lang=language)))
    for tag in dict.fromkeys((question.subject, *question.tags)):
        graph.add((subject, SCHEMA.keywords, Literal(tag)))
    graph.add((subject, SH.select, Literal(question.text)))
    graph.add((subject, SH.prefixes, _prefixes(base)))
    graph.add((subject, SCHEMA.target, URIRef(endpoint)))
    graph.add((subject, DCTERMS.isPartOf, URIRef(f"{base}{PATH}")))


def _declare_prefixes(graph: Graph, subject: URIRef) -> None:
    """State the prefixes of the house, for whoever completes names from them."""
    for prefix, namespace in PREFIXES.items():
        declaration = URIRef(f"{subject}-{prefix}")
        graph.add((subject, SH.declare, declaration))
        graph.add((declaration, RDF.type, SH.PrefixDeclaration))
        graph.add((declaration, SH.prefix, Literal(prefix)))
        graph.add((declaration, SH.namespace, Literal(str(namespace), datatype=XSD.anyURI)))


def _prefixes(base: str) -> URIRef:
    return URIRef(f"{base}{PATH}#prefix")
