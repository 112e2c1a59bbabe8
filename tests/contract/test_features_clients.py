"""/features read by the clients that planners have: GDAL, run against a server, and QGIS, by the requests it makes."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import features_town
import pytest
from flask.testing import FlaskClient
from sparql_servers import missing
from test_http_serve import PROGRAM, environment, free_port, wait_for

from graph.store.base import select
from graph.store.factory import open_store
from graph.store.formats import Format
from queries.features.by_shape import BY_SHAPE
from queries.features.collections import COLLECTIONS

_COUNTED = {
    "places": "?x a plan:Place",
    "projects": "?x a plan:Project",
    "facilities": "?x a plan:Facility",
    "tasks": "?x a plan:Task",
    "schematic": "?x plan:hasSchematicGeometry ?drawn",
}


@pytest.fixture(scope="module")
def counts() -> dict[str, int]:
    """How many things each collection is of, by SPARQL."""
    with open_store() as store:
        store.load(features_town.turtle().encode(), Format.TURTLE, features_town.GRAPH)
        prefix = "PREFIX plan: <https://w3id.org/plangraph/ontology#>"
        return {
            name: int(str(select(store, f"{prefix} SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {what} }}").records[0]["n"]))
            for name, what in _COUNTED.items()
        }


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of /features of a server over the small town."""
    folder, port = tmp_path_factory.mktemp("town"), free_port()
    data, settings = folder / "town.ttl", environment(str(folder / "store"), port)
    data.write_text(features_town.turtle())
    subprocess.run([PROGRAM, "load", "--graph", features_town.GRAPH, str(data)], env=settings, check=True)
    quiet = subprocess.DEVNULL
    with subprocess.Popen([PROGRAM, "serve"], env=settings, stdout=quiet, stderr=quiet, text=True) as process:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}/features"
        process.terminate()


def gdal(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a program of GDAL's and take what it prints."""
    if shutil.which(command[0]) is None:
        missing(f"{command[0]} is not installed: apt install gdal-bin")
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=dict(os.environ))
    assert run.returncode == 0, run.stderr
    assert "ERROR" not in run.stderr, run.stderr
    return run


def requests_of(run: subprocess.CompletedProcess[str]) -> list[str]:
    """The addresses of items that GDAL asked for."""
    asked = (line for line in run.stderr.splitlines() if "HTTP: Fetch(" in line)
    return [line.partition("Fetch(")[2].rstrip(")") for line in asked if "/items?" in line]


def test_gdal_reads_every_collection_whole(address: str, counts: dict[str, int], tmp_path: Path) -> None:
    """`ogr2ogr` page by page into a GeoPackage: a layer a collection, as many features as SPARQL counts."""
    package = tmp_path / "town.gpkg"
    gdal("ogr2ogr", "-f", "GPKG", str(package), f"OAPIF:{address}", "-oo", "PAGE_SIZE=3")
    with sqlite3.connect(package) as database:
        rows = {name: database.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in COLLECTIONS}  # noqa: S608
    database.close()
    assert rows == counts


def test_gdal_counts_and_knows_the_fields(address: str, counts: dict[str, int]) -> None:
    """`ogrinfo -so`: the count is what the server says, dates are dates, and several values are a list."""
    told = gdal("ogrinfo", "-ro", "-so", "-al", f"OAPIF:{address}", "tasks").stdout
    assert f"Feature Count: {counts['tasks']}" in told
    assert "time_end: Date" in told
    assert "units: StringList" in told


def test_gdal_leaves_filters_by_attribute_to_the_server(address: str) -> None:
    """`-where`: the condition is a parameter of the request, and one feature comes back."""
    where = ["-where", "label_en = 'Gate'", "--debug", "on"]
    run = gdal("ogrinfo", "-ro", "-al", f"OAPIF:{address}", "places", *where)
    assert "Feature Count: 1\n" in run.stdout
    assert any("label_en=Gate" in asked for asked in requests_of(run))


def test_gdal_leaves_boxes_to_the_server(address: str) -> None:
    """`-spat`: the box is a parameter of the request; what has no geometry GDAL leaves out itself."""
    box = ["-spat", "121.35", "31.15", "121.37", "31.17", "--debug", "on"]
    run = gdal("ogrinfo", "-ro", "-al", f"OAPIF:{address}", "places", *box)
    assert run.stdout.count("OGRFeature(") == 2
    assert any("bbox=121.3" in asked for asked in requests_of(run))


