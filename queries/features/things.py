"""Places, projects and facilities as rows of features."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rdflib.namespace import SKOS

from graph.store.answer import Cell
from graph.store.base import Store
from ontology.terms import PLAN
from queries.features.collections import COLLECTIONS
from queries.features.facts import Facts, iris, read_facts
from queries.features.names import LABELS, Names, both
from queries.features.positions import (
    HAS_DEFAULT,
    HAS_GEOMETRY,
    HAS_SCHEMATIC,
    Position,
    read_positions,
    schematic_geometries,
    true_geometries,
)
from queries.features.table import Value

_ALSO, _KIND = str(SKOS.altLabel), str(PLAN.kind)
WITHIN, LOCATED_AT = str(PLAN.within), str(PLAN.locatedAt)
_TOLD = (*LABELS, _ALSO, _KIND, WITHIN, LOCATED_AT, HAS_DEFAULT, HAS_GEOMETRY, HAS_SCHEMATIC)
_AT_ONCE = 5_000  # things whose facts are in memory together


@dataclass(frozen=True, slots=True)
class Things:
    """Things in an order: what is said of them as columns, where they are and where they may be drawn (or None)."""

    iris: Sequence[str]
    columns: Mapping[str, list[Value]]
    positions: list[Position | None] = field(default_factory=list)
    schematic: list[Position | None] = field(default_factory=list)
    located_at: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, row: Mapping[str, Value]) -> None:
        """Add a thing's values to the columns."""
        for name, column in self.columns.items():
            column.append(row.get(name))


def read_things(store: Store, listed: Sequence[str], names: Names, tasks: Mapping[str, int]) -> Things:
    """The things in the order given; `tasks` counts those that concern each."""
    things = Things(listed, {known.name: [] for known in COLLECTIONS["places"].properties})
    for first in range(0, len(listed), _AT_ONCE):
        _read_portion(store, listed[first : first + _AT_ONCE], names, tasks, things)
    return things


def _read_portion(store: Store, portion: Sequence[str], names: Names, tasks: Mapping[str, int], things: Things) -> None:
    facts = read_facts(store, portion, _TOLD)
    positions = read_positions(store, {iri: true_geometries(facts.get(iri, {})) for iri in portion})
    schematic = read_positions(store, {iri: schematic_geometries(facts.get(iri, {})) for iri in portion})
    wider = _wider(store, facts)
    names.learn(_referred(facts, positions.values()))
    for iri in portion:
        said, position, drawn = facts.get(iri, {}), positions.get(iri), schematic.get(iri)
        row = _row(iri, said, wider, names) | _told(position or drawn, names)
        things.add(row | {"tasks": tasks.get(iri, 0)})
        things.positions.append(position)
        things.schematic.append(drawn)
        if at := iris(said, LOCATED_AT):
            things.located_at[iri] = tuple(at)


def _row(iri: str, said: Mapping[str, list[Cell]], wider: Mapping[str, set[str]], names: Names) -> dict[str, Value]:
    zh, en = both(said)
    kind = next(iter(iris(said, _KIND)), None)
    within = _nearest([*iris(said, WITHIN), *iris(said, LOCATED_AT)], wider)
    return {
        "iri": iri,
        "label_zh": zh or en,
        "label_en": en,
        "also": tuple(cell.value for cell in said.get(_ALSO, ())) or None,
        "kind": kind,
        "kind_zh": names.zh(kind) if kind else None,
        "kind_en": names.en(kind) if kind else None,
        "within": within or None,
        "within_zh": names.called(within) or None,
    }


def _told(position: Position | None, names: Names) -> dict[str, Value]:
    """What a row says of the position."""
    if position is None:
        return {}
    return {
        "method": position.method,
        "method_zh": names.zh(position.method) if position.method else None,
        "accuracy": position.accuracy,
        "source": position.source,
        "note_zh": position.notes.get("zh") or position.notes.get(""),
        "note_en": position.notes.get("en"),
        "geometry_problem": position.shape.problem,
    }


def _wider(store: Store, facts: Facts) -> dict[str, set[str]]:
    """What each place that is referred to lies within in its turn."""
    around = {iri for said in facts.values() for iri in (*iris(said, WITHIN), *iris(said, LOCATED_AT))}
    return {iri: set(iris(said, WITHIN)) for iri, said in read_facts(store, around, (WITHIN,)).items()}


def _nearest(around: list[str], wider: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Of the places around a thing those that no other of them lies within."""
    passed = {far for near in around for far in wider.get(near, ()) if far != near}
    return tuple(dict.fromkeys(iri for iri in around if iri not in passed)) or tuple(around)


def _referred(facts: Facts, positions: Iterable[Position]) -> Iterator[str]:
    """Everything whose name the rows need."""
    for said in facts.values():
        for name in (_KIND, WITHIN, LOCATED_AT):
            yield from iris(said, name)
    yield from (position.method for position in positions if position.method)
