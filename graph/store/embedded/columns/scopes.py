"""What the variables of a query are in the SQL that answers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import reduce
from operator import or_

from graph.store.embedded.columns.catalogue import ANY
from graph.store.embedded.columns.syntax import Aggregate, NotInColumns

Value = str | int
Key = str | Aggregate
"""What a column is of: a variable, by its name, or an aggregate that has been computed."""


class Type(Enum):
    """What a column holds."""

    TERM = "the number of a term"
    TEXT = "a string, which is no term of the data"
    INTEGER = "an integer, which is no term of the data"


@dataclass(frozen=True, slots=True)
class Column:
    """A variable's column: its name in SQL, what it holds, of which kinds its terms are, and whether it may be NULL.

    NULL is what is unbound, and an expression's error: both do the same to conditions, groups and counts.
    """

    name: str
    type: Type = Type.TERM
    kinds: int = ANY
    nullable: bool = False
    first: int | None = None
    last: int | None = None
    """Between which numbers its terms are, where that is known."""
    language: str | None = None
    """In which language they are texts, where all are in one."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A SELECT in SQL, the values of its parameters, and the columns of the variables in it."""

    sql: str
    values: tuple[Value, ...]
    columns: Mapping[Key, Column]

    def column(self, key: Key) -> Column:
        """The column of a variable or an aggregate; raises NotInColumns where there is none."""
        if key not in self.columns:
            raise NotInColumns(f"{key}, which is never bound")
        return self.columns[key]


def joined(columns: Iterable[Column]) -> Column:
    """What is known of a variable that has all these columns' values at once."""
    found, *others = columns
    for other in others:
        firsts = [place for place in (found.first, other.first) if place is not None]
        lasts = [place for place in (found.last, other.last) if place is not None]
        found = replace(
            found,
            kinds=found.kinds & other.kinds,
            first=max(firsts, default=None),
            last=min(lasts, default=None),
            language=found.language or other.language,
        )
    return found


def either(columns: Sequence[Column | None], name: str) -> Column:
    """What is known of a variable that has one of these columns' values, or none where a column is None."""
    there = [column for column in columns if column is not None]
    if len({column.type for column in there}) > 1:
        raise NotInColumns("terms and values that are computed")
    firsts = [column.first for column in there if column.first is not None]
    lasts = [column.last for column in there if column.last is not None]
    languages = {column.language for column in there}
    is_known = len(firsts) == len(lasts) == len(there)
    return Column(
        name,
        there[0].type,
        reduce(or_, (column.kinds for column in there)),
        len(there) < len(columns) or any(column.nullable for column in there),
        min(firsts) if is_known else None,
        max(lasts) if is_known else None,
        languages.pop() if len(languages) == 1 else None,
    )
