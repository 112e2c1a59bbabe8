"""Strings and integers that a query computes, in SQL. What SPARQL calls an error is NULL, as is what is unbound."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graph.store.embedded.columns.catalogue import BLANK, INTEGER, IRI, LITERALS, RESOURCES, STRING, TAGGED
from graph.store.embedded.columns.reading_expressions import constant
from graph.store.embedded.columns.scopes import Column, Relation, Type, Value
from graph.store.embedded.columns.syntax import Aggregate, Call, Expression, NotInColumns, Number, Text, Variable


@dataclass(frozen=True, slots=True)
class Valued:
    """A string or an integer in SQL, and the values of its parameters."""

    text: str
    type: Type
    values: tuple[Value, ...] = ()


class Values:
    """Writes values over the columns of a relation called r, and notes which texts of terms they need."""

    def __init__(self, relation: Relation) -> None:
        self._relation = relation
        self._texts: dict[str, str] = {}
        self._functions: Mapping[str, Callable[..., Valued]] = {
            "STR": self._str,
            "LANG": self._lang,
            "SUBSTR": self._substring,
            "STRLEN": self._length,
        }

    def source(self) -> str:
        """What to select from: the relation, and the texts."""
        return f"({self._relation.sql}) r{''.join(self._texts.values())}"

    def value(self, expression: Expression) -> Valued:
        """A value; a variable's where it can be nothing but a string, or nothing but an integer."""
        match expression:
            case Variable() | Aggregate():
                return self._valued(self.column(expression))
            case Text(language=None):
                return Valued("?", Type.TEXT, (expression.value,))
            case Number():
                return Valued("?::BIGINT", Type.INTEGER, (expression.value,))
            case Call() if expression.name in self._functions:
                return self._functions[expression.name](*expression.arguments)
        raise NotInColumns("no value")

    def sorted_by(self, expression: Expression) -> str:
        """What to sort by so that the order is the engine's. Numbers of terms have the order of their IRIs."""
        if isinstance(expression, Variable | Aggregate) and is_only(self.column(expression), IRI):
            return f"r.{self.column(expression).name}"
        if isinstance(expression, Variable) and self.column(expression).language is not None:
            return f"{self._row_of(self.column(expression))}.value"
        found = self.value(expression)
        if found.values:
            raise NotInColumns("an order by an expression")
        return found.text

    def column(self, expression: Variable | Aggregate) -> Column:
        """The column of a variable or an aggregate; raises NotInColumns where there is none."""
        return self._relation.column(expression.name if isinstance(expression, Variable) else expression)

    def string(self, argument: Expression) -> Valued:
        """A string or a text in a language, as characters; an error for any other term."""
        if not isinstance(argument, Variable) or self.column(argument).type is not Type.TERM:
            return self._text(argument)
        column = self.column(argument)
        if not column.kinds & (STRING | TAGGED):
            raise NotInColumns("a search in what is no text")
        row = self._row_of(column)
        if is_only(column, STRING | TAGGED):
            return Valued(f"{row}.value", Type.TEXT)
        return Valued(f"CASE WHEN {row}.kind IN ({STRING}, {TAGGED}) THEN {row}.value END", Type.TEXT)

    def _valued(self, column: Column) -> Valued:
        if column.type is not Type.TERM:
            return Valued(f"r.{column.name}", column.type)
        if is_only(column, STRING):
            return Valued(f"{self._row_of(column)}.value", Type.TEXT)
        if is_only(column, INTEGER):
            return Valued(f"TRY_CAST({self._row_of(column)}.term AS BIGINT)", Type.INTEGER)
        raise NotInColumns("a value that may be of several kinds")

    def _row_of(self, column: Column) -> str:
        """The alias of the row that has a term's text; literals of one predicate lie together."""
        alias = f"k_{column.name}"
        between = ""
        if column.first is not None and column.last is not None and not column.kinds & RESOURCES:
            between = f" AND {alias}.id BETWEEN {column.first} AND {column.last}"
        self._texts[alias] = f" LEFT JOIN all_terms {alias} ON {alias}.id = r.{column.name}{between}"
        return alias

    def _text(self, argument: Expression) -> Valued:
        found = self.value(argument)
        if found.type is not Type.TEXT:
            raise NotInColumns("what is no text")
        return found

    def _str(self, argument: Expression) -> Valued:
        if not isinstance(argument, Variable):
            raise NotInColumns("STR of an expression")
        column = self.column(argument)
        if column.type is Type.TEXT:
            return Valued(f"r.{column.name}", Type.TEXT)
        if column.type is not Type.TERM or column.kinds & BLANK:
            raise NotInColumns("STR of what may be a blank node or a number")
        row = self._row_of(column)
        return Valued(f"COALESCE({row}.value, {row}.term[2:-2])", Type.TEXT)  # an IRI has no value

    def _lang(self, argument: Expression) -> Valued:
        if not isinstance(argument, Variable) or not is_only(self.column(argument), LITERALS):
            raise NotInColumns("LANG of what may be no literal")
        return Valued(f"{self._row_of(self.column(argument))}.language", Type.TEXT)

    def _substring(self, argument: Expression, start: Expression, length: Expression | None = None) -> Valued:
        text = self._text(argument)
        numbers = [constant(number) for number in (start, length) if number is not None]
        if not all(isinstance(number, int) for number in numbers) or numbers[0] == 0:
            raise NotInColumns("SUBSTR of this")
        return Valued(f"SUBSTRING({text.text}{', ?' * len(numbers)})", Type.TEXT, (*text.values, *numbers))

    def _length(self, argument: Expression) -> Valued:
        text = self.string(argument)
        return Valued(f"LENGTH({text.text})", Type.INTEGER, text.values)


def is_only(column: Column, kinds: int) -> bool:
    """Whether a column's values are terms of these kinds, or unbound."""
    return column.type is Type.TERM and not column.kinds & ~kinds
