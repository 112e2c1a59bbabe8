"""The features of the real plan: the same whichever engine keeps it, and all that the plan knows."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import pytest
import shapely

from graph.keeping import keep
from graph.model import PlanGraph
from graph.pipeline import build_plan
from graph.store.base import Store
from graph.store.factory import open_store
from graph.store.remote import RemoteStore
from ontology.files import vocabulary_graphs
from queries.features.reading import read_all
from queries.features.table import FeatureTable

BASE = "http://localhost:8080/"


@pytest.fixture(scope="module")
def plan() -> PlanGraph:
    """The plan as named graphs."""
    return build_plan(files("graph").joinpath("plans", "qibao-2023-2025"), BASE)


@pytest.fixture(scope="module")
def embedded(plan: PlanGraph) -> Iterator[dict[str, FeatureTable]]:
    """The collections as they are read in this process."""
    with open_store() as store:
        yield read(store, plan)


def read(store: Store, plan: PlanGraph) -> dict[str, FeatureTable]:
    """The collections of the plan, which is all that is in the store."""
    for name in store.graph_names():
        store.remove_graph(name)
    keep(store, [plan], vocabulary_graphs(BASE))
    return dict(read_all(store, BASE).tables)


@pytest.mark.parametrize("engine", ["oxigraph", "virtuoso"])
def test_every_engine_gives_the_same_features(
    request: pytest.FixtureRequest, engine: str, plan: PlanGraph, embedded: dict[str, FeatureTable]
) -> None:
    """Identifiers, values, geometries and times, on Oxigraph's server and on Virtuoso."""
    with RemoteStore(request.getfixturevalue(f"{engine}_server")) as store:
        found = read(store, plan)
    for name, table in embedded.items():
        assert found[name].ids == table.ids
        assert found[name].columns == table.columns
        assert shapely.to_wkt(found[name].written).tolist() == shapely.to_wkt(table.written).tolist()
        assert found[name].periods == table.periods


def test_the_plan_has_its_tasks_on_the_map(embedded: dict[str, FeatureTable]) -> None:
    """All 41 tasks, each with units and a time; those with a geometry lie in the town's surroundings."""
    tasks = embedded["tasks"]
    assert len(tasks) == 41
    assert all(tasks.columns["units"])
    assert None not in tasks.periods
    assert tasks.located.any()
    west, south, east, north = tasks.bounds or (0, 0, 0, 0)
    assert 121.2 < west < east < 121.6
    assert 31.0 < south < north < 31.3


def test_nothing_is_both_located_and_said_to_be_schematic(embedded: dict[str, FeatureTable]) -> None:
    """What is on the sketch has no true position."""
    drawn = set(embedded["schematic"].columns["iri"])
    assert drawn
    for name in ("places", "projects", "facilities"):
        table = embedded[name]
        assert not drawn & {table.columns["iri"][place] for place in table.located.nonzero()[0]}
