"""Whether a query can begin with few triples, from where the engine goes on at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Final

import pyoxigraph as ox

from graph.store.embedded.columns.reading import RDF_TYPE
from graph.store.embedded.columns.syntax import (
    Element,
    Group,
    Iri,
    NotInColumns,
    Pattern,
    Rows,
    Step,
    SubSelect,
    Term,
    Text,
    Union,
    Variable,
)
from graph.store.embedded.terms import HasMany

MANY = 300  # triples, from which the engine takes about as long as DuckDB does at least at 10 M
MANY_REACHED = 50  # things that a path leads to, likewise: each of them mostly leads to several triples
_TYPE: Final = ox.NamedNode(RDF_TYPE)
_MOST_VALUES = 20  # of one pattern's terms that are looked at

Values = Mapping[str, Sequence[Iri | Text]]
"""The values of variables that are written out."""


def require_many(group: Group, has_many: HasMany) -> None:
    """Raise NotInColumns where a pattern says of what few triples it is.

    So does a group, or a query within the query, where it stands, and an alternative if all of them do.
    """
    values = _values(group.elements)
    for element in group.elements:
        match element:
            case Pattern() if _is_few(element, values, has_many):
                raise NotInColumns("few triples")
            case SubSelect(select=select):
                require_many(select.group, has_many)
            case Union(branches=branches) if all(_begins_with_few(branch, has_many) for branch in branches):
                raise NotInColumns("few triples")


def _begins_with_few(group: Group, has_many: HasMany) -> bool:
    try:
        require_many(group, has_many)
    except NotInColumns:
        return True
    return False


def _values(elements: Iterable[Element]) -> Values:
    found: dict[str, Sequence[Iri | Text]] = {}
    for element in elements:
        if isinstance(element, Rows):
            for place, variable in enumerate(element.variables):
                terms = [term for row in element.rows if (term := row[place]) is not None]
                if len(terms) == len(element.rows):
                    found[variable] = terms
    return found


def _is_few(pattern: Pattern, values: Values, has_many: HasMany) -> bool:
    """Whether a pattern says that it is of few triples, or leads to few things, whichever values its variables have."""
    predicate, again = None, False
    subjects, objects = _nodes(pattern.subject, values), _nodes(pattern.object, values)
    if isinstance(pattern.predicate, Step):
        predicate = ox.NamedNode(pattern.predicate.predicate)
        again = bool(pattern.predicate.repeats)
        if subjects == [None] and predicate == _TYPE and not again:
            return False
        if pattern.predicate.inverse:
            subjects, objects = objects, subjects
    if (subjects == [None] and objects == [None]) or len(subjects) * len(objects) > _MOST_VALUES:
        return False
    return not any(
        not isinstance(begin, ox.Literal) and has_many(begin, predicate, end, MANY_REACHED if again else MANY, again)
        for begin, end in product(subjects, objects)
    )


def _nodes(term: Term, values: Values) -> Sequence[ox.NamedNode | ox.Literal | None]:
    """The engine's nodes that a term may be; None for a variable that may be any."""
    if isinstance(term, Variable):
        written = values.get(term.name)
        return [None] if written is None else [_node(value) for value in written]
    return [_node(term)]


def _node(term: Iri | Text) -> ox.NamedNode | ox.Literal:
    return ox.NamedNode(term.value) if isinstance(term, Iri) else ox.Literal(term.value, language=term.language)
