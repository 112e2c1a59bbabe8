"""Reads the expressions of a query that may be answered from columns."""

from __future__ import annotations

from graph.store.embedded.columns.reading import TokenReader
from graph.store.embedded.columns.syntax import Aggregate, Call, Expression, NotInColumns, Number, Text, Variable

COMPARISONS = ("=", "!=", "<", ">", "<=", ">=")
AGGREGATES = ("COUNT", "SUM", "MIN", "MAX")
FUNCTIONS = {
    "STR": (1, 1),
    "LANG": (1, 1),
    "LANGMATCHES": (2, 2),
    "BOUND": (1, 1),
    "CONTAINS": (2, 2),
    "STRSTARTS": (2, 2),
    "STRENDS": (2, 2),
    "SUBSTR": (2, 3),
    "STRLEN": (1, 1),
}
"""The names of functions, and how many arguments they take."""
_DEEPEST = 40


class ExpressionReader(TokenReader):
    """Reads expressions; raises NotInColumns for those that are not read here."""

    _depth = 0

    def expression(self) -> Expression:
        """Take an expression."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotInColumns("a deep expression")
        found = self._any_of()
        self._depth -= 1
        return found

    def bracketed(self) -> Expression:
        """Take an expression in brackets."""
        self.expect("(")
        found = self.expression()
        self.expect(")")
        return found

    def condition(self) -> Expression:
        """Take what may follow FILTER or HAVING."""
        return self.bracketed() if self.at("(") else self._called()

    def _any_of(self) -> Expression:
        found = self._all_of()
        while self.skip("||"):
            found = Call("||", (found, self._all_of()))
        return found

    def _all_of(self) -> Expression:
        found = self._compared()
        while self.skip("&&"):
            found = Call("&&", (found, self._compared()))
        return found

    def _compared(self) -> Expression:
        found = self._one()
        if self.at(*COMPARISONS):
            return Call(self.take().text, (found, self._one()))
        if self.skip("IN"):
            self.expect("(")
            choices = [Call("=", (found, self.expression()))]
            while self.skip(","):
                choices.append(Call("=", (found, self.expression())))
            self.expect(")")
            chosen: Expression = choices[0]
            for choice in choices[1:]:
                chosen = Call("||", (chosen, choice))
            return chosen
        if self.next.kind in ("iri", "name", "variable", "string", "number"):  # as where `<` was taken for an IRI's
            raise NotInColumns("two operands in a row")
        return found

    def _one(self) -> Expression:
        if self.skip("!"):
            self._depth += 1
            if self._depth > _DEEPEST:
                raise NotInColumns("a deep expression")
            found = Call("!", (self._one(),))
            self._depth -= 1
            return found
        if self.at("("):
            return self.bracketed()
        if self.next.kind == "word":
            return self._called()
        if self.next.kind in ("iri", "name", "variable", "string", "number"):
            return self.term()
        raise NotInColumns(f"{self.next.text!r} in an expression")

    def _called(self) -> Expression:
        name = self.take().text
        if name in AGGREGATES:
            return self._aggregate(name)
        if name not in FUNCTIONS:
            raise NotInColumns(f"{name} in an expression")
        self.expect("(")
        arguments = [self.expression()]
        while self.skip(","):
            arguments.append(self.expression())
        self.expect(")")
        least, most = FUNCTIONS[name]
        if not least <= len(arguments) <= most:
            raise NotInColumns(f"the arguments of {name}")
        return Call(name, tuple(arguments))

    def _aggregate(self, name: str) -> Aggregate:
        self.expect("(")
        distinct = self.skip("DISTINCT")
        argument = None if self.skip("*") else self.variable()
        self.expect(")")
        if argument is None and (distinct or name != "COUNT"):
            raise NotInColumns("an aggregate of whole solutions")
        return Aggregate(name, distinct, argument)


def aggregates_in(expression: Expression) -> list[Aggregate]:
    """The aggregates of an expression."""
    if isinstance(expression, Aggregate):
        return [expression]
    if isinstance(expression, Call):
        return [found for argument in expression.arguments for found in aggregates_in(argument)]
    return []


def variables_in(expression: Expression) -> set[str]:
    """The names of an expression's variables, those that are aggregated apart."""
    if isinstance(expression, Variable):
        return {expression.name}
    if isinstance(expression, Call):
        return {name for argument in expression.arguments for name in variables_in(argument)}
    return set()


def constant(expression: Expression) -> str | int:
    """A string or a number that is written out; raises NotInColumns for anything else."""
    if isinstance(expression, Number):
        return expression.value
    if isinstance(expression, Text) and expression.language is None:
        return expression.value
    raise NotInColumns("an argument that is not written out")
