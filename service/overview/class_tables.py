"""The whole graph as tables: one for each class, a row for each thing, a column for each property it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from rdflib.namespace import DCTERMS, GEO, RDFS, SKOS

from graph.store.answer import Cell, Plain
from graph.store.base import Store, select
from graph.store.sparql_text import iri_text
from ontology.namespaces import ONTOLOGY, sparql_prologue
from ontology.terms import PLAN
from service.answers.tables import write_csv
from service.words.labels import read_labels

MOST = 500_000  # statements of a graph that is still given as tables
_CLASSES = (
    *("Plan", "Section", "Task", "Principle", "Safeguard", "Goal", "Target", "Responsibility", "Unit", "Place"),
    *("Project", "Facility", "Brand", "Industry", "Programme", "Policy", "Event", "Organization"),
    *("Landmark", "Geometry", "SchematicGeometry"),
)
_ELSEWHERE = {"Geometry": GEO.Geometry}  # classes that are not of our vocabulary
_CITATIONS = "Evidence"  # the table of citations, which are four things each and a row together
_BETWEEN = "; "  # several values of one property
_AT_ONCE = 2000  # things whose names are asked for in one query

# Left out: what only repeats another column (a name under another property, an inverse, a link to a citation).
_LEFT_OUT = frozenset(map(str, (PLAN.evidence, PLAN.hasPart, PLAN.concerns, SKOS.prefLabel, DCTERMS.title)))
_OTHERS = tuple(
    map(
        str,
        (
            *(RDFS.label, RDFS.comment, SKOS.altLabel, SKOS.notation, SKOS.scopeNote),
            *(DCTERMS.issued, DCTERMS.publisher, DCTERMS.source),
            *(GEO.hasGeometry, GEO.asWKT, GEO.hasMetricSpatialAccuracy),
        ),
    )
)


@dataclass(frozen=True, slots=True)
class ClassTable:
    """A table: its name, the heads of its columns, and its lines."""

    name: str
    heads: tuple[str, ...]
    lines: tuple[tuple[Plain, ...], ...]


def read_class_tables(store: Store, language: str) -> Iterator[ClassTable]:
    """The tables of all classes that have members, and that of the citations; heads and names in a language."""
    for name in _CLASSES:
        rows = select(store, _query(name)).rows
        if rows:
            yield _table(store, name, rows, language)
    citations = _citations(store)
    if citations.lines:
        yield citations


def as_workbook(tables: Iterator[ClassTable]) -> bytes:
    """A workbook with a sheet for each table."""
    from service.answers.workbooks import write_book  # noqa: PLC0415 - 15 MB of libraries, until somebody wants one

    return write_book((table.name, table.heads, table.lines) for table in tables)


def as_zip(tables: Iterator[ClassTable]) -> bytes:
    """The tables as CSV files in an archive."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for table in tables:
            archive.writestr(f"{table.name}.csv", write_csv(table.heads, table.lines))
    return written.getvalue()


def _query(name: str) -> str:
    """What is said of the members of a class, in our vocabulary or as names and dates."""
    others = ", ".join(map(iri_text, _OTHERS))
    kind = iri_text(str(_ELSEWHERE.get(name) or PLAN[name]))
    return f"""{sparql_prologue()} SELECT DISTINCT ?s ?p ?o WHERE {{
      ?s a {kind} ; ?p ?o . FILTER(STRSTARTS(STR(?p), "{ONTOLOGY}") || ?p IN ({others}))
    }} ORDER BY ?s ?p ?o"""


def _table(store: Store, name: str, rows: Sequence[tuple[Cell | None, ...]], language: str) -> ClassTable:
    things: dict[str, dict[str, list[Cell]]] = {}
    for subject, predicate, value in rows:
        if subject is None or predicate is None or value is None or predicate.value in _LEFT_OUT:
            continue
        column = predicate.value if value.language is None else f"{predicate.value}@{value.language}"
        things.setdefault(subject.value, {}).setdefault(column, []).append(value)
    columns = sorted({column for said in things.values() for column in said}, key=_order)
    iris = {cell.value for said in things.values() for cells in said.values() for cell in cells if cell.kind == "uri"}
    names = _names(store, sorted(iris | {column.partition("@")[0] for column in columns}), language)
    heads = ("IRI", *(_head(column, names) for column in columns))
    lines = tuple((iri, *(_value(said.get(column, []), names) for column in columns)) for iri, said in things.items())
    return ClassTable(name, heads, lines)


def _names(store: Store, iris: Sequence[str], language: str) -> dict[str, str]:
    """What the things are called, asked for in portions."""
    names: dict[str, str] = {}
    for first in range(0, len(iris), _AT_ONCE):
        names.update(read_labels(store, iris[first : first + _AT_ONCE], language))
    return names


def _order(column: str) -> tuple[bool, bool, str]:
    """Numbers first, then names, then the rest."""
    return column != str(PLAN.number), not column.startswith(str(RDFS.label)), column


def _head(column: str, names: Mapping[str, str]) -> str:
    predicate, _, language = column.partition("@")
    name = names.get(predicate, predicate)
    return f"{name} ({language})" if language else name


def _value(cells: Sequence[Cell], names: Mapping[str, str]) -> Plain:
    """One value as it is; several, or things, as text."""
    if not cells:
        return None
    if len(cells) == 1 and cells[0].kind != "uri":
        return cells[0].plain
    return _BETWEEN.join(names.get(cell.value, cell.value) if cell.kind == "uri" else cell.value for cell in cells)


def _citations(store: Store) -> ClassTable:
    """Every citation: what it is about, where it stands, and its words."""
    heads = ("about", "in", "text", "start", "end", "quote", "method", "confidence")
    query = f"""{sparql_prologue()} SELECT DISTINCT ?about ?in ?text ?start ?end ?quote ?method ?confidence WHERE {{
      ?citation a oa:Annotation ; oa:hasBody ?about ; oa:hasTarget ?target .
      ?target oa:hasSource ?text ; oa:hasSelector ?position, ?words .
      ?position oa:start ?start ; oa:end ?end . ?words oa:exact ?quote .
      OPTIONAL {{ ?citation plan:inNode ?in }} OPTIONAL {{ ?citation plan:method ?method }}
      OPTIONAL {{ ?citation plan:confidence ?confidence }}
    }} ORDER BY ?text ?start ?end ?about"""
    records = select(store, query).records
    return ClassTable(_CITATIONS, heads, tuple(tuple(row[head] for head in heads) for row in records))
