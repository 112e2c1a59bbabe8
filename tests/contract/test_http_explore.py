"""/explore, /matrix and /timeline over the example plan."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

BASE = "http://localhost:8080/"
HTML = {"Accept": "text/html"}
FARMING, CULTURE = f"{BASE}id/unit/yunxi/nongyeban", f"{BASE}id/unit/yunxi/wentizhongxin"
FESTIVAL = f"{BASE}id/task/yunxi-2024-2026/2.1.1.1"
PAGES = ("/matrix", "/matrix?columns=goal", "/matrix?rows=place&columns=unit&order=cluster", "/timeline", "/explore")


def cells(client: FlaskClient, query: dict[str, str]) -> dict[tuple[str, str], int]:
    """The cells of a matrix by the labels of their headings."""
    answer = client.get("/matrix", query_string={"format": "json", **query}).get_json()
    labels = {thing["iri"]: thing["label"] for side in ("rows", "columns") for thing in answer[side]["things"]}
    return {(labels[cell["row"]], labels[cell["column"]]): cell["tasks"] for cell in answer["cells"]}


def test_units_meet_in_the_tasks_they_share(client: FlaskClient) -> None:
    """农业办 and 文体中心 share the tea festival, both ways round; the diagonal has a unit's own tasks."""
    found = cells(client, {})
    assert found["农业办", "文体中心"] == found["文体中心", "农业办"] == 1
    assert found["农业办", "农业办"] == 1
    assert ("农业办", "党政办") not in found


def test_a_matrix_can_be_turned(client: FlaskClient) -> None:
    """Places against units are units against places, and a place counts what is within it."""
    upright, turned = cells(client, {"columns": "place"}), cells(client, {"rows": "place"})
    assert turned == {(place, unit): tasks for (unit, place), tasks in upright.items()}
    assert upright["农业办", "云溪老街"] == upright["农业办", "云溪镇"] == 1


@pytest.mark.parametrize("query", ["", "?columns=goal", "?columns=place", "?rows=goal"])
def test_a_cell_leads_to_as_many_tasks(client: FlaskClient, query: str) -> None:
    """Each number on the page is a link to a question that lists so many different tasks."""
    page = client.get(f"/matrix{query}", headers=HTML).get_data(as_text=True)
    links = re.findall(r'<td class="shade-[^>]*><a href="([^"]+)">(\d+)</a>', page)
    assert links
    for address, number in links:
        rows = client.get(unescape(address)).get_json()["rows"]
        assert len({row["task"] for row in rows}) == int(number), address


def test_a_matrix_comes_as_a_table_for_spreadsheets(client: FlaskClient) -> None:
    """CSV begins with a byte order mark, and it and the workbook hold names and numbers."""
    content = client.get("/matrix?columns=unit&format=csv-excel").get_data()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = {row[0]: row for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))}
    heads = next(iter(rows.values()))
    assert rows["农业办"][heads.index("文体中心")] == "1"
    sheet = load_workbook(io.BytesIO(client.get("/matrix?format=xlsx").data)).active
    assert [cell.value for cell in sheet[1]] == heads  # type: ignore[index] # it has a sheet


def test_orders_show_the_same_things(client: FlaskClient) -> None:
    """Ordering changes the order alone: by load the busiest are first, by name the names are sorted."""
    shown = {
        order: [
            thing["label"] for thing in client.get(f"/matrix?format=json&order={order}").get_json()["rows"]["things"]
        ]
        for order in ("load", "name", "cluster")
    }
    assert shown["name"] == sorted(shown["load"]) == sorted(shown["cluster"])


@pytest.mark.parametrize("query", ["?rows=goal&columns=place", "?rows=x", "?order=x"])
def test_a_matrix_of_something_else_is_refused(client: FlaskClient, query: str) -> None:
    """Only units, goals and places, of which one is units, in the orders there are."""
    assert client.get(f"/matrix{query}").status_code == 400


def test_a_thing_is_shown_with_what_it_is_linked_to(client: FlaskClient) -> None:
    """A task's neighbours are its units, its goal's and places' links, each with its class and an address."""
    answer = client.get("/explore", query_string={"focus": FESTIVAL, "format": "json"}).get_json()
    kinds = {node["label"]: node["kind"] for node in answer["nodes"]}
    assert kinds["办好云溪茶节"] == "task"
    assert kinds["农业办"] == kinds["文体中心"] == "unit"
    assert kinds["云溪老街"] == "place"
    edges = {(edge["from"], edge["property"].rpartition("#")[2], edge["to"]) for edge in answer["edges"]}
    assert (FESTIVAL, "responsibleUnit", FARMING) in edges
    assert not answer["cut"]
    assert {node["iri"]: node["address"] for node in answer["nodes"]}[FARMING] == "/doc/unit/yunxi/nongyeban"


