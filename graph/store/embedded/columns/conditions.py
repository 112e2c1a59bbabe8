"""Conditions in SQL, whose AND, OR and NOT do with NULL what SPARQL's do with an error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graph.store.embedded.columns.catalogue import IRI, NOWHERE, RESOURCES
from graph.store.embedded.columns.reading_expressions import COMPARISONS, constant
from graph.store.embedded.columns.scopes import Relation, Type, Value
from graph.store.embedded.columns.syntax import Call, Expression, Iri, NotInColumns, Variable
from graph.store.embedded.columns.values import Values, is_only


@dataclass(frozen=True, slots=True)
class Condition:
    """What is true or false in SQL, and the values of its parameters."""

    text: str
    values: tuple[Value, ...] = ()


class Conditions(Values):
    """Writes conditions over the columns of a relation called r."""

    def __init__(self, relation: Relation, number: Callable[[Iri], int | None]) -> None:
        super().__init__(relation)
        self._number = number
        self._tests: Mapping[str, Callable[..., Condition]] = {
            "!": self._not,
            "&&": lambda *sides: self._connected("AND", *sides),
            "||": lambda *sides: self._connected("OR", *sides),
            "BOUND": self._bound,
            "LANGMATCHES": self._lang_matches,
            "CONTAINS": lambda *given: self._searched("CONTAINS", *given),
            "STRSTARTS": lambda *given: self._searched("STARTS_WITH", *given),
            "STRENDS": lambda *given: self._searched("ENDS_WITH", *given),
        }

    def condition(self, expression: Expression) -> Condition:
        """A condition; raises NotInColumns for what is not true or false by itself."""
        if isinstance(expression, Call) and expression.name in COMPARISONS:
            return self._compared("<>" if expression.name == "!=" else expression.name, *expression.arguments)
        if isinstance(expression, Call) and expression.name in self._tests:
            return self._tests[expression.name](*expression.arguments)
        raise NotInColumns("a value as a condition")

    def _connected(self, sign: str, left: Expression, right: Expression) -> Condition:
        first, second = self.condition(left), self.condition(right)
        return Condition(f"({first.text} {sign} {second.text})", (*first.values, *second.values))

    def _not(self, argument: Expression) -> Condition:
        found = self.condition(argument)
        return Condition(f"(NOT {found.text})", found.values)

    def _compared(self, sign: str, left: Expression, right: Expression) -> Condition:
        """Terms that are no literals by their numbers; else strings with strings, and integers with integers."""
        if sign in ("=", "<>"):
            first, second = self._resource(left), self._resource(right)
            if first is not None and second is not None:
                return Condition(f"({first.text} {sign} {second.text})", (*first.values, *second.values))
        orders = self._iri_order(left), self._iri_order(right)
        if all(orders):
            return Condition(f"({orders[0]} {sign} {orders[1]})")
        one, other = self.value(left), self.value(right)
        if one.type is not other.type:
            raise NotInColumns("a comparison of values of different kinds")
        return Condition(f"({one.text} {sign} {other.text})", (*one.values, *other.values))

    def _resource(self, expression: Expression) -> Condition | None:
        """The number of a term that can be no literal; None for any other expression."""
        if isinstance(expression, Variable) and is_only(self.column(expression), RESOURCES):
            return Condition(f"r.{self.column(expression).name}")
        if isinstance(expression, Iri):
            number = self._number(expression)
            return Condition("?::BIGINT", (NOWHERE if number is None else number,))
        return None

    def _iri_order(self, expression: Expression) -> str | None:
        """What has the order of the IRI that STR gives: the number of its term; None for any other expression."""
        match expression:
            case Call(name="STR", arguments=(Variable() as variable,)) if is_only(self.column(variable), IRI):
                return f"r.{self.column(variable).name}"
        return None

    def _bound(self, argument: Expression) -> Condition:
        if not isinstance(argument, Variable):
            raise NotInColumns("BOUND of no variable")
        return Condition(f"(r.{self.column(argument).name} IS NOT NULL)")

    def _lang_matches(self, tag: Expression, given: Expression) -> Condition:
        language, wanted = self.value(tag), constant(given)
        is_plain = isinstance(wanted, str) and wanted.isascii() and wanted.isalpha()
        if language.type is not Type.TEXT or not isinstance(wanted, str) or not is_plain:
            raise NotInColumns("LANGMATCHES of this")
        found = f"STARTS_WITH(LOWER({language.text}) || '-', ?)"
        return Condition(found, (*language.values, f"{wanted.lower()}-"))

    def _searched(self, function: str, argument: Expression, given: Expression) -> Condition:
        wanted = constant(given)
        if not isinstance(wanted, str):
            raise NotInColumns("a search for a number")
        found = self.string(argument)
        return Condition(f"{function}({found.text}, ?)", (*found.values, wanted))
