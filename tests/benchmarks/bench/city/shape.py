"""What the real plan is like, in figures: measured from its graph, resampled by the generator.

Every field is an empirical distribution (the values themselves, not their mean), so that a generated plan varies
as much as the real one does within itself. A fact that one plan cannot tell is in `assumptions`, not here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from rdflib import RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from ontology.namespaces import LEVEL, OA, ONTOLOGY

ENTITY_TYPES = (
    "place",
    "project",
    "facility",
    "brand",
    "industry",
    "programme",
    "policy",
    "event",
    "organization",
    "unit",
)
LEAVES = ("task", "principle", "safeguard")  # the levels whose whole text is their own
NODES = (*LEAVES, "section", "plan")


@dataclass(frozen=True, slots=True)
class EntityShape:
    """What the entities of one type are like; each tuple has one value an entity."""

    popularity: tuple[int, ...]  # mentions, or tasks of a unit, the most popular first
    label_lengths: tuple[int, ...]
    kinds: tuple[str | None, ...]  # IRIs of SKOS concepts
    with_alternative: float  # the share that has another form
    with_note: float
    located: float  # the share of which is said where it is


@dataclass(frozen=True, slots=True)
class Shape:
    """What a plan is like."""

    groups_per_section: tuple[int, ...]
    tasks_per_group: tuple[int, ...]
    principles: int
    safeguards: int
    goals: int
    units_per_task: tuple[int, ...]
    collective_units: int
    mentions: Mapping[str, tuple[tuple[str, ...], ...]]  # node type → for each node the types it names, in order
    text_lengths: Mapping[str, tuple[int, ...]]  # leaf level → characters of each text
    title_lengths: Mapping[str, tuple[int, ...]]  # node type → characters of each title
    entities: Mapping[str, EntityShape]
    place_homes: tuple[str, ...]  # for each place what it lies within: "town", "place" (of the town) or "above" it
    targets: tuple[frozenset[str], ...]  # for each target the properties that say its value and date
    tasks_with_target: float


def measure(stated: Iterable[tuple[Node, Node, Node]]) -> Shape:
    """Measure a plan's stated graph."""
    graph = Graph()
    for triple in stated:
        graph.add(triple)
    tasks = _of_type(graph, "task")
    groups = [*graph.subjects(ONTOLOGY.level, LEVEL.group)]
    responsible = Counter(graph.objects(None, ONTOLOGY.responsibleUnit))
    return Shape(
        groups_per_section=_children(graph, groups),
        tasks_per_group=_children(graph, tasks),
        principles=_count(graph, ONTOLOGY.Principle),
        safeguards=_count(graph, ONTOLOGY.Safeguard),
        goals=_count(graph, ONTOLOGY.Goal),
        units_per_task=tuple(sum(1 for _ in graph.objects(task, ONTOLOGY.responsibleUnit)) for task in tasks),
        collective_units=_count(graph, ONTOLOGY.CollectiveUnit),
        mentions=_mentions(graph),
        text_lengths={level: _lengths(graph, level, ONTOLOGY.text) for level in LEAVES},
        title_lengths={level: _lengths(graph, level, RDFS.label) for level in (*NODES, "goal")},
        entities={
            kind: _entity_shape(graph, kind, _popularity(graph, kind) if kind != "unit" else responsible.values())
            for kind in ENTITY_TYPES
        },
        place_homes=_place_homes(graph),
        targets=_target_patterns(graph),
        tasks_with_target=sum(1 for task in tasks if (task, ONTOLOGY.hasTarget, None) in graph) / len(tasks),
    )


def _type(term: Node) -> str:
    """The folder of an identifier: `…/id/task/…` is "task"."""
    return str(term).partition("/id/")[2].partition("/")[0]


def _of_type(graph: Graph, kind: str) -> list[URIRef]:
    return sorted({URIRef(str(subject)) for subject in graph.subjects(RDF.type) if _type(subject) == kind})


def _count(graph: Graph, class_: URIRef) -> int:
    return sum(1 for _ in graph.subjects(RDF.type, class_))


def _children(graph: Graph, nodes: Iterable[Node]) -> tuple[int, ...]:
    """How many of the nodes each of their parents has."""
    return tuple(sorted(Counter(graph.value(node, ONTOLOGY.partOf) for node in nodes).values(), reverse=True))


def _lengths(graph: Graph, kind: str, name: URIRef) -> tuple[int, ...]:
    return tuple(
        len(str(text))
        for node in _of_type(graph, kind)
        for text in graph.objects(node, name)
        if getattr(text, "language", None) != "en"
    )


def _citations(graph: Graph) -> Iterable[tuple[Node, int, str, Node]]:
    """Every mention of an entity: the node, the first character, the entity's type and the entity."""
    for annotation, node in graph.subject_objects(ONTOLOGY.inNode):
        start = int(str(graph.value(URIRef(f"{annotation}#position"), OA.start)))
        kind = str(annotation).rpartition("-")[2]
        if kind in ENTITY_TYPES:
            for body in graph.objects(annotation, OA.hasBody):
                yield node, start, kind, body


def _mentions(graph: Graph) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    named: dict[Node, tuple[str, ...]] = {}
    found = sorted((str(node), start, kind) for node, start, kind, _ in _citations(graph))
    for node, citations in groupby(found, key=lambda citation: citation[0]):
        named[URIRef(node)] = tuple(kind for _, _, kind in citations)
    return {kind: tuple(named.get(node, ()) for node in _of_type(graph, kind)) for kind in NODES}


def _popularity(graph: Graph, kind: str) -> Iterable[int]:
    counted = Counter(body for _, _, _, body in _citations(graph) if _type(body) == kind)
    return [counted.get(entity, 1) for entity in _of_type(graph, kind)]


def _entity_shape(graph: Graph, kind: str, popularity: Iterable[int]) -> EntityShape:
    entities = _of_type(graph, kind)
    kinds = [graph.value(entity, ONTOLOGY.kind) for entity in entities]

    def share(name: URIRef) -> float:
        return sum(1 for entity in entities if (entity, name, None) in graph) / len(entities)

    return EntityShape(
        popularity=tuple(sorted(popularity, reverse=True)),
        label_lengths=_lengths(graph, kind, RDFS.label),
        kinds=tuple(str(found) if found else None for found in kinds),
        with_alternative=share(SKOS.altLabel),
        with_note=share(SKOS.scopeNote),
        located=share(ONTOLOGY.locatedAt),
    )


def _place_homes(graph: Graph) -> tuple[str, ...]:
    town = next(graph.objects(None, ONTOLOGY.jurisdiction))
    homes: defaultdict[Node | None, str] = defaultdict(lambda: "above")
    for place in graph.transitive_subjects(ONTOLOGY.within, town):
        homes[place] = "town" if (place, ONTOLOGY.within, town) in graph else "place"
    return tuple(homes[place] for place in _of_type(graph, "place") if place != town)


def _target_patterns(graph: Graph) -> tuple[frozenset[str], ...]:
    said: dict[Node, str] = {
        ONTOLOGY[name]: name for name in ("value", "minValue", "maxValue", "unitOfMeasure", "dueDate")
    }
    return tuple(
        frozenset(said[name] for name in graph.predicates(target) if name in said)
        for target in _of_type(graph, "target")
    )
