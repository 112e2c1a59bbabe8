"""All collections, read from the store at once: what a task's geometry is depends on everything it concerns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from graph.store.base import Store
from queries.features.collections import COLLECTIONS, KINDS, Collection
from queries.features.facts import iris, members, read_facts
from queries.features.names import Names
from queries.features.positions import Position
from queries.features.table import FeatureTable
from queries.features.tasks import TaskFacts, read_task_facts, tasks_of
from queries.features.things import LOCATED_AT, Things, read_things

_CLASSES = {"places": "plan:Place", "projects": "plan:Project", "facilities": "plan:Facility"}


def read_tables(store: Store, base: str) -> dict[str, FeatureTable]:
    """The features of every collection by its name; `base` is how the data's identifiers begin."""
    names, facts = Names(store), read_task_facts(store)
    listed = {name: members(store, f"?x a {kind} .") for name, kind in _CLASSES.items()}
    classed = {iri for found in listed.values() for iri in found}
    things = read_things(store, sorted(classed.union(facts.concerned())), names, _tasks_of_things(store, facts))
    place_of = {iri: place for place, iri in enumerate(things.iris)}
    tables = {
        name: _of_things(COLLECTIONS[name], things, [place_of[iri] for iri in found], base)
        for name, found in listed.items()
    }
    drawn = [place for place, found in enumerate(things.schematic) if found and things.iris[place] in classed]
    tables["schematic"] = _of_things(COLLECTIONS["schematic"], things, drawn, base)
    tables["tasks"] = _of_tasks(COLLECTIONS["tasks"], facts, names, _where(things, place_of), base)
    return {name: tables[name] for name in COLLECTIONS}


def _tasks_of_things(store: Store, facts: TaskFacts) -> Mapping[str, int]:
    """How many tasks concern each thing."""
    found = read_facts(store, facts.concerned(), (LOCATED_AT,))
    return facts.counted({iri: iris(said, LOCATED_AT) for iri, said in found.items()})


def _of_things(collection: Collection, things: Things, chosen: Sequence[int], base: str) -> FeatureTable:
    """The things at these places as a collection."""
    positions = things.schematic if collection.is_schematic else things.positions
    shapes = [position.shape if position else None for position in (positions[place] for place in chosen)]
    return FeatureTable(
        collection,
        [_identifier(things.iris[place], collection, base) for place in chosen],
        {known.name: [things.columns[known.name][place] for place in chosen] for known in collection.properties},
        _array([shape.written if shape else None for shape in shapes]),
        _array([shape.sound if shape else None for shape in shapes]),
        [None] * len(chosen),
    )


def _of_tasks(
    collection: Collection, facts: TaskFacts, names: Names, where: Mapping[str, Sequence[Position]], base: str
) -> FeatureTable:
    tasks = list(tasks_of(facts, names, where))
    shapes = _array([task.shape for task in tasks])
    return FeatureTable(
        collection,
        [_identifier(task.iri, collection, base) for task in tasks],
        {known.name: [task.row.get(known.name) for task in tasks] for known in collection.properties},
        shapes,
        shapes,
        [task.period for task in tasks],
    )


def _where(things: Things, place_of: Mapping[str, int]) -> dict[str, list[Position]]:
    """Where each thing is that is anywhere: its own position, or else those of what it is located at."""
    own = {iri: [position] for iri, position in zip(things.iris, things.positions, strict=True) if position}
    lent = {
        iri: [position for place in at if place in place_of and (position := things.positions[place_of[place]])]
        for iri, at in things.located_at.items()
        if iri not in own
    }
    return own | lent


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
