"""Joins a file of columns, which is only read, with what has changed in the data since it was written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from typing import NamedTuple

import duckdb
import pyoxigraph as ox

from graph.store.embedded.columns.catalogue import GAP, IRI, RESOURCES, Predicate
from graph.store.embedded.columns.terms import KIND, LANGUAGE, VALUE
from graph.store.embedded.union_log import UnionChanges

# How far apart the IRIs are that are looked at to find the place of a later one: so far, then between two of these.
_SHARE = 16
_STEPS = (_SHARE**2 * GAP, _SHARE * GAP, GAP)

Row = tuple[str, str, str]


class Joined(NamedTuple):
    """The terms that the file does not have, with their numbers, and those that may be in the file only."""

    later: Mapping[str, int]
    doubtful: Collection[str]


class _Known(NamedTuple):
    number: int
    kind: int


_LATER_TERMS = f"""
CREATE TEMP TABLE later_terms AS
  SELECT id, {KIND} AS kind, term, {VALUE} AS value, {LANGUAGE} AS language
  FROM (SELECT unnest(?::BIGINT[]) AS id, unnest(?::VARCHAR[]) AS term)
"""  # noqa: S608
_ALL_TERMS = "CREATE TEMP VIEW all_terms AS FROM terms UNION ALL FROM later_terms"
_ROWS = "SELECT unnest(?::BIGINT[]) AS p, unnest(?::BIGINT[]) AS s, unnest(?::BIGINT[]) AS o"
_LATER = f"CREATE TEMP TABLE later_triples AS {_ROWS}"
_FORMER = f"CREATE TEMP TABLE former_triples AS {_ROWS}"
_ALL_TRIPLES = """
CREATE TEMP VIEW all_triples AS
  SELECT p, s, o FROM triples t
  WHERE NOT EXISTS (SELECT 1 FROM former_triples f WHERE f.p = t.p AND f.s = t.s AND f.o = t.o)
  UNION ALL FROM later_triples
"""


def follow(connection: duckdb.DuckDBPyConnection, predicates: dict[str, Predicate], changes: UnionChanges) -> Joined:
    """Have a connection read a file as if it had these changes, and bring what is known of its predicates up to them.

    Raises duckdb.Error for terms that have no columns.
    """
    if not changes:
        connection.execute("CREATE TEMP VIEW all_terms AS FROM terms")
        connection.execute("CREATE TEMP VIEW all_triples AS SELECT p, s, o FROM triples")
        return Joined({}, ())
    later = _rows(triple for triple, is_there in changes.items() if is_there)
    former = _rows(triple for triple, is_there in changes.items() if not is_there)
    known = _known(connection, {term for row in (*later, *former) for term in row})
    numbers = _places(connection, later, predicates, known)
    connection.execute(_LATER_TERMS, ([*numbers.values()], [*numbers]))
    connection.execute(_ALL_TERMS)
    kinds = connection.execute("SELECT term, id, kind FROM later_terms").fetchall()
    known |= {term: _Known(number, kind) for term, number, kind in kinds}
    for row in later:
        _note(predicates, row, known)
    for _, iri, _ in former:
        predicates[iri[1:-1]] = replace(predicates[iri[1:-1]], table="all_triples")
    connection.execute(_LATER, _numbered(later, known))
    connection.execute(_FORMER, _numbered(former, known))
    connection.execute(_ALL_TRIPLES)
    return Joined(numbers, frozenset(term for row in former for term in row))


def _rows(triples: Iterable[ox.Triple]) -> list[Row]:
    """Triples as the engine writes their terms in TSV."""
    store = ox.Store()
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    found = store.query("SELECT ?s ?p ?o { ?s ?p ?o }")
    text = BytesIO()
    if isinstance(found, ox.QuerySolutions):
        found.serialize(text, ox.QueryResultsFormat.TSV)
    rows = (line.split("\t") for line in text.getvalue().decode().split("\n")[1:-1])
    return [(subject, predicate, value) for subject, predicate, value in rows]


def _known(connection: duckdb.DuckDBPyConnection, terms: Iterable[str]) -> dict[str, _Known]:
    """What the file has of some terms."""
    wanted = {*terms}
    ids = connection.execute(
        "SELECT id FROM numbers WHERE hash IN (SELECT hash(unnest(?::VARCHAR[])))", ([*wanted],)
    ).fetchall()
    found = _with_numbers(connection, [number for (number,) in ids])
    return {term: _Known(number, kind) for term, number, kind in found if term in wanted}


def _with_numbers(connection: duckdb.DuckDBPyConnection, numbers: Iterable[int]) -> list[tuple[str, int, int]]:
    """The file's terms of these numbers, with their numbers and kinds."""
    return connection.execute(
        "SELECT term, id, kind FROM terms WHERE id IN (SELECT unnest(?::BIGINT[]))", ([*numbers],)
    ).fetchall()


