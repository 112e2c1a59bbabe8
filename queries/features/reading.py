"""All collections, read from the store at once: what a task's geometry is depends on everything it concerns.

Once they are read they follow the data: only what may have become otherwise is read again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection as Iris
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from graph.store.base import Store
from queries.features.collections import COLLECTIONS, KINDS, Collection
from queries.features.members import NOBODY, Members, follow_members, read_members, tasks_about
from queries.features.names import Names
from queries.features.table import FeatureTable, Value
from queries.features.tasks import TaskFacts, Tasks, Where, read_task_facts, tasks_of
from queries.features.things import Things, read_things


@dataclass(frozen=True, slots=True)
class Reading:
    """The features of every collection by its name, and what they were made from."""

    tables: Mapping[str, FeatureTable]
    members: Members
    things: Things
    tasks: Tasks


def read_all(store: Store, base: str) -> Reading:
    """Read the features of every collection; `base` is how the data's identifiers begin."""
    return _read(store, base, read_members(store), Reading({}, NOBODY, Things(), Tasks()), ())


def read_some(store: Store, base: str, name: str, iris: Sequence[str]) -> FeatureTable:
    """Those features alone of the places, projects or facilities, as `read_all` has them."""
    members = Members({**NOBODY.of, name: iris, "tasks": tasks_about(store, iris)})
    return _read(store, base, members, Reading({}, NOBODY, Things(), Tasks()), ()).tables[name]


def follow(store: Store, base: str, before: Reading, changed: Iris[str]) -> Reading:
    """Read what may be otherwise since an earlier reading, because something else is said of the things `changed`."""
    members = follow_members(store, before.members, changed)
    same = all(members.of[name] is listed for name, listed in before.members.of.items())
    if same and not (before.things.needs.on_any(changed).any() or before.tasks.needs.on_any(changed).any()):
        return before
    return _read(store, base, members, before, changed)


def _read(store: Store, base: str, members: Members, before: Reading, changed: Iris[str]) -> Reading:
    names, plans = Names(store), members.of["plans"]
    kept = _kept(before.tasks.iris, before.tasks.needs.on_any(changed), members.of["tasks"])
    facts = read_task_facts(store, [task for task in members.of["tasks"] if task not in kept], plans)
    listed = sorted(members.located() | facts.concerned() | _concerned(before.tasks, kept.values()))
    known = _kept(before.things.iris, before.things.needs.on_any(changed), listed)
    fresh = read_things(store, [iri for iri in listed if iri not in known], names)
    things = before.things.picked(fresh, listed, _places(listed, known, fresh.iris))

    moved = {before.tasks.iris[place] for place in np.flatnonzero(before.tasks.needs.on_any(fresh.iris)).tolist()}
    again = sorted(moved & kept.keys())
    kept = {task: place for task, place in kept.items() if task not in moved}
    facts = facts.and_of(read_task_facts(store, again, plans))
    place_of = {iri: place for place, iri in enumerate(things.iris)}
    tasks = _in_order(before.tasks, kept, tasks_of(facts, names, _where(things, place_of, facts)))
    return Reading(_tables(base, members, things, place_of, tasks), members, things, tasks)


def _kept(iris: Sequence[str], is_stale: NDArray[np.bool_], wanted: Sequence[str]) -> dict[str, int]:
    """Which rows can stay, of those that are wanted: each with its place."""
    listed = frozenset(wanted)
    return {
        iri: place
        for place, (iri, stale) in enumerate(zip(iris, is_stale.tolist(), strict=True))
        if not stale and iri in listed
    }


def _places(listed: Iterable[str], known: Mapping[str, int], fresh: Iterable[str]) -> list[int]:
    """Where each thing is to be picked from."""
    new = {iri: ~place for place, iri in enumerate(fresh)}
    return [new[iri] if iri in new else known[iri] for iri in listed]


