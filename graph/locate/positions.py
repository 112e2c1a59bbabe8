"""Positions as GeoSPARQL: a geometry with its method, accuracy and source, or a schematic one, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rdflib import RDF, RDFS, Literal, URIRef
from rdflib.namespace import DCTERMS, GEO, PROV, XSD

from graph.identifiers import Identifiers
from graph.locate.coordinates import as_wkt
from graph.model import Position, Triple
from ontology.namespaces import LOCATING, SF
from ontology.terms import PLAN


def describe_positions(positions: Sequence[Position], ids: Identifiers) -> Iterator[Triple]:
    """Where each thing is, how that is known and how well; or where it is drawn; or why it is not located."""
    by_path = {position.path: position for position in positions}
    for position in positions:
        thing = ids.of_path(position.path)
        if position.is_landmark:
            yield from _landmark(thing, position)
        if position.geometry is None:
            yield thing, PLAN.whyNotLocated, Literal(position.note, lang="zh")
            yield thing, PLAN.whyNotLocated, Literal(position.note_en, lang="en")
        else:
            yield from _shape(thing, position, by_path, ids)


def geometry_iri(position: Position, ids: Identifiers) -> URIRef:
    """The node of a position's coordinates."""
    return (ids.schematic if position.schematic else ids.geometry)(position.path)


def _landmark(thing: URIRef, position: Position) -> Iterator[Triple]:
    yield thing, RDF.type, PLAN.Landmark
    yield thing, RDF.type, GEO.Feature
    yield thing, RDFS.label, Literal(position.name, lang="zh")
    if position.name_en:
        yield thing, RDFS.label, Literal(position.name_en, lang="en")


def _shape(thing: URIRef, position: Position, by_path: Mapping[str, Position], ids: Identifiers) -> Iterator[Triple]:
    shape = geometry_iri(position, ids)
    wkt = Literal(as_wkt(position.geometry or {}), datatype=GEO.wktLiteral)
    if position.schematic:
        yield thing, PLAN.hasSchematicGeometry, shape
        yield shape, RDF.type, PLAN.SchematicGeometry
        yield shape, PLAN.schematicWKT, wkt
    else:
        yield thing, GEO.hasGeometry, shape
        yield thing, GEO.hasDefaultGeometry, shape
        yield shape, RDF.type, GEO.Geometry
        yield shape, RDF.type, SF[(position.geometry or {})["type"]]
        yield shape, GEO.asWKT, wkt
        accuracy = Literal(f"{position.accuracy:.10g}", datatype=XSD.double, normalize=False)
        yield shape, GEO.hasMetricSpatialAccuracy, accuracy
    yield shape, PLAN.locatingMethod, LOCATING[position.method or ""]
    yield shape, DCTERMS.source, Literal(position.source)
    yield shape, RDFS.comment, Literal(position.note, lang="zh")
    yield shape, RDFS.comment, Literal(position.note_en, lang="en")
    for path in position.neighbours:
        if path in by_path:
            yield shape, PROV.wasDerivedFrom, geometry_iri(by_path[path], ids)
