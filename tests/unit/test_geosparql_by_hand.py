"""GeoSPARQL's functions beside figures worked out by hand, and formulas written here: no library of geometry."""

from __future__ import annotations

import json
from math import atan, atan2, cos, radians, sin, sqrt, tan

import pytest
from geosparql_asking import asked, asked_of_all
from hypothesis import given
from hypothesis import strategies as st

from graph.geo.names import GEOJSON, GML, KML, OURS
from graph.geo.relations import RELATIONS

METRE = "<http://www.opengis.net/def/uom/OGC/1.0/metre>"
DEGREE = "<http://www.opengis.net/def/uom/OGC/1.0/degree>"
RADIAN = "<http://www.opengis.net/def/uom/OGC/1.0/radian>"
KILOMETRE = "<http://qudt.org/vocab/unit/KiloM>"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
SQUARE = "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))"

# What holds between two shapes, told from the definitions of the relations and a sheet of squared paper.
LYING = {
    "equal": (
        SQUARE,
        "POLYGON ((4 0, 4 4, 0 4, 0 0, 4 0))",
        "sfEquals sfIntersects sfWithin sfContains ehEquals rcc8eq",
    ),
    "apart": (SQUARE, "POLYGON ((5 0, 6 0, 6 1, 5 1, 5 0))", "sfDisjoint ehDisjoint rcc8dc"),
    "side by side": (SQUARE, "POLYGON ((4 0, 6 0, 6 4, 4 4, 4 0))", "sfIntersects sfTouches ehMeet rcc8ec"),
    "crossing": (SQUARE, "POLYGON ((2 2, 6 2, 6 6, 2 6, 2 2))", "sfIntersects sfOverlaps ehOverlap rcc8po"),
    "inside": ("POLYGON ((1 1, 2 1, 2 2, 1 2, 1 1))", SQUARE, "sfIntersects sfWithin ehInside rcc8ntpp"),
    "about": (SQUARE, "POLYGON ((1 1, 2 1, 2 2, 1 2, 1 1))", "sfIntersects sfContains ehContains rcc8ntppi"),
    "inside, at the side": ("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))", SQUARE, "sfIntersects sfWithin ehCoveredBy rcc8tpp"),
    "about, at the side": (SQUARE, "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))", "sfIntersects sfContains ehCovers rcc8tppi"),
    "a line through": ("LINESTRING (-1 2, 5 2)", SQUARE, "sfIntersects sfCrosses ehOverlap"),
    "a point within": ("POINT (2 2)", SQUARE, "sfIntersects sfWithin ehInside"),
    "a point at the side": ("POINT (4 2)", SQUARE, "sfIntersects sfTouches ehMeet"),
    "a point beside": ("POINT (9 9)", SQUARE, "sfDisjoint ehDisjoint"),
}


@pytest.mark.parametrize("one", LYING)
def test_of_all_relations_those_hold_that_should(one: str) -> None:
    """All 24 of them, of twelve ways to lie."""
    first, second, names = LYING[one]
    assert {name for name in RELATIONS if asked(name, first, second) == "true"} == set(names.split())


def vincenty(east: float, north: float, other_east: float, other_north: float) -> float:
    """Metres along the ellipsoid of WGS 84 (T. Vincenty, Survey Review 176, 1975)."""
    a, f = 6378137.0, 1 / 298.257223563
    b = a * (1 - f)
    u, v = atan((1 - f) * tan(radians(north))), atan((1 - f) * tan(radians(other_north)))
    difference = along = radians(other_east - east)
    for _ in range(200):
        sine = sqrt((cos(v) * sin(along)) ** 2 + (cos(u) * sin(v) - sin(u) * cos(v) * cos(along)) ** 2)
        cosine = sin(u) * sin(v) + cos(u) * cos(v) * cos(along)
        arc = atan2(sine, cosine)
        azimuth = cos(u) * cos(v) * sin(along) / sine
        squared = 1 - azimuth**2
        middle = cosine - 2 * sin(u) * sin(v) / squared if squared > 1e-12 else 0.0
        c = f / 16 * squared * (4 + f * (4 - 3 * squared))
        turn = arc + c * sine * (middle + c * cosine * (-1 + 2 * middle**2))
        before, along = along, difference + (1 - c) * f * azimuth * turn
        if abs(along - before) < 1e-13:
            break
    p = squared * (a**2 - b**2) / b**2
    big = 1 + p / 16384 * (4096 + p * (-768 + p * (320 - 175 * p)))
    small = p / 1024 * (256 + p * (-128 + p * (74 - 47 * p)))
    wave = cosine * (-1 + 2 * middle**2) - small / 6 * middle * (-3 + 4 * sine**2) * (-3 + 4 * middle**2)
    return b * big * (arc - small * sine * (middle + small / 4 * wave))


