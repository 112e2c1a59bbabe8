"""A query as SQL: one SELECT within another, each of which does one thing that SPARQL does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce

from graph.store.embedded.columns.catalogue import IRI, TAGGED, Catalogue
from graph.store.embedded.columns.conditions import Conditions
from graph.store.embedded.columns.ordering import require_order
from graph.store.embedded.columns.parsing import has_aggregates
from graph.store.embedded.columns.patterns import join_patterns
from graph.store.embedded.columns.reading_expressions import aggregates_in
from graph.store.embedded.columns.relations import (
    Names,
    equal,
    join,
    named,
    shared_columns,
    union,
    visible,
    written_out,
)
from graph.store.embedded.columns.scopes import Column, Key, Relation, Type, Value
from graph.store.embedded.columns.syntax import (
    Aggregate,
    Bind,
    Call,
    Element,
    Exists,
    Expression,
    Group,
    NotInColumns,
    Optional,
    Pattern,
    Rows,
    Select,
    SubSelect,
    Text,
    Union,
    Variable,
)
from graph.store.embedded.columns.values import Values, is_only


def translate(query: Select, variables: Sequence[str], catalogue: Catalogue) -> Relation:
    """The SELECT whose rows are a query's, its columns in the order of these variables; raises NotInColumns."""
    translation = _Translation(catalogue)
    return translation.presented(translation.solutions(query), query, variables)


class _Translation:
    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._names: Names = {}
        self._computed = 0

    def solutions(self, query: Select) -> Relation:
        """The rows of a query, with all its variables, in no order."""
        relation = self.group(query.group)
        if has_aggregates(query):
            relation = self.grouped(relation, query)
        for name, value in (query.columns or {}).items():
            if value != Variable(name):
                relation = self.with_value(relation, name, value)
        return relation

    def group(self, group: Group) -> Relation:
        """The solutions of a group."""
        require_order(group)
        relation = self._required(group.elements)
        for element in group.elements:
            if isinstance(element, Optional):
                relation = join(relation, self.group(element.group), optional=True)
            elif isinstance(element, Bind):
                relation = self.with_value(relation, element.variable, element.expression)
        for exists in group.exists:
            relation = self._where_exists(relation, exists)
        return self._where(relation, group.filters)

    def _required(self, elements: Sequence[Element]) -> Relation:
        """What a solution must have: patterns, groups, rows of queries within the query and, last, values."""
        patterns = [element for element in elements if isinstance(element, Pattern)]
        found = [join_patterns(patterns, self._catalogue, self._names)] if patterns else []
        for element in elements:
            if isinstance(element, Union):
                branches = [self.group(branch) for branch in element.branches]
                found.append(union(branches, self._names) if len(branches) > 1 else branches[0])
            elif isinstance(element, SubSelect):
                found.append(self._inner(element.select))
        if not found:
            raise NotInColumns("a group without patterns")
        relation = reduce(join, found)
        for element in elements:
            rows = written_out(element, self._catalogue.number, self._names) if isinstance(element, Rows) else None
            if rows is not None:
                if not rows.columns.keys() <= relation.columns.keys():
                    raise NotInColumns("values that agree with any")
                relation = join(relation, rows)
        return relation

    def _inner(self, query: Select) -> Relation:
        """The rows of a query within the query; in which order is nobody's concern."""
        if query.limit is not None or query.offset:
            raise NotInColumns("some rows of a query within the query")
        relation = self.solutions(query)
        found = named(relation, visible(relation) if query.columns is None else query.columns, self._names)
        return replace(found, sql=f"SELECT DISTINCT * FROM ({found.sql}) r") if query.distinct else found  # noqa: S608

    def with_value(self, relation: Relation, variable: str, expression: Expression) -> Relation:
        """The relation with one more variable."""
        if variable in relation.columns:
            raise NotInColumns(f"?{variable} twice")
        if isinstance(expression, Aggregate):
            return replace(relation, columns={**relation.columns, variable: relation.column(expression)})
        if isinstance(expression, Variable):
            known = relation.column(expression.name)
            self._computed += 1
            column = replace(known, name=f"x{self._computed}")  # of its own, as it may be joined where the other is not
            sql = f"SELECT r.*, r.{known.name} AS {column.name} FROM ({relation.sql}) r"  # noqa: S608
            return replace(relation, sql=sql, columns={**relation.columns, variable: column})
        written = self._expressions(relation)
        value = written.value(expression)
        self._computed += 1
        column = Column(f"x{self._computed}", value.type, nullable=True)
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
        for aggregate in aggregates:
            self._computed += 1
            text, column = _aggregate(aggregate, relation, written, f"x{self._computed}")
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
        columns = {**relation.columns, **_in_one_language(relation, filters)}
        return Relation(sql, (*relation.values, *values), columns)

    def _where_exists(self, relation: Relation, exists: Exists) -> Relation:
        inner = self.group(exists.group)
        agreeing = equal(shared_columns(relation, inner).values(), "e")
        where = f" WHERE {agreeing}" if agreeing else ""
        negated = "NOT " if exists.negated else ""
        sql = f"SELECT r.* FROM ({relation.sql}) r WHERE {negated}EXISTS (SELECT 1 FROM ({inner.sql}) e{where})"  # noqa: S608
        return replace(relation, sql=sql, values=(*relation.values, *inner.values))


def _in_one_language(relation: Relation, filters: Sequence[Expression]) -> dict[Key, Column]:
    """The columns of which filters say that they hold texts in one language."""
    found: dict[Key, Column] = {}
    for condition in filters:
        match condition:
            case Call(name="=", arguments=(Call(name="LANG", arguments=(Variable(name),)), Text(value=tag))) if tag:
                column = relation.column(name)
                found[name] = replace(column, kinds=column.kinds & TAGGED, language=tag, nullable=False)
    return found


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
