"""The IRIs of GeoSPARQL 1.1, and of our functions beside it; imported without any library of geometry."""

from __future__ import annotations

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

_SPOKEN: Final = (FUNCTIONS, OURS, _GEO)


def speaks_of_geometry(text: str) -> bool:
    """Whether a query or update names the functions or the vocabulary of GeoSPARQL, or ours."""
    return any(name in text for name in _SPOKEN)