@given(st.floats(72, 137), st.floats(1, 55), st.floats(0.001, 3), st.floats(0.001, 3))
def test_a_distance_in_degrees_is_that_of_vincentys_formula(east: float, north: float, by: float, up: float) -> None:
    """To a tenth of a millimetre, between any two places in China some hundred kilometres apart."""
    said = asked("distance", f"POINT ({east!r} {north!r})", f"POINT ({east + by!r} {north + up!r})", METRE)
    assert float(said or "nan") == pytest.approx(vincenty(east, north, east + by, north + up), abs=1e-4)


def test_a_distance_is_told_in_the_unit_that_is_asked_for() -> None:
    """A degree of the equator is 111 319.491 m; as an angle it is one on the mean sphere of 6 371 008.771 m."""
    one, other = "POINT (0 0)", "POINT (1 0)"
    metres = 111_319.490_793
    assert float(asked("distance", one, other, METRE) or 0) == pytest.approx(metres, abs=1e-3)
    assert float(asked("distance", one, other, KILOMETRE) or 0) == pytest.approx(metres / 1000, abs=1e-6)
    assert float(asked("distance", one, other, RADIAN) or 0) == pytest.approx(metres / 6_371_008.7714, abs=1e-9)
    assert float(asked("distance", one, other, DEGREE) or 0) == pytest.approx(1.001_118_85, abs=1e-8)
    assert asked("distance", one, other, "<http://qudt.org/vocab/unit/KiloGM>") is None
    assert asked("distance", one, other, '"metre"') is None


def test_axes_are_in_the_order_of_the_reference_system() -> None:
    """The same place north first in EPSG:4326 and 4490, east first in CRS84 and 3857; in 4549 north before east."""
    place = "POINT (121.5 31.25)"
    for code in (4326, 4490):
        assert asked("transform", place, f"<{EPSG}{code}>") == f"<{EPSG}{code}> POINT (31.25 121.5)"
        assert asked("sfEquals", f"<{EPSG}{code}> POINT (31.25 121.5)", place) == "true"
        assert asked("getSRID", f"<{EPSG}{code}> POINT (31.25 121.5)") == f"{EPSG}{code}"
    assert asked("getSRID", place) == "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
    assert asked("asWKT", f"<http://www.opengis.net/def/crs/OGC/1.3/CRS84> {place}") == place
    # Web Mercator by its formula; the central meridian of 4549 is 120° E, its false easting 500 km, on it x is 500 km.
    east = 6_378_137 * radians(121.5)
    said = asked("transform", place, f"<{EPSG}3857>") or ""
    assert float(said.split("(")[1].split()[0]) == pytest.approx(east, abs=1e-6)
    said = asked("transform", "POINT (120 31.25)", f"<{EPSG}4549>") or ""
    north, easting = (float(number) for number in said.split("(")[1].rstrip(")").split())
    assert easting == pytest.approx(500_000, abs=1e-6)
    assert north == pytest.approx(vincenty(120, 0.000_000_1, 120, 31.25), abs=0.1)


def test_a_literal_can_be_written_in_each_serialization_and_read_again() -> None:
    """A polygon with a hole and a collection, in WKT, GeoJSON, GML and KML; GML keeps the system and its order."""
    hole = "POLYGON ((121 31, 122 31, 122 32, 121 32, 121 31), (121.2 31.2, 121.4 31.2, 121.4 31.4, 121.2 31.2))"
    collection = "GEOMETRYCOLLECTION (POINT (121 31), LINESTRING (121 31, 122 32))"
    for wkt in (
        hole,
        collection,
        "MULTIPOINT ((1 2), (3 4))",
        "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))",
        "LINESTRING (0 0, 1 2)",
    ):
        for name, datatype in (("asGeoJSON", GEOJSON), ("asGML", GML), ("asKML", KML)):
            text = asked(name, wkt) or ""
            assert asked("asWKT", f"{json.dumps(text)}^^<{datatype}>") == wkt, name
    gml = asked("asGML", f"<{EPSG}4490> POINT (31.25 121.5)") or ""
    assert f'srsName="{EPSG}4490"' in gml
    assert ">31.25 121.5<" in gml
    assert asked("asWKT", f"{json.dumps(gml)}^^<{GML}>") == f"<{EPSG}4490> POINT (31.25 121.5)"
    assert asked("asKML", f"<{EPSG}4490> POINT (31.25 121.5)") == (
        '<Point xmlns="http://www.opengis.net/kml/2.2"><coordinates>121.5,31.25</coordinates></Point>'
    )


