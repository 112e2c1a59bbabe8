"""Where things are, by the geometries the graph gives them: the shape, how it was found, and how exact it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rdflib.namespace import DCTERMS, GEO, RDFS

from graph.store.base import Store
from ontology.terms import PLAN
from queries.features.facts import Facts, Said, cells, iris, read_facts
from queries.features.geometries import Shape, read_shapes, together

HAS_DEFAULT, HAS_GEOMETRY = str(GEO.hasDefaultGeometry), str(GEO.hasGeometry)
HAS_SCHEMATIC = str(PLAN.hasSchematicGeometry)
_WKT, _SCHEMATIC_WKT = str(GEO.asWKT), str(PLAN.schematicWKT)
METHOD = str(PLAN.locatingMethod)
_ACCURACY, _SOURCE, _NOTE = str(GEO.hasMetricSpatialAccuracy), str(DCTERMS.source), str(RDFS.comment)
_TOLD = (_WKT, _SCHEMATIC_WKT, _ACCURACY, METHOD, _SOURCE, _NOTE)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a thing is. `accuracy` is in metres, `notes` say by language how the position was found."""

    shape: Shape
    method: str | None = None
    accuracy: float | None = None
    source: str | None = None
    notes: Mapping[str, str] = field(default_factory=dict)


def true_geometries(said: Said) -> list[str]:
    """The geometry nodes that say where a thing is: its default one, or else all it has."""
    return iris(said, HAS_DEFAULT) or iris(said, HAS_GEOMETRY)


def schematic_geometries(said: Said) -> list[str]:
    """The nodes that say where a thing may be drawn."""
    return iris(said, HAS_SCHEMATIC)


def read_geometries(store: Store, nodes: Iterable[str]) -> Facts:
    """What is said of geometry nodes."""
    return read_facts(store, nodes, _TOLD)


def positions_of(facts: Facts, nodes: Mapping[str, Sequence[str]]) -> dict[str, Position]:
    """The position of each thing by its geometry nodes and what is said of them; a thing without any is left out."""
    said = {thing: [facts.of(node) for node in listed] for thing, listed in nodes.items() if listed}
    written = {thing: _literals(listed) for thing, listed in said.items()}
    shapes = read_shapes(literal for literals in written.values() for literal in literals)
    return {thing: _position(listed, [shapes[text] for text in written[thing]]) for thing, listed in said.items()}


def _literals(said: Iterable[Said]) -> list[str]:
    """The geometries of nodes, as they are written."""
    return [cell.value for one in said for name in (_WKT, _SCHEMATIC_WKT) for cell in cells(one, name)]


def _position(said: Sequence[Said], shapes: Sequence[Shape]) -> Position:
    return Position(
        _joined(shapes),
        method=_first(said, METHOD),
        accuracy=max((metres for one in said for metres in _metres(one)), default=None),
        source=_first(said, _SOURCE),
        notes={(cell.language or ""): cell.value for one in said for cell in cells(one, _NOTE)},
    )


def _joined(shapes: Sequence[Shape]) -> Shape:
    """One shape of several."""
    if len(shapes) == 1:
        return shapes[0]
    problems = list(dict.fromkeys(shape.problem for shape in shapes if shape.problem))
    sound = together([shape.sound for shape in shapes if shape.sound is not None])
    return Shape(sound, sound, " ".join(problems) or (None if shapes else "The geometry has no WKT."))


def _first(said: Iterable[Said], name: str) -> str | None:
    return next((cell.value for one in said for cell in cells(one, name)), None)


def _metres(said: Said) -> list[float]:
    found = []
    for cell in cells(said, _ACCURACY):
        try:
            found.append(float(cell.value))
        except ValueError:
            continue
    return found
