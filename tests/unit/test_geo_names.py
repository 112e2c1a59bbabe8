"""Which queries need the libraries of geometry: those that use them, whatever they declare."""

from __future__ import annotations

import pytest

from graph.geo.names import speaks_of_geometry
from ontology.namespaces import sparql_prologue

ALL = sparql_prologue()


@pytest.mark.parametrize(
    "query",
    [
        f"{ALL} SELECT (geof:area(?w) AS ?a) {{ ?x geo:asWKT ?w }}",
        "PREFIX f: <http://www.opengis.net/def/function/geosparql/> ASK { FILTER(f:isEmpty(?x)) }",
        "PREFIX : <http://www.opengis.net/def/function/geosparql/> ASK { FILTER(:isEmpty(?x)) }",
        "ASK { FILTER(<http://www.opengis.net/def/function/geosparql/sfWithin>(?a, ?b)) }",
        "ASK { FILTER(<https://w3id.org/plangraph/function/geo#doubt>(?a)) }",
        f"{ALL} ASK {{ ?a geo:sfWithin ?b }}",
        f"{ALL} ASK {{ ?a geo:rcc8ntpp|geo:ehInside ?b }}",
        "prefix g:<http://www.opengis.net/ont/geosparql#> ASK { ?a g:ehInside ?b }",
        "ASK { ?a <http://www.opengis.net/ont/geosparql#sfTouches> ?b }",
    ],
)
def test_what_is_used_is_found(query: str) -> None:
    """Functions and relations, with any prefix or none."""
    assert speaks_of_geometry(query)


@pytest.mark.parametrize(
    "query",
    [
        f"{ALL} SELECT * {{ ?s ?p ?o }}",
        f"{ALL} SELECT ?w {{ ?x geo:hasGeometry/geo:asWKT ?w }}",
        f'{ALL} SELECT * {{ ?s ?p "POINT (1 2)"^^geo:wktLiteral }}',
        "SELECT * { ?s ?p ?o }",
        "PREFIX f: <http://www.opengis.net/def/function/geosparql/> ASK { ?half ?of ?f }",
    ],
)
def test_a_prefix_alone_is_no_use(query: str) -> None:
    """What is only declared, and geometries that are only looked up, load nothing."""
    assert not speaks_of_geometry(query)
