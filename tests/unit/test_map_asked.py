"""What the address of a map asks for."""

from __future__ import annotations

import pytest

from queries.errors import ParameterError
from service.located.asked import read_asked

SQUARE = "POLYGON((121 31, 122 31, 122 32, 121 32, 121 31))"


def test_filters_and_shape_are_the_questions_values() -> None:
    """What is empty is not asked for; the rest goes to the questions under their names."""
    asked = read_asked({"unit": " 经发办 ", "goal": "", "due": "2025", "area": SQUARE, "at": "121,31,12"})
    assert asked.values == {"unit": "经发办", "due": "2025", "area": SQUARE}
    assert asked.address == asked.values
    assert not asked.schematic


@pytest.mark.parametrize("corners", ["121 31\n122 31\n122 32\n121 32\n", "121,31;122,31;122,32;121,32;121,31"])
def test_corners_make_a_polygon(corners: str) -> None:
    """Corners, a line each, are closed to a polygon; so is a list on one line."""
    assert read_asked({"area": corners}).values == {"area": SQUARE}
    assert read_asked({"area": corners}).address == {"area": corners.strip()}


def test_a_circle_is_a_centre_and_metres() -> None:
    """Three numbers are a circle, which the address keeps as it has it."""
    asked = read_asked({"lon": "121.36", "lat": "31.15", "metres": "500"})
    assert asked.values == {"centre": "POINT(121.36 31.15)", "metres": "500"}
    assert asked.address == {"lon": "121.36", "lat": "31.15", "metres": "500"}


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"area": "121 31\n122 31"}, "area"),
        ({"area": "121 31\n九星\n122 32"}, "area"),
        ({"lon": "east", "lat": "31", "metres": "5"}, "lon"),
        ({"lon": "121", "metres": "5"}, "lat"),
        ({"lon": "121", "lat": "31"}, "metres"),
    ],
)
def test_half_a_shape_is_refused(given: dict[str, str], name: str) -> None:
    """What is missing or no number is named."""
    with pytest.raises(ParameterError) as refused:
        read_asked(given)
    assert refused.value.name == name
