"""The plan over HTTP as people look at it: every question's page, the matrix, the explorer, the timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from flask.testing import FlaskClient

from graph.store.base import Store
from queries.catalogue import Catalogue
from service.app import create_app
from service.settings import Settings

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[FlaskClient]:
    """A client of a service over the plan."""
    app = create_app(Settings(), store)
    yield app.test_client()
    app.extensions["plangraph"].searching.stop()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", list(Catalogue()))
def test_every_question_answers_its_example(client: FlaskClient, name: str, language: str) -> None:
    """With the values of its example each question is a page with a table twin, or says that it has no rows."""
    query = {key: list(values) for key, values in Catalogue()[name].example.items()}
    response = client.get(f"/questions/{name}", query_string={**query, "lang": language}, headers=HTML)
    page = response.get_data(as_text=True)
    assert response.status_code == 200
    total = client.get(f"/questions/{name}", query_string=query).get_json()["total"]
    assert 'aria-labelledby="answer"' in page if total else ("没有结果" in page or "No rows" in page)


def test_the_matrix_counts_as_a_reader_does(client: FlaskClient, outline: dict[str, Any]) -> None:
    """For every pair of units, the tasks whose clauses name both, as transcribed from the plan."""
    tasks = [set(passage["units"]) for passage in outline["passages"] if passage.get("units")]
    expected = Counter(pair for units in tasks for pair in product(units, units))
    answer = client.get("/matrix?format=json&lang=zh").get_json()
    labels = {thing["iri"]: thing["label"] for thing in answer["rows"]["things"]}
    assert {(labels[cell["row"]], labels[cell["column"]]): cell["tasks"] for cell in answer["cells"]} == expected


def test_the_explorer_draws_only_links_between_what_it_shows(client: FlaskClient) -> None:
    """Twenty units expanded come to no more than 200 things, and no link leads out of the picture."""
    units = [row["unit"] for row in client.get("/questions/unit-load").get_json()["rows"]][:20]
    query = {"focus": units[0], "expand": units, "relation": ["activeIn", "responsibleUnit"], "format": "json"}
    answer = client.get("/explore", query_string=query).get_json()
    assert 20 < len(answer["nodes"]) <= 200
    shown = {node["iri"] for node in answer["nodes"]}
    assert {end for edge in answer["edges"] for end in (edge["from"], edge["to"])} <= shown


def test_the_timeline_has_the_two_dates_of_the_plan(client: FlaskClient) -> None:
    """2.1.1.2 is due in May 2025 and 2.4.1.2 in 2025; the other tasks have no date of their own."""
    answer = client.get("/timeline?format=json").get_json()
    assert [(row["number"], row["due"]) for row in answer["dates"]] == [("2.1.1.2", "2025-05"), ("2.4.1.2", "2025")]
    assert answer["undated"] == client.get("/questions/tasks").get_json()["total"] - 2
