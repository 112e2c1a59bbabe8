"""Tiles below the map, from an address and from a file: shown, and nobody else is asked for anything."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from browsing import PATIENCE, serving
from playwright.sync_api import Browser, Page, expect

from graph.store.base import Store
from service.settings import Settings

CREDIT = "底图 <b>测试</b> GS(2024)0000"
VECTOR, RASTER_PNG = 1, 2  # tile types of PMTiles
EVERY_TILE = 400_000_000  # a run over all tiles to zoom 14


def picture() -> bytes:
    """A grey PNG of 256 by 256 pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = (b"\x00" + b"\xcc" * 256) * 256
    header = chunk(b"IHDR", struct.pack(">2I5B", 256, 256, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def number(value: int) -> bytes:
    """A number in as few groups of seven bits as it needs, as PMTiles and vector tiles write them."""
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*written, value])


def land() -> bytes:
    """A vector tile that is all land (https://github.com/mapbox/vector-tile-spec, 2.1; Protomaps' layer `earth`)."""

    def part(field: int, content: bytes) -> bytes:
        return number(field << 3 | 2) + number(len(content)) + content

    ring = b"".join(map(number, (9, 0, 0, 26, 8192, 0, 0, 8192, 8191, 0, 15)))
    feature = number(3 << 3) + number(3) + part(4, ring)
    layer = part(1, b"earth") + part(2, feature) + number(5 << 3) + number(4096) + number(15 << 3) + number(2)
    return part(3, layer)


def archive(tile: bytes, kind: int) -> bytes:
    """A file of PMTiles, version 3, in which every tile is the same (https://github.com/protomaps/PMTiles)."""
    root = b"".join(number(value) for value in (1, 0, EVERY_TILE, len(tile), 1))
    metadata = b"{}"
    places = [127, len(root), 127 + len(root), len(metadata), 0, 0, 127 + len(root) + len(metadata), len(tile)]
    header = b"PMTiles\x03" + struct.pack("<11Q", *places, EVERY_TILE, 1, 1)
    header += struct.pack("<6B", 1, 1, 1, kind, 0, 14)
    header += struct.pack("<4i", -1800000000, -850000000, 1800000000, 850000000)
    return header + struct.pack("<B2i", 12, 1213600000, 311500000) + root + metadata + tile


@contextmanager
def tile_server() -> Iterator[tuple[str, list[str]]]:
    """Another origin with tiles, and the paths it is asked for."""
    asked: list[str] = []

    class Tiles(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(picture())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def opened(browser: Browser, address: str) -> Iterator[tuple[Page, list[str], list[str]]]:
    """The map, the errors that it logs, and the origins that it asks."""
    page = browser.new_page(locale="zh-CN")
    page.set_default_timeout(PATIENCE)
    errors: list[str] = []
    origins: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: origins.append("/".join(request.url.split("/")[:3])))
    page.goto(f"{address}/map")
    yield page, errors, origins
    page.close()


def test_tiles_of_an_address_are_shown_with_their_credit(browser: Browser, store: Store) -> None:
    """Pictures come from the origin that is configured, which is told no more than numbers and the key."""
    with (
        tile_server() as (tiles, asked),
        serving(store, Settings(map_tiles=f"{tiles}/{{z}}/{{x}}/{{y}}.png?tk=key", map_credit=CREDIT)) as address,
    ):
        with opened(browser, address) as (page, errors, origins):
            expect(page.locator("#map-canvas img.leaflet-tile-loaded").first).to_be_attached()
            expect(page.locator("#map-canvas path.thing").first).to_be_attached()
            expect(page.locator(".leaflet-control-attribution")).to_have_text(CREDIT)
            assert set(origins) == {address, tiles}
            assert errors == []
        assert all(path.endswith(".png?tk=key") for path in asked)


def test_tiles_of_a_file_are_shown_without_any_other_origin(browser: Browser, store: Store, tmp_path: Path) -> None:
    """A PMTiles file of pictures is read by ranges from the server itself."""
    file = tmp_path / "town.pmtiles"
    file.write_bytes(archive(picture(), RASTER_PNG))
    with (
        serving(store, Settings(map_pmtiles=str(file))) as address,
        opened(browser, address) as (page, errors, origins),
    ):
        expect(page.locator("#map-canvas img.leaflet-tile-loaded").first).to_be_attached()
        expect(page.locator("#map-canvas path.thing").first).to_be_attached()
        assert {origin for origin in origins if origin.startswith("http")} == {address}
        assert errors == []


def test_vector_tiles_of_a_file_are_drawn(browser: Browser, store: Store, tmp_path: Path) -> None:
    """A PMTiles file of vectors is drawn on canvases, below the things."""
    file = tmp_path / "town.pmtiles"
    file.write_bytes(archive(land(), VECTOR))
    with (
        serving(store, Settings(map_pmtiles=str(file))) as address,
        opened(browser, address) as (page, errors, origins),
    ):
        canvas = page.locator("#map-canvas canvas.leaflet-tile-loaded").first
        expect(canvas).to_be_attached()
        expect(page.locator("#map-canvas path.thing").first).to_be_attached()
        middle = canvas.evaluate("tile => [...tile.getContext('2d').getImageData(100, 100, 1, 1).data]")
        assert middle[3] == 255
        assert {origin for origin in origins if origin.startswith("http")} == {address}
        assert errors == []
