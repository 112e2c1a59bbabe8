"""A query as SQL: one SELECT within another, each of which does one thing that SPARQL does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.store.embedded.columns.catalogue import IRI, Catalogue
from graph.store.embedded.columns.conditions import Conditions
from graph.store.embedded.columns.parsing import has_aggregates
from graph.store.embedded.columns.patterns import join_patterns
from graph.store.embedded.columns.reading_expressions import aggregates_in, variables_in
from graph.store.embedded.columns.scopes import Column, Key, Relation, Type, Value
from graph.store.embedded.columns.syntax import (
    Aggregate,
    Bind,
    Exists,
    Expression,
    Group,
    NotInColumns,
    Optional,
    Pattern,
    Select,
    Variable,
)
from graph.store.embedded.columns.values import Values, is_only


def translate(query: Select, variables: Sequence[str], catalogue: Catalogue) -> Relation:
    """The SELECT whose rows are a query's, its columns in the order of these variables; raises NotInColumns."""
    translation = _Translation(catalogue)
    relation = translation.group(query.group)
    if has_aggregates(query):
        relation = translation.grouped(relation, query)
    for name, value in (query.columns or {}).items():
        if value != Variable(name):
            relation = translation.with_value(relation, name, value)
    return translation.presented(relation, query, variables)


class _Translation:
    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._names: dict[str, str] = {}

    def group(self, group: Group) -> Relation:
        """The solutions of a group."""
        _require_order(group)
        patterns = [element for element in group.elements if isinstance(element, Pattern)]
        if not patterns:
            raise NotInColumns("a group without patterns")
        relation = join_patterns(patterns, self._catalogue, self._names)
        for element in group.elements:
            if isinstance(element, Optional):
                relation = self._with_optional(relation, self.group(element.group))
            elif isinstance(element, Bind):
                relation = self.with_value(relation, element.variable, element.expression)
        for exists in group.exists:
            relation = self._where_exists(relation, exists)
        return self._where(relation, group.filters)

    def with_value(self, relation: Relation, variable: str, expression: Expression) -> Relation:
        """The relation with one more variable."""
        if variable in relation.columns:
            raise NotInColumns(f"?{variable} twice")
        if isinstance(expression, Aggregate | Variable):
            key = expression.name if isinstance(expression, Variable) else expression
            return replace(relation, columns={**relation.columns, variable: relation.column(key)})
        written = self._expressions(relation)
        value = written.value(expression)
        column = Column(f"x{len(relation.columns)}", value.type, nullable=True)
        sql = f"SELECT r.*, {value.text} AS {column.name} FROM {written.source()}"  # noqa: S608
        return Relation(sql, (*value.values, *relation.values), {**relation.columns, variable: column})

    def grouped(self, relation: Relation, query: Select) -> Relation:
        """The groups of solutions, with their keys and aggregates."""
        if query.columns is None:
            raise NotInColumns("all variables of groups")
        wanted: Iterable[Expression] = (
            *query.columns.values(),
            *query.having,
            *(order.expression for order in query.order),
        )
        aggregates = list(dict.fromkeys(found for value in wanted for found in aggregates_in(value)))
        keys: dict[Key, Column] = {name: relation.column(name) for name in query.group_by}
        written = self._expressions(relation)
        outputs = [f"r.{column.name}" for column in keys.values()]
        columns: dict[Key, Column] = {**keys}
        for place, aggregate in enumerate(aggregates):
            text, column = _aggregate(aggregate, relation, written, f"a{place}")
            outputs.append(f"{text} AS {column.name}")
            columns[aggregate] = column
        by = f" GROUP BY {', '.join(outputs[: len(keys)])}" if keys else ""
        sql = f"SELECT {', '.join(outputs)} FROM {written.source()}{by}"  # noqa: S608
        return self._where(Relation(sql, relation.values, columns), query.having)

    def presented(self, relation: Relation, query: Select, variables: Sequence[str]) -> Relation:
        """The rows as they are asked for: these columns, each row once, in this order, so many."""
        if query.distinct:
            relation = _projected(relation, variables, "DISTINCT ")
        if query.limit is not None and not query.order:
            raise NotInColumns("some rows in no order")
        written = self._expressions(relation)
        orders = [
            f"{written.sorted_by(order.expression)} {'DESC NULLS LAST' if order.descending else 'ASC NULLS FIRST'}"
            for order in query.order
        ]
        # What is equal by these comes in one order always, so that pages of an answer have each row once.
        rest = [f"r.{relation.column(name).name}" for name in variables]
        by = f" ORDER BY {', '.join([*orders, *rest])}" if orders else ""
        limit: tuple[Value, ...] = ()
        if query.limit is not None or query.offset:
            by += " LIMIT ? OFFSET ?"
            limit = (2**62 if query.limit is None else query.limit, query.offset)
        found = _projected(replace(relation, sql=written.source()), variables, "", by)
        return replace(found, values=(*relation.values, *limit))

    def _expressions(self, relation: Relation) -> Conditions:
        return Conditions(relation, self._catalogue.number)

    def _where(self, relation: Relation, filters: Sequence[Expression]) -> Relation:
        if not filters:
            return relation
        written = self._expressions(relation)
        conditions = [written.condition(expression) for expression in filters]
        text = " AND ".join(condition.text for condition in conditions)
        values = (value for condition in conditions for value in condition.values)
        sql = f"SELECT r.* FROM {written.source()} WHERE {text}"  # noqa: S608
        return replace(relation, sql=sql, values=(*relation.values, *values))

    def _with_optional(self, relation: Relation, optional: Relation) -> Relation:
        shared = _shared(relation, optional)
        new = {name: replace(column, nullable=True) for name, column in optional.columns.items() if name not in shared}
        outputs = "".join(f", o.{column.name}" for column in new.values())
        sql = (
            f"SELECT r.*{outputs} FROM ({relation.sql}) r LEFT JOIN ({optional.sql}) o "  # noqa: S608
            f"ON {_equal(shared.values(), 'o') or 'TRUE'}"
        )
        return Relation(sql, (*relation.values, *optional.values), {**relation.columns, **new})

    def _where_exists(self, relation: Relation, exists: Exists) -> Relation:
        inner = self.group(exists.group)
        equal = _equal(_shared(relation, inner).values(), "e")
        where = f" WHERE {equal}" if equal else ""
        negated = "NOT " if exists.negated else ""
        sql = f"SELECT r.* FROM ({relation.sql}) r WHERE {negated}EXISTS (SELECT 1 FROM ({inner.sql}) e{where})"  # noqa: S608
        return replace(relation, sql=sql, values=(*relation.values, *inner.values))


