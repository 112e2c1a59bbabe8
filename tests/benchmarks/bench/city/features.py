"""The city's places with geometries, as many as asked for: what spatial questions are measured on.

The city is invented, and so is where it lies: a square of 60 km in the open East China Sea, where no town can be
mistaken for it. Its coordinates are longitudes and latitudes of CRS84, as those of a plan's places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi, radians, sin
from random import Random

from rdflib.namespace import GEO

from bench.city import terms as t
from ontology.namespaces import SF

WEST, SOUTH = 124.0, 29.0  # degrees; the corner of the square
SIDE = 60_000.0  # metres
TOWNS = 100
TOWN_SPREAD = 1_500.0  # metres, the standard deviation of a town's places about its middle
STATEMENTS = 9  # of each feature
AREAS = 0.05  # of the features are areas, the others are points

_METRES_PER_DEGREE = 111_195.0

Place = tuple[float, float]
"""Metres to the east and to the north of the square's corner."""


@dataclass(frozen=True, slots=True)
class Features:
    """The towns of the city of one seed, and the things in them."""

    seed: int
    base: str

    def lines(self, number: int) -> Iterator[str]:
        """The N-Quads of so many features, `STATEMENTS` a feature."""
        random = self._random("features")
        middles = self.towns()
        graph = f"<{self.base}graph/geometry/city>"
        for position in range(number):
            town = random.randrange(TOWNS)
            at = _near(middles[town], TOWN_SPREAD, random)
            is_area = random.random() < AREAS
            shape = ring(at, random.uniform(60, 400), random) if is_area else f"POINT ({degrees(at)})"
            accuracy = random.choice((5, 20, 100))
            for subject, name, value in self._statements(position, town, shape, accuracy):
                yield f"{subject} {name} {value} {graph} .\n"

    def towns(self) -> list[Place]:
        """The middles of the towns."""
        random = self._random("towns")
        return [(random.uniform(0, SIDE), random.uniform(0, SIDE)) for _ in range(TOWNS)]

    def town_iri(self, number: int) -> str:
        """The name of a town."""
        return f"<{self.base}id/place/city/town{number}>"

    def about_towns(self, what: str, number: int) -> list[Place]:
        """So many places to ask about, each near the middle of a town; others for each `what`."""
        random = self._random(what)
        return [_near(random.choice(self.towns()), TOWN_SPREAD, random) for _ in range(number)]

    def _statements(self, position: int, town: int, shape: str, accuracy: int) -> Iterator[tuple[str, str, str]]:
        place = f"<{self.base}id/place/town{town}/p{position}>"
        geometry = f"<{self.base}id/geometry/city/p{position}>"
        yield place, t.A, t.plan("Place")
        yield place, t.LABEL, t.text(f"地点{position}", "zh")
        yield place, t.plan("within"), self.town_iri(town)
        yield place, t.iri(GEO.hasGeometry), geometry
        yield place, t.iri(GEO.hasDefaultGeometry), geometry
        yield geometry, t.A, t.iri(GEO.Geometry)
        yield geometry, t.A, t.iri(SF[shape.partition(" ")[0].capitalize()])
        yield geometry, t.iri(GEO.asWKT), f'"{shape}"^^<{GEO.wktLiteral}>'
        yield geometry, t.iri(GEO.hasMetricSpatialAccuracy), t.typed(accuracy, "double")

    def _random(self, what: str) -> Random:
        return Random(f"{self.seed} {what}")  # noqa: S311 - figures to measure with, not secrets


def degrees(at: Place) -> str:
    """A place as longitude and latitude, to some centimetres."""
    north = SOUTH + at[1] / _METRES_PER_DEGREE
    return f"{WEST + at[0] / _METRES_PER_DEGREE / cos(radians(SOUTH)):.7f} {north:.7f}"


def ring(at: Place, radius: float, random: Random) -> str:
    """A polygon about a place, of 8 to 16 corners none of which is farther from it; it never crosses itself."""
    corners = random.randint(8, 16)
    turns = [2 * pi * (corner + random.uniform(0, 0.9)) / corners for corner in range(corners)]
    reaches = [radius * random.uniform(0.6, 1) for _ in turns]
    ends = [(at[0] + reach * cos(turn), at[1] + reach * sin(turn)) for turn, reach in zip(turns, reaches, strict=True)]
    return f"POLYGON (({', '.join(map(degrees, [*ends, ends[0]]))}))"


def _near(middle: Place, spread: float, random: Random) -> Place:
    return random.gauss(middle[0], spread), random.gauss(middle[1], spread)
