"""/questions: the catalogue over HTTP."""

from __future__ import annotations

import csv
import io
import json
from contextlib import ExitStack

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from service.app import MOST_TABLES

BASE = "http://localhost:8080/"
HTML = {"Accept": "text/html"}
TASK = f"{BASE}id/task/yunxi-2024-2026/2.1.1.1"


def test_the_catalogue_is_listed(client: FlaskClient) -> None:
    """The list names every question with its parameters, as JSON and as a page."""
    answer = client.get("/questions")
    assert "accept" in answer.vary
    listed = {question["name"]: question for question in answer.get_json()["questions"]}
    assert {"tasks", "tasks-of-unit", "tasks-shared-by", "unit-load", "evidence-of"} <= set(listed)
    assert listed["tasks-of-unit"]["parameters"][0]["name"] == "unit"
    assert listed["tasks-of-unit"]["columns"] == ["task", "number", "title"]
    page = client.get("/questions", headers=HTML).get_data(as_text=True)
    assert all(f'href="/questions/{name}"' in page for name in listed)


def test_an_answer_has_the_promised_shape(client: FlaskClient) -> None:
    """JSON answers hold question, parameters, columns, rows, total and next, and nothing else."""
    answer = client.get("/questions/tasks-of-unit", query_string={"unit": "农业办"})
    assert answer.content_type == "application/json"
    assert answer.get_json() == {
        "question": "tasks-of-unit",
        "parameters": {"unit": "农业办"},
        "columns": ["task", "number", "title"],
        "rows": [{"task": TASK, "number": "2.1.1.1", "title": "办好云溪茶节"}],
        "total": 1,
        "next": None,
    }


def test_a_parameter_takes_an_iri_too(client: FlaskClient) -> None:
    """The IRI of a unit names it as its label does."""
    by_iri = client.get("/questions/tasks-of-unit", query_string={"unit": f"{BASE}id/unit/yunxi/nongyeban"})
    assert [row["number"] for row in by_iri.get_json()["rows"]] == ["2.1.1.1"]


def test_a_parameter_may_be_repeated(client: FlaskClient) -> None:
    """Several units mean every one of them."""
    both = client.get("/questions/tasks-shared-by?unit=农业办&unit=文体中心").get_json()
    assert both["parameters"] == {"unit": ["农业办", "文体中心"]}
    assert [row["number"] for row in both["rows"]] == ["2.1.1.1"]
    assert client.get("/questions/tasks-shared-by?unit=农业办&unit=党政办").get_json()["rows"] == []


def test_numbers_are_numbers_and_gaps_are_null(client: FlaskClient) -> None:
    """Numbers come as numbers, unbound columns as null."""
    rows = {row["quote"]: row for row in client.get("/questions/targets").get_json()["rows"]}
    assert rows["培训茶农200人"]["value"] == 200
    assert rows["培训茶农200人"]["min"] is None
    ranged = rows["力争2026年5月底前新建3-5个茶驿站"]
    assert (ranged["value"], ranged["min"], ranged["max"], ranged["date"]) == (None, 3, 5, "2026-05")


def test_pages_reach_the_last_row_and_stop(client: FlaskClient) -> None:
    """Following next gives every row once, in order, and ends with null."""
    whole = client.get("/questions/places").get_json()
    rows: list[object] = []
    address: str | None = "/questions/places?limit=1"
    while address is not None:
        assert len(rows) < 10
        answer = client.get(address).get_json()
        assert answer["total"] == whole["total"] == 3
        assert len(answer["rows"]) == 1
        rows += answer["rows"]
        address = answer["next"]
    assert rows == whole["rows"]


def test_the_next_page_is_an_address(client: FlaskClient) -> None:
    """The next page is told as a whole address that keeps what was asked for, and is in the Link header too."""
    response = client.get("/questions/unit-load?format=json&limit=2")
    following = "http://localhost/questions/unit-load?format=json&limit=2&offset=2"
    assert response.get_json()["next"] == following
    assert response.headers["Link"] == f'<{following}>; rel="next"'


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "1001"},
        {"limit": "x"},
        {"limit": "-1"},
        {"offset": "-1"},
        {"offset": "1e3"},
        {"unknown": "x"},
    ],
)
def test_bad_parameters_are_told(client: FlaskClient, query: dict[str, str]) -> None:
    """A limit outside 1 to 1,000, a bad offset and an unknown parameter are 400 with a sentence that names them."""
    response = client.get("/questions/tasks", query_string=query)
    assert response.status_code == 400
    assert next(iter(query)) in response.get_json()["detail"]


def test_a_name_that_nothing_has_says_what_is_near(client: FlaskClient) -> None:
    """An unknown unit is 400, and the answer lists units of a like name."""
    problem = client.get("/questions/tasks-of-unit", query_string={"unit": "农业辦"}).get_json()
    assert (problem["status"], problem["parameter"]) == (400, "unit")
    assert f"{BASE}id/unit/yunxi/nongyeban" in [thing["value"] for thing in problem["near"]]


