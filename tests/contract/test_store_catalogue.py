"""The catalogue's questions, asked of the real plan on every engine that the tests can start."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files

import pytest

from graph.keeping import keep
from graph.model import PlanGraph
from graph.pipeline import build_plan
from graph.store.answer import Plain, Table
from graph.store.base import Store, select
from graph.store.engines import VIRTUOSO, Measures
from graph.store.errors import StoreError
from graph.store.factory import open_store
from graph.store.remote import RemoteStore
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
# sentences out of texts byte by byte instead of character by character (7.2). A place that is open, and among the
# columns of a sub-query, it gives as unbound: the others it answers about one place.
BEYOND_VIRTUOSO = {"links-between", "sentences-about"}
BEYOND_VIRTUOSO_AS_FILED = {"places-where-units-meet", "tasks-only-inside"}
MEASURING = {name for name, question in CATALOGUE.items() if "geof:distance" in question.select}

# What answers nothing: as filed, a question about two ends, of which there are too many pairs; and in this plan no two
# things have one name, and no task that no map shows has both a brand and a date.
NOTHING_AS_FILED = {"links-between", "same-names"}
NOTHING = {"same-names", "map-tasks-not-located"}


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
def server(request: pytest.FixtureRequest, engine: str, plan: PlanGraph) -> Iterator[RemoteStore]:
    """The same on a server, with nothing else."""
    with open_store(str(request.getfixturevalue(f"{engine}_server"))) as store:
        assert isinstance(store, RemoteStore)
        for name in store.graph_names():
            store.remove_graph(name)
        keep(store, [plan], vocabulary_graphs(BASE))
        yield store


def _example(question: Question) -> dict[str, str | list[str]]:
    return {name: list(values) if len(values) > 1 else values[0] for name, values in question.example.items()}


def _beyond(server: RemoteStore, name: str, *, as_filed: bool = False) -> bool:
    """Whether an engine's own record, or what is known of Virtuoso, says that it cannot answer a question."""
    if name in MEASURING and server.engine.measures is Measures.NOTHING:
        return True
    beyond = BEYOND_VIRTUOSO | BEYOND_VIRTUOSO_AS_FILED if as_filed else BEYOND_VIRTUOSO
    return server.engine is VIRTUOSO and name in beyond


def _rows(page: AnswerPage) -> tuple[list[dict[str, Plain]], int]:
    return list(page.rows), page.total


def _agree(name: str, rows: list[dict[str, Plain]], expected: list[dict[str, Plain]]) -> bool:
    """Whether the rows are the same in the same order; of distances those between points, which the engine measures."""
    given, told = [_respaced(row) for row in rows], [_respaced(row) for row in expected]
    if name in MEASURING:
        measured = [
            {**row, "metres": pytest.approx(row["metres"], rel=0.005, abs=1)} if "metres" in row else row
            for row in told
        ]
        return bool(given) and all(row in measured for row in given)
    return given == told


def _respaced(row: dict[str, Plain]) -> dict[str, Plain]:
    """A row with its WKT as one engine spaces it: Virtuoso writes POINT(1 2) for POINT (1 2)."""
    return {
        name: re.sub(r"\s*([(),])\s*", r"\1", str(value)) if value and name in ("wkt", "schematic") else value
        for name, value in row.items()
    }


def _records(table: Table) -> list[dict[str, Plain]]:
    return _dense(table.records)


def _dense(rows: Iterable[Mapping[str, Plain]]) -> list[dict[str, Plain]]:
    """The rows, WKT without the spaces that Virtuoso leaves out of it."""
    return [
        {name: re.sub(r" ?([(,]) ?", r"\1", value) if name == "wkt" and value else value for name, value in row.items()}
        for row in rows
    ]


def test_a_plan_is_kept_whole(server: Store, embedded: Store) -> None:
    """After keeping the plan a server has the graphs, and as many triples in each, as the store in this process."""
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    assert server.graph_names() == embedded.graph_names()
    for name in embedded.graph_names():
        (here,) = select(embedded, count.replace("WHERE", f"FROM <{name}> WHERE")).records
        (there,) = select(server, count.replace("WHERE", f"FROM <{name}> WHERE")).records
        assert (name, there["n"]) == (name, here["n"])


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_a_question_as_filed_answers_for_everything(server: RemoteStore, embedded: Store, name: str) -> None:
    """Without parameters, a question's text gives the same rows in the same order, on every engine that takes it."""
    text = CATALOGUE[name].text
    expected = _records(select(embedded, text))
    assert bool(expected) == (name not in NOTHING_AS_FILED)
    if not _beyond(server, name, as_filed=True):
        assert _agree(name, _records(select(server, text)), expected)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [*((question.name, _example(question)) for question in CATALOGUE.values()), *MORE],
    ids=lambda value: value if isinstance(value, str) else "+".join(str(v) for v in value.values()) or "all",
)
def test_a_question_answers_alike(
    server: RemoteStore, embedded: Store, name: str, parameters: dict[str, str | list[str]]
) -> None:
    """With parameters, a question gives the same rows in the same order, and the same total."""
    expected = _rows(ask(embedded, CATALOGUE[name], parameters))
    assert bool(expected[1]) == (name not in NOTHING)
    if not _beyond(server, name):
        rows, total = _rows(ask(server, CATALOGUE[name], parameters))
        assert _agree(name, rows, expected[0])
        assert total == (len(rows) if name in MEASURING else expected[1])


def test_a_page_of_an_answer_is_the_same_page(server: Store, embedded: Store) -> None:
    """Paging cuts the same rows out of the same order."""
    question = CATALOGUE["unit-collaboration"]
    expected = ask(embedded, question, {}, limit=7, offset=30)
    assert ask(server, question, {}, limit=7, offset=30) == expected


@pytest.mark.parametrize("name", sorted(MEASURING))
def test_an_engine_that_measures_nothing_says_so(server: RemoteStore, name: str) -> None:
    """A question about distances is an error on a server without geof:distance, and never an answer without rows."""
    if server.engine.measures is not Measures.NOTHING:
        assert select(server, CATALOGUE[name].text).rows
    else:
        with pytest.raises(StoreError):
            ask(server, CATALOGUE[name], _example(CATALOGUE[name]))
