"""Bad geometries: each is an error of its own expression, or computed with by a rule, and nothing falls over."""

from __future__ import annotations

import json
import time

import pytest
from geosparql_asking import asked

from graph.geo.errors import GeometryError
from graph.geo.literals import read_literal
from graph.geo.names import GEOJSON, GML, KML, OURS, WKT
from graph.store.base import select
from graph.store.embedded import EmbeddedStore
from graph.store.errors import QuerySyntaxError

METRE = "<http://www.opengis.net/def/uom/OGC/1.0/metre>"
HERE = "POINT (121.36 31.16)"

BROKEN = {
    WKT: (
        *(
            "POINT (",
            "POINT (1)",
            "POINT (a b)",
            "PINT (1 2)",
            "POLYGON ((0 0, 1 1))",
            "POINT (nan 1)",
            "POINT (1 1e999)",
        ),
        *("<http://www.opengis.net/def/crs/EPSG/0/999999> POINT (1 2)", "<urn:nothing> POINT (1 2)", "<> POINT (1 2)"),
        *("<http://www.opengis.net/def/crs/EPSG/0/4979> POINT Z (1 2 3) x", "POINT (1 2) POINT (3 4)"),
        "GEOMETRYCOLLECTION (" * 100_000,
        "GEOMETRYCOLLECTION (" * 5000 + "POINT (1 1)" + ")" * 5000,
    ),
    GEOJSON: (
        *("{", "[1, 2]", '{"type": "Point"}', '{"type": "Point", "coordinates": ["a", 2]}', '{"type": "Circle"}', "3"),
        *('{"type": "Point", "coordinates": [NaN, 2]}', '{"type": "Polygon", "coordinates": [[[0, 0]]]}'),
        *('{"type": "Feature", "geometry": null}', "[" * 100_000),
    ),
    GML: (
        *(
            "<gml:Point/>",
            "<Point>1 2</Point>",
            '<p:Point xmlns:p="http://www.opengis.net/gml/3.2"><p:pos>1</p:pos></p:Point>',
        ),
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Point xmlns="http://www.opengis.net/gml/3.2"><pos>&e;</pos></Point>',
        '<Solid xmlns="http://www.opengis.net/gml/3.2"><x/></Solid>',
        '<Point xmlns="http://www.opengis.net/gml/3.2" srsName="urn:x:1"><pos>1 2</pos></Point>',
    ),
    KML: (
        *("<Point/>x", "<Model/>", "<Point><coordinates>1;2</coordinates></Point>", "<Polygon><outerBoundaryIs/>"),
        "<MultiGeometry>" * 2000 + "</MultiGeometry>" * 2000,
    ),
    "http://www.w3.org/2001/XMLSchema#string": ("POINT (1 2)",),
}


@pytest.mark.parametrize(("datatype", "text"), [(kind, text) for kind, texts in BROKEN.items() for text in texts])
def test_what_is_no_geometry_is_refused_in_a_sentence_and_is_an_error_in_a_query(datatype: str, text: str) -> None:
    """The sentence is short however long the literal is; the row or the value is not there, and the query goes on."""
    with pytest.raises(GeometryError) as refused:
        read_literal(text, datatype)
    assert 10 < len(str(refused.value)) < 400
    literal = f"{json.dumps(text)}^^<{datatype}>"
    assert asked("distance", literal, HERE, METRE) is None
    assert asked("sfWithin", literal, HERE) is None


def test_a_broken_geometry_in_the_query_itself_is_told() -> None:
    """An empty answer would be taken for an answer; in the data it is an error of its row, which doubts explain."""
    store = EmbeddedStore()
    geof, geo = "http://www.opengis.net/def/function/geosparql/", "http://www.opengis.net/ont/geosparql#"
    with pytest.raises(
        QuerySyntaxError, match=r"The geometry at line 2, column 5 cannot be read\. Not WKT: 'POINT \(121\)'"
    ):
        store.query(f"SELECT * {{ ?g ?p ?w FILTER(<{geof}sfWithin>(?w,\n    'POINT (121)'^^<{WKT}>)) }}")
    store.update(f"INSERT DATA {{ <x:g> <{geo}asWKT> 'POINT (121)'^^<{WKT}> }}")
    assert select(store, f"SELECT ?w {{ ?g ?p ?w FILTER(<{geof}isEmpty>(?w) || true) }}").rows
    found = select(store, f"SELECT (<{OURS}doubts>(?w) AS ?why) {{ ?g ?p ?w }}").rows[0][0]
    assert found is not None
    assert found.value.startswith("Not WKT: 'POINT (121)'")


def test_swapped_axes_are_noticed() -> None:
    """A latitude of 121° is no place to measure from; one that would lie in China the other way round is doubted."""
    assert asked("distance", "POINT (31.16 121.36)", HERE, METRE) is None
    assert asked("metricArea", "POLYGON ((31 121, 32 121, 32 122, 31 121))") is None
    assert asked("metricBuffer", "POINT (31.16 121.36)", "5") is None
    assert "swapped" in (asked(OURS + "doubts", "POINT (31.16 121.36)") or "")
    assert "swapped" in (asked(OURS + "doubts", "<http://www.opengis.net/def/crs/EPSG/0/4326> POINT (121 31)") or "")
    assert "swapped" in (asked(OURS + "doubts", "POINT (30 80)") or "")
    plane = "<http://www.opengis.net/def/crs/EPSG/0/4549> POINT"  # north first: 3 448 km north, 534 km east
    assert "swapped" in (asked(OURS + "doubts", f"{plane} (534000 3448000)") or "")
    assert asked(OURS + "doubts", f"{plane} (3448000 534000)") is None
    assert asked(OURS + "doubts", HERE) is None


