"""OGC API – Features, Part 1 (17-069r4): its abstract tests, by the identifiers of the requirements they are for."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from features_town import BASE, GEOMETRIES, NOWHERE, UNSOUND
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV30SpecValidator

from queries.features.by_shape import BY_SHAPE
from queries.features.collections import COLLECTIONS
from service.features.conformance import CLASSES
from service.process.remembered import Remembered

JSON = {"Accept": "application/json"}
GEOJSON = {"Accept": "application/geo+json"}
PLACES = "/features/collections/places"


def read(client: FlaskClient, path: str, **query: str) -> Any:
    """What a resource says in JSON."""
    answer = client.get(path, headers=GEOJSON if "/items" in path else JSON, query_string=query or None)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def found(client: FlaskClient, collection: str = "places", **query: str) -> set[str]:
    """The identifiers of the features that are found, without the town's name."""
    document = read(client, f"/features/collections/{collection}/items", **query)
    return {feature["id"].removeprefix("town/") for feature in document["features"]}


def href(document: Any, rel: str, media: str | None = None) -> str:
    """Where a link leads, as a path here."""
    links = [link for link in document["links"] if link["rel"] == rel and media in (None, link.get("type"))]
    assert links, f"no link {rel}"
    parts = urlsplit(links[0]["href"])
    return f"{parts.path}?{parts.query}"


def test_the_landing_page_leads_to_everything(town: FlaskClient) -> None:
    """/req/core/root-success: links to the API definition, the conformance declaration and the collections."""
    landing = read(town, "/features")
    for rel in ("self", "alternate", "service-desc", "service-doc", "conformance", "data"):
        assert town.get(href(landing, rel)).status_code == 200
    assert read(town, "/features/") == landing


def test_the_conformance_declaration_lists_what_is_met(town: FlaskClient) -> None:
    """/req/core/conformance-success: all classes that the service conforms to."""
    assert read(town, "/features/conformance")["conformsTo"] == list(CLASSES)


def test_the_api_definition_is_openapi_3_0(town: FlaskClient) -> None:
    """/req/oas30/oas-definition-1 and 2: a valid OpenAPI 3.0 document, under the media type it is linked with."""
    link = next(link for link in read(town, "/features")["links"] if link["rel"] == "service-desc")
    assert link["type"] == "application/vnd.oai.openapi+json;version=3.0"
    answer = town.get("/features/api", headers={"Accept": link["type"]})
    assert answer.content_type == link["type"]
    OpenAPIV30SpecValidator(answer.get_json()).validate()


def test_the_api_definition_has_every_resource_with_its_parameters(town: FlaskClient) -> None:
    """/req/oas30/completeness, and the definitions that /req/core/fc-{limit,bbox,time}-definition prescribe."""
    document = read(town, "/features/api")
    shared = document["components"]["parameters"]
    assert shared["limit"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 10_000, "default": 100}
    for name, collection in {**COLLECTIONS, **{name: shape for name, (shape, _, _) in BY_SHAPE.items()}}.items():
        root = f"/collections/{name}"
        assert {root, f"{root}/queryables", f"{root}/items", f"{root}/items/{{featureId}}"} <= set(document["paths"])
        given = {one["name"]: one for one in document["paths"][f"{root}/items"]["get"]["parameters"] if "name" in one}
        assert given["bbox"]["schema"]["minItems"] == 4
        assert (given["bbox"]["style"], given["bbox"]["explode"]) == ("form", False)
        assert given["datetime"]["schema"] == {"type": "string"}
        assert {known.name for known in collection.properties} < set(given)


def test_each_collection_says_what_and_where_it_is(town: FlaskClient) -> None:
    """/req/core/fc-md-success, fc-md-items, fc-md-items-links, fc-md-extent, sfc-md-success."""
    document = read(town, "/features/collections")
    assert [one["id"] for one in document["collections"] if one["id"] not in BY_SHAPE] == list(COLLECTIONS)
    for one in document["collections"]:
        alone = read(town, f"/features/collections/{one['id']}")
        assert {key: alone[key] for key in alone if key != "links"} == {key: one[key] for key in one if key != "links"}
        assert all({"rel", "type", "href"} <= set(link) for link in one["links"])
        assert town.get(href(one, "items", "application/geo+json")).status_code == 200
        assert one["extent"].get("spatial", {"crs": "…/CRS84"})["crs"].endswith("CRS84")
    (tasks,) = (one for one in document["collections"] if one["id"] == "tasks")
    assert tasks["extent"]["temporal"]["interval"] == [["2023-01-01T00:00:00Z", "2025-12-31T23:59:59Z"]]
    assert tasks["extent"]["spatial"]["bbox"] == [[121.36, -17.0, 179.9, 31.16]]


