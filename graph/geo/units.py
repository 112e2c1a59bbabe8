"""Units of measure by IRI: OGC's own, and those of QUDT; a name is never enough."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import Final

from graph.geo.errors import UnknownUnit

OGC: Final = "http://www.opengis.net/def/uom/OGC/1.0/"
QUDT: Final = "http://qudt.org/vocab/unit/"
METRE: Final = f"{OGC}metre"
EARTH_RADIUS: Final = 6_371_008.7714
"""Metres: the mean radius of the GRS 80 ellipsoid (IUGG), by which an angle is told as a length and back."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: so many metres, or so many radians; neither for unity, which is the coordinates' own unit."""

    iri: str
    metres: float | None = None
    radians: float | None = None

    @property
    def length(self) -> float | None:
        """Metres of one unit; an angle is an arc on the mean sphere."""
        return self.metres if self.radians is None else self.radians * EARTH_RADIUS


_LENGTHS = {"metre": 1.0, "kilometre": 1000.0, "centimetre": 0.01, "millimetre": 0.001, "statuteMile": 1609.344}
_QUDT_LENGTHS = {
    **{"M": 1.0, "KiloM": 1000.0, "CentiM": 0.01, "MilliM": 0.001, "FT": 0.3048, "YD": 0.9144},
    **{"MI": 1609.344, "MI_N": 1852.0, "LI-CN": 500.0},
}
_AREAS = {f"{OGC}squareMetre": 1.0, f"{OGC}squareKilometre": 1e6}
_QUDT_AREAS = {"M2": 1.0, "KiloM2": 1e6, "HA": 1e4, "AC": 4046.8564224}

LENGTHS: Final = {
    **{OGC + name: Unit(OGC + name, metres=metres) for name, metres in _LENGTHS.items()},
    **{QUDT + name: Unit(QUDT + name, metres=metres) for name, metres in _QUDT_LENGTHS.items()},
    **{iri: Unit(iri, radians=1.0) for iri in (f"{OGC}radian", f"{QUDT}RAD")},
    **{iri: Unit(iri, radians=pi / 180) for iri in (f"{OGC}degree", f"{QUDT}DEG")},
    **{iri: Unit(iri) for iri in (f"{OGC}unity", f"{QUDT}UNITLESS")},
}
AREAS: Final = {**_AREAS, **{QUDT + name: size for name, size in _QUDT_AREAS.items()}}
"""Square metres of one unit. A unit of length stands for its square, as in OGC's own examples."""


def unit_of_length(iri: str) -> Unit:
    """The unit of an IRI, for a length or a distance; raises UnknownUnit."""
    try:
        return LENGTHS[iri]
    except KeyError:
        raise UnknownUnit(f"<{iri[:200]}> is no unit of length that is known here; <{METRE}> is one.") from None


def square_metres(iri: str) -> float | None:
    """Square metres of one unit of area, or of the square of a unit of length; None for unity. Raises UnknownUnit."""
    if iri in AREAS:
        return AREAS[iri]
    length = unit_of_length(iri).length
    return None if length is None else length**2