def _require_order(group: Group) -> None:
    """Raise NotInColumns where it matters in which order the elements of a group stand."""
    bound: set[str] = set()
    perhaps: set[str] = set()
    for element in group.elements:
        match element:
            case Pattern():
                named = _named([element])
                if named & perhaps:
                    raise NotInColumns("a pattern with what may be unbound")
                bound |= named
            case Optional():
                perhaps |= _named(element.group.elements) - bound
            case Bind():
                if not variables_in(element.expression) <= bound | perhaps:
                    raise NotInColumns("a value of what is not bound yet")
                perhaps.add(element.variable)


def _named(elements: Iterable[object]) -> set[str]:
    """The names of the variables of patterns."""
    terms = (
        term
        for element in elements
        if isinstance(element, Pattern)
        for term in (element.subject, element.predicate, element.object)
    )
    return {term.name for term in terms if isinstance(term, Variable)}


def _shared(relation: Relation, inner: Relation) -> dict[Key, Column]:
    """The columns that two relations have in common."""
    shared = {name: column for name, column in relation.columns.items() if name in inner.columns}
    if any(column.nullable or column.type is not Type.TERM for column in shared.values()):
        raise NotInColumns("groups that share what may be unbound")
    return shared


def _equal(columns: Iterable[Column], table: str) -> str:
    return " AND ".join(f"{table}.{column.name} = r.{column.name}" for column in columns)


def _projected(relation: Relation, variables: Sequence[str], how: str, behind: str = "") -> Relation:
    columns: dict[Key, Column] = {name: relation.column(name) for name in variables}
    names = [f"r.{column.name}" for column in columns.values()]
    if not names or len(set(names)) < len(names):
        raise NotInColumns("no column, or one twice")
    source = relation.sql if behind or not how else f"({relation.sql}) r"
    return Relation(f"SELECT {how}{', '.join(names)} FROM {source}{behind}", relation.values, columns)  # noqa: S608


def _aggregate(aggregate: Aggregate, relation: Relation, written: Values, name: str) -> tuple[str, Column]:
    """An aggregate in SQL, and its column."""
    argument = aggregate.argument
    if argument is None:
        return "COUNT(*)", Column(name, Type.INTEGER)
    column = relation.column(argument.name)
    distinct = "DISTINCT " if aggregate.distinct else ""
    if aggregate.name == "COUNT":
        return f"COUNT({distinct}r.{column.name})", Column(name, Type.INTEGER)
    if column.nullable:
        raise NotInColumns("an aggregate of what may be unbound")
    if aggregate.name != "SUM" and is_only(column, IRI):
        return f"{aggregate.name}(r.{column.name})", replace(column, name=name, nullable=True)
    value = written.value(argument)
    if aggregate.name != "SUM":
        return f"{aggregate.name}({value.text})", Column(name, value.type, nullable=True)
    if value.type is not Type.INTEGER:
        raise NotInColumns("a sum of what may be no integers")
    return f"CAST(COALESCE(SUM({distinct}{value.text}), 0) AS BIGINT)", Column(name, Type.INTEGER)
