"""Reads what is written one after the other in a query, and the rows of values behind VALUES."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from graph.store.embedded.columns.reading_expressions import ExpressionReader
from graph.store.embedded.columns.syntax import Iri, NotInColumns, Rows, Text, Variable

Found = TypeVar("Found")


class RowsReader(ExpressionReader):
    """Reads rows of values; raises NotInColumns for those that are not read here."""

    def rows(self) -> Rows:
        """Take what stands behind VALUES."""
        if self.next.kind == "variable":
            variables = [self.variable()]
            self.expect("{")
            rows = self.several(lambda: self._cells(1), lambda: not self.at("}"))
        else:
            self.expect("(")
            variables = self.several(self.variable, lambda: not self.at(")"))
            self.expect(")")
            self.expect("{")
            rows = self.several(lambda: self._row(len(variables)), lambda: not self.at("}"))
        self.expect("}")
        return Rows(tuple(variable.name for variable in variables), tuple(rows))

    def _row(self, length: int) -> tuple[Iri | Text | None, ...]:
        self.expect("(")
        row = self._cells(length)
        self.expect(")")
        return row

    def _cells(self, length: int) -> tuple[Iri | Text | None, ...]:
        return tuple(self._value() for _ in range(length))

    def _value(self) -> Iri | Text | None:
        if self.skip("UNDEF"):
            return None
        term = self.pattern_term()
        if isinstance(term, Variable):
            raise NotInColumns("a variable as a value")
        return term

    def several(self, read: Callable[[], Found], goes_on: Callable[[], bool]) -> list[Found]:
        """Take one, and others for as long as it goes on."""
        found = [read()]
        while goes_on():
            found.append(read())
        return found