def _concerned(tasks: Tasks, places: Iterable[int]) -> set[str]:
    return {iri for place in places for iri in tasks.concerned[place]}


def _in_order(before: Tasks, kept: Mapping[str, int], fresh: Tasks) -> Tasks:
    """The tasks that stay and the fresh ones, in the order of the plans."""
    keyed = [(before.keys[place], place) for place in kept.values()]
    keyed += [(key, ~place) for place, key in enumerate(fresh.keys)]
    return before.picked(fresh, [place for _, place in sorted(keyed)])


def _where(things: Things, place_of: Mapping[str, int], facts: TaskFacts) -> dict[str, Where]:
    """Where each thing is that tasks concern: its own position, or else those of what it is located at."""

    def found() -> Iterator[tuple[str, Where]]:
        for iri in facts.concerned() & place_of.keys():
            at = things.located_at[place_of[iri]]
            own = things.position(place_of[iri])
            lent = (things.position(place_of[place]) for place in at if place in place_of)
            yield iri, Where([own] if own else [position for position in lent if position], at)

    return dict(found())


def _tables(
    base: str, members: Members, things: Things, place_of: Mapping[str, int], tasks: Tasks
) -> dict[str, FeatureTable]:
    counts = _counted(tasks, things, place_of)
    columns: dict[str, Sequence[Value]] = {**things.columns, "tasks": [counts[iri] for iri in things.iris]}
    located = members.located()
    drawn = [place for place, shape in enumerate(things.drawn) if shape and things.iris[place] in located]
    chosen = {name: [place_of[iri] for iri in members.of[name]] for name in ("places", "projects", "facilities")}
    tables = {}
    for name, collection in COLLECTIONS.items():
        if name == "tasks":
            tables[name] = _of_tasks(collection, tasks, base)
        else:
            tables[name] = _of_things(collection, things, columns, chosen.get(name, drawn), base)
    return tables


def _counted(tasks: Tasks, things: Things, place_of: Mapping[str, int]) -> Counter[str]:
    """How many tasks concern each thing, or a project or facility that is located there."""
    counts: Counter[str] = Counter()
    for directly in tasks.concerned:
        places = (place for iri in directly if iri in place_of for place in things.located_at[place_of[iri]])
        counts.update({*directly, *places})
    return counts


def _of_things(
    collection: Collection,
    things: Things,
    columns: Mapping[str, Sequence[Value]],
    chosen: Sequence[int],
    base: str,
) -> FeatureTable:
    """The things at these places as a collection."""
    found = things.drawn if collection.is_schematic else things.shapes
    shapes = [found[place] for place in chosen]
    return FeatureTable(
        collection,
        [_identifier(things.iris[place], collection, base) for place in chosen],
        {known.name: [columns[known.name][place] for place in chosen] for known in collection.properties},
        _array([shape.written if shape else None for shape in shapes]),
        _array([shape.sound if shape else None for shape in shapes]),
        [None] * len(chosen),
    )


def _of_tasks(collection: Collection, tasks: Tasks, base: str) -> FeatureTable:
    shapes = _array(tasks.shapes)
    identifiers = [_identifier(iri, collection, base) for iri in tasks.iris]
    return FeatureTable(collection, identifiers, tasks.columns, shapes, shapes, tasks.periods)


def _identifier(iri: str, collection: Collection, base: str) -> str:
    """What a feature is called in its collection: the thing's path below id/ and its kind, or its whole IRI."""
    path = iri.removeprefix(f"{base}id/")
    if path == iri:
        return iri
    return path.removeprefix(f"{KINDS[collection.name]}/") if collection.name in KINDS else path


def _array(shapes: Sequence[BaseGeometry | None]) -> NDArray[np.object_]:
    """Geometries as an array; by element, for numpy would look into a geometry that is a sequence."""
    made = np.empty(len(shapes), dtype=object)
    for place, shape in enumerate(shapes):
        made[place] = shape
    return made