@pytest.mark.parametrize("path", ["/features/collections/nowhere", "/features/collections/places/items/town/nobody"])
def test_what_is_not_there_is_not_found(town: FlaskClient, path: str) -> None:
    """/req/core/http: 404, as problem details."""
    answer = town.get(path, headers=JSON)
    assert answer.status_code == 404
    assert answer.get_json()["status"] == 404


def test_all_features_are_there_with_or_without_a_geometry(town: FlaskClient) -> None:
    """/req/core/fc-response: a thing that is not located, or whose geometry cannot be read, is not dropped."""
    document = read(town, f"{PLACES}/items")
    assert document["type"] == "FeatureCollection"
    expected = {path.removeprefix("place/") for path in (*GEOMETRIES, *NOWHERE) if path.startswith("place/")}
    assert {feature["id"] for feature in document["features"]} == expected
    geometries = {feature["id"].removeprefix("town/"): feature["geometry"] for feature in document["features"]}
    assert {name for name, geometry in geometries.items() if geometry is None} == {*UNSOUND, "cloud"}
    assert geometries["gate"] == {"type": "Point", "coordinates": [121.36, 31.16]}
    assert geometries["latlon"] == {"type": "Point", "coordinates": [121.38, 31.18]}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        *(("broken", "Not WKT"), ("swapped", "axes are swapped"), ("empty", "is empty")),
        *(("odd", "http://example.org/crs/mine"), ("bowtie", "Self-intersection"), ("gate", None)),
    ],
)
def test_a_feature_says_what_is_wrong_with_its_geometry(town: FlaskClient, name: str, words: str | None) -> None:
    """A geometry that cannot be read, or that crosses itself, is a warning in the answer and no failure."""
    told = read(town, f"{PLACES}/items/town/{name}")["properties"]["geometry_problem"]
    assert told is None if words is None else words in told


def test_the_pages_of_an_answer_are_the_whole(town: FlaskClient) -> None:
    """/req/core/fc-limit-response-1, fc-links, fc-numberMatched, fc-numberReturned: by `next`, each feature once."""
    seen: list[str] = []
    path = f"{PLACES}/items?limit=4"
    while path:
        answer = town.get(path, headers=GEOJSON)
        page = answer.get_json()
        assert page["numberMatched"] == 10
        assert page["numberReturned"] == len(page["features"]) <= 4
        seen += [feature["id"] for feature in page["features"]]
        following = [link for link in page["links"] if link["rel"] == "next"]
        assert bool(following) == ('rel="next"' in ", ".join(answer.headers.getlist("Link")))
        path = href(page, "next") if following else ""
    assert len(seen) == len(set(seen)) == 10
    assert page["timeStamp"].endswith("Z")
    assert read(town, href(page, "prev"))["features"][0]["id"] == seen[4]
    assert {link["rel"] for link in page["links"]} == {"self", "alternate", "prev", "collection"}


def test_a_limit_beyond_the_most_is_the_most(town: FlaskClient) -> None:
    """/per/core/fc-limit-response-2: no error."""
    assert read(town, f"{PLACES}/items", limit="99999999")["numberReturned"] == 10


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ("121.35,31.15,121.37,31.17", {"gate", "park"}),
        ("121.35,31.15,0,121.37,31.17,100", {"gate", "park"}),
        ("179,-18,-179,-16", {"fiji"}),
        ("-180,-90,180,90", {"gate", "park", "latlon", "bowtie", "fiji"}),
        ("0,0,1,1", set()),
    ],
)
def test_a_box_finds_what_meets_it_and_what_is_nowhere(town: FlaskClient, box: str, expected: set[str]) -> None:
    """/req/core/fc-bbox-response: also across the antimeridian; features without a geometry match every box (C)."""
    assert found(town, bbox=box) == expected | {*UNSOUND, "cloud"}


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2024-06-15T12:00:00Z", {"1.1", "1.2", "1.4"}),
        ("2025-03-05", {"1.2", "1.3", "1.4"}),
        ("../2023-12-31T00:00:00Z", {"1.2", "1.4"}),
        ("2026-01-01/..", {"1.4"}),
        ("/2022-01-01", {"1.4"}),
        ("2025-01-01/2025-12-31", {"1.2", "1.3", "1.4"}),
    ],
)
def test_a_time_finds_what_has_to_do_with_it(town: FlaskClient, time: str, expected: set[str]) -> None:
    """/req/core/fc-time-response: a task's time is its due dates, else the plan's period; without one it matches."""
    assert found(town, "tasks", datetime=time) == expected
    assert len(found(town, datetime=time)) == 10


