"""The coordinate reference systems features are given in, each in the axis order of its authority."""

from __future__ import annotations

from dataclasses import dataclass

from queries.features.errors import FeatureRequestError

OGC = "http://www.opengis.net/def/crs/OGC/1.3/"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"


@dataclass(frozen=True, slots=True)
class System:
    """A reference system: its URI and code, and whether its axes are angles."""

    uri: str
    code: str
    title: str
    is_geographic: bool
    decimals: int  # that a coordinate is rounded to: less than a millimetre


CRS84 = System(OGC + "CRS84", "OGC:CRS84", "WGS 84 (longitude, latitude)", is_geographic=True, decimals=9)
SYSTEMS = (
    CRS84,
    System(EPSG + "4326", "EPSG:4326", "WGS 84 (latitude, longitude)", is_geographic=True, decimals=9),
    System(EPSG + "4490", "EPSG:4490", "CGCS2000 (latitude, longitude)", is_geographic=True, decimals=9),
    System(EPSG + "4549", "EPSG:4549", "CGCS2000 / 3-degree Gauss-Kruger CM 120E", is_geographic=False, decimals=4),
    System(EPSG + "3857", "EPSG:3857", "WGS 84 / Pseudo-Mercator", is_geographic=False, decimals=4),
)


def system(given: str, parameter: str) -> System:
    """The system of a URI, a CURIE in brackets or not, or a URN; raises FeatureRequestError."""
    for known in SYSTEMS:
        authority, _, name = known.code.partition(":")
        urn = f"urn:ogc:def:crs:{authority}:{'1.3' if authority == 'OGC' else ''}:{name}"
        if given.strip("[]") in (known.uri, known.uri.replace("http:", "https:", 1), known.code, urn):
            return known
    offered = ", ".join(known.uri for known in SYSTEMS)
    raise FeatureRequestError(
        parameter, f"{parameter} names {given[:100]!r}, which is not offered; there are {offered}."
    )