def test_a_polygon_that_crosses_itself_is_what_its_lines_enclose() -> None:
    """A figure of eight is its two triangles: 1 and 1 of area; it is doubted, and written as it was stated."""
    eight = "POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))"
    unity = "<http://www.opengis.net/def/uom/OGC/1.0/unity>"
    assert float(asked("area", eight, unity) or 0) == 2
    assert asked("sfContains", eight, "POINT (1.8 1)") == "true"
    assert asked("sfContains", eight, "POINT (1 1.8)") == "false"
    assert "not valid" in (asked(OURS + "doubts", eight) or "")
    assert asked("asWKT", eight) == eight


def test_distances_reach_across_the_antimeridian() -> None:
    """A fifth of a degree of the equator, to a point and to an area; what is wider than half the earth is doubted."""
    fifth = 22_263.898
    assert float(asked("distance", "POINT (179.9 0)", "POINT (-179.9 0)", METRE) or 0) == pytest.approx(fifth, abs=0.01)
    area = "POLYGON ((-179.9 -1, -179 -1, -179 1, -179.9 1, -179.9 -1))"
    assert float(asked("distance", "POINT (179.9 0)", area, METRE) or 0) == pytest.approx(fifth, abs=0.01)
    around = asked("metricBuffer", "POINT (179.99 0)", "5000") or ""
    assert float(asked("maxX", around) or 0) > 180
    assert float(asked("metricArea", around) or 0) == pytest.approx(3.1365 * 25e6, rel=1e-3)
    assert "antimeridian" in (asked(OURS + "doubts", "POLYGON ((179 0, -179 0, -179 1, 179 1, 179 0))") or "")


def test_empty_geometries_have_nothing_to_measure_and_no_relation_to_places() -> None:
    """Of an empty literal too, which is an empty geometry; what can be said of it is said."""
    for empty in (f'""^^<{WKT}>', "POINT EMPTY", f'""^^<{GEOJSON}>', f'""^^<{GML}>', f'""^^<{KML}>'):
        assert asked("isEmpty", empty) == "true"
        assert asked("distance", empty, HERE, METRE) is None
        assert asked("sfIntersects", empty, HERE) == "false"
        assert asked("sfDisjoint", empty, HERE) == "true"
        assert asked("minX", empty) is None
        assert asked("centroid", empty) is None
        assert asked("isEmpty", asked("metricBuffer", empty, "5") and "POLYGON EMPTY") == "true"
        assert float(asked("metricArea", empty) or 1) == 0
        for name in ("asWKT", "asGeoJSON", "asGML", "asKML", "convexHull", "envelope", "boundary"):
            asked(name, empty)


def test_a_function_with_the_wrong_arguments_is_an_error_and_nothing_more() -> None:
    """Too few, too many, of the wrong kind, beyond what there is."""
    assert asked("distance", HERE) is None
    assert asked("sfWithin", HERE, HERE, HERE) is None
    assert asked("buffer", HERE, '"far"', METRE) is None
    assert asked("buffer", HERE, '"1"', METRE) is None
    assert asked("metricBuffer", HERE, "99999999") is None
    assert asked("geometryN", HERE, "0") is None
    assert asked("geometryN", HERE, "2") is None
    assert asked("relate", HERE, HERE, '"TTT"') is None
    assert asked("transform", HERE, "<http://www.opengis.net/def/crs/EPSG/0/5773>") is None
    assert asked("concaveHull", HERE, "7") is None
    assert asked("boundary", "GEOMETRYCOLLECTION (POINT (1 1))") is None


def test_a_polygon_of_a_hundred_megabytes_is_read_and_asked_within_seconds() -> None:
    """A hundred megabytes of text, 2.6 million corners about a square; it is read once for several questions."""
    side = 650_000
    steps = [n / side for n in range(side)]
    ring = [
        *((s, 0.0) for s in steps),
        *((1.0, s) for s in steps),
        *((1 - s, 1.0) for s in steps),
        *((0.0, 1 - s) for s in steps),
    ]
    text = ", ".join(f"{x:.17f} {y:.17f}" for x, y in [*ring, ring[0]])
    polygon = f"POLYGON (({text}))"
    assert len(polygon) > 100_000_000
    begin = time.monotonic()
    assert asked("sfContains", polygon, "POINT (0.5 0.5)") == "true"
    first = time.monotonic() - begin
    assert asked("sfContains", polygon, "POINT (1.5 0.5)") == "false"
    assert first < 60


@pytest.mark.parametrize("datatype", [KML, GML])
@pytest.mark.parametrize("declared", ["", '<?xml version="1.0" encoding="UTF-7"?>'])
def test_an_entity_bomb_is_refused_unread(datatype: str, declared: str) -> None:
    """In content or in an attribute, whatever encoding it claims: a sentence at once, in data and in queries."""
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'{declared}<!DOCTYPE Point [<!ENTITY e0 "ha">{grown}]>'
    hidden = bomb.replace("<!DOCTYPE", "+ADw-!DOCTYPE")
    for text in (f"{bomb}<Point>&e9;</Point>", f'{bomb}<Point id="&e9;"/>', f'{hidden}<Point id="&e9;"/>'):
        begin = time.monotonic()
        with pytest.raises(GeometryError) as refused:
            read_literal(text, datatype)
        assert 10 < len(str(refused.value)) < 400
        assert asked("distance", f"{json.dumps(text)}^^<{datatype}>", HERE, METRE) is None
        assert time.monotonic() - begin < 5