@pytest.mark.parametrize(
    "query",
    [
        *("nosuch=1", "limit=0", "limit=-1", "limit=ten", "offset=-1", "limit=1&limit=2", "f=png", "f="),
        *("bbox=1,2,3", "bbox=a,b,c,d", "bbox=1,2,3,nan", "bbox=0,10,1,5", "bbox=0,0,1,91", "bbox=1e999,0,1,1"),
        *("bbox=0,0,1,1&bbox-crs=EPSG:1", "datetime=2025", "datetime=../..", "datetime=2025-13-01", "datetime="),
        *("datetime=2025-02-01/2025-01-01", "crs=nowhere", "tasks=many", "sortby=nosuch", "filter-lang=sql"),
    ],
)
def test_an_unknown_or_unreadable_parameter_is_refused(town: FlaskClient, query: str) -> None:
    """/req/core/query-param-unknown and query-param-invalid: 400, as problem details that name the parameter."""
    answer = town.get(f"{PLACES}/items?{query}", headers=JSON)
    if query == "f=":  # an empty field is none
        assert answer.status_code == 200
        return
    assert answer.status_code == 400
    assert answer.content_type == "application/json"
    content = answer.get_json()
    assert content["status"] == 400
    assert content["parameter"] in query
    assert content["detail"].endswith(".")


def test_parameters_are_refused_where_they_mean_nothing(town: FlaskClient) -> None:
    """/req/core/query-param-unknown, for every resource."""
    for path in ("", "/conformance", "/api", "/collections", "/collections/places", "/collections/places/queryables"):
        assert town.get(f"/features{path}?limit=1").status_code == 400
    assert town.get(f"{PLACES}/items/town/gate?bbox=1,2,3,4").status_code == 400


def test_one_feature_is_had_alone(town: FlaskClient) -> None:
    """/req/core/f-success, f-links: the feature as in the list, with links to itself, its collection and the thing."""
    feature = read(town, f"{PLACES}/items/town/gate")
    listed = read(town, f"{PLACES}/items", iri=f"{BASE}id/place/town/gate")["features"]
    assert listed == [{key: value for key, value in feature.items() if key != "links"}]
    assert town.get(href(feature, "self"), headers=GEOJSON).get_json() == feature
    assert read(town, href(feature, "collection"))["id"] == "places"
    assert href(feature, "describedby").startswith("/id/place/town/gate")
    assert feature["properties"] == {
        "iri": f"{BASE}id/place/town/gate",
        "label_zh": "gate的中文名",
        "label_en": "Gate",
        "also": None,
        "kind": None,
        "kind_zh": None,
        "kind_en": None,
        "within": [f"{BASE}id/place/town/park"],
        "within_zh": ["park的中文名"],
        "tasks": 2,
        "method": "https://w3id.org/plangraph/locating#beside",
        "method_zh": None,
        "method_en": None,
        "accuracy": 1500.0,
        "source": None,
        "note_zh": "在旁边",
        "note_en": "beside it",
        "geometry_problem": None,
    }


