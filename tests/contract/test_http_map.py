"""/map over a small plan with positions: page, GeoJSON, shapes, tiles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from rdflib import Graph

from graph.store.base import Store
from graph.store.factory import open_store
from graph.store.formats import Format
from ontology.files import example_bytes, vocabulary_bytes
from service.app import create_app
from service.settings import Settings, SettingsError

BASE = "http://localhost:8080/"
PLAN = "https://w3id.org/plangraph/ontology#"
HERE, ELSEWHERE, SCHEME = (f"{BASE}id/place/test/{name}" for name in ("here", "elsewhere", "scheme"))
STATION = f"{BASE}id/landmark/test/station"
POSITIONS = f"""
PREFIX plan: <{PLAN}> PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
<{HERE}> a plan:Place ; rdfs:label "此处"@zh, "Here <b>"@en ;
  geo:hasGeometry <{BASE}id/geometry/test/here> .
<{BASE}id/geometry/test/here> geo:asWKT "POINT (121.36 31.15)"^^geo:wktLiteral ;
  geo:hasMetricSpatialAccuracy "1500"^^xsd:double ; rdfs:comment "在站旁。"@zh, "Beside a station."@en .
<{ELSEWHERE}> a plan:Place ; rdfs:label "别处"@zh, "Elsewhere"@en ;
  geo:hasGeometry <{BASE}id/geometry/test/elsewhere> .
<{BASE}id/geometry/test/elsewhere> geo:asWKT "POINT (121.50 31.30)"^^geo:wktLiteral .
<{STATION}> a plan:Landmark ; rdfs:label "车站"@zh, "Station"@en ; geo:hasGeometry <{BASE}id/geometry/test/here> .
<{SCHEME}> a plan:Place ; rdfs:label "示意处"@zh, "Schematic place"@en ;
  plan:hasSchematicGeometry <urn:scheme> .
<urn:scheme> plan:schematicWKT "POINT (121.36 31.15)"^^geo:wktLiteral ;
  rdfs:comment "只是示意。"@zh, "A scheme only."@en .
<{BASE}id/task/test/1> a plan:Task ; plan:number "1" ; rdfs:label "一号任务"@zh, "Task one"@en ;
  plan:concernsPlace <{HERE}> ; plan:responsibleUnit <{BASE}id/unit/test/one> ; plan:dueDate "2025"^^xsd:gYear ;
  plan:responsibility <urn:responsibility> . <urn:responsibility> plan:unit <{BASE}id/unit/test/one> .
<{BASE}id/task/test/2> a plan:Task ; plan:number "2" ; rdfs:label "二号任务"@zh, "Task two"@en ;
  plan:concernsPlace <{ELSEWHERE}> .
<{BASE}id/task/test/3> a plan:Task ; plan:number "3" ; rdfs:label "三号任务"@zh, "Task three"@en ;
  plan:concernsPlace <{SCHEME}> .
<{BASE}id/unit/test/one> a plan:Unit ; rdfs:label "一办"@zh, "Office one"@en .
"""
AROUND_HERE = "POLYGON((121.35 31.14, 121.37 31.14, 121.37 31.16, 121.35 31.16, 121.35 31.14))"
TILES = "https://tiles.example"


@pytest.fixture(scope="module")
def located() -> Iterator[Store]:
    """The vocabulary's example, and three places: one near, one far, one that only a scheme has."""
    with open_store() as store:
        store.load(example_bytes(), Format.TURTLE, f"{BASE}graph/plan/yunxi-2024-2026")
        store.load(vocabulary_bytes("ontology"), Format.TURTLE, f"{BASE}graph/vocabulary/ontology")
        store.load(POSITIONS.encode(), Format.TURTLE, f"{BASE}graph/geometry/test")
        yield store


@pytest.fixture
def client(located: Store) -> Iterator[FlaskClient]:
    """A client of a service over it."""
    with _client(located, Settings()) as client:
        yield client


def _client(store: Store, settings: Settings) -> FlaskClient:
    app = create_app(settings, store)
    return app.test_client(use_cookies=False)


def _page(client: FlaskClient, **asked: str) -> str:
    response = client.get("/map", query_string=asked, headers={"Accept": "text/html"})
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_the_layer_of_located_things_has_nothing_of_the_scheme(client: FlaskClient) -> None:
    """GeoJSON has each located thing with its tasks and its accuracy; the scheme is a layer of its own, and says so."""
    located = client.get("/map?format=geojson").get_json()["features"]
    found = {feature["id"]: feature for feature in located}
    assert found[HERE]["geometry"] == {"type": "Point", "coordinates": [121.36, 31.15]}
    assert found[HERE]["properties"]["tasks"] == 1
    assert found[HERE]["properties"]["accuracy"] == 1500
    assert found[ELSEWHERE]["properties"]["accuracy"] is None
    assert SCHEME not in found
    schematic = client.get("/map?format=geojson&layer=schematic").get_json()["features"]
    assert SCHEME in {feature["id"] for feature in schematic}
    assert all(feature["properties"]["schematic"] is True for feature in schematic)
    assert client.get("/map?format=geojson&layer=other").status_code == 400


