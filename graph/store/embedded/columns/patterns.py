"""Triple patterns as joins in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.store.embedded.columns.catalogue import IRI, NOWHERE, RESOURCES, Catalogue, Predicate
from graph.store.embedded.columns.scopes import Column, Key, Relation, Type, Value, joined
from graph.store.embedded.columns.syntax import Iri, NotInColumns, Pattern, Step, Term, Text, Variable

_UNKNOWN = Predicate(NOWHERE, subjects=0, objects=0, first_object=NOWHERE, last_object=NOWHERE)


def join_patterns(patterns: Sequence[Pattern], catalogue: Catalogue, names: dict[str, str]) -> Relation:
    """The solutions of triple patterns over the set of all triples: as many as there are, no more."""
    join = _Join(catalogue)
    for pattern in patterns:
        join.add(pattern)
    return join.relation(names)


class _Join:
    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._tables: list[str] = []
        self._table_values: list[Value] = []
        self._conditions: list[str] = []
        self._condition_values: list[Value] = []
        self._places: dict[str, list[Column]] = {}

    def add(self, pattern: Pattern) -> None:
        """Join one more pattern."""
        table = f"t{len(self._tables)}"
        if isinstance(pattern.predicate, Variable):
            self._tables.append(f"all_triples {table}")
            self._bind(pattern.predicate, Column(f"{table}.p", kinds=IRI))
            subject, target = Column(f"{table}.s", kinds=RESOURCES), Column(f"{table}.o")
        elif pattern.predicate.repeats:
            subject, target = self._add_repeated(table, pattern, pattern.predicate)
        else:
            subject, target = self._add_step(table, pattern.predicate)
        self._bind(pattern.subject, subject)
        self._bind(pattern.object, target)

    def relation(self, names: dict[str, str]) -> Relation:
        """All of it as one SELECT, with a name in SQL for each variable."""
        columns: dict[Key, Column] = {}
        outputs = []
        for variable, places in self._places.items():
            name = names.setdefault(variable, f"v{len(names)}")
            first, *others = places
            self._conditions += [f"{first.name} = {other.name}" for other in others]
            outputs.append(f"{first.name} AS {name}")
            known = joined(places)
            columns[variable] = replace(known, name=name)
        where = f" WHERE {' AND '.join(self._conditions)}" if self._conditions else ""
        sql = f"SELECT {', '.join(outputs) or '1 AS one'} FROM {', '.join(self._tables)}{where}"  # noqa: S608
        return Relation(sql, (*self._table_values, *self._condition_values), columns)

    def _bind(self, term: Term, column: Column) -> None:
        if isinstance(term, Variable):
            self._places.setdefault(term.name, []).append(column)
        else:
            self._conditions.append(f"{column.name} = ?")
            self._condition_values.append(self._number(term))

    def _number(self, term: Iri | Text) -> int:
        number = self._catalogue.number(term)
        return NOWHERE if number is None else number

    def _add_step(self, table: str, step: Step) -> tuple[Column, Column]:
        """A predicate's triples, and the columns of what stands before and behind it."""
        found = self._catalogue.predicate(step.predicate) or _UNKNOWN
        self._tables.append(f"{found.table} {table}")
        self._conditions.append(f"{table}.p = ?")
        self._condition_values.append(found.number)
        subject = Column(f"{table}.s", kinds=found.subjects)
        target = Column(f"{table}.o", Type.TERM, found.objects, False, found.first_object, found.last_object)
        return (target, subject) if step.inverse else (subject, target)

    def _add_repeated(self, table: str, pattern: Pattern, step: Step) -> tuple[Column, Column]:
        """What a predicate leads to again and again, each pair once; from a constant's end where there is one."""
        found = self._catalogue.predicate(step.predicate)
        if found is None:
            raise NotInColumns("a repeated path of an unknown predicate")
        begin, end = ("o", "s") if step.inverse else ("s", "o")
        start, is_backward = pattern.subject, False
        if isinstance(start, Variable) and not isinstance(pattern.object, Variable):
            start, is_backward, begin, end = pattern.object, True, end, begin
        first, values = self._first_step(found, start, step.repeats, begin, end)
        self._tables.append(
            f"(WITH RECURSIVE reached(start, x) AS ({first} UNION SELECT reached.start, n.{end} "  # noqa: S608
            f"FROM {found.table} n, reached WHERE n.p = ? AND n.{begin} = reached.x) FROM reached) {table}"
        )
        self._table_values += [*values, found.number]
        kinds = found.subjects | found.objects | IRI  # what it begins with, after no step, is an IRI
        near, far = Column(f"{table}.start", kinds=kinds), Column(f"{table}.x", kinds=kinds)
        return (far, near) if is_backward else (near, far)

    def _first_step(
        self, predicate: Predicate, start: Term, repeats: str, begin: str, end: str
    ) -> tuple[str, Sequence[Value]]:
        """The pairs of a repeated path from which it goes on, in SQL, and the values of its parameters."""
        if isinstance(start, Variable):
            if repeats == "*":
                raise NotInColumns("a path of any length between two variables")
            return f"SELECT {begin}, {end} FROM {predicate.table} WHERE p = ?", [predicate.number]  # noqa: S608
        number = self._catalogue.number(start) if isinstance(start, Iri) else None
        if number is None or isinstance(start, Text):
            raise NotInColumns("a path from what is not in the data, or from a literal")
        if repeats == "*":
            if self._catalogue.is_doubtful(start):
                raise NotInColumns("a path of any length from what may not be in the data any more")
            return "SELECT ?::BIGINT, ?::BIGINT", [number, number]
        return (
            f"SELECT {begin}, {end} FROM {predicate.table} WHERE p = ? AND {begin} = ?",  # noqa: S608
            [predicate.number, number],
        )
