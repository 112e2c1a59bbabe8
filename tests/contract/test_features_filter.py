"""OGC API – Features, Part 3 (19-079r2), and CQL2 (21-065r2): filters, each found to be true of the right features."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely
from features_town import UNSOUND
from flask.testing import FlaskClient

EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
GEOJSON = {"Accept": "application/geo+json"}
LOCATED = {"gate", "park", "latlon", "bowtie", "fiji"}
ALL = LOCATED | {*UNSOUND, "cloud"}
BOX = "BBOX(121.35,31.15,121.37,31.17)"
TIME = "INTERVAL(time_start, time_end)"
BESIDE = "POLYGON((121.36 31.16,121.38 31.16,121.38 31.19,121.36 31.19,121.36 31.16))"
BOWTIE = "POLYGON((0 0,1 1,1 0,0 1,0 0))"
SQUARE = "POLYGON((121.35 31.15,121.37 31.15,121.37 31.17,121.35 31.17,121.35 31.15))"


def ask(client: FlaskClient, collection: str, text: str, **more: str) -> set[str]:
    """The features of which a filter is true."""
    answer = client.get(
        f"/features/collections/{collection}/items", query_string={"filter": text, **more}, headers=GEOJSON
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return {feature["id"].removeprefix("town/") for feature in answer.get_json()["features"]}


def test_queryables_are_a_schema_of_what_can_be_asked(town: FlaskClient) -> None:
    """/req/queryables/get-queryables-response, queryables-link: each property is linked, typed and usable."""
    collection = town.get("/features/collections/tasks?f=json").get_json()
    rel = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
    (link,) = (one for one in collection["links"] if one["rel"] == rel and one["type"] == "application/schema+json")
    answer = town.get(link["href"].removeprefix("http://localhost"))
    assert answer.content_type == "application/schema+json"
    schema = answer.get_json()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == "http://localhost/features/collections/tasks/queryables"
    assert schema["properties"]["geometry"]["format"] == "geometry-any"
    assert schema["properties"]["time_end"]["format"] == "date"
    for name in schema["properties"]:
        assert ask(town, "tasks", f'"{name}" IS NULL OR "{name}" IS NOT NULL') == {"1.1", "1.2", "1.3", "1.4"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # basic-cql2: comparisons, IS NULL, and three-valued AND, OR, NOT
        ("label_en = 'Gate'", {"gate"}),
        ("label_en <> 'Gate'", ALL - {"gate"}),
        ("tasks >= 1 AND tasks < 2", {"cloud", "fiji"}),
        ("accuracy IS NULL", {"cloud"}),
        ("NOT accuracy > 1600", ALL - {"cloud"}),
        ("kind = 'x' OR NOT kind = 'x'", set()),
        ("NOT (tasks = 0 OR label_en = 'Gate')", {"cloud", "fiji"}),
        ("true", ALL),
        ("tasks = 2 OR false", {"gate"}),
        # advanced-comparison-operators
        ("label_en LIKE 'G%e'", {"gate"}),
        ("label_en LIKE '_ate'", {"gate"}),
        ("label_en NOT LIKE '%o%'", {"gate", "park", "swapped", "empty", "fiji", "odd"}),
        ("tasks BETWEEN 1 AND 2", {"gate", "cloud", "fiji"}),
        ("label_en IN ('Gate', 'Park', 'x')", {"gate", "park"}),
        # case- and accent-insensitive-comparison
        ("CASEI(label_en) = CASEI('GATE')", {"gate"}),
        ("CASEI(label_en) IN (CASEI('PARK'))", {"park"}),
        ("ACCENTI(label_en) = ACCENTI('Gâté')", {"gate"}),
        # arithmetic, property-property
        ("tasks * 2 + 1 = 5", {"gate"}),
        ("tasks / 0 = 1", set()),
        ("accuracy > tasks", ALL - {"cloud"}),
        ("tasks ^ 2 = 4", {"gate"}),
        # array-functions
        ("A_CONTAINS(within_zh, ('park的中文名'))", {"gate"}),
        ("A_OVERLAPS(within_zh, ('全镇', 'x'))", {"park"}),
        ("A_EQUALS(within_zh, ('全镇'))", {"park"}),
        ("A_CONTAINEDBY(within_zh, ('全镇', 'park的中文名'))", {"gate", "park"}),
        # basic-spatial-functions and -plus
        (f"S_INTERSECTS(geometry, {BOX})", {"gate", "park"}),
        ("S_INTERSECTS(geometry, POINT(121.36 31.16))", {"gate", "park"}),
        (f"S_INTERSECTS({SQUARE}, geometry)", {"gate", "park"}),
        ("S_INTERSECTS(geometry, BBOX(179,-18,-179,-16))", {"fiji"}),
        # spatial-functions
        (f"S_WITHIN(geometry, {SQUARE})", {"gate", "park"}),
        ("S_CONTAINS(geometry, POINT(121.36 31.16))", {"gate", "park"}),
        (f"S_CONTAINS({SQUARE}, geometry)", {"gate", "park"}),
        (f"S_EQUALS(geometry, {SQUARE})", {"park"}),
        (f"S_DISJOINT(geometry, {BOX})", {"latlon", "bowtie", "fiji"}),
        ("S_TOUCHES(geometry, POINT(121.35 31.16))", {"park"}),
        ("S_CROSSES(geometry, LINESTRING(121.3 31.16, 121.4 31.16))", {"park"}),
        (f"S_OVERLAPS(geometry, {BESIDE})", {"park"}),
        (f"NOT S_INTERSECTS(geometry, {BOX})", {"latlon", "bowtie", "fiji"}),
        ("geometry IS NULL", ALL - LOCATED),
        ("S_INTERSECTS(geometry, geometry)", LOCATED),
    ],
)
def test_a_filter_finds_the_places_it_is_true_of(town: FlaskClient, text: str, expected: set[str]) -> None:
    """CQL2 text, a case or more for each conformance class that is claimed."""
    assert ask(town, "places", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("time_end < DATE('2025-03-06')", {"1.1", "1.3"}),
        ("time_end = '2024-06-30'", {"1.1"}),
        ("time_start > time_end", set()),
        ("T_AFTER(time_start, DATE('2024-01-01'))", {"1.1", "1.3"}),
        ("T_BEFORE(time_end, TIMESTAMP('2024-12-31T00:00:00Z'))", {"1.1"}),
        (f"T_INTERSECTS({TIME}, DATE('2024-06-15'))", {"1.1", "1.2"}),
        (f"T_DISJOINT({TIME}, DATE('2024-06-15'))", {"1.3"}),
        (f"T_DURING({TIME}, INTERVAL('2024-01-01', '..'))", {"1.1", "1.3"}),
        (f"T_CONTAINS({TIME}, DATE('2024-01-01'))", {"1.2"}),
        ("T_EQUALS(time_end, DATE('2025-03-05'))", {"1.3"}),
        (f"T_STARTS({TIME}, INTERVAL('2023-01-01', '2030-01-01'))", {"1.2"}),
        (f"T_STARTEDBY({TIME}, INTERVAL('2023-01-01', '2024-01-01'))", {"1.2"}),
        (f"T_FINISHES({TIME}, INTERVAL('2020-01-01', '2025-12-31'))", {"1.2"}),
        (f"T_FINISHEDBY({TIME}, INTERVAL('2024-01-01', '2025-12-31'))", {"1.2"}),
        (f"T_MEETS({TIME}, INTERVAL('2024-06-30', '..'))", {"1.1"}),
        (f"T_METBY({TIME}, INTERVAL('..', '2024-06-01'))", {"1.1"}),
        (f"T_OVERLAPS({TIME}, INTERVAL('2024-06-10', '2027-01-01'))", {"1.1", "1.2"}),
        (f"T_OVERLAPPEDBY({TIME}, INTERVAL('..', '2024-06-10'))", {"1.1", "1.2"}),
        ("A_CONTAINS(units, ('办公室'))", {"1.1"}),
        ("S_INTERSECTS(geometry, BBOX(179,-18,180,-16))", {"1.1"}),
    ],
)
def test_a_filter_finds_the_tasks_it_is_true_of(town: FlaskClient, text: str, expected: set[str]) -> None:
    """CQL2's temporal functions, one by one; of a task without a time nothing is true."""
    assert ask(town, "tasks", text) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ({"op": "=", "args": [{"property": "label_en"}, "Gate"]}, {"gate"}),
        ({"op": "and", "args": [{"op": ">", "args": [{"property": "tasks"}, 0]}, True]}, {"gate", "cloud", "fiji"}),
        ({"op": "isNull", "args": [{"property": "geometry"}]}, ALL - LOCATED),
        (
            {"op": "s_within", "args": [{"property": "geometry"}, {"bbox": [121.3, 31.1, 121.365, 31.2]}]},
            {"gate"},
        ),
        (
            {
                "op": "s_intersects",
                "args": [{"property": "geometry"}, {"type": "Point", "coordinates": [121.36, 31.16]}],
            },
            {"gate", "park"},
        ),
        ({"op": "a_contains", "args": [{"property": "within_zh"}, []]}, {"gate", "park"}),
        ({"op": "t_after", "args": [{"date": "2025-01-02"}, {"timestamp": "2025-01-01T23:59:59Z"}]}, ALL),
    ],
)
def test_a_filter_may_be_json(town: FlaskClient, expression: Any, expected: set[str]) -> None:
    """cql2-json: the same conditions as JSON."""
    assert ask(town, "places", json.dumps(expression), **{"filter-lang": "cql2-json"}) == expected


