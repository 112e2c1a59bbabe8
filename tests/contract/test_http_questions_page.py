"""/questions for people: finding a question, its form, its picture, what does not fit, and how to ask it elsewhere."""

from __future__ import annotations

import ast
import csv
import io
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.serving import make_server

from queries.catalogue import Catalogue

BASE = "http://localhost:8080/"
HTML = {"Accept": "text/html"}
ASKED = {
    "tasks-of-unit": {"unit": "农业办"},
    "tasks-shared-by": {"unit": ["农业办", "文体中心"]},
    "tasks-containing": {"words": "茶'\"$(x)\\"},
    "targets": {},
}


@pytest.fixture(scope="module")
def live(app: Flask) -> Iterator[str]:
    """The address of that service, listening."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def read(client: FlaskClient, address: str, **query: object) -> str:
    """A page as text."""
    return client.get(address, query_string=query, headers=HTML).get_data(as_text=True)


def snippets(page: str) -> dict[str, str]:
    """The texts to paste elsewhere, by the tool."""
    found = re.findall(r'<code id="snippet-(\w+)">(.*?)</code>', page, re.DOTALL)
    return {name: unescape(text) for name, text in found}


def test_the_list_can_be_narrowed(client: FlaskClient) -> None:
    """By tag, by words of title, description or tags, in either language; the JSON list likewise."""
    tagged = {question["name"] for question in client.get("/questions?tag=brand").get_json()["questions"]}
    assert tagged == {"brands", "tasks-of-brand", "units-of-brand", "brands-by-goal"}
    found = read(client, "/questions", q="协作")
    assert 'href="/questions/unit-collaboration"' in found
    assert 'href="/questions/places"' not in found
    assert 'href="/questions/unit-collaboration?lang=en"' in read(client, "/questions", q="collaboration", lang="en")
    assert "没有这样的问题" in read(client, "/questions", q="zzz")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", list(Catalogue()))
def test_every_question_is_a_page(client: FlaskClient, name: str, language: str) -> None:
    """Without values, and with those of its example, each page renders and has nothing that the policy forbids."""
    example = {key: list(values) for key, values in Catalogue()[name].example.items()}
    for query in ({}, example):
        response = client.get(f"/questions/{name}", query_string={**query, "lang": language}, headers=HTML)
        page = response.get_data(as_text=True)
        assert response.status_code in ({200, 400} if query else {200})  # the examples are the other plan's
        assert " style=" not in page
        assert page.count("<script") == page.count('<script src="/static/')


def test_the_form_has_a_field_for_each_type(client: FlaskClient) -> None:
    """Things are suggested by their kind, choices are a list with titles, dates say how they are written."""
    assert 'data-suggest="/search/suggest?kind=unit"' in read(client, "/questions/tasks-of-unit")
    assert '<option value="place">地点</option>' in read(client, "/questions/most-named")
    assert 'pattern="[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"' in read(client, "/questions/tasks-due-by")
    several = read(client, "/questions/tasks-shared-by", unit=["农业办", "文体中心"])
    assert several.count('<input name="unit"') == 3  # those given, and one more


def test_suggestions_can_be_of_one_kind(client: FlaskClient) -> None:
    """What is typed as a unit finds units only, by characters, pinyin or initials."""
    for typed in ("农业", "nongye", "nyb"):
        answer = client.get("/search/suggest", query_string={"q": typed, "kind": "unit"}).get_json()
        assert [found["title"] for found in answer["suggestions"]] == ["农业办"]
    assert client.get("/search/suggest", query_string={"q": "云溪", "kind": "unit"}).get_json()["suggestions"] == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("zh", "没有叫“农业辦”的单位,是否指:农业办?"), ("en", "No unit is called “农业辦”. Is 农业办 meant?")],
)
def test_a_name_that_nothing_has_is_a_page_with_what_is_meant(
    client: FlaskClient, language: str, sentence: str
) -> None:
    """400: the sentence in the reader's language, the form as it was filled in, a link that asks again."""
    response = client.get("/questions/tasks-of-unit", query_string={"unit": "农业辦", "lang": language}, headers=HTML)
    assert response.status_code == 400
    page = unescape(response.get_data(as_text=True))
    assert sentence in page
    assert 'value="农业辦"' in page
    address = re.findall(r'<a href="(/questions/tasks-of-unit\?[^"]+)">农业办</a>', page)[0]
    assert client.get(address, headers=HTML).status_code == 200
    problem = client.get("/questions/tasks-of-unit", query_string={"unit": "农业辦", "lang": language}).get_json()
    assert (problem["status"], problem["detail"], problem["given"]) == (400, sentence, "农业辦")
    assert set(problem["sentences"]) == {"zh", "en"}


def test_only_the_value_that_does_not_fit_is_replaced(client: FlaskClient) -> None:
    """Of several values the others stay, and so do the other parameters."""
    page = read(client, "/questions/tasks-shared-by", unit=["文体中心", "农业辦"], limit="5")
    address = unescape(re.findall(r'<a href="(/questions/tasks-shared-by\?[^"]+)">农业办</a>', page)[0])
    answer = client.get(address).get_json()
    assert answer["parameters"] == {"unit": ["文体中心", "农业办"]}
    assert "limit=5" in address


def test_a_choice_that_is_none_is_told_with_those_there_are(client: FlaskClient) -> None:
    """Each choice is a link."""
    page = read(client, "/questions/most-named", **{"class": "x"})
    assert '<a href="/questions/most-named?class=place">地点</a>' in page


