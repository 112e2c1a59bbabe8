"""/sparql for people: rows as a workbook, as CSV that spreadsheets open, and as features for a map."""

from __future__ import annotations

import csv
import io
from contextlib import ExitStack
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from service.app import MOST_TABLES
from service.http.negotiation import CSV_EXCEL, GEOJSON, XLSX, MediaType

QUERY = """PREFIX geo: <http://www.opengis.net/ont/geosparql#>
SELECT ?name ?count ?open ?nothing ?shape WHERE {
  VALUES (?name ?count ?open ?shape) {
    ("九星" 3 true "POINT (121.36 31.16)"^^geo:wktLiteral)
    ("=1+1" 2.5 false "<http://www.opengis.net/def/crs/EPSG/0/4326> POINT (31 121)"^^geo:wktLiteral)
  }
}"""


def asked(client: FlaskClient, kind: MediaType, query: str = QUERY) -> bytes:
    """The answer in a format, asked for by its short name and by its media type alike."""
    by_name = client.get("/sparql", query_string={"query": query, "format": kind.name})
    assert (by_name.status_code, by_name.mimetype) == (200, kind.mime)
    if kind is not CSV_EXCEL:  # whose media type means the standard's CSV
        by_header = client.post("/sparql", data={"query": query}, headers={"Accept": kind.mime})
        assert (by_header.status_code, by_header.mimetype) == (200, kind.mime)
    return by_name.data


def test_rows_come_as_a_workbook(client: FlaskClient) -> None:
    """Variables head the columns, numbers are numbers, and what looks like a formula is text."""
    sheet = load_workbook(BytesIO(asked(client, XLSX))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("name", "count", "open", "nothing", "shape")
    assert rows[1] == ("九星", 3, True, None, "POINT (121.36 31.16)")
    assert rows[2][:2] == ("=1+1", 2.5)
    assert sheet["A3"].data_type == "s"


def test_rows_come_as_csv_for_spreadsheets(client: FlaskClient) -> None:
    """It begins with a byte order mark, and no cell is a formula; the standard's CSV has neither."""
    content = asked(client, CSV_EXCEL).decode("utf-8")
    assert content.startswith("\ufeffname,count")
    assert [row[0] for row in csv.reader(io.StringIO(content))][1:] == ["九星", "'=1+1"]
    plain = client.get("/sparql", query_string={"query": QUERY}, headers={"Accept": "text/csv"})
    assert plain.get_data(as_text=True).startswith("name,count")


def test_rows_come_as_features(client: FlaskClient) -> None:
    """A row is a feature; a geometry in another reference system than GeoJSON's is none here."""
    response = client.get("/sparql", query_string={"query": QUERY, "format": GEOJSON.name})
    first, second = response.get_json(force=True)["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [121.36, 31.16]}
    assert first["properties"] == {"name": "九星", "count": 3, "open": True}
    assert second["geometry"] is None


@pytest.mark.parametrize("kind", [XLSX, CSV_EXCEL, GEOJSON])
@pytest.mark.parametrize("query", ["ASK {}", "CONSTRUCT { <urn:a> <urn:b> 1 } WHERE {}"])
def test_only_rows_are_tables(client: FlaskClient, kind: MediaType, query: str) -> None:
    """A yes or no and a graph have no rows: 406, which says what there is."""
    response = client.get("/sparql", query_string={"query": query, "format": kind.name})
    assert response.status_code == 406
    assert {"media_type": "text/turtle", "format": "ttl"} in response.get_json()["offered"]


def test_a_query_that_fails_is_a_problem_and_no_file(client: FlaskClient) -> None:
    """An error of syntax is 400 with its line, whatever the format."""
    response = client.get("/sparql", query_string={"query": "SELECT * {", "format": "xlsx"})
    assert response.status_code == 400
    assert response.get_json()["line"] == 1


LONG = "SELECT ?n WHERE { VALUES ?n { 1 2 3 4 5 6 7 8 9 } }"


@pytest.mark.parametrize("name", ["xlsx", "csv-excel", "geojson", "html"])
def test_too_long_an_answer_is_told_and_not_cut(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """What cannot be held as a table, or for a page, is 403 with what to do instead."""
    monkeypatch.setattr("service.sparql.held.MOST_BYTES", 100)
    response = client.get("/sparql", query_string={"query": f"{LONG} # not answered yet", "format": name})
    assert response.status_code == 403
    assert "another format, or add a LIMIT" in response.get_data(as_text=True)


def test_too_long_a_graph_is_on_no_page(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page shows all of a graph, so that only so much of one is shown."""
    monkeypatch.setattr("service.sparql.held.MOST_BYTES", 100)
    graph = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    assert client.get("/sparql", query_string={"query": graph, "format": "html"}).status_code == 403
    assert client.get("/sparql", query_string={"query": graph, "format": "nt"}).status_code == 200


@pytest.mark.parametrize("name", ["xlsx", "html"])
def test_tables_of_long_answers_are_made_a_few_at_a_time(
    app: Flask, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Each takes many times its length in memory, so one more is told to try again; short ones are made as ever."""
    client, tables = app.test_client(), app.extensions["plangraph"].tables
    monkeypatch.setattr("service.sparql.held.FEW_BYTES", 100)
    long, short = ({"query": text, "format": name} for text in (f"{LONG} #{name}", f"SELECT ?n {{}} #{name}"))
    with ExitStack() as taken:
        for _ in range(MOST_TABLES):
            taken.enter_context(tables.making())
        refused = client.get("/sparql", query_string=long)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
        assert client.get("/sparql", query_string=short).status_code == 200
    for _ in range(MOST_TABLES + 1):
        assert client.get("/sparql", query_string=long).status_code == 200
