"""The ways of showing an answer: the roles that columns play in each, and whether a question's columns fit them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from queries.question import Column, ColumnType, ViewKind

_THING = (ColumnType.IRI,)
_NAME = (ColumnType.TEXT, ColumnType.IRI, ColumnType.INTEGER)
_AMOUNT = (ColumnType.INTEGER, ColumnType.NUMBER)


@dataclass(frozen=True, slots=True)
class Role:
    """What a column that plays a role holds, and how many columns play it."""

    types: tuple[ColumnType, ...]
    least: int = 1
    most: int = 1


ROLES: Mapping[ViewKind, Mapping[str, Role]] = MappingProxyType(
    {
        ViewKind.TABLE: {},
        ViewKind.BAR: {"label": Role(_NAME), "value": Role(_AMOUNT, most=3), "thing": Role(_THING, least=0)},
        ViewKind.MATRIX: {
            "row": Role(_NAME),
            "column": Role(_NAME),
            "value": Role(_AMOUNT),
            "row_thing": Role(_THING, least=0),
            "column_thing": Role(_THING, least=0),
        },
        ViewKind.MAP: {
            "place": Role(_THING),
            "label": Role(_NAME),
            "value": Role(_AMOUNT, least=0),
            "geometry": Role((ColumnType.WKT,), least=0),
        },
        # Each row links its first thing to its second, that one to its third; the labels are theirs, in their order.
        ViewKind.GRAPH: {
            "things": Role(_THING, least=2, most=4),
            "labels": Role(_NAME, least=2, most=4),
            "relation": Role(_NAME, least=0),
        },
        ViewKind.TIMELINE: {
            "date": Role((ColumnType.DATE, ColumnType.TEXT)),
            "label": Role(_NAME),
            "thing": Role(_THING, least=0),
        },
    }
)


def misfit(kind: ViewKind, roles: Mapping[str, Sequence[str]], columns: Sequence[Column]) -> str | None:
    """Say in what the columns named for the roles do not fit the view; None where they do."""
    types = {column.name: column.type for column in columns}
    known = ROLES[kind]
    unknown = sorted(set(roles) - set(known))
    if unknown:
        return f"view {kind} has {', '.join(unknown)}, which is none of {', '.join(known) or 'no roles at all'}"
    for name, role in known.items():
        wrong = _misfit_of_role(name, role, roles.get(name, ()), types)
        if wrong:
            return f"view {kind}: {wrong}"
    if len(roles.get("things", ())) != len(roles.get("labels", ())):
        return f"view {kind}: there are not as many labels as things"
    return None


def _misfit_of_role(name: str, role: Role, played: Sequence[str], types: Mapping[str, ColumnType]) -> str | None:
    if not role.least <= len(played) <= role.most:
        return f"{name} is played by {role.least} to {role.most} columns, not by {len(played)}"
    for column in played:
        if column not in types:
            return f"{name} is {column!r}, which is no column"
        if types[column] not in role.types:
            return f"{name} is a column of type {' or '.join(role.types)}, and {column} is {types[column]}"
    return None
