"""The plan of Qibao, built and stored once, as `plangraph build` does it, and what reading it by hand gave."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import pytest
from browsing import chromium, serving
from playwright.sync_api import Browser
from rdflib import Graph, URIRef

from graph.keeping import keep
from graph.model import PlanGraph
from graph.pipeline import build_plan
from graph.store.base import Store
from graph.store.factory import open_store
from ontology.files import vocabulary_graphs
from queries.ask import ask
from queries.catalogue import Catalogue

BASE = "http://localhost:8080/"
SLUG = "qibao-2023-2025"
EXPECTED = Path(__file__).parent / "expected"

Row = dict[str, Any]
Ask = Callable[..., list[Row]]


@pytest.fixture(scope="session")
def plan_folder() -> Traversable:
    """The folder of the plan."""
    return files("graph").joinpath("plans", SLUG)


@pytest.fixture(scope="session")
def source(plan_folder: Traversable) -> str:
    """The plan's text, which offsets refer to."""
    return plan_folder.joinpath("source.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def outline() -> dict[str, Any]:
    """The plan's passages and units, as a reader transcribed them."""
    return json.loads((EXPECTED / "outline.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def plan_graph(plan_folder: Traversable) -> PlanGraph:
    """The plan as named graphs."""
    return build_plan(plan_folder, BASE)


@pytest.fixture(scope="session")
def stated(plan_graph: PlanGraph) -> Graph:
    """What the plan states."""
    return _graph_of(plan_graph, f"graph/plan/{SLUG}")


@pytest.fixture(scope="session")
def inferred(plan_graph: PlanGraph) -> Graph:
    """What follows from what the plan states."""
    return _graph_of(plan_graph, f"graph/inferred/{SLUG}")


@pytest.fixture(scope="session")
def store(plan_graph: PlanGraph) -> Store:
    """A store in memory with the plan and the vocabularies in it."""
    store = open_store(None)
    keep(store, [plan_graph], vocabulary_graphs(BASE))
    return store


@pytest.fixture(scope="session")
def answer(store: Store) -> Ask:
    """Asks a question of the catalogue; the answer is one page, which here is all of it."""
    catalogue = Catalogue()

    def rows_of(question: str, **parameters: str | list[str]) -> list[Row]:
        page = ask(store, catalogue[question], parameters)
        assert page.next_offset is None
        return page.rows

    return rows_of


@pytest.fixture(scope="session")
def address(store: Store) -> Iterator[str]:
    """The address of a service over the plan, without a final slash."""
    with serving(store) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's browser, started once."""
    with chromium() as browser:
        yield browser


def _graph_of(plan_graph: PlanGraph, path: str) -> Graph:
    graph = Graph()
    for triple in plan_graph.graphs[URIRef(BASE + path)]:
        graph.add(triple)
    return graph