def test_the_coordinates_of_a_filter_are_in_the_system_that_is_named(town: FlaskClient) -> None:
    """/req/filter/filter-crs-wgs84, filter-crs-param: longitude first without it, the authority's order with it."""
    there = {"filter-crs": f"{EPSG}4326"}
    assert ask(town, "places", "S_INTERSECTS(geometry, POINT(31.16 121.36))", **there) == {"gate", "park"}
    box = {"filter-crs": f"{EPSG}4549"}
    assert ask(town, "places", "S_WITHIN(geometry, BBOX(3449400,629600,3449600,629800))", **box) == {"gate"}


def test_filters_go_together(town: FlaskClient) -> None:
    """/req/filter/mixing-expressions: all that is asked must hold."""
    more = {"bbox": "121.35,31.15,121.37,31.17", "label_en": "Park"}
    assert ask(town, "places", "geometry IS NOT NULL", **more) == {"park"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("label_en =", "line 1, column"),
        ("nosuch = 1", "there are iri, label_zh"),
        ("label_en = 1", "compares text with a number"),
        ("nosuch(label_en) = 1", "no function"),
        ("label_en", "condition is missing"),
        ("tasks + 'a' = 1", "takes a number"),
        ("within_zh = 'x'", "A_CONTAINS"),
        ("S_INTERSECTS(label_en, POINT(1 1))", "no geometry"),
        ("A_CONTAINS(label_en, ('x'))", "lists"),
        ("S_INTERSECTS(geometry, POINT(31 121))", "beyond"),
        (f"S_INTERSECTS(geometry, {BOWTIE})", "Self-intersection"),
        ("S_INTERSECTS(geometry, POLYGON((0 0,1 1)))", "no geometry"),
        ("S_INTERSECTS(geometry, POINT EMPTY)", "filter is no"),
        ("tasks > DATE('2025-01-01')", "compares"),
        ("T_AFTER(tasks, DATE('2025-01-01'))", "takes a time"),
        ("label_en LIKE label_zh", "a pattern"),
        ("T_AFTER(DATE('2025-13-01'), DATE('2025-01-01'))", "no date"),
        ("(" * 5000 + "tasks=1" + ")" * 5000, "nested too deeply"),
        ("NOT " * 2000 + "tasks=1", "nested too deeply"),
        ("tasks=" + "1+" * 1500 + "1", "nested too deeply"),
        ("S_DWITHIN(geometry, POINT(1 1), 5)", "no function"),
        ("", "filter is no"),
    ],
)
def test_a_filter_that_cannot_be_answered_is_refused(town: FlaskClient, text: str, words: str) -> None:
    """/req/filter/response: 400 and one sentence that says what is wrong, however wrong it is; nothing falls over."""
    query = {"filter": text}
    answer = town.get("/features/collections/places/items", query_string=query, headers={"Accept": "application/json"})
    content = answer.get_json()
    assert answer.status_code == 400, content
    assert words in content["detail"]
    assert content["parameter"] == "filter"


