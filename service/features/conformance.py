"""The conformance classes that are truly met; tests/contract/test_features_*.py names their requirements."""

from __future__ import annotations

_FEATURES = "http://www.opengis.net/spec/ogcapi-features-{}/1.0/conf/{}"
_CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf/{}"

JSON_FG_CORE = "http://www.opengis.net/spec/json-fg-1/0.3/conf/core"
CLASSES = (
    *(_FEATURES.format(1, name) for name in ("core", "oas30", "html", "geojson")),
    _FEATURES.format(2, "crs"),
    *(_FEATURES.format(3, name) for name in ("queryables", "queryables-query-parameters", "filter", "features-filter")),
    *(
        _CQL2.format(name)
        for name in (
            *("cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators"),
            *("case-insensitive-comparison", "accent-insensitive-comparison"),
            *("basic-spatial-functions", "basic-spatial-functions-plus", "spatial-functions"),
            *("temporal-functions", "array-functions", "property-property", "arithmetic"),
        )
    ),
    JSON_FG_CORE,
)
