"""What filters are made of: patterns, periods, boxes, and how deep a filter may go."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from datetime import date

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from queries.features.areas import box, read_box
from queries.features.errors import FeatureRequestError
from queries.features.filtering.parsing import JSON, TEXT, parse
from queries.features.filtering.patterns import matcher
from queries.features.geometries import read_shapes
from queries.features.periods import Period, covered
from queries.features.systems import CRS84, SYSTEMS, system


@given(st.text("ab%_", max_size=8), st.text("ab", max_size=8))
def test_like_is_what_a_regular_expression_would_find(pattern: str, text: str) -> None:
    """% is any text and _ any character, wherever they stand."""
    expression = "".join({"%": ".*", "_": "."}.get(one, one) for one in pattern)
    assert matcher(pattern)(text) == (re.fullmatch(expression, text) is not None)


def test_like_takes_what_is_escaped_as_it_is() -> None:
    r"""\% and \_ are themselves, as any character of a regular expression is."""
    assert matcher(r"100\%")("100%")
    assert not matcher(r"100\%")("1000")
    assert matcher("a.c%")("a.cd")
    assert not matcher("a.c%")("abcd")


def test_no_pattern_takes_long() -> None:
    """A pattern over which a regular expression would go back for years is matched at once."""
    start = time.monotonic()
    assert not matcher("%a" * 40 + "b")("a" * 2000)
    assert time.monotonic() - start < 1


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025-03-05", date(2025, 3, 5), date(2025, 3, 5)),
        ("2025-03-05+08:00", date(2025, 3, 5), date(2025, 3, 5)),
    ],
)
def test_a_date_covers_its_days(written: str, start: date, end: date) -> None:
    """A year and a month are all of their days."""
    assert covered(written) == Period(start, end)


@pytest.mark.parametrize("written", ["soon", "2025-13", "2025-02-30", "0000", ""])
def test_what_is_no_date_covers_nothing(written: str) -> None:
    """Nothing is guessed."""
    assert covered(written) is None


def test_a_box_across_the_antimeridian_is_two() -> None:
    """West is greater than east there, in degrees only."""
    found = box([170, -10, -170, 10], CRS84, "bbox")
    assert found.geom_type == "MultiPolygon"
    assert found.area == pytest.approx(400)
    with pytest.raises(FeatureRequestError, match="below"):
        box([10, 0, 0, 5], system("EPSG:3857", "bbox-crs"), "bbox")


@given(st.text(max_size=30))
def test_any_text_is_a_box_or_is_refused(text: str) -> None:
    """Whatever is given as a box, in whichever system, is read or refused with a sentence."""
    for known in SYSTEMS:
        for given_text in (text, f"{text},1,2,3", "1e308,1e308,1e308,1e308"):
            with suppress(FeatureRequestError):
                assert isinstance(read_box(given_text, known, "bbox"), shapely.Geometry)


@given(st.text(max_size=60), st.sampled_from([TEXT, JSON]))
def test_any_text_is_a_filter_or_is_refused(text: str, language: str) -> None:
    """The parser reads what it is given or refuses it, and never ends the process."""
    with suppress(FeatureRequestError):
        assert parse(text, language) is not None


def test_a_geometry_with_hundreds_of_thousands_of_corners_is_read() -> None:
    """A polygon of some ten megabytes takes its time, and no more."""
    ring = shapely.Point(121, 31).buffer(0.5, quad_segs=50_000)
    (shape,) = read_shapes([shapely.to_wkt(ring, rounding_precision=-1)]).values()
    assert shape.problem is None
    assert shape.sound is not None
    assert shape.sound.area == pytest.approx(0.785, abs=1e-3)
