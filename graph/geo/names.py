"""The IRIs of GeoSPARQL 1.1, and of our functions beside it; imported without any library of geometry."""

from __future__ import annotations

import re
from typing import Final

from ontology.namespaces import GEOF, PLANGRAPH, PREFIXES

_GEO: Final = str(PREFIXES["geo"])
OURS: Final = f"{PLANGRAPH}function/geo#"
"""Functions that the standard has not: Chinese datums, and what is doubtful about a geometry."""

FUNCTIONS: Final = str(GEOF)
WKT: Final = f"{_GEO}wktLiteral"
GEOJSON: Final = f"{_GEO}geoJSONLiteral"
GML: Final = f"{_GEO}gmlLiteral"
KML: Final = f"{_GEO}kmlLiteral"
DATATYPES: Final = frozenset({WKT, GEOJSON, GML, KML})

SERIALIZATIONS: Final = tuple(f"{_GEO}{name}" for name in ("asWKT", "asGeoJSON", "asGML", "asKML", "hasSerialization"))
"""The properties whose objects are geometry literals."""

SIMPLE_FEATURES: Final = "http://www.opengis.net/ont/sf#"

RELATION_NAMES: Final = (
    *("sfEquals", "sfDisjoint", "sfIntersects", "sfTouches", "sfCrosses", "sfWithin", "sfContains"),
    *("sfOverlaps", "ehEquals", "ehDisjoint", "ehMeet", "ehOverlap", "ehCovers", "ehCoveredBy", "ehInside"),
    *("ehContains", "rcc8eq", "rcc8dc", "rcc8ec", "rcc8po", "rcc8tppi", "rcc8tpp", "rcc8ntpp", "rcc8ntppi"),
)
"""The topological relations, which are functions and properties alike."""
FUNCTION_NAMES: Final = (
    *("relate", "distance", "metricDistance", "length", "metricLength", "perimeter", "metricPerimeter"),
    *("area", "metricArea", "buffer", "metricBuffer", "convexHull", "concaveHull", "boundary", "envelope"),
    *("boundingCircle", "centroid", "intersection", "union", "difference", "symDifference", "transform"),
    *("geometryN", "getSRID", "dimension", "coordinateDimension", "spatialDimension", "isEmpty"),
    *("isSimple", "is3D", "isMeasured", "geometryType", "numGeometries", "minX", "minY", "maxX"),
    *("maxY", "minZ", "maxZ", "asWKT", "asGeoJSON", "asGML", "asKML"),
)
"""The standard's other functions."""
AGGREGATE_NAMES: Final = (
    *("aggBoundingBox", "aggBoundingCircle", "aggCentroid", "aggConcaveHull", "aggConvexHull", "aggConcatLines"),
    *("aggUnion",),
)
OUR_FUNCTION_NAMES: Final = (
    *("wgs84ToGcj02", "gcj02ToWgs84", "wgs84ToBd09", "bd09ToWgs84", "gcj02ToBd09", "bd09ToGcj02"),
    *("likelyDatum", "doubts"),
)

_SPEC: Final = "http://www.opengis.net/spec/geosparql/1.1/conf/"
CONFORMANCE_CLASSES: Final = tuple(
    _SPEC + name for name in ("core", "topology-vocab-extension", "geometry-extension", "geometry-topology-extension")
)
"""Those that are met whole (docs/geosparql.md); the geometry extension for WKT, GML, GeoJSON and KML."""

_SPOKEN: Final = (FUNCTIONS, OURS, _GEO)
_PREFIX: Final = re.compile(r"\bPREFIX\s+([^\s:<]*):\s*<([^>]*)>", re.IGNORECASE)
_RELATION: Final = "(?:sf|eh|rcc8)[A-Za-z]"


def speaks_of_geometry(text: str) -> bool:
    """Whether a query or update calls the functions of GeoSPARQL, or ours, or asks for a relation as a property.

    Prefixes that are declared and not used, and geometries that are only looked up, are nothing that needs them.
    """
    if not any(name in text for name in _SPOKEN):
        return False
    declared = _PREFIX.findall(text)
    used = _PREFIX.sub(" ", text)
    if any(f"<{name}" in used for name in (FUNCTIONS, OURS)):
        return True
    if any(iri in (FUNCTIONS, OURS) and _is_used(prefix, used) for prefix, iri in declared):
        return True
    return re.search(f"<{re.escape(_GEO)}{_RELATION}", used) is not None or any(
        iri == _GEO and _is_used(prefix, used, _RELATION) for prefix, iri in declared
    )


def _is_used(prefix: str, text: str, name: str = "") -> bool:
    return re.search(rf"(?<![\w.-]){re.escape(prefix)}:{name}", text) is not None
