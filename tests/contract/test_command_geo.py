"""`plangraph geo`: a town's GIS file into a kept plan, also while it is served, and out again."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy
import pyogrio
import pytest
import shapely

from graph.store.factory import open_store

BASE = "http://localhost:8080/"
GEOMETRY, SPATIAL = (f"{BASE}graph/{name}/qibao-2023-2025" for name in ("geometry", "spatial"))
GEO_HAS = "http://www.opengis.net/ont/geosparql#hasGeometry"
PROGRAM = str(Path(sys.executable).parent / "plangraph")
IMPORTED = """
PREFIX plan: <https://w3id.org/plangraph/ontology#> PREFIX geo: <http://www.opengis.net/ont/geosparql#>
SELECT ?wkt {
  GRAPH <%s> { ?g plan:locatingMethod <https://w3id.org/plangraph/locating#townGis> ; geo:asWKT ?wkt }
} ORDER BY ?wkt"""


def run(*arguments: str, store: Path) -> subprocess.CompletedProcess[str]:
    """The program with these arguments over this store."""
    environment = {**os.environ, "PLANGRAPH_STORE": str(store)}
    return subprocess.run(
        [PROGRAM, *arguments], env=environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the plan that comes with the program."""
    store = tmp_path_factory.mktemp("geo") / "store"
    done = run("build", store=store)
    assert done.returncode == 0, done.stderr
    return store


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A GeoPackage of a town: its boundary by code, an area and a site by name, and something of another town."""
    file = tmp_path_factory.mktemp("town") / "town.gpkg"
    shapes = [shapely.box(x, y, x + side, y + side) for x, y, side in ((121.33, 31.13, 0.06), (121.36, 31.145, 0.015))]
    shapes += [shapely.box(121.365, 31.15, 121.368, 31.153), shapely.box(121.0, 31.1, 121.01, 31.11)]
    names = numpy.array([None, "九星", "九星城", "别处"], dtype=object)
    codes = numpy.array(["310112102000", None, None, None], dtype=object)
    pyogrio.raw.write(
        file, shapely.to_wkb(shapes), [names, codes], ["name", "code"], geometry_type="Polygon", crs="EPSG:4326"
    )
    return file


def _rows(store: Path, query: str) -> list[str]:
    answer = store.parent / "query.rq"
    answer.write_text(query, "utf-8")
    return run("query", str(answer), "--format", "csv", store=store).stdout.split("\n")[1:-1]


def test_an_import_tells_first_and_changes_nothing(built: Path, town: Path) -> None:
    """Without --write it says what matched by what and what did not, and the store stays as it is."""
    told = run("geo", "import", str(town), store=built)
    assert told.returncode == 0, told.stderr
    lines = told.stdout.splitlines()
    assert lines[0] == "3 matched:"
    assert "  town, feature 1 is 七宝镇 (place/qibao/qibaozhen), by national code: Polygon" in lines
    assert "  town, feature 2 is 九星 (place/qibao/jiuxing), by name: Polygon" in lines
    assert lines[-3:-1] == ["1 not matched:", "  town, feature 4: name=别处"]
    assert lines[-1].startswith("Nothing was changed")
    assert _rows(built, IMPORTED % GEOMETRY) == []


def test_an_import_outlives_a_build_and_is_the_same_twice(built: Path, town: Path) -> None:
    """What is written stays when the plan is built anew, and writing it again changes nothing."""
    written = run("geo", "import", str(town), "--write", store=built)
    assert written.stdout.splitlines()[-1] == "3 positions of the file were put into the store."
    once = _rows(built, IMPORTED % GEOMETRY)
    assert len(once) == 3
    dumps = [run("dump", "--format", "nt", "--graph", graph, store=built).stdout for graph in (GEOMETRY, SPATIAL)]
    assert "jiuxingcheng/within/place-jiuxing>" in dumps[1]
    again = run("geo", "import", str(town), "--write", store=built)
    assert again.stdout.splitlines()[-1] == "0 positions of the file were put into the store."
    assert run("build", store=built).returncode == 0
    assert _rows(built, IMPORTED % GEOMETRY) == once
    later = [run("dump", "--format", "nt", "--graph", graph, store=built).stdout for graph in (GEOMETRY, SPATIAL)]
    assert [sorted(dump.splitlines()) for dump in later] == [sorted(dump.splitlines()) for dump in dumps]


def test_what_is_at_an_imported_place_follows_it(built: Path) -> None:
    """九星城项目 takes the position of 九星城, whatever that is now."""
    found = json.loads(run("geo", "export", store=built).stdout)
    shapes = {feature["properties"]["id"]: feature["geometry"] for feature in found["features"]}
    assert shapes["project/qibao/jiuxingchengxiangmu"] == shapes["place/qibao/jiuxingcheng"]
    assert shapes["place/qibao/jiuxingcheng"]["type"] == "Polygon"
    assert shapes["place/qibao/xingzuancheng"] is None


def test_what_is_exported_can_be_imported(built: Path, tmp_path: Path) -> None:
    """Every feature of the export with a geometry is found by its id, and one that nobody moved changes nothing."""
    out = tmp_path / "places.geojson"
    assert run("geo", "export", "--out", str(out), store=built).returncode == 0
    features: list[Any] = json.loads(out.read_text("utf-8"))["features"]
    told = run("geo", "import", str(out), store=built).stdout
    drawn = [f for f in features if f["geometry"] and not f["properties"]["id"].startswith("landmark/")]
    assert told.startswith(f"{len(drawn)} matched:\n")
    assert told.count(", by IRI: as it is already") == len(drawn)


@contextmanager
def _served(store: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environment = {**os.environ, "PLANGRAPH_STORE": str(store), "PLANGRAPH_PORT": str(port)}
    process = subprocess.Popen([PROGRAM, "serve"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not _answer(port, "/readyz"):
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.communicate()


def _answer(port: int, path: str) -> str:
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as response:
        return str(response.read().decode())
    return ""


def test_an_import_reaches_a_running_service(tmp_path: Path, town: Path) -> None:
    """The service answers with the new positions at once, and the computed relation has its basis."""
    store = tmp_path / "store"
    run("build", store=store)
    asked = "/sparql?" + urlencode({"query": IMPORTED % GEOMETRY, "format": "csv"})
    with _served(store) as port:
        assert "POLYGON" not in _answer(port, asked)
        done = run("geo", "import", str(town), "--write", store=store)
        assert done.returncode == 0, done.stderr
        assert _answer(port, asked).count("POLYGON") == 3
        page = _answer(port, "/doc/place/qibao/jiuxingcheng.ttl")
        assert "place-jiuxingcheng" in page


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("import", "nowhere.gpkg"), "nowhere.gpkg cannot be read: No such file"),
        (("import", "TOWN", "--plan", "gone"), "has no plan 'gone'; it has qibao-2023-2025"),
        (("import", "TOWN", "--layer", "roads"), "no layer roads"),
        (("export", "--out", "/nowhere/x.geojson"), "cannot be written"),
        (("export", "--store", "/nowhere/store"), "There is no store"),
    ],
)
def test_bad_input_is_one_sentence(built: Path, town: Path, arguments: tuple[str, ...], says: str) -> None:
    """Exit status 2, the sentence on stderr, and no trace."""
    result = run("geo", *(str(town) if word == "TOWN" else word for word in arguments), store=built)
    assert (result.returncode, result.stdout) == (2, "")
    assert says in result.stderr
    assert "Traceback" not in result.stderr


def test_relations_of_imported_areas_are_computed_and_kept_apart_from_stated_ones(tmp_path: Path) -> None:
    """Two areas side by side in a town: within and adjacent, each once, as computed, in no graph of what is stated.

    After one of the geometries is gone, `geo relate` computes what is left; of one it cannot use it says so.
    """
    store, file = tmp_path / "store", tmp_path / "areas.geojson"
    assert run("build", store=store).returncode == 0
    areas = {"七宝镇": (121.33, 0.06), "九星城": (121.365, 0.003), "星钻城": (121.368, 0.003)}
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": shapely.geometry.mapping(shapely.box(*box))}
        for name, (west, size) in areas.items()
        for box in [(west, 31.15 - size / 2, west + size, 31.15 + size / 2)]
    ]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    assert run("geo", "import", str(file), "--write", store=store).returncode == 0
    told = """PREFIX plan: <https://w3id.org/plangraph/ontology#>
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    SELECT DISTINCT ?one ?how ?other ?basis {
      GRAPH ?graph { ?node a plan:SpatialRelation ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; plan:basis ?b }
      FILTER(?graph %s <%s>)
      BIND(REPLACE(STR(?s), "^.*/", "") AS ?one) BIND(REPLACE(STR(?p), "^.*#", "") AS ?how)
      BIND(REPLACE(STR(?o), "^.*/", "") AS ?other) BIND(REPLACE(STR(?b), "^.*[/#]", "") AS ?basis)
    }"""
    computed = {row.strip() for row in _rows(store, told % ("=", SPATIAL))}
    elsewhere = {row.strip() for row in _rows(store, told % ("!=", SPATIAL))}
    assert {
        "jiuxingcheng,within,qibaozhen,computed",
        "xingzuancheng,within,qibaozhen,computed",
        "jiuxingcheng,adjacentTo,xingzuancheng,computed",
    } == computed
    assert elsewhere
    assert not [row for row in elsewhere if row.endswith(",computed")]

    shape = f"{BASE}id/geometry/qibao-2023-2025/place-xingzuancheng"
    with open_store(store) as written:
        pattern = f"{{ ?s ?p <{shape}> . <{shape}> ?q ?o }}"
        written.update(f"WITH <{GEOMETRY}> DELETE {pattern} WHERE {pattern}")
    assert len(_rows(store, told % ("=", SPATIAL))) == len(computed)
    done = run("geo", "relate", store=store)
    assert done.returncode == 0, done.stderr
    assert "statements about what lies in what" in done.stdout
    assert [row.strip() for row in _rows(store, told % ("=", SPATIAL))] == ["jiuxingcheng,within,qibaozhen,computed"]
    with open_store(store) as written:
        written.update(
            f"INSERT DATA {{ GRAPH <{GEOMETRY}> {{ <{BASE}id/place/qibao/xingzuancheng> <{GEO_HAS}> <{shape}> }} }}"
        )
    refused = run("geo", "relate", store=store)
    assert refused.returncode == 2
    assert "the geometry of place/qibao/xingzuancheng cannot be used" in refused.stderr
