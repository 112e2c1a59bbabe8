"""The part of the OpenAPI description on the pages that show the graph: matrix, explorer and timeline."""

from __future__ import annotations

from service.openapi.operations import (
    CONDITIONS,
    Document,
    format_parameter,
    language_parameter,
    operation,
    query,
    reading,
)
from service.pictures.collaboration import Axis
from service.pictures.matrix import Order
from service.pictures.neighbourhood import KINDS, RELATIONS
from service.routes import explore, matrix, timeline


def view_paths() -> Document:
    """The paths of these pages."""
    axis: Document = {"type": "string", "enum": list(Axis)}
    order: Document = {"type": "string", "enum": list(Order)}
    kinds = query("kind", {"type": "string", "enum": list(KINDS)}, many=True)
    relations = query("relation", {"type": "string", "enum": list(RELATIONS)}, many=True)
    common = [language_parameter(), *CONDITIONS]
    return {
        "/matrix": {
            "get": operation(
                "matrix",
                "Units against units, goals or places, by the tasks they have in common.",
                reading(matrix.OFFERED),
                [
                    query("rows", axis),
                    query("columns", axis),
                    query("order", order),
                    format_parameter(matrix.OFFERED),
                    *common,
                ],
            )
        },
        "/explore": {
            "get": operation(
                "explore",
                "Things and what they are linked to; with `to`, the shortest ways between two.",
                reading(explore.OFFERED),
                [
                    query("focus"),
                    query("expand", many=True),
                    query("to"),
                    kinds,
                    relations,
                    format_parameter(explore.OFFERED),
                    *common,
                ],
            )
        },
        "/timeline": {
            "get": operation(
                "timeline",
                "What is due when, of all units or of one.",
                reading(timeline.OFFERED),
                [query("unit"), format_parameter(timeline.OFFERED), *common],
            )
        },
    }
