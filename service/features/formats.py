"""The formats of the resources, and which of them a request wants: by ?f=, else by its Accept header."""

from __future__ import annotations

from collections.abc import Sequence

from werkzeug.wrappers import Request

from service.http.negotiation import CSV, HTML, JSON, Choice, MediaType, NotAcceptable, choose
from service.http.problem import Problem

FEATURES = MediaType("json", "application/geo+json", "GeoJSON", ("application/json", "application/vnd.geo+json"))
JSON_FG = MediaType("jsonfg", "application/vnd.ogc.fg+json", "JSON-FG")
SCHEMA = MediaType("json", "application/schema+json", "JSON Schema", ("application/json",))
OPENAPI = MediaType("json", "application/vnd.oai.openapi+json", "OpenAPI 3.0", ("application/json",))

PAGES = (JSON, HTML)
ITEMS = (FEATURES, JSON_FG, HTML, CSV)
ITEM = (FEATURES, JSON_FG, HTML)
QUERYABLES = (SCHEMA, HTML)
DEFINITION = (OPENAPI, HTML)


def chosen(request: Request, offered: Sequence[MediaType]) -> Choice:
    """The format to answer in; 400 for one in ?f= that there is not, as for every parameter's value."""
    wanted = request.args.get("f")
    try:
        return choose(request.headers.get("Accept"), offered, wanted)
    except NotAcceptable as error:
        if wanted is None:
            raise
        names = ", ".join(media.name for media in offered)
        raise Problem(400, f"f must be one of {names}, not {wanted[:50]!r}.", members={"parameter": "f"}) from error
