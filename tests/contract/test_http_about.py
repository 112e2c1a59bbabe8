"""/about: the counts, the coverage, what was left out, and the whole as tables."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

HTML = {"Accept": "text/html"}
TASK = "http://localhost:8080/id/task/yunxi-2024-2026/2.1.1.1"


def test_it_counts_by_class(client: FlaskClient) -> None:
    """The example plan has two tasks and two targets, and leads to what the classes mean."""
    page = client.get("/about", headers=HTML).get_data(as_text=True)
    counted = dict(re.findall(r'<a href="/def/plan#(\w+)">[^<]+</a></td><td class="number">(\d+)</td>', page))
    assert (counted["Task"], counted["Target"], counted["Goal"]) == ("2", "2", "1")


@pytest.mark.parametrize(("language", "words"), [("zh", "没读懂什么"), ("en", "What was not understood")])
def test_it_says_what_was_left_out(client: FlaskClient, language: str, words: str) -> None:
    """The sentence that names nothing is quoted with a link to its characters."""
    page = client.get("/about", headers=HTML, query_string={"lang": language}).get_data(as_text=True)
    assert words in page
    assert re.search(r'<a href="/doc/text/yunxi-2024-2026[^"]*#char=\d+,\d+">镇政府定期听取进展情况。</a>', page)


def test_it_counts_what_is_located(client: FlaskClient) -> None:
    """Of the example's five things the town is located, the creek is drawn schematically, and three are neither."""
    page = client.get("/about", headers=HTML, query_string={"lang": "en"}).get_data(as_text=True)
    counted = dict(re.findall(r"<dt>([^<]*(?:located|schematically)[^<]*)</dt><dd>(\d+)</dd>", page))
    assert counted == {
        "Places, projects and facilities located": "1", "Drawn schematically only": "1", "Not located": "3"
    }  # fmt: skip


def test_it_says_how_to_cite(client: FlaskClient) -> None:
    """The BibTeX entry has the plan's title, year and address."""
    page = client.get("/about", headers=HTML).get_data(as_text=True)
    assert "@misc{plangraph-yunxi-2024-2026," in page
    assert "{云溪镇特色产业三年行动计划(2024-2026年)}" in page
    assert "{2024}" in page
    assert "\\url{http://localhost/doc/plan/yunxi-2024-2026}" in page


def test_every_download_answers(client: FlaskClient) -> None:
    """Each address of data on the page gives data."""
    page = client.get("/about", headers=HTML).get_data(as_text=True)
    addresses = {found.replace("&amp;", "&") for found in re.findall(r'href="(/(?:graphs|about/)[^"]*)"', page)}
    assert {"/graphs?format=trig", "/graphs?format=nq", "/about/tables.zip", "/about/tables.xlsx"} <= addresses
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_the_tables_hold_every_thing_of_a_class(client: FlaskClient) -> None:
    """The archive has a file a class, with names instead of identifiers, that spreadsheets know to be UTF-8."""
    archive = zipfile.ZipFile(io.BytesIO(client.get("/about/tables.zip").data))
    written = archive.read("Task.csv")
    assert written.startswith(b"\xef\xbb\xbf")
    rows = {row["IRI"]: row for row in csv.DictReader(io.StringIO(written.decode("utf-8-sig")))}
    assert len(rows) == 2
    assert rows[TASK]["名称 (zh)"] == "办好云溪茶节"
    assert rows[TASK]["涉及地点"] == "云溪老街"
    assert sorted(rows[TASK]["责任单位"].split("; ")) == ["农业办", "文体中心", "相关村"]
    evidence = list(csv.DictReader(io.StringIO(archive.read("Evidence.csv").decode("utf-8-sig"))))
    found = [row["quote"] for row in evidence if (row["start"], row["end"]) == ("128", "132")]
    assert found == ["云溪老街"]


def test_the_workbook_holds_the_same(client: FlaskClient) -> None:
    """The workbook has a sheet for each file of the archive, with as many rows."""
    archive = zipfile.ZipFile(io.BytesIO(client.get("/about/tables.zip").data))
    book = load_workbook(io.BytesIO(client.get("/about/tables.xlsx").data), read_only=True)
    assert [f"{name}.csv" for name in book.sheetnames] == archive.namelist()
    for sheet in book.worksheets:
        rows = list(csv.reader(io.StringIO(archive.read(f"{sheet.title}.csv").decode("utf-8-sig"))))
        assert len(list(sheet.iter_rows())) == len(rows)
