"""GeoJSON geometries: whether they can be right, and as WKT."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# China, its sea included, in degrees: what lies outside is a mistake, mostly of the order of the two numbers.
WEST, SOUTH, EAST, NORTH = 73.0, 3.0, 136.0, 54.0

# How deep the positions of each kind lie in `coordinates`, and the fewest that the innermost list has.
_SHAPES = {
    "Point": (0, 1),
    "MultiPoint": (1, 1),
    "LineString": (1, 2),
    "MultiLineString": (2, 2),
    "Polygon": (2, 4),
    "MultiPolygon": (3, 4),
}
KINDS = tuple(_SHAPES)


def check_geometry(geometry: Any) -> str | None:
    """What is wrong with a GeoJSON geometry, in words; None where nothing is seen to be wrong."""
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if kind not in _SHAPES:
        return f"the geometry is a {kind or type(geometry).__name__}, and should be one of {', '.join(KINDS)}"
    depth, fewest = _SHAPES[kind]
    try:
        lists = list(_lists(geometry.get("coordinates"), depth))
    except (TypeError, ValueError):
        return f"the coordinates are not those of a {kind}: [longitude, latitude] in as many brackets as it needs"
    if not lists:
        return f"the {kind} is empty"
    return next(filter(None, (_wrong(positions, kind, fewest) for positions in lists)), None)


def as_wkt(geometry: Mapping[str, Any]) -> str:
    """A GeoJSON geometry as WKT in CRS84: longitude first, heights left out."""
    kind: str = geometry["type"]
    coordinates = geometry["coordinates"]
    text = f"({_pair(coordinates)})" if kind == "Point" else _text(coordinates)
    return f"{kind.upper()} {text}"


def positions_of(geometry: Mapping[str, Any]) -> Iterator[tuple[float, float]]:
    """Every position of a geometry."""
    depth, _ = _SHAPES[geometry["type"]]
    for positions in _lists(geometry["coordinates"], depth):
        yield from positions


def _lists(coordinates: Any, depth: int) -> Iterator[list[tuple[float, float]]]:
    """The innermost lists of positions."""
    if depth > 1:
        for part in _listed(coordinates):
            yield from _lists(part, depth - 1)
    else:
        yield [_position(part) for part in (_listed(coordinates) if depth else [coordinates])]


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise TypeError("no list")
    return list(value)


def _position(value: Any) -> tuple[float, float]:
    numbers = _listed(value)
    if not 2 <= len(numbers) <= 4 or any(isinstance(n, bool) or not isinstance(n, int | float) for n in numbers):
        raise ValueError("no position")
    return float(numbers[0]), float(numbers[1])


def _wrong(positions: list[tuple[float, float]], kind: str, fewest: int) -> str | None:
    if len(positions) < fewest:
        return f"a {kind} has a list of {len(positions)} positions, and needs {fewest}"
    if kind.endswith("Polygon") and positions[0] != positions[-1]:
        return f"a ring of the {kind} does not end where it begins"
    return next(filter(None, map(_misplaced, positions)), None)


def _misplaced(position: tuple[float, float]) -> str | None:
    x, y = position
    if WEST <= x <= EAST and SOUTH <= y <= NORTH:
        return None
    if WEST <= y <= EAST and SOUTH <= x <= NORTH:
        return f"({x:g}, {y:g}) has the latitude first; GeoJSON has the longitude first: [{y:g}, {x:g}]"
    return f"({x:g}, {y:g}) is outside China ({WEST:g} to {EAST:g} east, {SOUTH:g} to {NORTH:g} north), in degrees"


def _text(coordinates: Any) -> str:
    if isinstance(coordinates[0][0], int | float):
        return f"({', '.join(map(_pair, coordinates))})"
    return f"({', '.join(map(_text, coordinates))})"


def _pair(position: Any) -> str:
    return f"{_number(position[0])} {_number(position[1])}"


def _number(value: float) -> str:
    """Nine digits after the point are a tenth of a millimetre."""
    return f"{value:.9f}".rstrip("0").rstrip(".")