def test_tasks_have_the_geometry_of_what_they_concern(town: FlaskClient) -> None:
    """Of several places all; of a project without a position that of its place; of nothing located, none."""
    tasks = {one["properties"]["number"]: one for one in read(town, "/features/collections/tasks/items")["features"]}
    assert tasks["1.1"]["geometry"] == {"type": "MultiPoint", "coordinates": [[121.36, 31.16], [179.9, -17.0]]}
    assert tasks["1.2"]["geometry"] == {"type": "Point", "coordinates": [121.36, 31.16]}
    assert tasks["1.3"]["geometry"] is None
    assert tasks["1.1"]["properties"]["units"] == ["办公室"]
    assert tasks["1.1"]["properties"]["plan_zh"] == "小镇计划"
    times = {number: (one["properties"]["time_start"], one["properties"]["time_end"]) for number, one in tasks.items()}
    assert times == {
        "1.1": ("2024-06-01", "2024-06-30"),
        "1.2": ("2023-01-01", "2025-12-31"),
        "1.3": ("2025-03-05", "2025-03-05"),
        "1.4": (None, None),
    }


def test_schematic_positions_are_a_collection_of_their_own(town: FlaskClient) -> None:
    """What can only be drawn is in no other collection's geometry, and its collection says what it is."""
    assert found(town, "schematic") == {"place/town/cloud"}
    (drawn,) = read(town, "/features/collections/schematic/items")["features"]
    assert drawn["geometry"] == {"type": "Point", "coordinates": [121.4, 31.2]}
    description = read(town, "/features/collections/schematic", lang="en")["description"]
    assert "nothing can be measured" in description


def test_properties_filter_by_parameters(town: FlaskClient) -> None:
    """/rec/core/fc-filters and Part 3, /req/queryables-query-parameters/parameters: equal, or one of several."""
    assert found(town, label_en="Gate") == {"gate"}
    assert found(town, tasks="2") == {"gate"}
    assert found(town, within=f"{BASE}id/place/town/park") == {"gate"}
    assert found(town, "tasks", units="办公室", time_end="2024-06-30") == {"1.1"}


def test_features_are_sorted_as_asked(town: FlaskClient) -> None:
    """sortby: by several properties, descending with -, and what has no value last."""
    document = read(town, f"{PLACES}/items", sortby="-tasks,label_en", limit="3")
    assert [feature["properties"]["label_en"] for feature in document["features"]] == ["Gate", "Cloud", "Fiji"]


def test_every_resource_is_a_page_in_both_languages(town: FlaskClient) -> None:
    """/req/html/definition and content: HTML for a browser, in its language."""
    for path in resources():
        for language, mark in (("zh", "规划图谱"), ("en", "PlanGraph")):
            answer = town.get(path, headers={"Accept": "text/html", "Accept-Language": language})
            assert answer.status_code == 200, path
            assert answer.content_type == "text/html; charset=utf-8"
            assert mark in answer.get_data(as_text=True)
        assert town.get(path, query_string={"f": "html"}).content_type == "text/html; charset=utf-8"


def resources() -> Iterator[str]:
    """The addresses of all kinds of resources."""
    yield from ("/features", "/features/api", "/features/conformance", "/features/collections")
    for name in (*COLLECTIONS, "places-areas", "tasks-lines"):
        root = f"/features/collections/{name}"
        yield from (root, f"{root}/items", f"{root}/queryables")
    yield f"{PLACES}/items/town/gate"