def test_a_neighbour_can_be_expanded(client: FlaskClient) -> None:
    """Expanding the festival, seen from one unit, brings the other unit."""
    once = client.get("/explore", query_string={"focus": "农业办", "format": "json"}).get_json()
    assert CULTURE not in [node["iri"] for node in once["nodes"]]
    twice = client.get("/explore", query_string={"focus": "农业办", "expand": FESTIVAL, "format": "json"}).get_json()
    assert CULTURE in [node["iri"] for node in twice["nodes"]]
    assert twice["expanded"] == [FARMING, FESTIVAL]


def test_kinds_and_relations_can_be_chosen(client: FlaskClient) -> None:
    """With one kind or relation chosen nothing else is shown but the thing itself."""
    units = client.get("/explore", query_string={"focus": FESTIVAL, "kind": "unit", "format": "json"}).get_json()
    assert {node["kind"] for node in units["nodes"]} == {"task", "unit"}
    query = {"focus": FESTIVAL, "relation": "concernsPlace", "format": "json"}
    places = client.get("/explore", query_string=query).get_json()
    assert {edge["property"].rpartition("#")[2] for edge in places["edges"]} == {"concernsPlace"}


def test_what_is_transitive_is_shown_as_it_is_stated(client: FlaskClient) -> None:
    """A task is part of its group, not of every section above it as well."""
    query = {"focus": FESTIVAL, "relation": "partOf", "format": "json"}
    edges = client.get("/explore", query_string=query).get_json()["edges"]
    assert [edge["to"] for edge in edges if edge["from"] == FESTIVAL] == [f"{BASE}id/section/yunxi-2024-2026/2.1.1"]


def test_the_ways_between_two_things(client: FlaskClient) -> None:
    """Two units that share a task are linked by it."""
    query = {"focus": "农业办", "to": "文体中心", "format": "json"}
    answer = client.get("/explore", query_string=query).get_json()
    assert {node["iri"] for node in answer["nodes"]} == {FARMING, CULTURE, FESTIVAL}
    assert {(edge["from"], edge["to"]) for edge in answer["edges"]} == {(FESTIVAL, FARMING), (FESTIVAL, CULTURE)}


def test_the_explorer_works_without_scripts(client: FlaskClient) -> None:
    """The page lists the things and links of the picture, and a link expands each; the data are those of the JSON."""
    page = client.get("/explore", query_string={"focus": "农业办"}, headers=HTML).get_data(as_text=True)
    told = client.get("/explore", query_string={"focus": "农业办", "format": "json"}).get_json()
    assert json.loads(unescape(re.findall(r'data-graph="([^"]*)"', page)[0])) == told
    assert '<a href="/doc/task/yunxi-2024-2026/2.1.1.1">办好云溪茶节</a>' in page
    address = re.findall(r'<a data-view data-expand href="([^"]+)" aria-label="展开 办好云溪茶节">', page)[0]
    assert "文体中心" in client.get(unescape(address), headers=HTML).get_data(as_text=True)


def test_an_unknown_thing_is_refused_with_what_is_meant(client: FlaskClient) -> None:
    """A name that nothing has is 400, and what it may mean is a link that asks again with it."""
    response = client.get("/explore", query_string={"focus": "农业辦", "to": "文体中心"}, headers=HTML)
    assert response.status_code == 400
    page = response.get_data(as_text=True)
    address = re.findall(r'<a href="(/explore\?[^"]+)">农业办</a>', page)[0]
    assert client.get(unescape(address), headers=HTML).status_code == 200
    problem = client.get("/explore", query_string={"focus": "农业辦"}).get_json()
    assert (problem["status"], problem["parameter"], problem["given"]) == (400, "focus", "农业辦")
    assert client.get("/explore?format=json").status_code == 400


def test_the_timeline_has_the_dates_that_words_set(client: FlaskClient) -> None:
    """The tea stations are due in May 2026, and the units answering for the task are named."""
    answer = client.get("/timeline", query_string={"format": "json"}).get_json()
    due = {row["quote"]: row for row in answer["dates"]}["力争2026年5月底前新建3-5个茶驿站"]
    assert due["due"] == "2026-05"
    page = client.get("/timeline", headers=HTML).get_data(as_text=True)
    assert 'id="due-2026-05"' in page
    assert '<a href="#due-2026-05"' in page


def test_the_timeline_of_one_unit(client: FlaskClient) -> None:
    """Only tasks of the unit are on it; a unit that is none is refused with what is meant."""
    for row in client.get("/timeline", query_string={"unit": "农业办", "format": "json"}).get_json()["dates"]:
        assert FARMING in [unit["iri"] for unit in row["units"]]
    response = client.get("/timeline", query_string={"unit": "农业辦"}, headers=HTML)
    assert response.status_code == 400
    assert ">农业办</a>" in response.get_data(as_text=True)


@pytest.mark.parametrize("address", [*PAGES, "/explore?focus=农业办", "/explore?focus=农业办&to=文体中心"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_these_pages_satisfy_the_security_policy(client: FlaskClient, address: str, language: str) -> None:
    """Each page renders in both languages, with scripts and styles in files only."""
    response = client.get(address, headers={**HTML, "Accept-Language": language})
    page = response.get_data(as_text=True)
    assert response.status_code == 200
    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}">' in page
    assert " style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count('<script src="/static/')
