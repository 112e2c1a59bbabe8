"""/features by shape: what programs that draw one kind of shape a layer, such as QGIS, need to draw everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from graph.store.factory import open_store
from graph.store.formats import Format
from service.app import create_app
from service.settings import Settings

_MIXED = """
@prefix plan: <https://w3id.org/plangraph/ontology#> . @prefix geo: <http://www.opengis.net/ont/geosparql#> .
@base <http://localhost:8080/> .
<id/place/town/mixed> a plan:Place ; geo:hasGeometry <id/geometry/town/mixed> .
<id/geometry/town/mixed> geo:asWKT
  "GEOMETRYCOLLECTION (POINT (121 31), GEOMETRYCOLLECTION (POINT (121.1 31.1), LINESTRING (121 31, 121.2 31)))"
    ^^geo:wktLiteral .
<id/place/town/road> a plan:Place ; geo:hasGeometry <id/geometry/town/road> .
<id/geometry/town/road> geo:asWKT "LINESTRING (121 31, 121.3 31)"^^geo:wktLiteral .
<id/place/town/nowhere> a plan:Place .
<id/project/town/only> a plan:Project ; geo:hasGeometry <id/geometry/town/only> .
<id/geometry/town/only> geo:asWKT "POINT (121 31)"^^geo:wktLiteral .
"""
_JSON = {"Accept": "application/json"}


@pytest.fixture
def mixed() -> Iterator[FlaskClient]:
    """A service over places of several shapes and projects of one."""
    with open_store() as store:
        store.load(_MIXED.encode(), Format.TURTLE, "http://localhost:8080/graph/plan/town")
        served = create_app(Settings(), store)
        yield served.test_client(use_cookies=False)
        served.extensions["plangraph"].searching.stop()


def geometries(client: FlaskClient, collection: str) -> dict[str, Any]:
    """The geometries of a collection by the features' identifiers."""
    found = client.get(f"/features/collections/{collection}/items", headers=_JSON).get_json()
    assert found["numberMatched"] == len(found["features"])
    return {one["id"]: one["geometry"] for one in found["features"]}


def test_a_collection_of_several_shapes_is_listed_by_shape_too(mixed: FlaskClient) -> None:
    """What one layer cannot draw is offered in parts; a collection of one shape, or of none, is not."""
    listed = [one["id"] for one in mixed.get("/features/collections", headers=_JSON).get_json()["collections"]]
    assert listed == ["places", "places-points", "places-lines", "projects", "facilities", "tasks", "schematic"]


def test_each_shape_has_its_parts_of_every_feature(mixed: FlaskClient) -> None:
    """A feature of several shapes is in several collections, with the parts each can draw; one of none is in none."""
    assert set(geometries(mixed, "places")) == {"town/mixed", "town/road", "town/nowhere"}
    assert geometries(mixed, "places-points") == {
        "town/mixed": {"type": "MultiPoint", "coordinates": [[121.0, 31.0], [121.1, 31.1]]}
    }
    assert geometries(mixed, "places-lines") == {
        "town/mixed": {"type": "MultiLineString", "coordinates": [[[121.0, 31.0], [121.2, 31.0]]]},
        "town/road": {"type": "LineString", "coordinates": [[121.0, 31.0], [121.3, 31.0]]},
    }


def test_a_shape_that_is_not_listed_answers_all_the_same(mixed: FlaskClient) -> None:
    """A map drawn with an address keeps working when the data have no such shape for a while."""
    assert geometries(mixed, "places-areas") == {}
    assert set(geometries(mixed, "projects-points")) == {"town/only"}
    assert mixed.get("/features/collections/places-volumes", headers=_JSON).status_code == 404


def test_a_polygon_that_crosses_itself_is_an_area(town: FlaskClient) -> None:
    """It is given as it is written, among the areas, and is found where its repaired form is."""
    areas = geometries(town, "places-areas")
    assert set(areas) == {"town/park", "town/bowtie"}
    assert areas["town/bowtie"]["coordinates"][0][0] == [120.0, 30.0]