def test_the_page_of_features_has_their_values_and_no_markup_of_theirs(town: FlaskClient) -> None:
    """A page lists the features with links to each, and says of those without a position that they have none."""
    page = town.get(f"{PLACES}/items", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert 'href="/features/collections/places/items/town/gate"' in page
    assert "没有位置" in page
    assert "<td>点</td>" in page
    assert "<td>Point</td>" not in page
    assert "&lt;http://example.org/crs/mine&gt;" in page


def test_answers_are_kept_until_the_data_change(town: FlaskClient) -> None:
    """/rec/core/etag: a tag, and 304 for whoever has the answer."""
    first = town.get(f"{PLACES}/items", headers=GEOJSON)
    again = town.get(f"{PLACES}/items", headers={**GEOJSON, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_features_follow_the_data(writer: FlaskClient) -> None:
    """A place that is written is a feature at once."""
    assert read(writer, f"{PLACES}/items")["numberMatched"] == 0
    place = "<http://example.org/a> a <https://w3id.org/plangraph/ontology#Place>"
    data = f"INSERT DATA {{ GRAPH <http://example.org/g> {{ {place} }} }}"
    assert writer.post("/update", data=data, content_type="application/sparql-update").status_code == 204
    assert read(writer, f"{PLACES}/items/http://example.org/a")["properties"]["label_zh"] is None


def test_lines_for_a_spreadsheet_have_the_geometry_as_wkt(town: FlaskClient) -> None:
    """?f=csv: a line a feature, several values of a property together."""
    text = town.get(f"{PLACES}/items?f=csv&label_en=Gate").get_data(as_text=True)
    assert text.splitlines()[0].endswith("geometry_problem,wkt")
    assert text.splitlines()[1].endswith("POINT (121.36 31.16)")


def test_json_fg_has_the_time_and_the_place(town: FlaskClient) -> None:
    """JSON-FG: time of a day or an interval, `place` beside `geometry` where the reference system is another."""
    query = {"f": "jsonfg", "crs": "http://www.opengis.net/def/crs/EPSG/0/4326"}
    answer = town.get("/features/collections/tasks/items", query_string=query)
    assert answer.content_type == "application/vnd.ogc.fg+json"
    document = answer.get_json()
    assert document["coordRefSys"] == query["crs"]
    assert document["featureType"] == "tasks"
    assert "http://www.opengis.net/spec/json-fg-1/0.3/conf/core" in document["conformsTo"]
    tasks = {one["properties"]["number"]: one for one in document["features"]}
    assert tasks["1.2"]["place"]["coordinates"] == [31.16, 121.36]
    assert tasks["1.2"]["geometry"]["coordinates"] == [121.36, 31.16]
    assert tasks["1.3"]["time"] == {"date": "2025-03-05"}
    assert tasks["1.2"]["time"] == {"interval": ["2023-01-01", "2025-12-31"]}
    plain = town.get("/features/collections/tasks/items?f=jsonfg").get_json()["features"]
    assert {one["place"] for one in plain} == {None}


def test_nobody_pays_for_geometry_who_does_not_ask_for_it() -> None:
    """The service is imported, with its description of /features, without the libraries of geometry."""
    spatial = "('shapely', 'pyproj', 'cql2')"
    found = f"[name for name in sys.modules if name in {spatial}]"
    code = f"import sys, service.app, service.openapi.description; print({found})"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize(
    "query", ["limit=3", "limit=3&offset=3", "offset=1000", "limit=2&crs=http://www.opengis.net/def/crs/EPSG/0/4490"]
)
def test_a_page_that_does_not_wait_for_all_features_is_the_same(
    town: FlaskClient, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    """Of a collection with many features a first page is read alone, while all others are read beside it."""
    whole = town.get(f"/features/collections/places/items?f=json&{query}")
    monkeypatch.setattr("service.features.reading._MANY", 5)
    begun: list[object] = []
    monkeypatch.setattr(Remembered, "has", lambda *_: False)
    monkeypatch.setattr(Remembered, "begin", lambda _, key, *__: begun.append(key))
    monkeypatch.setattr("service.features.reading.known_tables", pytest.fail)
    alone = town.get(f"/features/collections/places/items?f=json&{query}")
    assert begun == ["features"]
    assert {**alone.get_json(), "timeStamp": ""} == {**whole.get_json(), "timeStamp": ""}


def test_a_page_is_in_one_language_and_says_a_thing_once(town: FlaskClient, client: FlaskClient) -> None:
    """A feature's page has no remark in the other language; where all tasks are of one plan, it is no column."""
    for language, other in {"zh": "beside it", "en": "在旁边"}.items():
        page = town.get(f"{PLACES}/items/town/gate?f=html&lang={language}").get_data(as_text=True)
        assert other not in page
        assert {"zh": "在旁边", "en": "beside it"}[language] in page
        assert "1500.0" not in page
        assert "1500" in page
    column = '<th scope="col">计划</th>'
    assert column in town.get("/features/collections/tasks/items?f=html").get_data(as_text=True)  # one has no plan
    assert column not in client.get("/features/collections/tasks/items?f=html").get_data(as_text=True)


def test_the_points_of_a_collection_are_not_described_as_the_whole(town: FlaskClient) -> None:
    """Of what has no position it is said once whether it is in a collection; of schematic ones that they are."""
    for name in ("places-points", "schematic-points"):
        said = read(town, f"/features/collections/{name}", lang="en")["description"]
        assert "what has no position is not in it" in said
        assert "listed too" not in said
        assert ("no spatial question uses them" in said) == name.startswith("schematic")
