"""Reads a query that may be answered from columns; whatever else there is in it is refused.

That a text is SPARQL at all is for the engine to say: here it may be taken for something only if it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.store.embedded.columns.reading_expressions import aggregates_in
from graph.store.embedded.columns.reading_rows import RowsReader
from graph.store.embedded.columns.syntax import (
    Bind,
    Exists,
    Expression,
    Group,
    NotInColumns,
    Optional,
    Order,
    Pattern,
    Select,
    Step,
    SubSelect,
    Term,
    Text,
    Union,
    Variable,
)

_DEEPEST = 10  # groups within groups


def parse(text: str) -> Select:
    """Read a query; raises NotInColumns."""
    return _QueryReader(text).query()


class _QueryReader(RowsReader):
    _inner_variables = 0
    _groups = 0  # that are open

    def query(self) -> Select:
        """Take the whole text."""
        self.prologue()
        select = self._select()
        if self.next.kind != "end":
            raise NotInColumns(f"{self.next.text!r} behind the query")
        return select

    def _select(self) -> Select:
        self.expect("SELECT")
        distinct = self.skip("DISTINCT")
        columns = self._columns()
        self.skip("WHERE")
        select = Select(distinct, columns, self._group())
        self._modifiers(select)
        return select

    def _columns(self) -> dict[str, Expression] | None:
        if self.skip("*"):
            return None
        columns: dict[str, Expression] = {}
        while self.next.kind == "variable" or self.at("("):
            if self.skip("("):
                value = self.expression()
                self.expect("AS")
                columns[self.variable().name] = value
                self.expect(")")
            else:
                variable = self.variable()
                columns[variable.name] = variable
        return columns

    def _group(self) -> Group:
        group = Group()
        self.expect("{")
        self._groups += 1
        if self._groups > _DEEPEST:
            raise NotInColumns("groups within groups")
        if self.at("SELECT"):
            group.elements.append(SubSelect(self._select()))
            self.expect("}")
        else:
            while not self.skip("}"):
                self._element(group)
                self.skip(".")
        self._groups -= 1
        return group

    def _element(self, group: Group) -> None:
        if self.skip("FILTER"):
            self._filter(group)
        elif self.skip("OPTIONAL"):
            group.elements.append(Optional(self._group_apart()))
        elif self.skip("BIND"):
            self.expect("(")
            value = self.expression()
            self.expect("AS")
            group.elements.append(Bind(self.variable().name, value))
            self.expect(")")
        elif self.skip("VALUES"):
            group.elements.append(self.rows())
        elif self.at("{"):
            branches = [self._group_apart()]
            while self.skip("UNION"):
                branches.append(self._group_apart())
            group.elements.append(Union(tuple(branches)))
        else:
            self._triples(group)

    def _group_apart(self) -> Group:
        """A group whose solutions do not hang on what stands around it."""
        group = self._group()
        if group.exists:
            raise NotInColumns("a group within a group within a group")
        return group

    def _inner_group(self) -> Group:
        """A group of patterns and filters, without groups of its own."""
        group = self._group()
        if group.exists or not all(isinstance(element, Pattern) for element in group.elements):
            raise NotInColumns("a group within a group within a group")
        return group

    def _filter(self, group: Group) -> None:
        negated = self.skip("NOT")
        if negated or self.at("EXISTS"):
            self.expect("EXISTS")
            group.exists.append(Exists(self._inner_group(), negated))
        else:
            group.filters.append(self.condition())

    def _triples(self, group: Group) -> None:
        subject = self.pattern_term()
        if isinstance(subject, Text):
            raise NotInColumns("a literal as a subject")
        while True:
            predicates: Sequence[Variable | Step]
            predicates = [self.variable()] if self.next.kind == "variable" else self._path()
            while True:
                target = self.pattern_term()
                self._add(group, subject, predicates, target)
                if not self.skip(","):
                    break
            if not self.skip(";"):
                return
            while self.skip(";"):
                pass
            if self.at(".", "}"):
                return

    def _add(self, group: Group, subject: Term, predicates: Sequence[Variable | Step], target: Term) -> None:
        """A pattern for each step, with variables between them that no query can name."""
        begin = subject
        for number, predicate in enumerate(predicates, start=1):
            end = target
            if number < len(predicates):
                self._inner_variables += 1
                end = Variable(f"/{self._inner_variables}")
            group.elements.append(Pattern(begin, predicate, end))
            begin = end

    def _path(self) -> list[Step]:
        steps = [self._step()]
        while self.skip("/"):
            steps.append(self._step())
        return steps

    def _step(self) -> Step:
        inverse = self.skip("^")
        predicate = self.iri()
        repeats = self.take().text if self.at("+", "*") else ""
        if self.at("|", "?", "^", "!"):
            raise NotInColumns("a path")
        return Step(predicate, inverse, repeats)

    def _modifiers(self, select: Select) -> None:
        if self.skip("GROUP"):
            self.expect("BY")
            select.group_by = self.several(lambda: self.variable().name, lambda: self.next.kind == "variable")
        if self.skip("HAVING"):
            select.having = self.several(self.condition, lambda: self.at("("))
        if self.skip("ORDER"):
            self.expect("BY")
            select.order = self.several(self._order, lambda: self.at("ASC", "DESC") or self.next.kind == "variable")
        while self.at("LIMIT", "OFFSET"):
            if self.take().text == "LIMIT":
                select.limit = self.number()
            else:
                select.offset = self.number()

    def _order(self) -> Order:
        if self.at("ASC", "DESC"):
            descending = self.take().text == "DESC"
            return Order(self.bracketed(), descending)
        return Order(self.variable(), descending=False)


def has_aggregates(select: Select) -> bool:
    """Whether a query has any aggregate, so that its rows are groups of solutions."""
    values = [*(select.columns or {}).values(), *select.having, *(order.expression for order in select.order)]
    return bool(select.group_by) or any(aggregates_in(value) for value in values)
