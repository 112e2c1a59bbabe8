"""A plan's places.geojson: geometries, schematic ones, reasons, relations; what cannot be right is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, RDFS, SKOS, Literal, URIRef
from rdflib.namespace import DCTERMS, GEO, PROV, XSD

from graph.identifiers import Identifiers
from graph.locate import locate, read_places
from graph.locate.coordinates import as_wkt, check_geometry
from graph.model import Basis, Entity, PlanError, PlanSettings, Triple
from ontology.files import vocabulary
from ontology.namespaces import BASIS, LOCATING, SF
from ontology.terms import PLAN

BASE = "http://localhost:8080/"
IDS = Identifiers(BASE, PlanSettings(slug="p", area="a"))
PATHS = ("place/a/zhen", "place/a/yuan", "place/a/po", "place/a/he", "facility/a/guan")
ENTITIES = {path: Entity(path=path, classes=(path.split("/")[0].capitalize(),), label=path) for path in PATHS}


def _id(path: str) -> URIRef:
    return URIRef(f"{BASE}id/{path}")


def _square(west: float, south: float, size: float) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _point(x: float, y: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [x, y]}


def _feature(path: str = "place/a/zhen", geometry: Any = None, **more: Any) -> dict[str, Any]:
    said = {"id": path, "name": "镇", "method": "surveyed", "accuracy_m": 2, "source": "测绘", "note_zh": "测得。"}
    return {"type": "Feature", "properties": said | {"note_en": "Surveyed."} | more, "geometry": geometry}


def _file(folder: Path, *features: Any, **more: Any) -> Path:
    file = folder / "places.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features} | more), "utf-8")
    return file


def _located(folder: Path, *features: Any) -> tuple[set[Triple], set[Triple]]:
    geometry, spatial = locate(read_places(_file(folder, *features), ENTITIES), ENTITIES, IDS)
    return set(geometry), set(spatial)


def test_a_position_is_a_geometry_with_method_accuracy_and_source(tmp_path: Path) -> None:
    """What is located has WKT in longitude and latitude, and says how it was found and how well."""
    found, _ = _located(tmp_path, _feature(geometry=_point(121.5, 31.25)))
    place, shape = _id("place/a/zhen"), _id("geometry/p/place-zhen")
    assert found == {
        (place, GEO.hasGeometry, shape),
        (place, GEO.hasDefaultGeometry, shape),
        (shape, RDF.type, GEO.Geometry),
        (shape, RDF.type, SF.Point),
        (shape, GEO.asWKT, Literal("POINT (121.5 31.25)", datatype=GEO.wktLiteral)),
        (shape, GEO.hasMetricSpatialAccuracy, Literal("2", datatype=XSD.double, normalize=False)),
        (shape, PLAN.locatingMethod, LOCATING.surveyed),
        (shape, DCTERMS.source, Literal("测绘")),
        (shape, RDFS.comment, Literal("测得。", lang="zh")),
        (shape, RDFS.comment, Literal("Surveyed.", lang="en")),
    }


def test_what_is_schematic_has_no_geometry(tmp_path: Path) -> None:
    """What can only be drawn has a schematic geometry, and no accuracy, and no spatial question finds it."""
    line = {"type": "LineString", "coordinates": [[121.5, 31.25], [121.6, 31.25]]}
    found, _ = _located(tmp_path, _feature(geometry=line, schematic=True, accuracy_m=None))
    shape = _id("schematic/p/place-zhen")
    assert (_id("place/a/zhen"), PLAN.hasSchematicGeometry, shape) in found
    wkt = Literal("LINESTRING (121.5 31.25, 121.6 31.25)", datatype=GEO.wktLiteral)
    assert (shape, PLAN.schematicWKT, wkt) in found
    assert not {GEO.hasGeometry, GEO.asWKT, GEO.hasMetricSpatialAccuracy} & {p for _, p, _ in found}


def test_what_is_not_located_says_why(tmp_path: Path) -> None:
    """A feature without a geometry gives the reason in both languages, and nothing else."""
    found, _ = _located(tmp_path, _feature(note_zh="不详。", note_en="Not known."))
    place = _id("place/a/zhen")
    assert found == {
        (place, PLAN.whyNotLocated, Literal("不详。", lang="zh")),
        (place, PLAN.whyNotLocated, Literal("Not known.", lang="en")),
    }


def test_a_position_names_what_it_was_worked_out_from(tmp_path: Path) -> None:
    """A landmark is a feature with names of its own, and what is beside it is derived from its geometry."""
    station = _feature("landmark/a/zhan", _point(121.5, 31.25), name="镇站", name_en="Town station")
    beside = _feature(geometry=_point(121.5, 31.25), method="besideNeighbour", neighbours="landmark/a/zhan")
    found, _ = _located(tmp_path, station, beside)
    landmark = _id("landmark/a/zhan")
    assert {(landmark, RDF.type, PLAN.Landmark), (landmark, RDFS.label, Literal("镇站", lang="zh"))} < found
    derived = (_id("geometry/p/place-zhen"), PROV.wasDerivedFrom, _id("geometry/p/landmark-zhan"))
    assert derived in found


def test_a_plan_without_positions_has_none() -> None:
    """Without the file there is nothing, and nothing is wrong."""
    assert locate(read_places(None, ENTITIES), ENTITIES, IDS) == ((), ())


def test_a_place_that_this_document_does_not_name_is_left_out(tmp_path: Path) -> None:
    """The file may know more than one document names."""
    positions = read_places(_file(tmp_path, _feature(geometry=_point(121.5, 31.25))), ENTITIES)
    assert locate(positions, {}, IDS) == ((), ())


def _wrong() -> Iterator[tuple[Any, str]]:
    yield _feature("place/a/gone"), "place/a/gone is no entity of this plan"
    yield _feature(geometry=_point(31.25, 121.5)), "has the latitude first"
    yield _feature(geometry=_point(2.35, 48.85)), "outside China"
    yield _feature(geometry={"type": "Circle", "coordinates": [121.5, 31.2]}), "the geometry is a Circle"
    yield _feature(geometry={"type": "Point", "coordinates": ["121.5", "31.2"]}), "not those of a Point"
    yield _feature(geometry={"type": "LineString", "coordinates": [[121.5, 31.2]]}), "a list of 1 positions"
    yield _feature(geometry={"type": "MultiPoint", "coordinates": []}), "needs 1"
    yield _feature(geometry={"type": "Polygon", "coordinates": []}), "is empty"
    ring = _square(121.5, 31.2, 0.1)["coordinates"][0]
    yield _feature(geometry={"type": "Polygon", "coordinates": [[*ring[:-1], [121.55, 31.2]]]}), "does not end where"
    yield _feature(geometry=_point(121.5, 31.25), method="guessed"), "method is guessed"
    yield _feature(geometry=_point(121.5, 31.25), accuracy_m=None), "accuracy_m is None"
    yield _feature(geometry=_point(121.5, 31.25), accuracy_m=-1), "accuracy_m is -1"
    yield _feature(geometry=_point(121.5, 31.25), source=" "), "source is missing"
    yield _feature(note_en=None), "note_en is missing"
    yield _feature(schematic=True), "there is no geometry to draw"
    yield _feature(geometry=_point(121.5, 31.25), schematic="no"), "schematic is 'no'"
    yield _feature(geometry=_point(121.5, 31.25), neighbours="place/a/he"), "which has no position in the file"
    yield {"type": "Point", "coordinates": [121.5, 31.25]}, "no GeoJSON feature"


@pytest.mark.parametrize(("feature", "says"), list(_wrong()), ids=[says for _, says in _wrong()])
def test_what_cannot_be_right_is_refused_in_one_sentence(tmp_path: Path, feature: Any, says: str) -> None:
    """Each mistake is named with the file and what would fit."""
    with pytest.raises(PlanError, match=r"places\.geojson") as refusal:
        read_places(_file(tmp_path, feature), ENTITIES)
    assert says in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_thing_is_in_the_file_once(tmp_path: Path) -> None:
    """Two features of one entity are refused."""
    with pytest.raises(PlanError, match="twice"):
        read_places(_file(tmp_path, _feature(), _feature()), ENTITIES)


def test_another_reference_system_is_refused(tmp_path: Path) -> None:
    """Coordinates in metres are not taken for degrees; the name that QGIS writes for WGS 84 is fine."""
    crs: dict[str, Any] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4549"}}
    with pytest.raises(PlanError, match="save it in WGS 84"):
        read_places(_file(tmp_path, crs=crs), ENTITIES)
    crs["properties"] = {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}
    assert read_places(_file(tmp_path, crs=crs), ENTITIES) == ()


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff", b'{"type": "FeatureCollection"}', b"[" * 100_000])
def test_what_is_no_geojson_is_refused(tmp_path: Path, content: bytes) -> None:
    """A broken file is one sentence."""
    file = tmp_path / "places.geojson"
    file.write_bytes(content)
    with pytest.raises(PlanError, match=r"places\.geojson"):
        read_places(file, ENTITIES)


def test_wkt_of_every_kind() -> None:
    """Nested coordinates keep their order; heights are left out."""
    assert as_wkt({"type": "Point", "coordinates": [121.0, 31.10, 4.5]}) == "POINT (121 31.1)"
    assert as_wkt({"type": "MultiPoint", "coordinates": [[121, 31], [122, 32]]}) == "MULTIPOINT (121 31, 122 32)"
    assert as_wkt(_square(121, 31, 1)) == "POLYGON ((121 31, 122 31, 122 32, 121 32, 121 31))"
    many = {"type": "MultiPolygon", "coordinates": [_square(121, 31, 1)["coordinates"]]}
    assert check_geometry(many) is None
    assert as_wkt(many) == "MULTIPOLYGON (((121 31, 122 31, 122 32, 121 32, 121 31)))"


# Relations computed from areas


def _relations(spatial: set[Triple]) -> set[tuple[str, ...]]:
    """The short triples, by the last parts of their names."""
    ours = {PLAN.within, PLAN.locatedAt, PLAN.adjacentTo}
    return {
        tuple(str(term).rsplit("/", 1)[-1].split("#")[-1] for term in triple) for triple in spatial if triple[1] in ours
    }


def test_what_lies_in_an_area_is_computed_with_its_basis(tmp_path: Path) -> None:
    """A small area and a facility in a large one: direct relations only, each derived from two geometries."""
    _, spatial = _located(
        tmp_path,
        _feature("place/a/zhen", _square(121.5, 31.2, 0.1)),
        _feature("place/a/yuan", _square(121.52, 31.22, 0.01)),
        _feature("facility/a/guan", _point(121.525, 31.225)),
    )
    assert _relations(spatial) == {("yuan", "within", "zhen"), ("guan", "locatedAt", "yuan")}
    node = _id("relation/p/computed/place-yuan/within/place-zhen")
    assert {(node, PLAN.basis, BASIS.computed), (node, RDF.type, PLAN.SpatialRelation)} < spatial
    derived = {o for s, p, o in spatial if s == node and p == PROV.wasDerivedFrom}
    assert derived == {_id("geometry/p/place-yuan"), _id("geometry/p/place-zhen")}


def test_a_rough_position_lies_in_nothing_for_certain(tmp_path: Path) -> None:
    """A point that may be 1,500 m off is not told to be in an area of a kilometre."""
    _, spatial = _located(
        tmp_path,
        _feature("place/a/zhen", _square(121.5, 31.2, 0.01)),
        _feature("facility/a/guan", _point(121.505, 31.205), accuracy_m=1500),
    )
    assert spatial == set()


def test_a_part_of_a_thing_tells_nothing_of_the_whole(tmp_path: Path) -> None:
    """The stretch of a road that is known, and the one point of a place, lie in an area; the road and place may not."""
    stretch = {"type": "LineString", "coordinates": [[121.52, 31.22], [121.53, 31.22]]}
    _, spatial = _located(
        tmp_path,
        _feature("place/a/zhen", _square(121.5, 31.2, 0.1)),
        _feature("place/a/yuan", stretch, method="throughNeighbours"),
        _feature("place/a/po", _point(121.55, 31.25)),
    )
    assert spatial == set()


def test_what_is_schematic_lies_in_nothing(tmp_path: Path) -> None:
    """A drawing gives no relation, however well it is drawn."""
    _, spatial = _located(
        tmp_path,
        _feature("place/a/zhen", _square(121.5, 31.2, 0.1), schematic=True, accuracy_m=None),
        _feature("place/a/yuan", _square(121.52, 31.22, 0.01)),
    )
    assert spatial == set()


def test_areas_that_share_an_edge_are_adjacent(tmp_path: Path) -> None:
    """Two areas side by side are told once; one three kilometres away is not."""
    _, spatial = _located(
        tmp_path,
        _feature("place/a/zhen", _square(121.5, 31.2, 0.01)),
        _feature("place/a/yuan", _square(121.51, 31.2, 0.01)),
        _feature("place/a/po", _square(121.54, 31.2, 0.01)),
    )
    assert _relations(spatial) == {("yuan", "adjacentTo", "zhen")}


def test_relations_never_go_round_in_a_circle(tmp_path: Path) -> None:
    """Of two areas drawn alike neither lies in the other; and what is stated is not turned round by a drawing."""
    square = _square(121.5, 31.2, 0.01)
    _, spatial = _located(tmp_path, _feature("place/a/zhen", square), _feature("place/a/yuan", square))
    assert spatial == set()
    entities = ENTITIES | {"place/a/zhen": Entity("place/a/zhen", ("Place",), "镇", within=("place/a/yuan",))}
    small = _feature("place/a/yuan", _square(121.502, 31.202, 0.001))
    positions = read_places(_file(tmp_path, _feature("place/a/zhen", square), small), entities)
    assert locate(positions, entities, IDS)[1] == ()


def test_a_polygon_that_crosses_itself_falls_over_nothing(tmp_path: Path) -> None:
    """A bow tie is taken for the two triangles it is."""
    ring = [[121.5, 31.2], [121.6, 31.3], [121.6, 31.2], [121.5, 31.3], [121.5, 31.2]]
    bow = {"type": "Polygon", "coordinates": [ring]}
    _, spatial = _located(tmp_path, _feature("place/a/zhen", bow), _feature("facility/a/guan", _point(121.51, 31.25)))
    assert _relations(spatial) == {("guan", "locatedAt", "zhen")}


def test_the_bases_are_those_of_the_code_list() -> None:
    """A basis in Python is a concept, and the other way round."""
    concepts = set(vocabulary("schemes").subjects(SKOS.inScheme, BASIS.RelationBases))
    assert {BASIS[basis] for basis in Basis} == concepts
