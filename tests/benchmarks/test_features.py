"""The features that spatial questions are measured on: the same for the same seed, whole, and answered alike."""

from __future__ import annotations

import pyoxigraph
import pytest
import shapely
from bench.city.features import SOUTH, STATEMENTS, WEST, Features
from bench.data import BASE
from bench.spatial import KINDS, variants

from graph.store.base import select
from graph.store.factory import open_store
from graph.store.formats import Format

NUMBER = 2_000
WKT = pyoxigraph.NamedNode("http://www.opengis.net/ont/geosparql#asWKT")


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """Some features."""
    return list(Features(7, BASE).lines(NUMBER))


def test_the_same_seed_gives_the_same_features(lines: list[str]) -> None:
    """Nothing but the seed decides; each feature has as many statements as the benchmark counts."""
    assert lines == list(Features(7, BASE).lines(NUMBER))
    assert lines != list(Features(8, BASE).lines(NUMBER))
    assert len(set(lines)) == len(lines) == STATEMENTS * NUMBER


def test_every_feature_is_a_right_geometry_near_the_invented_square(lines: list[str]) -> None:
    """Points and areas that do not cross themselves, as longitude and latitude, in the open sea."""
    quads = pyoxigraph.parse("".join(lines).encode(), pyoxigraph.RdfFormat.N_QUADS)
    shapes = [shapely.from_wkt(quad.object.value) for quad in quads if quad.predicate == WKT]
    assert len(shapes) == NUMBER
    assert {shape.geom_type for shape in shapes} == {"Point", "Polygon"}
    assert all(shape.is_valid and not shape.is_empty for shape in shapes)
    assert shapely.box(WEST - 0.2, SOUTH - 0.2, WEST + 1, SOUTH + 1).contains(shapely.union_all(shapes).envelope)


@pytest.mark.parametrize("kind", KINDS)
def test_a_spatial_question_finds_something(lines: list[str], kind: str) -> None:
    """The questions that are timed are about places where there is something to find."""
    with open_store() as store:
        store.load("".join(lines).encode(), Format.N_QUADS)
        assert any(select(store, question.query).records for question in variants(7)[kind])
