"""Tiles below the map, where the settings name a source: which origins may be asked, and what the page is told."""

from __future__ import annotations

from urllib.parse import urlsplit

from service.settings import Settings

PMTILES = "map/tiles.pmtiles"


def tile_templates(settings: Settings) -> tuple[str, ...]:
    """The addresses of raster tiles with {z}, {x} and {y} in them, the lowest layer first."""
    return tuple(settings.map_tiles.split())


def tile_origins(settings: Settings) -> tuple[str, ...]:
    """Where the tiles are from: all that a map may show besides ours. Those of a file are made by the page."""
    parts = [urlsplit(template) for template in tile_templates(settings)]
    own = ("blob:",) if settings.map_pmtiles else ()
    return (*dict.fromkeys(f"{part.scheme}://{part.netloc}" for part in parts), *own)
