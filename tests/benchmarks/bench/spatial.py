"""What is asked of a city's features: what is near, what lies inside, the nearest few, and what each area holds."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from bench.city.features import Features, degrees, ring
from bench.data import BASE, SEED
from bench.questions import Question

KINDS = ("within-distance", "polygon", "nearest", "point-in-polygon join")
VARIANTS = 8  # of each question, each about another place

_PROLOGUE = """PREFIX plan: <https://w3id.org/plangraph/ontology#>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX sf: <http://www.opengis.net/ont/sf#>
PREFIX geof: <http://www.opengis.net/def/function/geosparql/>
PREFIX uom: <http://www.opengis.net/def/uom/OGC/1.0/>
"""
_POINTS = "?place geo:hasGeometry ?geometry . ?geometry a sf:Point ; geo:asWKT ?wkt ."
_METRES = 500
_REACH = 1500.0  # metres, of a polygon that is drawn
_NEAREST = 10


def variants(seed: int = SEED) -> dict[str, list[Question]]:
    """By kind of question: the same about one place after the other."""
    features, random = Features(seed, BASE), Random(f"{seed} drawn")  # noqa: S311 - to measure with, not secrets
    points = [f'"POINT ({degrees(at)})"^^geo:wktLiteral' for at in features.about_towns("centres", VARIANTS)]
    drawn = features.about_towns("polygons", VARIANTS)
    polygons = [f'"{ring(at, _REACH, random)}"^^geo:wktLiteral' for at in drawn]
    asked = (
        [_within_distance(point) for point in points],
        [_inside(polygon) for polygon in polygons],
        [_nearest(point) for point in points],
        [_join(features.town_iri(town)) for town in range(VARIANTS)],
    )
    return {
        kind: [Question(kind, _PROLOGUE + query) for query in queries]
        for kind, queries in zip(KINDS, asked, strict=True)
    }


def first(seed: int = SEED) -> Iterator[Question]:
    """One question of each kind."""
    return (questions[0] for questions in variants(seed).values())


def _within_distance(point: str) -> str:
    return f"SELECT ?place {{ {_POINTS} FILTER(geof:distance(?wkt, {point}, uom:metre) <= {_METRES}) }}"


def _inside(polygon: str) -> str:
    return f"SELECT ?place {{ {_POINTS} FILTER(geof:sfWithin(?wkt, {polygon})) }}"


def _nearest(point: str) -> str:
    return f"SELECT ?place {{ {_POINTS} }} ORDER BY geof:distance(?wkt, {point}, uom:metre) LIMIT {_NEAREST}"


def _join(town: str) -> str:
    """The areas of a town, and how many points each holds."""
    area = f"?area plan:within {town} ; geo:hasGeometry ?outline . ?outline a sf:Polygon ; geo:asWKT ?shape ."
    inside = "FILTER(geof:sfContains(?shape, ?wkt))"
    return f"SELECT ?area (COUNT(?place) AS ?places) {{ {area} {_POINTS} {inside} }} GROUP BY ?area"