def test_a_part_of_the_map_has_its_things_and_their_number(client: FlaskClient) -> None:
    """`view` gives what can be seen; the answer says how many there are, also of those that a page leaves out."""
    whole = client.get("/map?format=geojson").get_json()
    part = client.get("/map?format=geojson&view=121.35,31.14,121.37,31.16").get_json()
    assert {one["id"] for one in part["features"]} == {HERE, STATION}
    assert (part["numberMatched"], part["numberReturned"]) == (2, 2)
    assert whole["numberMatched"] == whole["numberReturned"] == len(whole["features"]) == 4


@pytest.mark.parametrize("view", ["121,31,122", "1,2,3,x", "121,31,122,nan", "200,31,201,32", "121,31,122,32))"])
def test_a_part_that_is_none_is_refused(client: FlaskClient, view: str) -> None:
    """Four degrees that there are, west, south, east, north; anything else is a 400 in a sentence."""
    answer = client.get("/map", query_string={"format": "geojson", "view": view})
    assert answer.status_code == 400
    assert answer.get_json()["detail"]


def test_filters_choose_the_tasks_that_count(client: FlaskClient) -> None:
    """A unit's tasks are counted where they are; the others' places stay, with none."""
    features = client.get("/map", query_string={"format": "geojson", "unit": "一办"}).get_json()["features"]
    tasks = {feature["id"]: feature["properties"]["tasks"] for feature in features}
    assert (tasks[HERE], tasks[ELSEWHERE]) == (1, 0)
    early = client.get("/map", query_string={"format": "geojson", "due": "2025-06"}).get_json()["features"]
    assert {feature["properties"]["tasks"] for feature in early if feature["id"] == HERE} == {0}


def test_tasks_without_a_place_are_listed_with_their_number(client: FlaskClient) -> None:
    """A task whose place only a scheme has is listed beside the map; the schematic layer is off unless asked for."""
    page = _page(client, lang="en")
    outside = page.partition('data-part="outside"')[2].partition("</section>")[0]
    assert "Task three" in outside
    assert "Task one" not in outside
    assert "A scheme only." not in page
    assert "A scheme only." in _page(client, lang="en", schematic="1")


@pytest.mark.parametrize(
    "shape", [{"area": AROUND_HERE}, {"lon": "121.36", "lat": "31.15", "metres": "900"}], ids=["polygon", "circle"]
)
def test_what_is_inside_is_what_the_sparql_shown_says(client: FlaskClient, shape: dict[str, str]) -> None:
    """The query that the page shows gives the tasks that it lists, and so do its GeoJSON and CSV."""
    page = _page(client, lang="en", **shape)
    inside = page.partition('data-part="inside"')[2].partition('data-part="outside"')[0]
    assert inside.count("data-task=") == 1
    assert "Office one" in inside
    opened = unquote(inside.partition("#query=")[2].partition('"')[0])
    answer = client.post("/sparql", data={"query": opened}, headers={"Accept": "application/sparql-results+json"})
    bindings = answer.get_json()["results"]["bindings"]
    assert [row["task"]["value"] for row in bindings] == [f"{BASE}id/task/test/1"]
    links = [part.partition('"')[0].replace("&amp;", "&") for part in inside.split('<li><a href="')]
    geojson = next(link for link in links if "format=geojson" in link)
    assert [feature["properties"]["task"] for feature in client.get(geojson).get_json()["features"]] == [
        f"{BASE}id/task/test/1"
    ]


def test_an_outline_that_crosses_itself_is_told(client: FlaskClient) -> None:
    """A bow tie is asked with as repaired, and the page says so; of a plain area it says nothing."""
    bow = "POLYGON((121.35 31.14, 121.37 31.16, 121.37 31.14, 121.35 31.16, 121.35 31.14))"
    assert "crosses itself" in _page(client, lang="en", area=bow)
    assert "crosses itself" not in _page(client, lang="en", area=AROUND_HERE)


def test_an_outline_across_the_antimeridian_is_told(client: FlaskClient) -> None:
    """A ring that leaps from 179° to -179° goes around the earth the long way; the page says how to write it."""
    leaping = "POLYGON((179 -18, -179 -18, -179 -16, 179 -16, 179 -18))"
    assert "has two parts" in _page(client, lang="en", area=leaping)
    assert "has two parts" not in _page(client, lang="en", area=AROUND_HERE)


def test_an_outline_of_a_hundred_megabytes_is_refused_at_once(client: FlaskClient) -> None:
    """By its length, or where that is allowed by the number of its corners: 413 or 400 and a sentence."""
    assert client.post("/map?lang=en", data={"area": "1 2;" * 26_000_000}).status_code == 413
    many = "POLYGON((" + "121.36 31.15," * 500_000 + "121.36 31.15))"
    answer = client.post("/map?lang=en", data={"area": many})
    assert answer.status_code == 400
    assert "too many corners" in answer.get_data(as_text=True)


