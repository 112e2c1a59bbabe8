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
