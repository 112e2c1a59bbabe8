"""Shapes in WKT are checked before anything is asked with them."""

from __future__ import annotations

import pytest

from queries.wkt import MOST_CORNERS, ShapeError, checked_shape

TRIANGLE = "POLYGON((121 31, 122 31, 121 32, 121 31))"


@pytest.mark.parametrize(
    "shape",
    [
        TRIANGLE,
        "POINT(121.36 31.15)",
        "multipoint(1 2, 3 4)",
        "LINESTRING(1 2, 3 4)",
        "MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)), ((2 2, 3 2, 3 3, 2 2), (2.1 2.1, 2.2 2.1, 2.2 2.2, 2.1 2.1)))",
    ],
)
def test_a_shape_is_taken_as_it_is(shape: str) -> None:
    """Points, lines and polygons, one or several, are handed on unchanged."""
    assert checked_shape(shape) == shape


def test_the_systems_iri_and_spaces_are_dropped() -> None:
    """CRS84 may be named; the shape is written in one line without it."""
    assert checked_shape(f"<http://www.opengis.net/def/crs/OGC/1.3/CRS84>\n {TRIANGLE}\n") == TRIANGLE


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        ("", "no WKT"),
        ("九星", "no WKT"),
        ("POINT EMPTY", "no WKT"),
        ("POINT()", "no WKT"),
        ("POINT(1)", "no WKT"),
        ("POINT(a b)", "no WKT"),
        ("POLYGON((1 2, 3 4", "no WKT"),
        ("POINT(1 2)) } DROP ALL", "no WKT"),
        ("POINT(31.15 121.36)", "latitude came first"),
        ("POINT(500 31)", "no longitude"),
        ("POINT(nan 31)", "no longitude"),
        ("POLYGON((0 0, 1 0, 1 1))", "not closed"),
        ("POLYGON((0 0, 1 1, 0 0))", "not closed"),
        ("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(31 121)", "use CRS84"),
        (f"LINESTRING({', '.join(['1 2'] * (MOST_CORNERS + 1))})", "too many corners"),
        ("POINT(" + "1" * 2_000_000, "too many corners"),
    ],
)
def test_what_is_no_shape_is_refused(shape: str, reason: str) -> None:
    """Whatever could only give an empty answer, or none, is refused with a sentence in each language."""
    with pytest.raises(ShapeError, match=reason) as refused:
        checked_shape(shape)
    assert set(refused.value.sentences) == {"zh", "en"}