def test_a_bar_is_as_long_as_its_amount(client: FlaskClient) -> None:
    """The unit with two tasks has the whole length, and those with one half of it, beside the table."""
    page = read(client, "/questions/unit-load")
    lengths = dict(
        zip(
            re.findall(r'class="bar-name"><a [^>]*>([^<]+)<', page),
            re.findall(r'<rect width="([\d.]+)"', page),
            strict=True,
        )
    )
    counts = {row["label"]: row["tasks"] for row in client.get("/questions/unit-load").get_json()["rows"]}
    most = max(counts.values())
    assert {name: float(length) for name, length in lengths.items()} == {
        name: pytest.approx(100 * count / most) for name, count in counts.items()
    }


def test_pairs_of_units_are_a_matrix(client: FlaskClient) -> None:
    """A pair is named once and shown both ways round, with a table of the rows below."""
    page = read(client, "/questions/unit-collaboration")
    matrix = page.split('<table class="matrix">')[1].split("</table>")[0]
    assert matrix.count('scope="row"') == matrix.count('scope="col"') == 3  # 农业办, 文体中心, 相关村 share one task
    assert len(re.findall(r'<td class="shade-\d">1</td>', matrix)) == 6


def test_a_graph_is_drawn_from_the_rows(client: FlaskClient) -> None:
    """The page of what links two things has the data of the picture, with classes for the colours."""
    page = read(client, "/questions/links-between", one="农业办", other="文体中心", lang="en")
    graph = unescape(re.findall(r'data-graph="([^"]*)"', page)[0])
    assert '"kind": "task"' in graph
    assert page.count('class="kind-') == 2


def test_pages_of_rows_lead_to_the_last_and_back(client: FlaskClient) -> None:
    """`next` reaches the last row and stops; the page says which rows are shown."""
    first = read(client, "/questions/places", limit="2")
    assert "第 1–2 行,共 3 行" in first
    address = unescape(re.findall(r'rel="next" href="([^"]+)"', first)[0])
    last = client.get(address, headers=HTML).get_data(as_text=True)
    assert "第 3–3 行,共 3 行" in last
    assert 'rel="next"' not in last
    assert 'rel="prev"' in last


def test_excel_opens_the_csv_with_its_characters(client: FlaskClient) -> None:
    """It has a byte order mark and the columns' titles, and the rows of the workbook."""
    content = client.get("/questions/unit-load?format=csv-excel&lang=zh").data
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    book = load_workbook(io.BytesIO(client.get("/questions/unit-load?format=xlsx&lang=zh").data)).active
    assert rows == [[str(value) for value in row] for row in book.iter_rows(values_only=True)]  # type: ignore[union-attr]  # it has a sheet
    assert ["农业办", "1"] in [row[1:] for row in rows]


@pytest.mark.parametrize("name", ASKED)
def test_the_shell_and_python_snippets_give_the_rows(live: str, client: FlaskClient, name: str) -> None:
    """Executed as printed, curl and Python give the rows of the answer, whatever characters the values have."""
    page = client.get(f"{live}/questions/{name}", query_string=ASKED[name], headers=HTML).get_data(as_text=True)
    texts = snippets(page)
    columns = client.get(f"/questions/{name}", query_string=ASKED[name]).get_json()["columns"]
    rows = client.get(f"/questions/{name}", query_string=ASKED[name]).get_json()["rows"]
    expected = [{key: str(value) for key, value in row.items() if value is not None} for row in rows]

    printed = subprocess.run(["bash", "-c", texts["curl"]], capture_output=True, check=True, timeout=30).stdout
    table = csv.DictReader(io.StringIO(printed.decode()))
    assert [{key: value for key, value in row.items() if value} for row in table] == expected
    assert table.fieldnames == columns

    ran = subprocess.run([sys.executable, "-c", texts["python"]], capture_output=True, check=True, timeout=30)
    assert [ast.literal_eval(line) for line in ran.stdout.decode().splitlines()] == expected


@pytest.mark.parametrize("name", ASKED)
def test_the_other_snippets_are_well_formed(client: FlaskClient, name: str) -> None:
    """R and Power Query name the address of the same rows, in one string, and their brackets close."""
    page = client.get(f"/questions/{name}", query_string=ASKED[name], headers=HTML).get_data(as_text=True)
    rows = client.get(f"/questions/{name}", query_string=ASKED[name]).get_json()["rows"]
    for tool in ("r", "powerquery"):
        text = snippets(page)[tool]
        address = re.findall(r'"(http[^"\s\\]+)"', text)[0]
        table = csv.DictReader(io.StringIO(client.get(address).get_data(as_text=True)))
        assert len(list(table)) == len(rows)
        bare = re.sub(r'"[^"]*"', "", text)
        assert '"' not in bare
        assert all(bare.count(opening) == bare.count(closing) for opening, closing in ("()", "[]", "{}"))


def test_the_permanent_link_is_the_question_and_its_values(client: FlaskClient) -> None:
    """It leaves out language and page, and answers as the page does."""
    page = read(client, "/questions/tasks-of-unit", unit="农业办", lang="en", limit="1")
    address = re.findall(r'<link rel="canonical" href="([^"]+)"', page)[0]
    assert address == "http://localhost/questions/tasks-of-unit?unit=%E5%86%9C%E4%B8%9A%E5%8A%9E"
    assert client.get(address).get_json()["total"] == 1
