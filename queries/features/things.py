"""Places, projects and facilities as rows of features, in columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from rdflib.namespace import SKOS

from graph.store.base import Store
from ontology.terms import PLAN
from queries.features.collections import COLLECTIONS
from queries.features.facts import Facts, Said, cells, iris, read_facts
from queries.features.geometries import Shape
from queries.features.members import LOCATED_AT
from queries.features.names import LABELS, Names, both
from queries.features.needs import Needs, pick
from queries.features.positions import (
    HAS_DEFAULT,
    HAS_GEOMETRY,
    HAS_SCHEMATIC,
    METHOD,
    Position,
    positions_of,
    read_geometries,
    schematic_geometries,
    true_geometries,
)
from queries.features.table import Value

_ALSO, _KIND = str(SKOS.altLabel), str(PLAN.kind)
WITHIN = str(PLAN.within)
_TOLD = (*LABELS, _ALSO, _KIND, WITHIN, LOCATED_AT, HAS_DEFAULT, HAS_GEOMETRY, HAS_SCHEMATIC)
_AT_ONCE = 200_000  # things whose facts are in memory together, as the store wrote them
_ROWS = 2_000  # things whose facts are read from that together
_COLUMNS = tuple(known.name for known in COLLECTIONS["places"].properties if known.name != "tasks")
_NOWHERE: dict[str, Value] = dict.fromkeys(
    ("method", "method_zh", "method_en", "accuracy", "source", "note_zh", "note_en", "geometry_problem")
)


@dataclass(frozen=True, slots=True)
class Things:
    """Things in an order: what is said of them as columns, their shapes and those they may be drawn by (or None).

    `located_at` has the places at which each is, `needs` all that their rows were read from.
    """

    iris: list[str] = field(default_factory=list)
    columns: Mapping[str, list[Value]] = field(default_factory=lambda: {name: [] for name in _COLUMNS})
    shapes: list[Shape | None] = field(default_factory=list)
    drawn: list[Shape | None] = field(default_factory=list)
    located_at: list[tuple[str, ...]] = field(default_factory=list)
    needs: Needs = field(default_factory=Needs)

    def position(self, place: int) -> Position | None:
        """Where the thing at a place truly is, without how that was found in words."""
        shape = self.shapes[place]
        if shape is None:
            return None
        method, accuracy = self.columns["method"][place], self.columns["accuracy"][place]
        return Position(shape, cast("str | None", method), cast("float | None", accuracy))

    def picked(self, fresh: Things, iris: list[str], places: Sequence[int]) -> Things:
        """Things picked from these and from fresh ones, as `pick` does."""
        return Things(
            iris,
            {name: pick(column, fresh.columns[name], places) for name, column in self.columns.items()},
            pick(self.shapes, fresh.shapes, places),
            pick(self.drawn, fresh.drawn, places),
            pick(self.located_at, fresh.located_at, places),
            self.needs.picked(fresh.needs, places),
        )


def read_things(store: Store, listed: list[str], names: Names) -> Things:
    """The things in the order given."""
    things = Things()
    for portion in _portions(listed, _AT_ONCE):
        facts = read_facts(store, portion, _TOLD)
        geometries = read_geometries(store, facts.named(HAS_DEFAULT, HAS_GEOMETRY, HAS_SCHEMATIC))
        around = facts.named(WITHIN, LOCATED_AT)
        wider = _wider(store, around)
        names.learn(around | facts.named(_KIND) | geometries.named(METHOD))
        for some in _portions(portion, _ROWS):
            _add(things, some, facts, geometries, wider, names)
    return things


def _portions(listed: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (listed[first : first + size] for first in range(0, len(listed), size))


def _add(
    things: Things,
    some: Sequence[str],
    facts: Facts,
    geometries: Facts,
    wider: Mapping[str, set[str]],
    names: Names,
) -> None:
    """Add the rows of some things, by what is said of them and of their geometries."""
    said_of = {iri: facts.of(iri) for iri in some}
    nodes = {iri: true_geometries(said) for iri, said in said_of.items()}
    drawn_by = {iri: schematic_geometries(said) for iri, said in said_of.items()}
    positions, drawn = positions_of(geometries, nodes), positions_of(geometries, drawn_by)
    things.iris.extend(some)
    for iri, said in said_of.items():
        position, sketch = positions.get(iri), drawn.get(iri)
        told = position or sketch
        row = _row(iri, said, wider, names) | _told(told, names)
        for name, value in row.items():
            things.columns[name].append(value)
        things.shapes.append(position.shape if position else None)
        things.drawn.append(sketch.shape if sketch else None)
        things.located_at.append(tuple(iris(said, LOCATED_AT)))
        methods = [told.method] if told and told.method else []
        things.needs.add([iri, *nodes[iri], *drawn_by[iri], *_around(said), *methods])


def _row(iri: str, said: Said, wider: Mapping[str, set[str]], names: Names) -> dict[str, Value]:
    zh, en = both(said)
    kind = next(iter(iris(said, _KIND)), None)
    within = _nearest([*iris(said, WITHIN), *iris(said, LOCATED_AT)], wider)
    return {
        "iri": iri,
        "label_zh": zh or en,
        "label_en": en,
        "also": tuple(cell.value for cell in cells(said, _ALSO)) or None,
        "kind": kind,
        "kind_zh": names.zh(kind) if kind else None,
        "kind_en": names.en(kind) if kind else None,
        "within": within or None,
        "within_zh": names.called(within) or None,
    }


def _told(position: Position | None, names: Names) -> dict[str, Value]:
    """What a row says of the position."""
    if position is None:
        return _NOWHERE
    return {
        "method": position.method,
        "method_zh": names.zh(position.method) if position.method else None,
        "method_en": names.en(position.method) if position.method else None,
        "accuracy": position.accuracy,
        "source": position.source,
        "note_zh": position.notes.get("zh") or position.notes.get(""),
        "note_en": position.notes.get("en"),
        "geometry_problem": position.shape.problem,
    }


def _wider(store: Store, around: set[str]) -> dict[str, set[str]]:
    """What each place that is referred to lies within in its turn."""
    facts = read_facts(store, around, (WITHIN,))
    return {iri: set(iris(facts.of(iri), WITHIN)) for iri in around}


def _nearest(around: list[str], wider: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Of the places around a thing those that no other of them lies within."""
    passed = {far for near in around for far in wider.get(near, ()) if far != near}
    return tuple(dict.fromkeys(iri for iri in around if iri not in passed)) or tuple(around)


def _around(said: Said) -> Iterator[str]:
    """What a thing's row names besides the thing."""
    for name in (_KIND, WITHIN, LOCATED_AT):
        yield from iris(said, name)
