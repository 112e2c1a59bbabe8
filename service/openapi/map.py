"""The part of the OpenAPI description on the map and its tiles."""

from __future__ import annotations

from service.http.negotiation import HTML, MediaType
from service.located.asked import FILTERS
from service.located.tiles import PMTILES
from service.openapi.operations import (
    CONDITIONS,
    READ,
    Document,
    answer,
    errors,
    format_parameter,
    language_parameter,
    operation,
    query,
    reading,
    told,
)
from service.routes import map as map_page

_ARCHIVE = MediaType("pmtiles", "application/vnd.pmtiles", "PMTiles", textual=False)


def map_paths() -> Document:
    """The paths of the map."""
    asked = [
        *(query(name) for name in (*FILTERS, "area", "place")),
        *(query(name, {"type": "number"}) for name in ("lon", "lat", "metres")),
        query("schematic", {"type": "string", "enum": ["1"]}),
        query("view", {"type": "string", "pattern": "^-?[0-9]{1,3}(\\.[0-9]*)?(,-?[0-9]{1,3}(\\.[0-9]*)?){3}$"}),
        query("layer", {"type": "string", "enum": list(map_page.LAYERS)}),
        format_parameter(map_page.OFFERED),
        language_parameter(),
        *CONDITIONS,
    ]
    long_shapes = "The page for a shape that is too long for an address; the fields are those of the address."
    tiles = {
        "200": answer((_ARCHIVE,), "ETag", description="The file."),
        "206": told("The range of it that was asked for."),
        "304": told("The copy is current."),
        **errors(404, 500),
    }
    return {
        "/map": {
            "get": operation(
                "map", "Where the tasks are: a page, or a layer as GeoJSON.", reading(map_page.OFFERED), asked
            ),
            "post": operation(
                "askMap", long_shapes, {"200": answer((HTML,)), **errors(*READ, 413, 415)}, [language_parameter()]
            ),
        },
        f"/{PMTILES}": {"get": operation("tiles", "The file of tiles that the settings name.", tiles)},
    }