def test_a_needed_parameter_is_asked_for(client: FlaskClient) -> None:
    """Without it a program gets 400, a person the form."""
    assert client.get("/questions/tasks-of-unit").status_code == 400
    page = client.get("/questions/tasks-of-unit", headers=HTML)
    assert page.status_code == 200
    assert '<input name="unit"' in page.get_data(as_text=True)


def test_an_unknown_question_says_what_is_near(client: FlaskClient) -> None:
    """A misspelt question is 404 with the names it may have meant."""
    problem = client.get("/questions/task-of-unit").get_json()
    assert problem["status"] == 404
    assert {"value": "http://localhost/questions/tasks-of-unit", "title": "tasks-of-unit"} in problem["near"]


def test_the_page_has_the_rows_and_the_other_formats(client: FlaskClient) -> None:
    """The page shows the answer as a table whose labels are links, and links to the same in other formats."""
    page = client.get("/questions/tasks-of-unit", query_string={"unit": "农业办"}, headers=HTML).get_data(as_text=True)
    assert '<a href="/doc/task/yunxi-2024-2026/2.1.1.1">办好云溪茶节</a>' in page
    assert "/questions/tasks-of-unit?unit=%E5%86%9C%E4%B8%9A%E5%8A%9E&amp;format=xlsx" in page
    assert 'value="农业办"' in page


def test_values_on_the_page_are_text(client: FlaskClient) -> None:
    """Markup in a parameter does not become part of the page."""
    page = client.get("/questions/tasks-of-unit", query_string={"unit": '"><script>alert(1)</script>'}, headers=HTML)
    assert "<script>alert" not in page.get_data(as_text=True)


@pytest.mark.parametrize("name", ["srj", "srx", "csv", "tsv"])
def test_rows_come_as_sparql_results(client: FlaskClient, name: str) -> None:
    """The four SPARQL formats hold the same rows."""
    response = client.get("/questions/units", query_string={"format": name})
    assert response.status_code == 200
    text = response.get_data(as_text=True)
    assert all(label in text for label in ("农业办", "文体中心", "相关村", "党政办"))
    if name == "csv":
        assert next(csv.reader(io.StringIO(text))) == ["unit", "label"]


def test_rows_come_as_a_workbook(client: FlaskClient) -> None:
    """The workbook has the titles in the first row, numbers as numbers, and opens."""
    response = client.get("/questions/unit-load", query_string={"format": "xlsx", "lang": "zh"})
    assert response.headers["Content-Disposition"] == 'attachment; filename="unit-load.xlsx"'
    rows = list(load_workbook(io.BytesIO(response.data)).active.iter_rows(values_only=True))  # type: ignore[union-attr]  # it has a sheet
    assert len(rows[0]) == 3
    assert ("农业办", 1) in [row[1:] for row in rows[1:]]


def test_too_many_rows_for_a_file_are_told(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would be held here as a whole is 403 where it is too much; SPARQL results, which are not, have them all."""
    monkeypatch.setattr("service.routes.questions.MOST_ROWS", 3)
    for name in ("xlsx", "csv-excel"):
        refused = client.get("/questions/units", query_string={"format": name, "limit": "7"})
        assert refused.status_code == 403
        assert "The answer has 4 rows, and 3 are the most" in refused.get_json()["detail"]
    assert client.get("/questions/units", query_string={"format": "csv"}).status_code == 200


def test_files_of_many_rows_are_made_a_few_at_a_time(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more is told to try again; a file of few rows is made all the same."""
    client, tables = app.test_client(), app.extensions["plangraph"].tables
    units = {"format": "csv-excel", "limit": "8"}
    with ExitStack() as taken:
        for _ in range(MOST_TABLES):
            taken.enter_context(tables.making())
        assert client.get("/questions/units", query_string=units).status_code == 200
        monkeypatch.setattr("service.routes.questions.FEW_ROWS", 3)
        refused = client.get("/questions/units", query_string={**units, "limit": "9"})
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
    assert client.get("/questions/units", query_string={**units, "limit": "10"}).status_code == 200


def test_geojson_only_where_there_is_a_geometry(client: FlaskClient) -> None:
    """Places come as features, with null where no geometry is known; units cannot."""
    response = client.get("/questions/places", query_string={"format": "geojson"})
    collection = json.loads(response.data)
    assert response.content_type == "application/geo+json"
    assert collection["type"] == "FeatureCollection"
    assert sorted(feature["properties"]["label"] for feature in collection["features"]) == [
        "云溪",
        "云溪老街",
        "云溪镇",
    ]
    shapes = {feature["properties"]["label"]: feature["geometry"] for feature in collection["features"]}
    assert shapes == {"云溪": None, "云溪老街": None, "云溪镇": {"type": "Point", "coordinates": [119.5, 30.5]}}
    assert client.get("/questions/units", query_string={"format": "geojson"}).status_code == 406