@pytest.mark.parametrize(
    "text", ["", "[", "{}", '{"op": "and", "args": []}', '{"op": 1}', "[" * 5000, '{"op":"=","args":[1]}', "null"]
)
def test_json_that_is_no_filter_is_refused(town: FlaskClient, text: str) -> None:
    """The same for CQL2 JSON."""
    query = {"filter": text, "filter-lang": "cql2-json"}
    answer = town.get("/features/collections/places/items", query_string=query, headers={"Accept": "application/json"})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, "no geometry"),
        ({"type": "Point", "coordinates": [31, 121]}, "beyond"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}, "Self-intersection"),
        ({"type": "Point", "coordinates": []}, "filter is no"),
    ],
)
def test_a_bad_geometry_in_json_is_refused_as_in_text(town: FlaskClient, geometry: Any, words: str) -> None:
    """Broken, swapped, crossing itself, empty: 400 and a sentence."""
    condition = {"op": "s_intersects", "args": [{"property": "geometry"}, geometry]}
    query = {"filter": json.dumps(condition), "filter-lang": "cql2-json"}
    answer = town.get("/features/collections/places/items", query_string=query, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert words in answer.get_json()["detail"]
    assert answer.get_json()["parameter"] == "filter"


LEAPING = [[[179, -18], [-179, -18], [-179, -16], [179, -16], [179, -18]]]
PARTED = [[[[179, -18], [180, -18], [180, -16], [179, -16], [179, -18]]], [[[-180, -18], [-179, -18], [-179, -16],
          [-180, -16], [-180, -18]]]]  # fmt: skip
AROUND = [[[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]]


def written_both_ways(kind: str, coordinates: Any) -> tuple[dict[str, str], dict[str, str]]:
    """The same condition in CQL2 text and JSON."""
    shape = {"type": kind, "coordinates": coordinates}
    condition = {"op": "s_intersects", "args": [{"property": "geometry"}, shape]}
    text = f"S_INTERSECTS(geometry, {shapely.from_geojson(json.dumps(shape)).wkt})"
    return {"filter": text}, {"filter": json.dumps(condition), "filter-lang": "cql2-json"}


@pytest.mark.parametrize("way", [0, 1], ids=["text", "json"])
def test_a_ring_that_leaps_over_the_antimeridian_is_refused(town: FlaskClient, way: int) -> None:
    """It would be the other side of the earth. In two parts it is answered, as is one all around the earth."""
    query = written_both_ways("Polygon", LEAPING)[way]
    answer = town.get("/features/collections/places/items", query_string=query, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert "antimeridian in two parts" in answer.get_json()["detail"]
    parted, around = written_both_ways("MultiPolygon", PARTED)[way], written_both_ways("Polygon", AROUND)[way]
    assert ask(town, "places", parted.pop("filter"), **parted) == {"fiji"}
    assert ask(town, "places", around.pop("filter"), **around) == LOCATED


def test_a_filter_of_a_hundred_megabytes_is_refused_at_once(town: FlaskClient) -> None:
    """Filters stand in addresses, which are bounded; a body is not read, however long."""
    ring = ",".join(["121.36 31.15"] * 8_000_000)
    form = {"filter": f"S_INTERSECTS(geometry, POLYGON(({ring})))"}
    assert town.post("/features/collections/places/items", data=form).status_code == 413
    assert town.post("/features/collections/places/items", data={"filter": "true"}).status_code == 405
