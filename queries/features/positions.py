"""Where things are, by the geometries the graph gives them: the shape, how it was found, and how exact it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rdflib.namespace import DCTERMS, GEO, RDFS

from graph.store.answer import Cell
from graph.store.base import Store
from ontology.terms import PLAN
from queries.features.facts import Facts, read_facts
from queries.features.geometries import Shape, read_shape, together

HAS_DEFAULT, HAS_GEOMETRY = str(GEO.hasDefaultGeometry), str(GEO.hasGeometry)
HAS_SCHEMATIC = str(PLAN.hasSchematicGeometry)
_WKT, _SCHEMATIC_WKT = str(GEO.asWKT), str(PLAN.schematicWKT)
_ACCURACY, _METHOD = str(GEO.hasMetricSpatialAccuracy), str(PLAN.locatingMethod)
_SOURCE, _NOTE = str(DCTERMS.source), str(RDFS.comment)
_TOLD = (_WKT, _SCHEMATIC_WKT, _ACCURACY, _METHOD, _SOURCE, _NOTE)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a thing is. `accuracy` is in metres, `notes` say by language how the position was found."""

    shape: Shape
    method: str | None = None
    accuracy: float | None = None
    source: str | None = None
    notes: Mapping[str, str] = field(default_factory=dict)


def true_geometries(said: Mapping[str, list[Cell]]) -> list[str]:
    """The geometry nodes that say where a thing is: its default one, or else all it has."""
    return [cell.value for cell in said.get(HAS_DEFAULT) or said.get(HAS_GEOMETRY, [])]


def schematic_geometries(said: Mapping[str, list[Cell]]) -> list[str]:
    """The nodes that say where a thing may be drawn."""
    return [cell.value for cell in said.get(HAS_SCHEMATIC, [])]


def read_positions(store: Store, nodes: Mapping[str, Sequence[str]]) -> dict[str, Position]:
    """The position of each thing by its geometry nodes; a thing without any is left out."""
    facts = read_facts(store, (node for listed in nodes.values() for node in listed), _TOLD)
    return {thing: _position(facts, listed) for thing, listed in nodes.items() if listed}


def _position(facts: Facts, nodes: Sequence[str]) -> Position:
    said = [facts.get(node, {}) for node in nodes]
    shapes = [read_shape(cell.value) for one in said for cell in (*one.get(_WKT, ()), *one.get(_SCHEMATIC_WKT, ()))]
    return Position(
        _joined(shapes),
        method=_first(said, _METHOD),
        accuracy=max((metres for one in said for metres in _metres(one)), default=None),
        source=_first(said, _SOURCE),
        notes={(cell.language or ""): cell.value for one in said for cell in one.get(_NOTE, ())},
    )


def _joined(shapes: Sequence[Shape]) -> Shape:
    """One shape of several."""
    if len(shapes) == 1:
        return shapes[0]
    problems = list(dict.fromkeys(shape.problem for shape in shapes if shape.problem))
    sound = together([shape.sound for shape in shapes if shape.sound is not None])
    return Shape(sound, sound, " ".join(problems) or (None if shapes else "The geometry has no WKT."))


def _first(said: Iterable[Mapping[str, list[Cell]]], name: str) -> str | None:
    return next((cell.value for one in said for cell in one.get(name, ())), None)


def _metres(said: Mapping[str, list[Cell]]) -> list[float]:
    found = []
    for cell in said.get(_ACCURACY, ()):
        try:
            found.append(float(cell.value))
        except ValueError:
            continue
    return found
