"""A small town for the tests of /features: things with every kind of geometry, sound and unsound, and none."""

from __future__ import annotations

from collections.abc import Mapping

BASE = "http://localhost:8080/"
GRAPH = f"{BASE}graph/plan/town"

GEOMETRIES: Mapping[str, str] = {
    "place/town/gate": "POINT (121.36 31.16)",
    "place/town/park": "POLYGON ((121.35 31.15, 121.37 31.15, 121.37 31.17, 121.35 31.17, 121.35 31.15))",
    "place/town/latlon": "<http://www.opengis.net/def/crs/EPSG/0/4326> POINT (31.18 121.38)",
    "place/town/swapped": "POINT (31.16 121.36)",
    "place/town/broken": "POINT (121.36",
    "place/town/bowtie": "POLYGON ((120 30, 120.01 30.01, 120.01 30, 120 30.01, 120 30))",
    "place/town/empty": "POINT EMPTY",
    "place/town/odd": "<http://example.org/crs/mine> POINT (1 2)",
    "place/town/fiji": "POINT (179.9 -17)",
    "facility/town/line": "LINESTRING (121.355 31.155, 121.365 31.165)",
}
NOWHERE = ("place/town/cloud", "project/town/lane")
UNSOUND = ("swapped", "broken", "empty", "odd")
_CLASSES = {"place": "Place", "facility": "Facility", "project": "Project"}


def turtle() -> str:
    """The town's graph."""
    things = "".join(_thing(path) for path in (*GEOMETRIES, *NOWHERE))
    geometries = "".join(_geometry(path, wkt) for path, wkt in GEOMETRIES.items())
    return _HEAD + things + geometries + _REST


def _thing(path: str) -> str:
    kind, _, slug = path.partition("/town/")
    return f'<id/{path}> a plan:{_CLASSES[kind]} ; rdfs:label "{slug}的中文名"@zh, "{slug.title()}"@en .\n'


def _geometry(path: str, wkt: str) -> str:
    node = f"<id/geometry/town/{path.replace('/', '-')}>"
    return f"""<id/{path}> geo:hasGeometry {node} ; geo:hasDefaultGeometry {node} .
    {node} a geo:Geometry ; geo:asWKT "{wkt}"^^geo:wktLiteral ; geo:hasMetricSpatialAccuracy "1500"^^xsd:double ;
      plan:locatingMethod locating:beside ; rdfs:comment "在旁边"@zh, "beside it"@en .
    """


_HEAD = f"""@base <{BASE}> .
@prefix plan: <https://w3id.org/plangraph/ontology#> .
@prefix locating: <https://w3id.org/plangraph/locating#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_REST = """
<id/place/town/gate> plan:within <id/place/town/park>, <id/place/town/whole> .
<id/place/town/park> plan:within <id/place/town/whole> .
<id/place/town/whole> rdfs:label "全镇"@zh .
<id/project/town/lane> plan:locatedAt <id/place/town/gate> .
<id/place/town/cloud> plan:hasSchematicGeometry <id/schematic/town/cloud> .
<id/schematic/town/cloud> a plan:SchematicGeometry ; plan:schematicWKT "POINT (121.4 31.2)"^^geo:wktLiteral .
<id/plan/town> a plan:Plan ; rdfs:label "小镇计划"@zh ;
  plan:periodStart "2023-01-01"^^xsd:date ; plan:periodEnd "2025-12-31"^^xsd:date .
<id/section/town/1> plan:partOf <id/plan/town> .
<id/unit/town/office> rdfs:label "办公室"@zh .
<id/task/town/1.1> a plan:Task ; plan:partOf <id/section/town/1> ; plan:number "1.1" ; plan:position 1 ;
  rdfs:label "修门"@zh ; plan:concernsPlace <id/place/town/gate>, <id/place/town/fiji> ;
  plan:responsibleUnit <id/unit/town/office> ; plan:dueDate "2024-06"^^xsd:gYearMonth .
<id/task/town/1.2> a plan:Task ; plan:partOf <id/section/town/1> ; plan:number "1.2" ; plan:position 2 ;
  rdfs:label "通巷"@zh ; plan:concernsProject <id/project/town/lane> .
<id/task/town/1.3> a plan:Task ; plan:partOf <id/section/town/1> ; plan:number "1.3" ; plan:position 3 ;
  rdfs:label "观云"@zh ; plan:concernsPlace <id/place/town/cloud> ; plan:dueDate "2025-03-05"^^xsd:date .
<id/task/town/1.4> a plan:Task ; plan:number "1.4" ; rdfs:label "无期"@zh .
"""