def test_in_a_plane_measures_are_those_of_the_plane() -> None:
    """Pythagoras and the area of a rectangle, in metres of EPSG:4549, whose coordinates are north before east."""
    rectangle = (
        f"<{EPSG}4549> POLYGON ((3450000 600000, 3450300 600000, 3450300 600400, 3450000 600400, 3450000 600000))"
    )
    corner, opposite = f"<{EPSG}4549> POINT (3450000 600000)", f"<{EPSG}4549> POINT (3450300 600400)"
    assert float(asked("distance", corner, opposite, METRE) or 0) == pytest.approx(500, abs=1e-9)
    assert float(asked("metricArea", rectangle) or 0) == pytest.approx(120_000, abs=1e-6)
    assert float(asked("area", rectangle, "<http://qudt.org/vocab/unit/HA>") or 0) == pytest.approx(12, abs=1e-9)
    assert float(asked("metricPerimeter", rectangle) or 0) == pytest.approx(1400, abs=1e-6)
    assert float(asked("minY", asked("metricBuffer", corner, "10") or "") or 0) == pytest.approx(3_449_990, abs=1e-6)


def test_a_buffer_about_a_place_is_as_far_from_it_everywhere() -> None:
    """Each corner of a buffer of 500 m is 500 m away, by Vincenty's formula."""
    text = asked("buffer", "POINT (121.36 31.16)", "500", METRE) or ""
    corners = [tuple(map(float, pair.split())) for pair in text.split("((")[1].rstrip(")").split(", ")]
    assert len(corners) == 65
    for east, north in corners[:-1]:
        assert vincenty(121.36, 31.16, east, north) == pytest.approx(500, abs=1e-3)


def test_shifted_datums_are_those_that_are_published() -> None:
    """A place whose place in GCJ-02 another project's tests name; and all ways back, to a centimetre."""
    # https://github.com/googollee/eviltransform, python/eviltransform/test.py: WGS (22.543847, 113.912316) and its GCJ.
    for name, back, place, moved in (
        ("wgs84ToGcj02", "gcj02ToWgs84", (113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
        ("gcj02ToBd09", "bd09ToGcj02", (114.06588, 22.56), None),
        ("wgs84ToBd09", "bd09ToWgs84", (121.364371, 31.1601), None),
    ):
        said = asked(OURS + name, f"POINT ({place[0]} {place[1]})") or ""
        east, north = map(float, said.split("(")[1].rstrip(")").split())
        if moved is not None:
            assert (east, north) == pytest.approx(moved, abs=1e-6)
        assert 100 < vincenty(*place, east, north) < 1500
        east, north = map(float, (asked(OURS + back, said) or "").split("(")[1].rstrip(")").split())
        assert (east, north) == pytest.approx(place, abs=1e-7)
    assert asked(OURS + "wgs84ToGcj02", "POINT (2.35 48.85)") is None


def test_a_shifted_place_is_told_by_the_known_one_of_the_same_thing() -> None:
    """A position on a map of 高德 or 百度 is recognised beside the true one; one that is elsewhere is none of them."""
    true = "POINT (121.364371 31.1601)"
    for function, datum in (("wgs84ToGcj02", "GCJ02"), ("wgs84ToBd09", "BD09")):
        assert asked(OURS + "likelyDatum", asked(OURS + function, true) or "", true) == datum
    assert asked(OURS + "likelyDatum", "POINT (121.3644 31.1602)", true) == "WGS84"
    assert asked(OURS + "likelyDatum", "POINT (121.39 31.2)", true) is None


def test_aggregates_hold_all_that_they_are_of() -> None:
    """The box of three points is from the least to the greatest; an unreadable one makes the aggregate an error."""
    said = asked_of_all("aggBoundingBox", ["POINT (1 5)", "POINT (3 2)", "POINT (2 2)"]) or ""
    assert sorted(set(said.split("((")[1].rstrip(")").split(", "))) == ["1 2", "1 5", "3 2", "3 5"]
    assert asked_of_all("aggUnion", ["POINT (1 5)", "POINT ("]) is None


def test_lines_that_meet_are_joined() -> None:
    """Three stretches of a road are one line and one apart; a point among them is an error."""
    stretches = ["LINESTRING (0 0, 1 0)", "LINESTRING (2 0, 1 0)", "LINESTRING (5 5, 6 6)"]
    said = asked_of_all("aggConcatLines", stretches) or ""
    assert said.startswith("MULTILINESTRING")
    assert sorted(part.count(",") for part in said.split("), (")) == [1, 2]
    assert asked_of_all("aggConcatLines", [*stretches, "POINT (1 1)"]) is None
