"""GeoSPARQL's functions, asked of the engine, beside what PostGIS says (fixtures_geosparql/ask_postgis.py asks it)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from geosparql_asking import asked, asked_of_all

from graph.geo.names import FUNCTIONS
from graph.store.embedded.spatial.calling import aggregates, functions

ANSWERS = json.loads((Path(__file__).parent / "fixtures_geosparql" / "postgis.json").read_text("utf-8"))
CASES: list[dict[str, Any]] = ANSWERS["cases"]
ROUND = frozenset({"buffer", "metricBuffer", "boundingCircle", "aggBoundingCircle"})
"""What is made of chords of a circle, which may begin at other places."""

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['function']} {case['arguments'][0][:12]}")
def test_a_function_answers_as_postgis_does(case: dict[str, Any]) -> None:
    """Numbers to a millionth, truth values and types exactly, geometries in each corner to a ten-millionth."""
    name, arguments, answer = case["function"], case["arguments"], case["answer"]
    said = asked_of_all(name, arguments) if name.startswith("agg") else asked(name, *arguments)
    assert said is not None
    if answer in ("t", "f"):
        assert said == ("true" if answer == "t" else "false")
    elif name in ROUND:
        chord = 0.01 if "Circle" in name else 1e-6  # PostGIS draws its circle a little wider than ours
        assert extent(said) == pytest.approx(extent(answer), rel=chord, abs=chord * 2)
        assert shoelace(said) == pytest.approx(shoelace(answer), rel=max(chord, 2e-3))
    elif name == "asGeoJSON":
        assert json.loads(said) == json.loads(answer)
    elif answer.startswith("http"):
        assert said == answer
    elif answer[0].isalpha():
        assert kind(said) == kind(answer)
        assert corners(said) == corners(answer)
    else:
        assert float(said) == pytest.approx(float(answer), rel=1e-6, abs=1e-6)


def test_every_function_of_the_standard_is_among_the_cases() -> None:
    """What PostGIS has no function for is tested by hand in test_geosparql_by_hand."""
    ours = {name.value.removeprefix(FUNCTIONS) for name in (*functions(), *aggregates()) if FUNCTIONS in name.value}
    by_hand = {"asWKT", "asGML", "asKML", "getSRID", "aggConcatLines"}
    assert ours - {case["function"] for case in CASES} == by_hand


def kind(wkt: str) -> str:
    """POLYGON of "<…> POLYGON Z ((…"."""
    return re.sub(r"<[^>]*>|Z|M\b", "", wkt).split("(")[0].strip().replace(" EMPTY", "")


def numbers(wkt: str) -> list[float]:
    """All numbers of a text, without its reference system."""
    return [float(number) for number in _NUMBER.findall(re.sub(r"<[^>]*>", "", wkt))]


def corners(wkt: str) -> set[tuple[float, ...]]:
    """The places of a geometry, wherever it begins; of heights and measures nothing is asked."""
    width = 3 if " Z " in wkt else 2
    found = numbers(wkt)
    return {tuple(round(number, 7) + 0.0 for number in found[at : at + width]) for at in range(0, len(found), width)}


def extent(wkt: str) -> tuple[float, float, float, float]:
    """West, south, east, north."""
    found = numbers(wkt)
    return min(found[::2]), min(found[1::2]), max(found[::2]), max(found[1::2])


def shoelace(wkt: str) -> float:
    """The area of one ring."""
    found = numbers(wkt)
    x, y = found[::2], found[1::2]
    return abs(sum(x[n] * y[n + 1] - x[n + 1] * y[n] for n in range(len(x) - 1))) / 2
