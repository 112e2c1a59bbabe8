"""An answer comes in pages that tell how much there is and where the next one begins."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from rdflib import RDF, Literal, URIRef

from graph.store.answer import Answer
from graph.store.base import Store
from graph.store.factory import open_store
from queries.ask import PAGE, AnswerPage, ask
from queries.catalogue import Catalogue

PLAN = "https://w3id.org/plangraph/ontology#"
TASKS = 25


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """A plan of 25 tasks, numbered 1 to 25."""
    with open_store() as opened:
        triples = [
            triple
            for n in range(1, TASKS + 1)
            for task in [URIRef(f"http://localhost:8080/id/task/p/{n}")]
            for triple in [
                (task, RDF.type, URIRef(PLAN + "Task")),
                (task, URIRef(PLAN + "number"), Literal(str(n))),
                (task, URIRef(PLAN + "position"), Literal(n)),
            ]
        ]
        opened.replace({"http://localhost:8080/graph/plan/p": triples})
        yield opened


def page(store: Store, **window: int) -> AnswerPage:
    """A page of all tasks."""
    return ask(store, Catalogue()["tasks"], {}, **window)


@pytest.mark.parametrize(
    ("limit", "offset", "first", "rows", "next_offset"),
    [
        (PAGE, 0, "1", 25, None),
        (10, 0, "1", 10, 10),
        (10, 10, "11", 10, 20),
        (10, 20, "21", 5, None),
        (25, 0, "1", 25, None),
        (24, 0, "1", 24, 24),
        (5, 20, "21", 5, None),
    ],
)
def test_a_page_tells_the_total_and_the_next(
    store: Store, limit: int, offset: int, first: str, rows: int, next_offset: int | None
) -> None:
    """Whether full, last or all there is: the total is the same, and the next begins after the last row."""
    found = page(store, limit=limit, offset=offset)
    assert (found.rows[0]["number"], len(found.rows)) == (first, rows)
    assert (found.total, found.next_offset) == (TASKS, next_offset)


def test_a_page_past_the_end_is_empty(store: Store) -> None:
    """It has no rows, no next, and still the total."""
    found = page(store, limit=10, offset=100)
    assert (found.rows, found.total, found.next_offset) == ([], TASKS, None)


def test_what_is_counted_is_not_counted_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full page whose total is told asks for its rows only; one that then finds none, as the data shrank, is last."""
    asked: list[str] = []
    answer = store.query

    def noted(text: str, **how: Any) -> Answer:
        asked.append(text)
        return answer(text, **how)

    monkeypatch.setattr(store, "query", noted)
    found = ask(store, Catalogue()["tasks"], {}, limit=10, total=TASKS)
    assert (len(asked), len(found.rows), found.total, found.next_offset) == (1, 10, TASKS, 10)
    assert ask(store, Catalogue()["tasks"], {}, limit=10, offset=30, total=40).next_offset is None


def test_an_empty_answer_has_a_total_of_nothing() -> None:
    """Where nothing is found there is nothing to count."""
    with open_store() as empty:
        found = page(empty)
    assert (found.rows, found.total, found.next_offset) == ([], 0, None)


@pytest.mark.parametrize("window", [{"limit": 0}, {"limit": PAGE + 1}, {"offset": -1}])
def test_a_window_beyond_its_bounds_is_refused(store: Store, window: dict[str, int]) -> None:
    """A page has 1 to 1,000 rows and begins at 0 or later."""
    with pytest.raises(ValueError, match="limit is 1 to 1000"):
        page(store, **window)


def test_a_page_is_ready_for_json(store: Store) -> None:
    """Rows have all columns, unbound ones as null, and go through JSON unchanged."""
    found = page(store, limit=1)
    assert found.columns == ["task", "number", "title"]
    assert found.rows == [{"task": "http://localhost:8080/id/task/p/1", "number": "1", "title": None}]
    assert json.loads(json.dumps(found.rows)) == found.rows
    assert (found.question, found.parameters) == ("tasks", {})
