"""Shapes that are given in WKT, checked before anything is asked with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from geomet import InvalidGeoJSONException, wkt

MOST_CORNERS = 20_000
_MOST_CHARACTERS = 60 * MOST_CORNERS

# GeoSPARQL 1.1, 8.5.1: without the IRI of a reference system a literal is in CRS84, longitude first.
_CRS = re.compile(r"\s*<([^>]*)>\s*")
_CRS84 = re.compile(r"https?://www\.opengis\.net/def/crs/OGC/(?:1\.3|0)/CRS84")
_PLAIN = re.compile(
    r"\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\s*\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\)\s*", re.I
)
_LONGITUDES, _LATITUDES = 180, 90
_LEAST_OF_RING = 4


class ShapeError(ValueError):
    """A text that is no shape to ask with; `sentences` say why, in each language."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.sentences: Mapping[str, str] = {"zh": zh, "en": en}


def checked_shape(text: str) -> str:
    """Return a shape in CRS84 without the system's IRI, all of its spaces single. Raises ShapeError.

    What it must be: a point, a line, a polygon, or several of them, in degrees with the longitude first, its rings
    closed, with at most 20,000 corners.
    """
    if len(text) > _MOST_CHARACTERS:
        raise _too_many()
    crs = _CRS.match(text)
    if crs and not _CRS84.fullmatch(crs[1]):
        raise ShapeError(
            f"坐标系 <{crs[1]}> 不能用于这里,请改用 CRS84(经度在前)。",
            f"the reference system <{crs[1]}> cannot be asked with here; use CRS84, longitude first.",
        )
    shape = text[crs.end() :] if crs else text
    _check(_parsed(shape))
    return " ".join(shape.split())


def _parsed(shape: str) -> Mapping[str, Any]:
    try:
        if not _PLAIN.fullmatch(shape):
            raise ValueError(shape)
        found: Mapping[str, Any] = wkt.loads(shape.upper())
        corners = list(_corners(found["coordinates"]))
        if not corners or not all(len(corner) > 1 for corner in corners):
            raise ValueError(shape)
    except (ValueError, TypeError, IndexError, InvalidGeoJSONException, StopIteration):
        raise ShapeError(
            "不是合法的 WKT,例如应写作 POLYGON((121.36 31.15, 121.38 31.15, 121.37 31.17, 121.36 31.15))。",
            "this is no WKT; write, for example, POLYGON((121.36 31.15, 121.38 31.15, 121.37 31.17, 121.36 31.15)).",
        ) from None
    return found


def _check(shape: Mapping[str, Any]) -> None:
    corners = list(_corners(shape["coordinates"]))
    if len(corners) > MOST_CORNERS:
        raise _too_many()
    for longitude, latitude, *_ in corners:
        if abs(latitude) > _LATITUDES >= abs(longitude):
            raise ShapeError(
                f"“{longitude} {latitude}”像是纬度写在了前面,请先写经度。",
                f"“{longitude} {latitude}” looks as if the latitude came first; the longitude does.",
            )
        if not (abs(longitude) <= _LONGITUDES and abs(latitude) <= _LATITUDES):  # nor what is no number
            raise ShapeError(
                f"“{longitude} {latitude}”不是经纬度(度)。",
                f"“{longitude} {latitude}” is no longitude and latitude in degrees.",
            )
    for ring in _rings(shape):
        if len(ring) < _LEAST_OF_RING or ring[0] != ring[-1]:
            raise ShapeError(
                "多边形的边界没有闭合:最后一点要与第一点相同,且至少有三个不同的点。",
                "a polygon's outline is not closed: it ends where it begins, after three different points or more.",
            )


def _corners(coordinates: Sequence[Any]) -> Iterator[Sequence[float]]:
    if coordinates and not isinstance(coordinates[0], list | tuple):
        yield coordinates
        return
    for part in coordinates:
        yield from _corners(part)


def _rings(shape: Mapping[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    if shape["type"] == "Polygon":
        yield from shape["coordinates"]
    elif shape["type"] == "MultiPolygon":
        for polygon in shape["coordinates"]:
            yield from polygon


def _too_many() -> ShapeError:
    return ShapeError(
        f"图形的点太多,最多 {MOST_CORNERS} 个,请先简化。",
        f"the shape has too many corners; simplify it to at most {MOST_CORNERS}.",
    )
