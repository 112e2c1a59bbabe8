"""The features follow a write: what they are then is what reading all of them would give, and little is read."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
import shapely

from graph.store.answer import Answer
from graph.store.embedded import EmbeddedStore
from graph.store.formats import Format
from queries.features.members import read_collection
from queries.features.reading import Reading, follow, read_all, read_some

BASE = "http://localhost:8080/"
GRAPH = f"{BASE}graph/plan/town"
_PREFIXES = f"""
BASE <{BASE}id/>
PREFIX plan: <https://w3id.org/plangraph/ontology#>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_PLACES = [f"<place/town/p{number}>" for number in range(4)]
_THINGS = [*_PLACES, "<project/town/lane>", "<facility/town/hall>"]
_SHAPES = [f"<geometry/town/g{number}>" for number in range(4)]
_TASKS = [f"<task/town/{number}>" for number in range(3)]
_ABOVE = ["<section/town/1>", "<section/town/2>", "<plan/town>", "<plan/other>"]
_TOLD = {
    "a": [(_THINGS, ["plan:Place", "plan:Project", "plan:Facility"]), (_TASKS, ["plan:Task"]), (_ABOVE, ["plan:Plan"])],
    "rdfs:label": [([*_THINGS, *_TASKS, *_ABOVE, "<unit/town/u>", "<kind>"], ['"甲"@zh', '"乙"@zh', '"A"@en'])],
    "skos:altLabel": [(_THINGS, ['"丙"@zh'])],
    "plan:kind": [(_THINGS, ["<kind>"])],
    "plan:within": [(_PLACES, _PLACES)],
    "plan:locatedAt": [(_THINGS[4:], _PLACES)],
    "geo:hasGeometry": [(_THINGS, _SHAPES)],
    "geo:hasDefaultGeometry": [(_THINGS, _SHAPES)],
    "plan:hasSchematicGeometry": [(_THINGS, _SHAPES)],
    "geo:asWKT": [
        (_SHAPES, [f'"POINT (121.{x} 31)"^^geo:wktLiteral' for x in range(3)] + ['"POINT ("^^geo:wktLiteral'])
    ],
    "geo:hasMetricSpatialAccuracy": [(_SHAPES, ['"5"^^xsd:double', '"100"^^xsd:double'])],
    "plan:locatingMethod": [(_SHAPES, ["<kind>"])],
    "plan:partOf": [([*_TASKS, *_ABOVE[:2]], _ABOVE)],
    "plan:number": [(_TASKS, ['"1"', '"2"'])],
    "plan:position": [(_TASKS, ["1", "2", "3"])],
    "plan:dueDate": [(_TASKS, ['"2024"^^xsd:gYear', '"2025-03-01"^^xsd:date'])],
    "plan:responsibleUnit": [(_TASKS, ["<unit/town/u>"])],
    "plan:concernsPlace": [(_TASKS, _THINGS)],
    "plan:concernsProject": [(_TASKS, _THINGS[4:])],
    "plan:periodStart": [(_ABOVE[2:], ['"2023-01-01"^^xsd:date'])],
    "plan:periodEnd": [(_ABOVE[2:], ['"2025-12-31"^^xsd:date', '"2026-12-31"^^xsd:date'])],
}


def triples() -> list[tuple[str, str, str]]:
    """Every statement that may be made."""
    return [
        (subject, name, value)
        for name, pairs in _TOLD.items()
        for subjects, values in pairs
        for subject in subjects
        for value in values
    ]


def content(reading: Reading) -> dict[str, Any]:
    """All that the tables of a reading say."""
    return {
        name: (
            table.ids,
            {column: list(values) for column, values in table.columns.items()},
            shapely.to_wkb(table.written).tolist(),
            shapely.to_wkb(table.sound).tolist(),
            list(table.periods),
        )
        for name, table in reading.tables.items()
    }


