"""Relations joined, put one after the other and written out, in SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from graph.store.embedded.columns.catalogue import IRI, NOWHERE, STRING
from graph.store.embedded.columns.scopes import Column, Key, Relation, Type, either, joined
from graph.store.embedded.columns.syntax import Iri, NotInColumns, Rows, Text

_NULLS = {Type.TERM: "NULL::BIGINT", Type.INTEGER: "NULL::BIGINT", Type.TEXT: "NULL::VARCHAR"}

Names = dict[str, str]
"""The names of variables in SQL, the same in a whole query; whoever needs one more adds it."""


def name_of(variable: str, names: Names) -> str:
    """The name of a variable in SQL."""
    return names.setdefault(variable, f"v{len(names)}")


def shared_columns(relation: Relation, inner: Relation) -> dict[Key, tuple[Column, Column]]:
    """The columns that two relations have in common; raises NotInColumns where one may be unbound."""
    shared = {key: (column, inner.columns[key]) for key, column in relation.columns.items() if key in inner.columns}
    if any(column.nullable or column.type is not Type.TERM for pair in shared.values() for column in pair):
        raise NotInColumns("groups that share what may be unbound")
    return shared


def equal(pairs: Iterable[tuple[Column, Column]], table: str) -> str:
    """The condition that a row called r and one of a table agree; nothing where they share no column."""
    return " AND ".join(f"{table}.{inner.name} = r.{column.name}" for column, inner in pairs)


def join(relation: Relation, inner: Relation, *, optional: bool = False) -> Relation:
    """Each row with each that agrees with it, and by itself where none does and that is `optional`."""
    shared = shared_columns(relation, inner)
    new = {key: replace(column, nullable=column.nullable or optional) for key, column in inner.columns.items()}
    known = {key: joined(pair) for key, pair in shared.items() if not optional}
    outputs = "".join(f", o.{column.name}" for key, column in new.items() if key not in shared)
    sql = (
        f"SELECT r.*{outputs} FROM ({relation.sql}) r {'LEFT ' if optional else ''}JOIN ({inner.sql}) o "  # noqa: S608
        f"ON {equal(shared.values(), 'o') or 'TRUE'}"
    )
    return Relation(sql, (*relation.values, *inner.values), {**new, **relation.columns, **known})


def named(relation: Relation, variables: Iterable[str], names: Names) -> Relation:
    """These variables of a relation and no others, by their own names."""
    columns: dict[Key, Column] = {}
    outputs = []
    for variable in variables:
        column = relation.column(variable)
        columns[variable] = replace(column, name=name_of(variable, names))
        outputs.append(f"r.{column.name} AS {columns[variable].name}")
    return replace(relation, sql=f"SELECT {', '.join(outputs) or '1 AS one'} FROM ({relation.sql}) r", columns=columns)  # noqa: S608


def visible(relation: Relation) -> list[str]:
    """The variables of a relation that a query can name."""
    return [key for key in relation.columns if isinstance(key, str) and not key.startswith("/")]


def union(relations: Sequence[Relation], names: Names) -> Relation:
    """The rows of all these relations, as often as they come."""
    variables = dict.fromkeys(variable for relation in relations for variable in visible(relation))
    columns: dict[Key, Column] = {
        variable: either([relation.columns.get(variable) for relation in relations], name_of(variable, names))
        for variable in variables
    }
    parts = []
    for relation in relations:
        outputs = []
        for variable, column in columns.items():
            own = relation.columns.get(variable)
            outputs.append(f"{_NULLS[column.type] if own is None else f'r.{own.name}'} AS {column.name}")
        parts.append(f"SELECT {', '.join(outputs) or '1 AS one'} FROM ({relation.sql}) r")  # noqa: S608
    return Relation(" UNION ALL ".join(parts), tuple(value for part in relations for value in part.values), columns)


def written_out(rows: Rows, number: Callable[[Iri | Text], int | None], names: Names) -> Relation | None:
    """Values that are written out, of which those of no term agree with none; None where they say nothing."""
    places = [place for place, _ in enumerate(rows.variables) if any(row[place] is not None for row in rows.rows)]
    if not places and len(rows.rows) == 1:
        return None
    variables = [rows.variables[place] for place in places]
    values: list[int] = []
    kinds = dict.fromkeys(variables, 0)
    for row in rows.rows:
        for place, variable in zip(places, variables, strict=True):
            term = row[place]
            if term is None:
                raise NotInColumns("a value that is sometimes undefined")
            found = number(term)
            values.append(NOWHERE if found is None else found)
            kinds[variable] |= IRI if isinstance(term, Iri) else STRING
    if not values or len(set(rows.variables)) < len(rows.variables):
        raise NotInColumns("values of nothing, or of one variable twice")
    columns: dict[Key, Column] = {
        variable: Column(name_of(variable, names), kinds=kind) for variable, kind in kinds.items()
    }
    one = f"({', '.join(['?::BIGINT'] * len(places))})"
    listed = ", ".join(column.name for column in columns.values())
    sql = f"SELECT * FROM (VALUES {', '.join([one] * len(rows.rows))}) w({listed})"  # noqa: S608
    return Relation(sql, tuple(values), columns)
