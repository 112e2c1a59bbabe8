"""The catalogue's questions, asked of the real plan on every engine that the tests can start."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import pytest

from graph.keeping import keep
from graph.model import PlanGraph
from graph.pipeline import build_plan
from graph.store.answer import Plain, Table
from graph.store.base import Store, select
from graph.store.factory import open_store
from ontology.files import vocabulary_graphs
from queries.ask import AnswerPage, ask
from queries.catalogue import Catalogue
from queries.question import Question

BASE = "http://localhost:8080/"
CATALOGUE = Catalogue()

# What the examples do not reach: a town with all its places, dates given as a year or a month, other classes.
MORE = [
    ("tasks-at-place", {"place": "七宝镇"}),
    ("units-at-place", {"place": "七宝镇"}),
    ("tasks-due-by", {"date": "2025"}),
    ("tasks-due-by", {"date": "2025-05"}),
    ("tasks-shared-by", {"unit": "经发办"}),
    ("evidence-of", {"entity": "经济活跃高地"}),
    ("evidence-of", {"entity": "经发办"}),
    ("most-named", {}),
    ("glossary", {}),
    ("units-by-role", {}),
    ("mentions-to-check", {"percent": "100", "method": "rule"}),
]

# Virtuoso makes one SQL statement of a query. Ways of up to four steps make it longer than it takes, and it cuts
# sentences out of texts byte by byte instead of character by character (7.2).
BEYOND_VIRTUOSO = {"links-between", "sentences-about"}

# What answers nothing: as filed, a question about two ends, of which there are too many pairs; and in this plan no two
# things have one name.
NOTHING_AS_FILED = {"links-between", "same-names"}
NOTHING = {"same-names"}


@pytest.fixture(scope="module")
def plan() -> PlanGraph:
    """The plan as named graphs."""
    return build_plan(files("graph").joinpath("plans", "qibao-2023-2025"), BASE)


@pytest.fixture(scope="module")
def embedded(plan: PlanGraph) -> Iterator[Store]:
    """The plan and the vocabularies in this process."""
    with open_store() as store:
        keep(store, [plan], vocabulary_graphs(BASE))
        yield store


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def engine(request: pytest.FixtureRequest) -> str:
    """The name of a server's engine."""
    return str(request.param)


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest, engine: str, plan: PlanGraph) -> Iterator[Store]:
    """The same on a server, with nothing else."""
    with open_store(str(request.getfixturevalue(f"{engine}_server"))) as store:
        for name in store.graph_names():
            store.remove_graph(name)
        keep(store, [plan], vocabulary_graphs(BASE))
        yield store


def _example(question: Question) -> dict[str, str | list[str]]:
    return {name: list(values) if len(values) > 1 else values[0] for name, values in question.example.items()}


def _beyond(engine: str, name: str) -> bool:
    return engine == "virtuoso" and name in BEYOND_VIRTUOSO


def _rows(page: AnswerPage) -> tuple[list[dict[str, Plain]], int]:
    return list(page.rows), page.total


def _records(table: Table) -> list[dict[str, Plain]]:
    return list(table.records)


def test_a_plan_is_kept_whole(server: Store, embedded: Store) -> None:
    """After keeping the plan a server has the graphs, and as many triples in each, as the store in this process."""
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    assert server.graph_names() == embedded.graph_names()
    for name in embedded.graph_names():
        (here,) = select(embedded, count.replace("WHERE", f"FROM <{name}> WHERE")).records
        (there,) = select(server, count.replace("WHERE", f"FROM <{name}> WHERE")).records
        assert (name, there["n"]) == (name, here["n"])


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_a_question_as_filed_answers_for_everything(server: Store, embedded: Store, engine: str, name: str) -> None:
    """Without parameters, a question's text gives the same rows in the same order, on every engine that takes it."""
    text = CATALOGUE[name].text
    expected = _records(select(embedded, text))
    assert bool(expected) == (name not in NOTHING_AS_FILED)
    if not _beyond(engine, name):
        assert _records(select(server, text)) == expected


@pytest.mark.parametrize(
    ("name", "parameters"),
    [*((question.name, _example(question)) for question in CATALOGUE.values()), *MORE],
    ids=lambda value: value if isinstance(value, str) else "+".join(str(v) for v in value.values()) or "all",
)
def test_a_question_answers_alike(
    server: Store, embedded: Store, engine: str, name: str, parameters: dict[str, str | list[str]]
) -> None:
    """With parameters, a question gives the same rows in the same order, and the same total."""
    expected = _rows(ask(embedded, CATALOGUE[name], parameters))
    assert bool(expected[1]) == (name not in NOTHING)
    if not _beyond(engine, name):
        assert _rows(ask(server, CATALOGUE[name], parameters)) == expected


def test_a_page_of_an_answer_is_the_same_page(server: Store, embedded: Store) -> None:
    """Paging cuts the same rows out of the same order."""
    question = CATALOGUE["unit-collaboration"]
    expected = ask(embedded, question, {}, limit=7, offset=30)
    assert ask(server, question, {}, limit=7, offset=30) == expected