def written(store: EmbeddedStore, word: str, said: list[tuple[str, str, str]]) -> set[str]:
    """Write statements, or remove them; the IRIs of what they are about."""
    if said:
        lines = " . ".join(" ".join(triple) for triple in said)
        store.update(f"{_PREFIXES} {word} DATA {{ GRAPH <{GRAPH}> {{ {lines} }} }}")
    return {f"{BASE}id/{subject[1:-1]}" for subject, _, _ in said}


@pytest.mark.parametrize("seed", range(6))
def test_after_any_write_the_features_are_as_if_read_anew(seed: int) -> None:
    """Statements of all kinds come and go at random; classes, names, geometries, plans and what concerns what."""
    chance = random.Random(seed)  # noqa: S311 - data to test with, not secrets
    every = triples()
    with EmbeddedStore() as store:
        there = set(chance.sample(every, len(every) // 2))
        written(store, "INSERT", sorted(there))
        reading = read_all(store, BASE)
        for _ in range(25):
            gone = chance.sample(sorted(there), min(len(there), chance.choice([0, 1, 3])))
            new = chance.sample([triple for triple in every if triple not in there], chance.choice([0, 1, 3]))
            changed = written(store, "DELETE", gone) | written(store, "INSERT", new)
            there = (there - set(gone)) | set(new)
            reading = follow(store, BASE, reading, changed)
            assert content(reading) == content(read_all(store, BASE)), (gone, new)


@pytest.mark.parametrize("seed", range(4))
def test_however_it_is_read_it_is_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Properties read whole give what portions give; and some features read alone are as they are among all."""
    chance = random.Random(seed)  # noqa: S311 - data to test with, not secrets
    every = triples()
    with EmbeddedStore() as store:
        written(store, "INSERT", sorted(chance.sample(every, len(every) // 2)))
        reading = read_all(store, BASE)
        monkeypatch.setattr("queries.features.facts._MANY", 1)
        monkeypatch.setattr("queries.features.facts._OTHERS", len(every))
        assert content(read_all(store, BASE)) == content(reading)
        for name in ("places", "projects", "facilities"):
            listed = read_collection(store, name)
            whole, alone = reading.tables[name], read_some(store, BASE, name, listed[1:3])
            assert len(listed) == len(whole)
            assert alone.ids == list(whole.ids[1:3])
            assert alone.columns == {column: list(values[1:3]) for column, values in whole.columns.items()}
            assert shapely.to_wkb(alone.written).tolist() == shapely.to_wkb(whole.written[1:3]).tolist()


@pytest.fixture
def many() -> Iterator[EmbeddedStore]:
    """A thousand places with a geometry each."""
    lines = "".join(
        f"<{BASE}id/place/town/{number}> a <https://w3id.org/plangraph/ontology#Place> ; "
        f"<http://www.opengis.net/ont/geosparql#hasGeometry> <{BASE}id/geometry/town/{number}> .\n"
        f"<{BASE}id/geometry/town/{number}> <http://www.opengis.net/ont/geosparql#asWKT> "
        f'"POINT (121.{number} 31)"^^<http://www.opengis.net/ont/geosparql#wktLiteral> .\n'
        for number in range(1000)
    )
    with EmbeddedStore() as store:
        store.load(lines.encode(), Format.TURTLE, GRAPH)
        yield store


def test_only_what_may_be_otherwise_is_read_again(many: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """After one geometry was written, one place of a thousand is asked for; after anything else, none."""
    before = read_all(many, BASE)
    shape = f"{BASE}id/geometry/town/7"
    many.update(f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <{shape}> <{BASE}accuracy> 5 }} }}")
    whole, asked = many.query, []

    def listening(text: str, **how: Any) -> Answer:
        asked.append(text)
        return whole(text, **how)

    monkeypatch.setattr(many, "query", listening)
    after = follow(many, BASE, before, {shape})
    assert set(re.findall(r"/place/town/\w+", " ".join(asked))) == {"/place/town/7"}
    assert content(after) == content(before)
    assert follow(many, BASE, after, {f"{BASE}id/person/nobody"}) is after
