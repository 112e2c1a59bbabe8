"""A file of the reader's own on the map: read in the browser, sent only when asked, refused in a sentence."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import watched
from playwright.sync_api import Browser, Page, expect

# A box around 星中路站, where all of 九星 is known to be.
CORNERS = [(121.363, 31.1585), (121.366, 31.1585), (121.366, 31.1615), (121.363, 31.1615), (121.363, 31.1585)]
GEOJSON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": "<img src=x onerror=alert(1)>范围"},
            "geometry": {"type": "Polygon", "coordinates": [CORNERS]},
        }
    ],
}
KML = f"""<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>范围</name><Polygon><outerBoundaryIs><LinearRing>
<coordinates>{" ".join(f"{longitude},{latitude}" for longitude, latitude in CORNERS)}</coordinates>
</LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>"""
# The same box in CGCS2000, Gauss-Krüger, three degrees, central meridian 120 (EPSG:4549), computed with pyproj.
PRJ = (
    'PROJCS["CGCS2000_3_Degree_GK_CM_120E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",'
    'DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],'
    'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)
AT_JIUXING = {"2.1.1.2", "2.2.2.2", "2.3.1.2", "2.4.2.2", "2.4.3.3"}
BOMB_BYTES = 150 * 1024 * 1024


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The map, with its things drawn."""
    with watched(browser, address) as page:
        page.goto(f"{address}/map")
        expect(page.locator("#map-canvas path.thing").first).to_be_attached()
        yield page


def opened(page: Page, folder: Path, name: str, content: bytes) -> None:
    """Choose a file."""
    (folder / name).write_bytes(content)
    page.locator("#map-file").set_input_files(folder / name)


