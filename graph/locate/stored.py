"""Positions as a graph has them: the way back from `graph.locate.positions`, for whoever changes or exports them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, GEO, PROV, SKOS
from rdflib.term import Node

from graph.model import Entity, PlanError, Position, Triple
from ontology.namespaces import LOCATING, ONTOLOGY
from ontology.terms import PLAN

_LOCATED = ("Place", "Project", "Facility")


def read_entities(stated: Iterable[Triple], base: str) -> dict[str, Entity]:
    """The places, projects and facilities that a plan's graph states, by path: their names, codes and places."""
    graph = _graph(stated)
    found: dict[str, Entity] = {}
    for name in _LOCATED:
        for thing in graph.subjects(RDF.type, PLAN[name]):
            path = _path(thing, base)
            if path:
                found[path] = _entity(graph, thing, path, base)
    return dict(sorted(found.items()))


def read_positions(triples: Iterable[Triple], names: Mapping[str, str], base: str) -> list[Position]:
    """What a geometry graph says of where things are, by path; `names` are those of the plan's entities."""
    graph = _graph(triples)
    owners = {
        shape: owner
        for predicate in (GEO.hasGeometry, PLAN.hasSchematicGeometry)
        for owner, shape in graph.subject_objects(predicate)
    }
    found = [_shaped(graph, owner, shape, owners, names, base) for shape, owner in owners.items()]
    for thing in set(graph.subjects(PLAN.whyNotLocated)):
        path = _path(thing, base)
        note, note_en = (_text(graph, thing, PLAN.whyNotLocated, language) for language in ("zh", "en"))
        found.append(Position(path, names.get(path, path), None, note, note_en))
    return sorted(found, key=lambda position: position.path)


def _shaped(
    graph: Graph, owner: Node, shape: Node, owners: Mapping[Node, Node], names: Mapping[str, str], base: str
) -> Position:
    import shapely  # noqa: PLC0415 - it takes its time, and few need it

    path = _path(owner, base)
    schematic = (owner, PLAN.hasSchematicGeometry, shape) in graph
    wkt = str(graph.value(shape, PLAN.schematicWKT if schematic else GEO.asWKT))
    accuracy = str(graph.value(shape, GEO.hasMetricSpatialAccuracy))
    try:
        geometry = shapely.geometry.mapping(shapely.from_wkt(wkt))
        metres = None if schematic else float(accuracy)
    except (ValueError, shapely.errors.ShapelyError) as error:
        raise PlanError(
            f"the geometry of {path} cannot be used: it needs WKT in CRS84, not {wkt[:60]!r}, and an accuracy in "
            f"metres, not {accuracy[:20]!r}"
        ) from error
    derived = sorted(_path(owners[one], base) for one in graph.objects(shape, PROV.wasDerivedFrom) if one in owners)
    return Position(
        path=path,
        name=names.get(path) or _text(graph, owner, RDFS.label, "zh") or path,
        geometry=geometry,
        note=_text(graph, shape, RDFS.comment, "zh"),
        note_en=_text(graph, shape, RDFS.comment, "en"),
        method=str(graph.value(shape, PLAN.locatingMethod)).removeprefix(str(LOCATING)),
        accuracy=metres,
        source=str(graph.value(shape, DCTERMS.source)),
        schematic=schematic,
        neighbours=tuple(derived),
        name_en=_text(graph, owner, RDFS.label, "en") or None,
    )


def _entity(graph: Graph, thing: Node, path: str, base: str) -> Entity:
    classes = sorted(str(kind).removeprefix(str(ONTOLOGY)) for kind in graph.objects(thing, RDF.type))
    return Entity(
        path=path,
        classes=tuple(classes),
        label=_text(graph, thing, RDFS.label, "zh"),
        label_en=_text(graph, thing, RDFS.label, "en") or None,
        alternatives=tuple(sorted(str(name) for name in graph.objects(thing, SKOS.altLabel))),
        within=tuple(sorted(_path(place, base) for place in graph.objects(thing, PLAN.within))),
        code=min(map(str, graph.objects(thing, SKOS.notation)), default=None),
    )


def _graph(triples: Iterable[Triple]) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


def _text(graph: Graph, thing: Node, predicate: URIRef, language: str) -> str:
    texts: Iterator[str] = (
        str(value)
        for value in graph.objects(thing, predicate)
        if isinstance(value, Literal) and value.language == language
    )
    return min(texts, default="")


def _path(thing: Node, base: str) -> str:
    """A thing's path below {base}id/; nothing for a thing of another house."""
    start = f"{base}id/"
    return str(thing).removeprefix(start) if str(thing).startswith(start) else ""
