"""What is told of GeoSPARQL is what there is, and which queries need the libraries of geometry."""

from __future__ import annotations

import subprocess
import sys

import pytest

from graph.geo.functions import AGGREGATE_TABLE, FUNCTION_TABLE
from graph.geo.names import (
    AGGREGATE_NAMES,
    FUNCTION_NAMES,
    FUNCTIONS,
    OUR_FUNCTION_NAMES,
    OURS,
    RELATION_NAMES,
    speaks_of_geometry,
)
from graph.geo.relations import RELATIONS
from ontology.namespaces import sparql_prologue

ALL = sparql_prologue()


def test_the_names_are_those_of_the_functions() -> None:
    """The service tells names without importing what computes."""
    told = {FUNCTIONS + name for name in (*RELATION_NAMES, *FUNCTION_NAMES)} | {
        OURS + name for name in OUR_FUNCTION_NAMES
    }
    assert told == set(FUNCTION_TABLE)
    assert set(RELATION_NAMES) == set(RELATIONS)
    assert {FUNCTIONS + name for name in AGGREGATE_NAMES} == set(AGGREGATE_TABLE)


def test_a_store_imports_no_library_of_geometry_before_it_is_asked_for_geometry() -> None:
    """They take 40 MB and a quarter of a second, which a service that is asked other things does not spend."""
    asked = (
        "import sys\n"
        "from graph.store.embedded import EmbeddedStore\n"
        "store = EmbeddedStore()\n"
        "store.query('SELECT * { ?s ?p ?o }').read()\n"
        "assert not {'shapely', 'pyproj', 'numpy', 'prcoords'} & sys.modules.keys()\n"
        "store.query('ASK { FILTER(<http://www.opengis.net/def/function/geosparql/isEmpty>(1)) }').read()\n"
        "assert 'shapely' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", asked], check=True)


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
