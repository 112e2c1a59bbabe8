"""The libraries of others that pages load: listed, whole, licensed, and content with what we serve."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "service" / "static"
VENDOR = STATIC / "vendor"
BUNDLES = sorted((*VENDOR.glob("*.min.js"), *VENDOR.glob("*.min.css")))
LISTING = (VENDOR / "VENDORED.md").read_text("utf-8")
# Addresses in the libraries that nothing is fetched from: names of XML vocabularies, links in a map's corner, and the
# base on which one parses the paths of addresses.
NOT_FETCHED = re.compile(
    r"http://www\.w3\.org/(?:2000/svg|2000/xmlns/|1999/xlink|XML/1998/namespace)|https://leafletjs\.com"
    r"|https://protomaps\.com|https://openstreetmap\.org/copyright|http://example\.com"
)
OTHERS = re.compile(r"""["'(`](?:https?:)?//[^\s"'`)]+""")


def rows(columns: int) -> list[list[str]]:
    """The rows of the listing's table of that many columns."""
    found = [line.strip("| ").split(" | ") for line in LISTING.splitlines() if line.startswith("| ")]
    return [row for row in found if len(row) == columns and row[0] not in ("file", "package")]


def files() -> dict[str, list[str]]:
    """The rows of the bundles, the only ones with a checksum, by the file's name."""
    return {row[0].split("](")[1].rstrip(")"): row for row in rows(5) if re.search(r"`[0-9a-f]{64}`", row[3])}


def packages() -> dict[str, list[str]]:
    """The rows of the packages, by name."""
    return {row[0]: row for row in rows(5) if row[0] and not row[0].startswith("[")}


def test_every_vendored_file_is_listed() -> None:
    """The listing and the folder have the same bundles: those of eight libraries."""
    assert {path.name for path in BUNDLES} == set(files())
    assert {name.split("-")[0] for name in files()} == {
        *("codemirror", "cytoscape", "echarts", "leaflet"),
        *("pmtiles", "protomaps", "shpjs", "togeojson"),
    }


@pytest.mark.parametrize("path", BUNDLES, ids=lambda path: path.name)
def test_a_vendored_file_is_as_it_was_made(path: Path) -> None:
    """Its length and SHA-256 are those of the listing."""
    content = path.read_bytes()
    _, _, length, checksum, _ = files()[path.name]
    assert int(length) == len(content)
    assert checksum.strip("`") == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("path", BUNDLES, ids=lambda path: path.name)
def test_a_vendored_file_names_its_packages_versions(path: Path) -> None:
    """The packages in it are listed at the versions the lock file pins, each with a permissive licence and its text."""
    locked = json.loads((VENDOR / "package-lock.json").read_text("utf-8"))["packages"]
    for name in files()[path.name][4].split(", "):
        _, version, licence, text, source = packages()[name]
        assert version == locked[f"node_modules/{name}"]["version"]
        assert locked[f"node_modules/{name}"]["integrity"].startswith("sha512-")
        assert licence in {"MIT", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0"}
        assert (VENDOR / text.split("](")[1].rstrip(")")).stat().st_size > 500
        assert source.startswith("<https://")


@pytest.mark.parametrize("path", BUNDLES, ids=lambda path: path.name)
def test_a_vendored_file_loads_nothing_from_elsewhere(path: Path) -> None:
    """It has no address of another origin in it, no import, and no style sheet's url() but of data."""
    content = path.read_text("utf-8")
    assert OTHERS.findall(NOT_FETCHED.sub("", content)) == []
    assert re.search(r"""\bimport\s*\(|\bfrom\s*["']|@import|sourceMappingURL""", content) is None
    assert re.search(r"""url\((?!["']?(?:data:|#))[^)]*\)""", content) is None or path.suffix == ".js"


def test_our_scripts_and_sheets_load_what_is_there() -> None:
    """Every file that a script or sheet of ours imports exists, in our own folders."""
    ours = [path for path in STATIC.rglob("*") if path.suffix in (".js", ".css") and VENDOR not in path.parents]
    named = [
        (path, name) for path in ours for name in re.findall(r'"(\.{1,2}/[^"]+\.(?:js|css))"', path.read_text("utf-8"))
    ]
    assert len(named) > 10
    for path, name in named:
        assert (path.parent / name).is_file(), f"{path.name} names {name}"
    for path in ours:
        assert re.search(r"""(?:import|fetch|url)\s*\(?\s*["']?(?:https?:)?//""", path.read_text("utf-8")) is None
