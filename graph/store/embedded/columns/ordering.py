"""Which variables the elements of a group bind, and whether it matters in which order these stand."""

from __future__ import annotations

from collections.abc import Iterable

from graph.store.embedded.columns.reading_expressions import variables_in
from graph.store.embedded.columns.syntax import (
    Bind,
    Element,
    Group,
    NotInColumns,
    Optional,
    Pattern,
    Rows,
    SubSelect,
    Union,
    Variable,
)


def require_order(group: Group) -> None:
    """Raise NotInColumns where it matters in which order the elements of a group stand."""
    bound: set[str] = set()
    perhaps: set[str] = set()
    for element in group.elements:
        names = _names([element])
        match element:
            case Optional():
                perhaps |= names - bound
            case Bind():
                if not variables_in(element.expression) <= bound | perhaps:
                    raise NotInColumns("a value of what is not bound yet")
                perhaps.add(element.variable)
            case _:
                if names & perhaps:
                    raise NotInColumns("a pattern with what may be unbound")
                bound |= names


def _names(elements: Iterable[Element]) -> set[str]:
    """The names of the variables that some elements may bind."""
    found: set[str] = set()
    for element in elements:
        match element:
            case Pattern():
                terms = (element.subject, element.predicate, element.object)
                found |= {term.name for term in terms if isinstance(term, Variable)}
            case Optional():
                found |= _names(element.group.elements)
            case Bind():
                found.add(element.variable)
            case Union():
                for branch in element.branches:
                    found |= _names(branch.elements)
            case SubSelect(select=select):
                found |= _names(select.group.elements) if select.columns is None else set(select.columns)
            case Rows():
                found |= set(element.variables)
    return found