def archive(**files: bytes) -> bytes:
    """A zip archive of files, whose names have `__` for the dot."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "."), content)
    return written.getvalue()


def shapefile(corners: list[tuple[float, float]]) -> bytes:
    """A .shp of one polygon (ESRI's description of 1998)."""
    eastings, northings = zip(*corners, strict=True)
    box = struct.pack("<4d", min(eastings), min(northings), max(eastings), max(northings))
    ring = b"".join(struct.pack("<2d", *corner) for corner in corners)
    record = struct.pack("<i", 5) + box + struct.pack("<3i", 1, len(corners), 0) + ring
    body = struct.pack(">2i", 1, len(record) // 2) + record
    header = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, (100 + len(body)) // 2) + struct.pack("<2i", 1000, 5)
    return header + box + struct.pack("<4d", 0, 0, 0, 0) + body


def in_metres() -> list[tuple[float, float]]:
    """The box in the projected system."""
    from pyproj import Transformer  # noqa: PLC0415 - half a second that other tests need not wait

    transformer = Transformer.from_crs("EPSG:4490", "EPSG:4549", always_xy=True)
    return [transformer.transform(*corner) for corner in CORNERS]


FILES: dict[str, Any] = {
    "area.geojson": lambda: json.dumps(GEOJSON).encode(),
    "area.kml": KML.encode,
    "area.kmz": lambda: archive(doc__kml=KML.encode()),
    "area.zip": lambda: archive(area__shp=shapefile(in_metres()), area__prj=PRJ.encode()),
    "degrees.zip": lambda: archive(area__shp=shapefile(CORNERS)),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_stays_in_the_browser_until_it_is_asked_with(page: Page, tmp_path: Path, name: str) -> None:
    """It is drawn without a request; asked with, its area has the tasks of 九星."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/static/" not in request.url else None)
    opened(page, tmp_path, name, FILES[name]())
    expect(page.locator("#map-file-panel")).to_contain_text(f"{name}:1 个图形")
    expect(page.locator("#map-canvas path.own-shape")).to_have_count(1)
    assert [url for url in asked if not url.startswith(("blob:", "data:"))] == []
    page.get_by_role("button", name="查计划里有什么落在其中").click()
    expect(page.locator("#inside-title")).to_be_visible()
    numbers = page.locator("[data-part=inside] .tasks .number").all_inner_texts()
    assert set(numbers) >= AT_JIUXING
    page.get_by_role("button", name="移除文件").click()
    expect(page.locator("#map-canvas path.own-shape")).to_have_count(0)


def test_a_file_is_dropped_on_the_map(page: Page) -> None:
    """Dropping does what choosing does; names in a file are texts, whatever is in them."""
    page.evaluate(
        """content => {
          const files = new DataTransfer();
          files.items.add(new File([content], "dropped.geojson"));
          const drop = new DragEvent("drop", {dataTransfer: files, cancelable: true});
          document.getElementById("map-canvas").dispatchEvent(drop);
        }""",
        json.dumps(GEOJSON),
    )
    expect(page.locator("#map-file-panel")).to_contain_text("dropped.geojson:1 个图形")
    page.locator("#map-canvas path.own-shape").hover(force=True)
    expect(page.locator("#map-canvas img:not(.leaflet-tile)")).to_have_count(0)


def test_a_shape_too_long_for_an_address_is_asked_with_all_the_same(page: Page, tmp_path: Path) -> None:
    """Its tasks are listed, its address is not changed, and the page says why there is no link."""
    west, south = CORNERS[0]
    ring = [(west + 0.003 * step / 500, south) for step in range(500)] + CORNERS[1:]
    content = {"type": "Polygon", "coordinates": [ring]}
    opened(page, tmp_path, "long.json", json.dumps(content).encode())
    page.get_by_role("button", name="查计划里有什么落在其中").click()
    expect(page.locator("[data-part=inside]")).to_contain_text("放不进链接")
    assert set(page.locator("[data-part=inside] .tasks .number").all_inner_texts()) >= AT_JIUXING
    assert "area=" not in page.url


BOW = [(121.363, 31.1585), (121.366, 31.1615), (121.366, 31.1585), (121.363, 31.1615), (121.363, 31.1585)]
FIJI = [(179, -18), (-179, -18), (-179, -16), (179, -16), (179, -18)]


@pytest.mark.parametrize(("ring", "sentence"), [(BOW, "自相交"), (FIJI, "分成东西两部分")])
def test_a_doubtful_outline_of_a_file_is_told_with_the_answer(
    page: Page, tmp_path: Path, ring: list[tuple[float, float]], sentence: str
) -> None:
    """One that crosses itself or the antimeridian is drawn and asked with, and the answer says what is doubtful."""
    content = {"type": "Polygon", "coordinates": [ring]}
    opened(page, tmp_path, "doubtful.json", json.dumps(content).encode())
    expect(page.locator("#map-canvas path.own-shape")).to_have_count(1)
    page.get_by_role("button", name="查计划里有什么落在其中").click()
    expect(page.locator("[data-part=inside] [role=alert]")).to_contain_text(sentence)


def bomb() -> bytes:
    """An archive of 150 kB with 150 MB in it."""
    return archive(area__shp=bytes(BOMB_BYTES))


def lying_bomb() -> bytes:
    """The same, which says of itself that it has ten bytes in it."""
    content = bytearray(bomb())
    local, central = content.index(b"PK\x03\x04"), content.index(b"PK\x01\x02")
    content[local + 22 : local + 26] = content[central + 24 : central + 28] = struct.pack("<I", 10)
    return bytes(content)


REFUSED: dict[str, tuple[Any, str]] = {
    "noise.bin": (lambda: b"\x00\x01\x02 nothing", "打不开"),
    "empty.geojson": (lambda: b'{"type": "FeatureCollection", "features": []}', "没有图形"),
    "broken.json": (lambda: b'{"type": "Feature"', "打不开"),
    "other.json": (lambda: b'{"hello": 1}', "打不开"),
    "strange.json": (lambda: b'{"type": "Polygon", "coordinates": [[["a", 1]]]}', "打不开"),
    "deep.json": (lambda: b'{"type": "Polygon", "coordinates": ' + b"[" * 9000 + b"]" * 9000 + b"}", "打不开"),
    "metres.json": (lambda: b'{"type": "Point", "coordinates": [352000.0, 3449000.0]}', "不是经纬度"),
    "metres.zip": (lambda: archive(area__shp=shapefile(in_metres())), "不是经纬度"),
    "swapped.json": (lambda: b'{"type": "Point", "coordinates": [31.16, 121.36]}', "不是经纬度"),
    "hollow.json": (lambda: b'{"type": "Polygon", "coordinates": []}', "没有图形"),
    "nested.zip": (lambda: archive(inner__zip=archive(area__shp=shapefile(CORNERS))), "打不开"),
    "leading-out.zip": (lambda: archive(**{"../area__shp": shapefile(CORNERS)}), "打不开"),
    "cut.zip": (lambda: archive(area__shp=shapefile(CORNERS))[:60], "打不开"),
    "letters.zip": (lambda: archive(letter__docx=b"Dear"), "打不开"),
    "unknown.zip": (
        lambda: archive(area__shp=shapefile(in_metres()), area__prj=b'PROJCS["x",FOO[1]]'),
        "坐标系不能识别",
    ),
    "noise.zip": (lambda: archive(area__shp=shapefile(CORNERS), area__prj="无此坐标系".encode()), "坐标系不能识别"),
    "bomb.zip": (bomb, "超过 100 MB"),
    "lying.zip": (lying_bomb, "超过 100 MB"),
    "large.geojson": (lambda: b" " * (21 * 1024 * 1024), "超过 20 MB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_opened_is_said_in_a_sentence(page: Page, tmp_path: Path, name: str) -> None:
    """The sentence says what; the map works on."""
    make, sentence = REFUSED[name]
    opened(page, tmp_path, name, make())
    expect(page.locator("#map-message")).to_contain_text(sentence, timeout=20_000)
    expect(page.locator("#map-file-panel")).to_be_hidden()
    opened(page, tmp_path, "area.geojson", json.dumps(GEOJSON).encode())
    expect(page.locator("#map-canvas path.own-shape")).to_have_count(1)
    expect(page.locator("#map-message")).to_be_empty()


def test_a_kml_that_is_no_xml_is_said_in_a_sentence(browser: Browser, address: str, tmp_path: Path) -> None:
    """Entities within entities without an end: the browser's parser gives up, which it tells by a styled element."""
    laughs = b'<!DOCTYPE kml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><kml>&b;'
    with watched(browser, address, forgiven="inline style") as page:
        page.goto(f"{address}/map")
        expect(page.locator("#map-canvas path.thing").first).to_be_attached()
        opened(page, tmp_path, "laughs.kml", laughs)
        expect(page.locator("#map-message")).to_contain_text("打不开")