def test_a_shape_that_is_too_long_for_an_address_goes_by_post(client: FlaskClient) -> None:
    """A form is answered with the same page; it offers no links that could not hold the shape."""
    ring = ", ".join(f"{121.35 + index / 1e6:.6f} 31.14" for index in range(400))
    area = f"POLYGON(({ring}, 121.37 31.16, 121.35 31.16, 121.350000 31.14))"
    page = client.post("/map?lang=en", data={"area": area}).get_data(as_text=True)
    inside = page.partition('data-part="inside"')[2].partition('data-part="outside"')[0]
    assert inside.count("data-task=") == 1
    assert "format=geojson" not in inside


@pytest.mark.parametrize(
    "asked",
    [{"area": "1 2"}, {"area": "POLYGON((31 121, 32 121, 32 122, 31 121))"}, {"unit": "nobody"}, {"place": "nowhere"}],
)
def test_what_does_not_fit_is_refused_in_a_sentence(client: FlaskClient, asked: dict[str, str]) -> None:
    """400, and the page still shows the map."""
    response = client.get("/map", query_string={"lang": "en", **asked}, headers={"Accept": "text/html"})
    assert response.status_code == 400
    assert 'role="alert"' in response.get_data(as_text=True)


def test_the_panel_says_how_a_place_is_known(client: FlaskClient) -> None:
    """Accuracy, source and tasks of the thing; its name is text, whatever it holds."""
    page = _page(client, lang="en", place=HERE)
    panel = page.partition('data-part="panel"')[2].partition('data-part="inside"')[0]
    assert "Here &lt;b&gt;" in panel
    for said in ("±1500 m", "Beside a station.", "Task one", "Office one"):
        assert said in panel


def test_a_landmark_has_a_panel_too(client: FlaskClient) -> None:
    """What is shown can be chosen: also a station, which the plan does not name."""
    panel = _page(client, lang="en", place=STATION).partition('data-part="panel"')[2]
    assert "±1500 m" in panel.partition('data-part="inside"')[0]


def test_the_policy_allows_the_tiles_origin_for_pictures_alone(located: Store) -> None:
    """With a source of tiles the map's page may show pictures from that origin; no other page, and nothing else."""
    settings = Settings(map_tiles="https://tiles.example/{z}/{x}/{y}.png?tk=key")
    client = _client(located, settings)
    policy = client.get("/map", headers={"Accept": "text/html"}).headers["Content-Security-Policy"]
    assert [part.strip() for part in policy.split(";") if TILES in part] == [
        "img-src 'self' https://tiles.example data:"
    ]
    assert TILES not in client.get("/", headers={"Accept": "text/html"}).headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "template",
    [
        "https://tiles.example/{z}/{x}.png",
        "ftp://tiles.example/{z}/{x}/{y}",
        "https://a.example;x/{z}/{x}/{y}",
    ],
)
def test_a_template_that_is_none_is_refused(template: str) -> None:
    """Tiles need the three numbers, and an origin that can stand in a policy."""
    with pytest.raises(SettingsError, match="PLANGRAPH_MAP_TILES"):
        Settings(map_tiles=template)


def test_a_file_of_tiles_is_served_by_ranges(located: Store, tmp_path: Path) -> None:
    """The file is sent whole or in the range asked for; without the setting there is none."""
    file = tmp_path / "town.pmtiles"
    file.write_bytes(bytes(range(256)) * 8)
    settings = Settings(map_pmtiles=str(file))
    client = _client(located, settings)
    with client.get("/map/tiles.pmtiles", headers={"Range": "bytes=5-9"}) as part:
        assert (part.status_code, part.data) == (206, bytes([5, 6, 7, 8, 9]))
        assert part.headers["Content-Range"] == "bytes 5-9/2048"
    with client.get("/map/tiles.pmtiles") as whole:
        assert whole.data == file.read_bytes()
    assert _client(located, Settings()).get("/map/tiles.pmtiles").status_code == 404
    with pytest.raises(SettingsError, match="no such file"):
        replace(settings, map_pmtiles=str(tmp_path / "other"))


def test_pages_of_located_things_have_a_small_map(client: FlaskClient) -> None:
    """A place and a task that are located have one; a place that only a scheme has does not."""
    for path in (f"{HERE.removeprefix(BASE)}", "id/task/test/1", "id/unit/test/one"):
        page = client.get(f"/{path.replace('id/', 'doc/', 1)}.html").get_data(as_text=True)
        assert 'class="small-map"' in page
        assert HERE in page
    page = client.get(f"/{SCHEME.removeprefix(BASE).replace('id/', 'doc/', 1)}.html").get_data(as_text=True)
    assert 'class="small-map"' not in page


def test_the_question_page_draws_what_it_answers(client: FlaskClient) -> None:
    """A question with a geometry has its rows as features on its page, and as GeoJSON."""
    page = client.get("/questions/places", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert "data-features=" in page
    features = client.get("/questions/places?format=geojson").get_json()["features"]
    assert {"type": "Point", "coordinates": [121.36, 31.15]} in [feature["geometry"] for feature in features]


def test_positions_are_readable_turtle() -> None:
    """The positions of these tests parse, so that a test that finds none finds none for its own reason."""
    assert len(Graph().parse(data=POSITIONS, format="turtle")) > 20
