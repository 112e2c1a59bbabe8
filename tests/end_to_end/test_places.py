"""The positions of the plan that comes with the program: told in the docs, measured by hand, each with its reason."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Graph
from rdflib.namespace import DCTERMS, PROV

from graph.model import PlanGraph
from ontology.namespaces import BASIS
from ontology.terms import PLAN

ROOT = Path(__file__).parents[2]
FILE = ROOT / "graph" / "plans" / "qibao-2023-2025" / "places.geojson"


@pytest.fixture(scope="module")
def features() -> dict[str, Any]:
    """The features of the file by their id."""
    found = json.loads(FILE.read_text("utf-8"))["features"]
    return {feature["properties"]["id"]: feature for feature in found}


def _metres(one: list[float], other: list[float]) -> float:
    """The haversine distance on a sphere of 6,371 km."""
    (x1, y1), (x2, y2) = (tuple(map(math.radians, place)) for place in (one, other))
    half = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 2 * 6_371_000 * math.asin(math.sqrt(half))


def _points(feature: Any) -> list[list[float]]:
    geometry = feature["geometry"]
    return [geometry["coordinates"]] if geometry["type"] == "Point" else list(geometry["coordinates"])


def test_the_docs_list_every_position(features: dict[str, Any]) -> None:
    """docs/places.md names each thing, in its state, with its method and accuracy."""
    said = (ROOT / "docs" / "places.md").read_text("utf-8").partition("<!-- positions")[2]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|(?: ([^|]*) \|)?(?: ([^|]*) \|)?$", said, flags=re.MULTILINE)
    told = {tuple(cell for cell in row if cell) for row in rows if not row[0].startswith(("---", "located"))}
    expected: set[tuple[str, ...]] = set()
    for path, feature in features.items():
        kind, properties, geometry = path.split("/")[0], feature["properties"], feature["geometry"]
        if kind == "landmark":
            continue
        if geometry is None:
            expected.add((properties["name"], f"{kind}: {properties['note_en']}"))
        elif properties["schematic"]:
            expected.add((properties["name"], f"{kind}, {geometry['type']}", f"`{properties['method']}`"))
        else:
            accuracy = f"{properties['accuracy_m']:,}"
            expected.add((properties["name"], f"{kind}, {geometry['type']}", f"`{properties['method']}`", accuracy))
    headings = {row for row in told if row[0] in ("drawn schematically", "not located")}
    assert told - headings == expected


def test_distances_are_those_of_the_town(features: dict[str, Any]) -> None:
    """七宝 and 星中路 stations are 1.87 km apart, 中春路 and 七宝 1.24 km, as a hand calculation has it."""
    at = {path.rsplit("/", 1)[1]: _points(feature)[0] for path, feature in features.items() if feature["geometry"]}
    assert _metres(at["qibaozhan"], at["xingzhongluzhan"]) == pytest.approx(1872, abs=2)
    assert _metres(at["zhongchunluzhan"], at["qibaozhan"]) == pytest.approx(1240, abs=2)


def test_an_accuracy_reaches_what_a_position_was_worked_out_from(features: dict[str, Any]) -> None:
    """What is beside or between neighbours is not claimed to be known better than it is far from them."""
    worked_out = [f for f in features.values() if f["properties"]["neighbours"] and not f["properties"]["schematic"]]
    assert len(worked_out) > 12
    for feature in worked_out:
        for path in feature["properties"]["neighbours"].split():
            apart = min(_metres(one, other) for one in _points(feature) for other in _points(features[path]))
            assert apart <= feature["properties"]["accuracy_m"], (feature["properties"]["name"], path)


def test_every_relation_says_what_it_rests_on(plan_graph: PlanGraph) -> None:
    """Each within, adjacentTo and locatedAt has its node; words, lists and geometries are never mixed."""
    graph = Graph()
    for triple in (*plan_graph.stated.triples, *plan_graph.spatial.triples):
        graph.add(triple)
    relations = set(graph.subjects(RDF.type, PLAN.SpatialRelation))
    founded = {tuple(graph.value(one, part) for part in (RDF.subject, RDF.predicate, RDF.object)) for one in relations}
    stated = {t for name in ("within", "adjacentTo", "locatedAt") for t in graph.triples((None, PLAN[name], None))}
    assert founded == stated
    for relation in relations:
        grounds = {
            BASIS.stated: graph.value(relation, PLAN.evidence, any=True),
            BASIS.authority: graph.value(relation, DCTERMS.source, any=True),
            BASIS.computed: graph.value(relation, PROV.wasDerivedFrom, any=True),
        }
        basis = graph.value(relation, PLAN.basis, any=False)
        assert {kind for kind, ground in grounds.items() if ground is not None} == {basis} - {BASIS.curated}


def test_the_roads_of_the_loop_are_adjacent_by_the_plan_s_words(plan_graph: PlanGraph) -> None:
    """吴中路—吴宝路—漕宝路—新镇路 is stated as a loop: four relations that cite it, and hold both ways."""
    roads = ("wuzhonglu", "wubaolu", "caobaolu", "xinzhenlu")
    pairs = set(zip(roads, (*roads[1:], roads[0]), strict=True))

    def read(triples: Any) -> set[tuple[str, str]]:
        beside = ((s, o) for s, p, o in triples if p == PLAN.adjacentTo)
        return {(str(s).rsplit("/", 1)[1], str(o).rsplit("/", 1)[1]) for s, o in beside}

    assert read(plan_graph.stated.triples) == pairs
    assert read(plan_graph.inferred.triples) == {(other, one) for one, other in pairs}
