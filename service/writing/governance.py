"""Plans' graphs are governed: what they would hold is checked before it is kept, and what follows is kept with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rdflib import XSD, Literal, URIRef

from graph.check import Report, check_stated
from graph.model import Triple
from graph.reason import infer
from graph.store.answer import Cell
from graph.store.base import Store, select
from graph.store.sparql_text import iri_text, term_text
from ontology.namespaces import OA
from service.http.problem import Problem

_COUNTING = frozenset({OA.start, OA.end})  # whose values are xsd:nonNegativeInteger
MOST_VIOLATIONS = 100  # that one answer lists


@dataclass(frozen=True, slots=True)
class Plans:
    """Which graphs are governed: those below `{base}graph/plan/`; `{base}graph/inferred/` follows from them.

    Where a plan's things are (`{base}graph/geometry/`) may be written like any graph; what is computed from that
    (`{base}graph/spatial/`) is written by `plangraph build` and `plangraph geo` only.
    """

    base: str

    @property
    def stated_below(self) -> str:
        """How the names of governed graphs begin."""
        return f"{self.base}graph/plan/"

    @property
    def inferred_below(self) -> str:
        """How the names of the graphs begin that follow from them."""
        return f"{self.base}graph/inferred/"

    def is_stated(self, graph: str | None) -> bool:
        """Whether a graph is what a plan states."""
        return graph is not None and graph.startswith(self.stated_below)

    def is_inferred(self, graph: str | None) -> bool:
        """Whether a graph is what follows from a plan."""
        return graph is not None and graph.startswith(self.inferred_below)

    def inferred(self, stated: str) -> str:
        """The graph of what follows from a plan's graph."""
        return self.inferred_below + stated.removeprefix(self.stated_below)

    def going_with(self, stated: str) -> tuple[str, ...]:
        """The graphs that are nothing without a plan's graph: what follows, where its things are, what that gives."""
        slug = stated.removeprefix(self.stated_below)
        return self.inferred(stated), *(f"{self.base}graph/{name}/{slug}" for name in ("geometry", "spatial"))

    def stated(self, inferred: str) -> str:
        """The graph from which an inferred one follows."""
        return self.stated_below + inferred.removeprefix(self.inferred_below)

    def refuse_inferred(self, graphs: Iterable[str | None]) -> None:
        """409 for a write to what is computed."""
        for graph in graphs:
            if graph is not None and self.is_inferred(graph):
                raise Problem(
                    409, f"<{graph}> follows from <{self.stated(graph)}> and is kept with it; write that one."
                )
            if graph is not None and graph.startswith(f"{self.base}graph/spatial/"):
                raise Problem(
                    409,
                    f"<{graph}> is computed from the plan's geometries by plangraph build, geo import and geo relate.",
                )


def read_triples(store: Store, graph: str | None) -> set[Triple]:
    """What a graph holds (None: the default graph); 422 for blank nodes, which a plan's graph never has."""
    pattern = _within(graph, "?s ?p ?o")
    query = f"SELECT ?s ?p ?o WHERE {{ {pattern} }}"
    return {_triple(cells) for cells in select(store, query, union_default=False).rows}


def require_conformance(graph: str, stated: Iterable[Triple]) -> None:
    """422 with the report, where the shapes refuse what a graph would hold."""
    report = check_stated(stated)
    if not report.conforms:
        raise _refusal(graph, report)


def following(stated: set[Triple]) -> set[Triple]:
    """What follows from what a plan states."""
    return set(infer(stated)) if stated else set()


def difference(graph: str | None, before: set[Triple], after: set[Triple], *, exists: bool) -> list[str]:
    """The operations that make a graph (None: the default graph) hold `after` instead of `before`."""
    if graph is not None and not exists:
        return [f"DROP SILENT GRAPH {iri_text(graph)}"]
    operations = [f"CREATE SILENT GRAPH {iri_text(graph)}"] if graph is not None else []
    for keyword, triples in (("DELETE", before - after), ("INSERT", after - before)):
        if triples:
            lines = "".join(f"{term_text(s)} {term_text(p)} {term_text(o)} .\n" for s, p, o in triples)
            operations.append(f"{keyword} DATA {{ {_within(graph, lines)} }}")
    return operations


def _within(graph: str | None, lines: str) -> str:
    return lines if graph is None else f"GRAPH {iri_text(graph)} {{\n{lines}}}"


def _triple(cells: Sequence[Cell | None]) -> Triple:
    subject, predicate, value = (_term(cell) for cell in cells)
    if not isinstance(subject, URIRef) or not isinstance(predicate, URIRef):
        raise TypeError("a subject and a predicate are IRIs")
    if predicate in _COUNTING and isinstance(value, Literal) and value.datatype == XSD.integer and value.isdigit():
        # Oxigraph keeps every kind of integer as xsd:integer; the shapes want what the plan was written with.
        return subject, predicate, Literal(str(value), datatype=XSD.nonNegativeInteger, normalize=False)
    return subject, predicate, value


def _term(cell: Cell | None) -> URIRef | Literal:
    if cell is None or cell.kind == "bnode":
        raise Problem(
            422, "A plan's graph, and what is written together with it, has no blank nodes; give each thing an IRI."
        )
    if cell.kind == "uri":
        return URIRef(cell.value)
    datatype = URIRef(cell.datatype) if cell.datatype else None
    return Literal(cell.value, lang=cell.language, datatype=datatype, normalize=False)


def _refusal(graph: str, report: Report) -> Problem:
    listed = [
        {
            "kind": violation.kind,
            "thing": violation.thing.term,
            "value": violation.value.term if violation.value else None,
            "messages": dict(violation.messages),
        }
        for violation in report.violations[:MOST_VIOLATIONS]
    ]
    return Problem(
        422,
        f"<{graph}> would not be as its shapes say; nothing was changed. {report.text('en')[:2000]}",
        members={"graph": graph, "counts": dict(report.counts), "violations": listed},
    )