def _places(
    connection: duckdb.DuckDBPyConnection,
    rows: Sequence[Row],
    predicates: Mapping[str, Predicate],
    known: Mapping[str, _Known],
) -> dict[str, int]:
    """Numbers for the terms that are not known: IRIs in their order, literals near those of their predicate."""
    end = connection.execute("SELECT COALESCE(MAX(id), 0) FROM terms").fetchall()[0][0]
    later = {term: row[1][1:-1] for row in rows for term in row if term not in known}
    order = _before(connection, {term[1:-1] for term in later if term.startswith("<")})
    by_place: dict[int, list[str]] = {}
    for term in sorted(later, key=lambda term: term[1:-1]):
        predicate = predicates.get(later[term])
        place = end
        if term.startswith("<"):
            place = order[term[1:-1]]
        elif predicate is not None and not term.startswith("_") and not predicate.objects & RESOURCES:
            place = predicate.last_object
        by_place.setdefault(place, []).append(term)
    return {
        term: place + number * GAP // (len(terms) + 1)
        for place, terms in by_place.items()
        for number, term in enumerate(terms, start=1)
    }


def _before(connection: duckdb.DuckDBPyConnection, iris: Collection[str]) -> dict[str, int]:
    """The number of the last of a file's IRIs that is before an IRI, for several that it does not have; 0: none is."""
    last = connection.execute(f"SELECT COALESCE(MAX(id), 0) FROM terms WHERE kind = {IRI}").fetchall()[0][0]  # noqa: S608
    stretches = dict.fromkeys(iris, range(GAP, last + 1, _STEPS[0]))
    for step in _STEPS:
        looked_at = {number for stretch in set(stretches.values()) for number in stretch}
        found = {number: term[1:-1] for term, number, _ in _with_numbers(connection, looked_at)}
        for iri, stretch in stretches.items():
            place = bisect_right(stretch, iri, key=found.__getitem__)
            begin = stretch[place - 1] if place else 0
            end = min(begin + step, last + 1) if place else 0
            stretches[iri] = range(begin, end, max(step // _SHARE, GAP))
    return {iri: stretch.start for iri, stretch in stretches.items()}


def _note(predicates: dict[str, Predicate], row: Row, known: Mapping[str, _Known]) -> None:
    """Note what a later triple makes another of its predicate."""
    subject, predicate, value = (known[term] for term in row)
    iri = row[1][1:-1]
    before = predicates.get(iri) or Predicate(predicate.number, 0, 0, value.number, value.number)
    predicates[iri] = Predicate(
        predicate.number,
        before.subjects | subject.kind,
        before.objects | value.kind,
        min(before.first_object, value.number),
        max(before.last_object, value.number),
        "all_triples",
    )


def _numbered(rows: Sequence[Row], known: Mapping[str, _Known]) -> list[list[int]]:
    """The numbers of rows' predicates, of their subjects and of their objects."""
    return [[known[row[place]].number for row in rows] for place in (1, 0, 2)]
