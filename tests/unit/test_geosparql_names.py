"""What is told of GeoSPARQL is what there is."""

from __future__ import annotations

import subprocess
import sys

from graph.geo.functions import AGGREGATE_TABLE, FUNCTION_TABLE
from graph.geo.names import AGGREGATE_NAMES, FUNCTION_NAMES, FUNCTIONS, OUR_FUNCTION_NAMES, OURS, RELATION_NAMES
from graph.geo.relations import RELATIONS


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
