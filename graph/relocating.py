"""A kept plan's positions: read from its graphs, changed, and put back together with what follows from them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rdflib import RDF, RDFS, Graph, URIRef

from graph.check import check_stated
from graph.identifiers import Identifiers
from graph.locate import locate
from graph.locate.matching import Match
from graph.locate.stored import read_entities, read_positions
from graph.model import Entity, NamedGraph, PlanError, PlanGraph, PlanSettings, Position, Triple
from graph.store.base import Store
from graph.store.formats import Format
from ontology.namespaces import LOCATING
from ontology.terms import PLAN

_DESCRIBING = frozenset({RDF.type, RDFS.label, PLAN.within, PLAN.locatedAt, PLAN.adjacentTo})
_PLACE_IT_IS_AT = "placeItIsAt"
TOWN_GIS = "townGis"  # the method of what `plangraph geo import` brought


@dataclass(frozen=True, slots=True)
class LocatedPlan:
    """A plan's places, projects and facilities, and where they are."""

    ids: Identifiers
    stated: tuple[Triple, ...]
    entities: Mapping[str, Entity]  # by path
    positions: tuple[Position, ...]

    def graphs(self) -> tuple[NamedGraph, NamedGraph]:
        """Its geometry graph and its spatial graph."""
        geometry, spatial = locate(self.positions, self.entities, self.ids)
        return NamedGraph(self.ids.geometry_graph(), geometry), NamedGraph(self.ids.spatial_graph(), spatial)

    def relocated(self, positions: Iterable[Position]) -> LocatedPlan:
        """The same plan with these positions in the place of those of the same things.

        What takes the position of the place where it is follows that place.
        """
        new = {position.path: position for position in positions}
        by_path = {position.path: _following(position, new) for position in self.positions} | new
        return replace(self, positions=tuple(by_path[path] for path in sorted(by_path)))


def open_located(store: Store, base: str, slug: str) -> LocatedPlan:
    """A kept plan; PlanError where the store has none of this name."""
    graph = f"{base}graph/plan/{slug}"
    if not store.has_graph(graph):
        raise PlanError(f"the store has no plan {slug!r}; it has {', '.join(kept_plans(store, base)) or 'none'}")
    return _located(slug, base, _triples(store, graph), _triples(store, f"{base}graph/geometry/{slug}"))


def kept_plans(store: Store, base: str) -> list[str]:
    """The plans that a store has, by slug."""
    below = f"{base}graph/plan/"
    return [name.removeprefix(below) for name in store.graph_names() if name.startswith(below)]


def keep_positions(store: Store, plan: LocatedPlan) -> None:
    """Put a plan's positions, and what follows from them, into the store; PlanError where they do not conform."""
    graphs = plan.graphs()
    report = check_stated((*_described(plan), *(triple for graph in graphs for triple in graph.triples)))
    if not report.conforms:
        raise PlanError(f"{plan.ids.slug}: the positions do not conform to the shapes\n{report.text('en')}")
    store.replace({str(graph.name): graph.triples for graph in graphs})


def keep_relations(store: Store, plan: LocatedPlan) -> tuple[int, int]:
    """Put what follows from a plan's positions into the store; how many triples that were, and are now.

    The geometry graph stays as it is: it may have been written by others.
    """
    _, spatial = plan.graphs()
    before = _triples(store, str(spatial.name))
    store.replace({str(spatial.name): spatial.triples})
    return len(before), len(spatial.triples)


def with_imported(store: Store, plan: PlanGraph) -> PlanGraph:
    """A plan that was built anew, with the positions that were imported into the one that the store has."""
    kept = _triples(store, str(plan.geometry.name))
    if not any(value == LOCATING[TOWN_GIS] for _, _, value in kept):
        return plan
    base, _, slug = str(plan.geometry.name).rpartition("graph/geometry/")
    before = _located(slug, base, plan.stated.triples, kept)
    built = _located(slug, base, plan.stated.triples, plan.geometry.triples)
    own = {position.path for position in built.positions if position.method == TOWN_GIS}
    imported = [
        position
        for position in before.positions
        if position.method == TOWN_GIS and position.path not in own and position.path in built.entities
    ]
    if not imported:
        return plan
    geometry, spatial = built.relocated(imported).graphs()
    return replace(plan, geometry=geometry, spatial=spatial)


def imported_positions(matches: Sequence[Match], plan: LocatedPlan, told: ImportedFile) -> list[Position]:
    """The positions that a file's features give to the entities they are."""
    return [
        Position(
            path=match.path,
            name=plan.entities[match.path].label,
            geometry=match.feature.geometry,
            note=f"取自{told.name}中的{match.feature.where}。",
            note_en=f"From {told.name}: {match.feature.where}.",
            method=TOWN_GIS,
            accuracy=told.accuracy,
            source=told.source,
        )
        for match in matches
        if match.feature.geometry is not None and not is_as_known(match, plan)
    ]


def is_as_known(match: Match, plan: LocatedPlan) -> bool:
    """Whether a feature has the very position that the plan has: an export that was not edited there."""
    known = next((position.geometry for position in plan.positions if position.path == match.path), None)
    return known is not None and json.dumps(known) == json.dumps(match.feature.geometry)


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A town's GIS file as the positions that come from it tell of it."""

    name: str
    sha256: str
    date: str  # ISO, of the import
    systems: tuple[str, ...]  # the reference systems that it was in
    accuracy: float  # metres

    @property
    def source(self) -> str:
        """All of it in one line."""
        return f"{self.name} (sha256 {self.sha256}), {', '.join(self.systems)} → OGC:CRS84, {self.date}"


def _following(position: Position, new: Mapping[str, Position]) -> Position:
    place = new.get(position.neighbours[0]) if len(position.neighbours) == 1 else None
    if place is None or place.schematic or position.schematic or position.method != _PLACE_IT_IS_AT:
        return position
    return replace(position, geometry=place.geometry, accuracy=place.accuracy, source=place.source)


def _located(slug: str, base: str, stated: Sequence[Triple], geometry: Sequence[Triple]) -> LocatedPlan:
    entities = read_entities(stated, base)
    areas = Counter(path.split("/")[1] for path in entities)
    area = areas.most_common(1)[0][0] if areas else slug
    names = {path: entity.label for path, entity in entities.items()}
    ids = Identifiers(base, PlanSettings(slug=slug, area=area))
    return LocatedPlan(ids, tuple(stated), entities, tuple(read_positions(geometry, names, base)))


def _described(plan: LocatedPlan) -> Iterator[Triple]:
    """What the shapes must know of the things that are located."""
    things = {plan.ids.of_path(path) for path in plan.entities}
    return (triple for triple in plan.stated if triple[0] in things and triple[1] in _DESCRIBING)


def _triples(store: Store, name: str) -> tuple[Triple, ...]:
    if not store.has_graph(name):
        return ()
    graph = Graph().parse(data=store.read_graph(name, Format.N_TRIPLES).read(), format="nt")
    return tuple((URIRef(str(s)), URIRef(str(p)), o) for s, p, o in graph)
