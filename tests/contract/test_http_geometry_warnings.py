"""What looks wrong with the geometries of a query or an update is told beside its answer."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from graph.store.embedded import EmbeddedStore
from graph.store.factory import open_store
from service.app import create_app
from service.settings import Settings
from service.sparql.geometry_warnings import geometry_warnings
from service.words.editor import editor_words

PREFIX = "PREFIX geo: <http://www.opengis.net/ont/geosparql#> PREFIX geof: <http://www.opengis.net/def/function/geosparql/>\n"
WKT = {
    "unreadable": "POINT (",
    "empty": "POINT EMPTY",
    "invalid": "POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))",
    "latitude": "POINT (31.16 121.36)",
    "axes-swapped": "POINT (30 80)",
    "longitude": "POINT (200 10)",
    "wide": "POLYGON ((179 0, -179 0, -179 1, 179 1, 179 0))",
}
SWAPPED = f'{PREFIX}ASK {{ ?g geo:asWKT ?w FILTER(geof:sfWithin(?w, "{WKT["latitude"]}"^^geo:wktLiteral)) }}'
TOLD = (
    'latitude;line=2;column=48;detail="A latitude is beyond 90 degrees; the axes are swapped, or it is not in degrees."'
)


@pytest.mark.parametrize("kind", WKT)
def test_each_kind_of_doubt_has_a_header_and_its_words(client: FlaskClient, kind: str) -> None:
    """A token, the place and a sentence in the header; on the page, a sentence in the reader's language."""
    query = f'{PREFIX}ASK {{ BIND ("{WKT[kind]}"^^geo:wktLiteral AS ?w) }}'
    header = client.get("/sparql", query_string={"query": query}).headers["Geometry-Warning"]
    assert re.fullmatch(rf'{kind};line=2;column=13;detail="[ -~]+"', header)
    for language in ("zh", "en"):
        asked = {"query": query, "format": "html", "lang": language}
        assert editor_words(language)[f"geometry_{kind}"] in client.get("/sparql", query_string=asked).text


def test_swapped_axes_are_told_beside_an_empty_answer_in_every_format(client: FlaskClient) -> None:
    """By GET and POST, asked again and again (an answer that was kept tells it too)."""
    rows = SWAPPED.replace("ASK", "SELECT ?g")
    for media in (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "application/geo+json",
    ):
        for _ in range(3):
            response = client.get("/sparql", query_string={"query": rows}, headers={"Accept": media})
            assert response.headers["Geometry-Warning"] == TOLD.replace("48", "54")
    response = client.post("/sparql", data={"query": SWAPPED})
    assert response.headers["Geometry-Warning"] == TOLD
    assert "Geometry-Warning" in response.headers["Access-Control-Expose-Headers"]


def test_it_is_told_of_a_query_that_another_server_answers(oxigraph_server: str) -> None:
    """Which has functions of its own, and says nothing of geometries."""
    with open_store(oxigraph_server) as store:
        app = create_app(Settings(store=oxigraph_server), store)
        response = app.test_client().get("/sparql", query_string={"query": SWAPPED})
        assert response.status_code == 200
        assert response.headers["Geometry-Warning"] == TOLD


def test_nothing_is_told_where_nothing_is_doubted(client: FlaskClient) -> None:
    """A query of other things, one with sound geometries, and one too long to be looked at."""
    sound = SWAPPED.replace(WKT["latitude"], "POINT (121.36 31.16)")
    for query in ("ASK { ?s ?p ?o }", sound, SWAPPED + "#" * 100_000):
        response = client.post("/sparql", data={"query": query})
        assert response.status_code == 200
        assert "Geometry-Warning" not in response.headers


def test_no_more_than_ten_are_told() -> None:
    """Of a text with many."""
    assert len(geometry_warnings(PREFIX + 50 * '"POINT EMPTY"^^geo:wktLiteral ')) == 10


def test_an_update_is_told_of_the_geometries_that_it_writes() -> None:
    """It is carried out as it was sent."""
    store = EmbeddedStore()
    client = create_app(Settings(write_token="secret-secret-secret"), store).test_client()  # noqa: S106
    update = f'{PREFIX}INSERT DATA {{ GRAPH <urn:x:g> {{ <urn:x:s> geo:asWKT "{WKT["latitude"]}"^^geo:wktLiteral }} }}'
    headers = {"Authorization": "Bearer secret-secret-secret"}
    response = client.post("/update", data={"update": update}, headers=headers)
    assert response.status_code == 204, response.text
    assert response.headers["Geometry-Warning"].startswith("latitude;line=2;column=53;")
    assert store.size() == 1
