"""How two geometries lie to each other: the three families of GeoSPARQL, and any DE-9IM pattern.

Patterns are those of GeoSPARQL 1.1, tables 5 to 7. The second geometry is brought into the reference system of the
first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import shapely

from graph.geo.errors import GeometryError
from graph.geo.values import Spatial

Relation = Callable[[Spatial, Spatial], bool]
Test = Callable[[Any, Any], Any]

_PATTERN = re.compile(r"[TF012*]{9}")


def relate(one: Spatial, other: Spatial, pattern: str) -> bool:
    """Whether the DE-9IM matrix of two geometries matches a pattern; raises GeometryError for what is none."""
    if not _PATTERN.fullmatch(pattern):
        raise GeometryError(f"{pattern[:40]!r} is no pattern of nine of T, F, 0, 1, 2 and *.")
    return bool(shapely.relate_pattern(one.sound, other.within(one.crs).sound, pattern))


def _predicate(test: Test) -> Relation:
    return lambda one, other: bool(test(one.sound, other.within(one.crs).sound))


def _patterns(*patterns: str, areal: bool = False) -> Relation:
    def holds(one: Spatial, other: Spatial) -> bool:
        first, second = one.sound, other.within(one.crs).sound
        if areal and not shapely.get_dimensions(first) == shapely.get_dimensions(second) == 2:
            return False
        return any(bool(shapely.relate_pattern(first, second, pattern)) for pattern in patterns)

    return holds


# A prepared geometry is the quicker one where it is asked, so what is within or covered is asked the other way round.
TESTS: Final[Mapping[str, Test]] = MappingProxyType(
    {
        "sfEquals": shapely.equals,
        "sfDisjoint": shapely.disjoint,
        "sfIntersects": shapely.intersects,
        "sfTouches": shapely.touches,
        "sfCrosses": shapely.crosses,
        "sfWithin": lambda one, other: shapely.contains(other, one),
        "sfContains": shapely.contains,
        "sfOverlaps": shapely.overlaps,
    }
)
"""The relations of Simple Features, of two geometries or of many with one, all of them sound and in one system."""
SIMPLE_FEATURES: Final[Mapping[str, Relation]] = MappingProxyType(
    {name: _predicate(test) for name, test in TESTS.items()}
)
EGENHOFER: Final[Mapping[str, Relation]] = MappingProxyType(
    {
        "ehEquals": _patterns("TFFFTFFFT"),
        "ehDisjoint": _patterns("FF*FF****"),
        "ehMeet": _patterns("FT*******", "F**T*****", "F***T****"),
        "ehOverlap": _patterns("T*T***T**"),
        "ehCovers": _patterns("T*TFT*FF*"),
        "ehCoveredBy": _patterns("TFF*TFT**"),
        "ehInside": _patterns("TFF*FFT**"),
        "ehContains": _patterns("T*TFF*FF*"),
    }
)
RCC8: Final[Mapping[str, Relation]] = MappingProxyType(
    {
        "rcc8eq": _patterns("TFFFTFFFT", areal=True),
        "rcc8dc": _patterns("FFTFFTTTT", areal=True),
        "rcc8ec": _patterns("FFTFTTTTT", areal=True),
        "rcc8po": _patterns("TTTTTTTTT", areal=True),
        "rcc8tppi": _patterns("TTTFTTFFT", areal=True),
        "rcc8tpp": _patterns("TFFTTFTTT", areal=True),
        "rcc8ntpp": _patterns("TFFTFFTTT", areal=True),
        "rcc8ntppi": _patterns("TTTFFTFFT", areal=True),
    }
)
RELATIONS: Final[Mapping[str, Relation]] = MappingProxyType({**SIMPLE_FEATURES, **EGENHOFER, **RCC8})
"""All relations by the names that they have as functions and as properties."""

DISTANT: Final = frozenset({"sfDisjoint", "ehDisjoint", "rcc8dc"})
"""The relations that hold between geometries that have no point in common."""