def test_gdal_moves_features_to_national_coordinates(address: str) -> None:
    """`-t_srs EPSG:4549`: GDAL's own coordinates are those that the server gives with crs."""
    system = ["-f", "GeoJSON", "-t_srs", "EPSG:4549", "-lco", "COORDINATE_PRECISION=3"]
    run = gdal("ogr2ogr", *system, "/vsistdout/", f"OAPIF:{address}", "places", "-where", "label_en = 'Gate'")
    (feature,) = json.loads(run.stdout)["features"]
    east, north = feature["geometry"]["coordinates"]
    url = f"{address}/collections/places/items/town/gate?f=json&crs=http://www.opengis.net/def/crs/EPSG/0/4549"
    fetch = "import json, sys, urllib.request as u; print(u.urlopen(sys.argv[1]).read().decode())"
    given = subprocess.run([sys.executable, "-c", fetch, url], capture_output=True, text=True, check=True)
    assert json.loads(given.stdout)["geometry"]["coordinates"] == pytest.approx([north, east], abs=2e-3)


def test_qgis_finds_its_way(town: FlaskClient, counts: dict[str, int]) -> None:
    """QGIS: landing page → API definition with the most features of a page → collections → items by `next`."""
    landing = town.get("/features", headers={"Accept": "application/json"}).get_json()
    links = {(link["rel"], link.get("type")): link["href"] for link in landing["links"]}
    api = town.get(_path(links["service-desc", "application/vnd.oai.openapi+json;version=3.0"])).get_json()
    most = api["components"]["parameters"]["limit"]["schema"]["maximum"]
    assert most >= 1000
    conformance = town.get(_path(links["conformance", "application/json"])).get_json()["conformsTo"]
    assert "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter" in conformance
    for one in town.get(_path(links["data", "application/json"])).get_json()["collections"]:
        href = next(link["href"] for link in one["links"] if (link["rel"], link["type"]) == _ITEMS)
        seen: list[str] = []
        following: str | None = f"{_path(href)}&limit=2"
        while following:
            page = town.get(following, headers={"Accept": "application/geo+json"}).get_json()
            seen += [feature["id"] for feature in page["features"]]
            following = next((_path(link["href"]) for link in page["links"] if link["rel"] == "next"), None)
        assert len(seen) == len(set(seen))
        assert one["id"] in BY_SHAPE or len(seen) == counts[one["id"]]


@pytest.fixture(scope="module")
def qgis(address: str) -> Any:
    """What QGIS itself makes of the collections and of a page of three features; skipped where it is not installed.

    It is half a gigabyte, so that nothing need have it: the requests that it makes are made above without it.
    """
    python = shutil.which("python3", path="/usr/bin")
    known = python and subprocess.run([python, "-c", "import qgis.core"], capture_output=True, check=False)
    if not python or not known or known.returncode:
        pytest.skip("QGIS is not installed: apt install --no-install-recommends python3-qgis qgis-providers")
    settings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    for name in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYTHONWARNINGS"):
        settings.pop(name, None)
    command = [python, str(Path(__file__).with_name("qgis_reading.py")), address]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=settings)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


def test_qgis_reads_every_collection_whole(qgis: Any, counts: dict[str, int]) -> None:
    """Its own provider, three features a page: a valid layer in degrees with as many features as SPARQL counts."""
    for name, count in counts.items():
        assert qgis[name]["valid"], name
        assert qgis[name]["features"] == count, name
        # A collection in which nothing has a position is a table to QGIS.
        assert qgis[name]["crs"] == ("" if name == "projects" else "EPSG:4326"), name
    assert qgis["tasks"]["fields"]["time_end"] == "Date"
    assert qgis["tasks"]["fields"]["units"] == "StringList"


def test_qgis_draws_all_that_has_a_position(qgis: Any) -> None:
    """A layer of QGIS draws one kind of shape: in those by shape each feature is of the layer's."""
    shaped = [name for name in qgis if name in BY_SHAPE]
    assert {"places-points", "places-areas"} <= set(shaped)
    for name in shaped:
        assert qgis[name]["features"] == qgis[name]["drawable"] > 0, name


def test_qgis_leaves_boxes_to_the_server(qgis: Any) -> None:
    """A layer of what the view shows: `bbox` is in the request, and what is elsewhere does not come."""
    assert any("bbox=121.3" in asked for asked in qgis["places-points"]["boxed_requests"])
    assert 0 < qgis["places-points"]["boxed"] < qgis["places-points"]["features"]


_ITEMS = ("items", "application/geo+json")


def _path(href: str) -> str:
    return href.removeprefix("http://localhost")
