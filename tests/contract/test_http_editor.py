"""The page to write queries on, and the terms that it completes."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest
from flask.testing import FlaskClient

HTML = {"Accept": "text/html"}
ONTOLOGY = "https://w3id.org/plangraph/ontology#"


def configuration(page: str) -> dict[str, Any]:
    """What the page tells its scripts."""
    written = page.split('data-configuration="')[1].split('"', maxsplit=1)[0]
    found: dict[str, Any] = json.loads(html.unescape(written))
    return found


def terms(client: FlaskClient, language: str) -> dict[str, dict[str, Any]]:
    """The terms to complete, by name."""
    found = client.get("/sparql/terms", query_string={"lang": language}).get_json()["terms"]
    return {term["name"]: term for term in found}


def test_the_page_works_without_its_scripts(client: FlaskClient) -> None:
    """There is a form with a query in it, which the browser can send as it is."""
    page = client.get("/sparql", headers=HTML).get_data(as_text=True)
    assert '<form id="query" class="fields wide" method="get" action="/sparql"' in page
    assert (
        "PREFIX plan: &lt;https://w3id.org/plangraph/ontology#&gt;"
        in page.split("<textarea")[1].split("</textarea>")[0]
    )
    assert '<script src="/static/sparql/page.js" type="module"></script>' in page


@pytest.mark.parametrize(
    ("language", "run", "subject", "question"),
    [("zh", "运行", "任务", "某地的任务"), ("en", "Run", "Tasks", "Tasks at a place")],
)
def test_the_page_is_in_one_language(client: FlaskClient, language: str, run: str, subject: str, question: str) -> None:
    """Button, subjects and questions of the catalogue are in the language asked for, and the scripts' words too."""
    page = client.get("/sparql", query_string={"lang": language}, headers=HTML).get_data(as_text=True)
    assert f'<button type="submit">{run}</button>' in page
    assert f"<summary>{subject} <span" in page
    assert f'<a href="/sparql?lang={language}&amp;question=tasks-at-place">{question}</a>' in page
    assert configuration(page)["words"]["run"] == run


def test_a_question_of_the_catalogue_opens_in_the_editor(client: FlaskClient) -> None:
    """Its query stands in the editor, without its front matter, and nothing is asked yet."""
    page = client.get("/sparql", query_string={"question": "tasks-at-place"}, headers=HTML).get_data(as_text=True)
    text = html.unescape(page.split("<textarea")[1].split(">", 1)[1].split("</textarea>")[0])
    assert text.startswith("PREFIX ")
    assert "VALUES (?area) { (UNDEF) }" in text
    assert "#+" not in text
    assert '<section id="result" hidden>' in page


def test_an_unknown_question_is_said_to_be_unknown(client: FlaskClient) -> None:
    """A name that no question has is a 404 that names those like it."""
    response = client.get("/sparql", query_string={"question": "tasks-at-plaice"}, headers=HTML)
    assert response.status_code == 404
    assert "tasks-at-place" in response.get_data(as_text=True)


def test_scripts_are_told_where_things_have_their_pages(client: FlaskClient) -> None:
    """The beginnings of IRIs lead to pages here: ours below the root, the vocabularies' below /def/."""
    told = configuration(client.get("/sparql", headers=HTML).get_data(as_text=True))
    assert told["pages"]["http://localhost:8080/"] == "/"
    assert told["pages"][ONTOLOGY] == "/def/plan#"
    assert told["pages"]["https://w3id.org/plangraph/kind#"] == "/def/kind#"
    assert told["prefixes"]["plan"] == ONTOLOGY
    assert [name for name, _ in told["formats"]["rows"]] == ["srj", "srx", "csv", "tsv", "xlsx", "csv-excel", "geojson"]


def test_terms_have_their_texts_in_the_language(client: FlaskClient) -> None:
    """plan:Task is called 任务 in Chinese and Task in English, is found by either, and is used twice in the example."""
    chinese, english = terms(client, "zh")["plan:Task"], terms(client, "en")["plan:Task"]
    assert (chinese["label"], chinese["other_label"]) == ("任务", "Task")
    assert (english["label"], english["other_label"]) == ("Task", "任务")
    assert (chinese["group"], chinese["used"]) == ("class", 2)
    assert chinese["comment"] != english["comment"]


def test_terms_are_those_of_the_vocabulary_and_those_of_the_data(client: FlaskClient) -> None:
    """Concepts and other vocabularies' properties are among them; every name can be written in a query."""
    found = terms(client, "en")
    assert found["kind:road"]["group"] == "concept"
    assert found["oa:exact"]["group"] == "property"
    assert all(":" in name for name in found)


def test_what_the_data_use_most_comes_first(client: FlaskClient) -> None:
    """The terms come in the order of how often the data have them, those they have not at the end."""
    counts = [term["used"] for term in client.get("/sparql/terms").get_json()["terms"]]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 0
    assert counts[-1] == 0


def test_terms_are_kept_by_the_browser_until_the_data_change(client: FlaskClient) -> None:
    """Asked again with the tag, they are not sent again; each language has a tag of its own."""
    first = client.get("/sparql/terms?lang=zh")
    assert client.get("/sparql/terms?lang=zh", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.get("/sparql/terms?lang=en").headers["ETag"] != first.headers["ETag"]
