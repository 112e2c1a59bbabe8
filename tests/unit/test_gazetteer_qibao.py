"""The gazetteer of the client's plan: every entry has its place in the plan, in the vocabulary and in the world."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

import pytest
from rdflib import SKOS, Graph, URIRef

from graph.link import Gazetteer, load_gazetteer
from graph.link.folding import folded_name
from graph.model import Entity
from ontology.files import vocabulary

BASE = "http://localhost:8080/"
FOLDER = files("graph").joinpath("plans/qibao-2023-2025")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The gazetteer of the plan."""
    return load_gazetteer(FOLDER.joinpath("gazetteer.ttl"), BASE)


@pytest.fixture(scope="module")
def entries(gazetteer: Gazetteer) -> list[Entity]:
    """All its entities."""
    return list(gazetteer.entities.values())


@pytest.fixture(scope="module")
def skos() -> Graph:
    """The file as RDF."""
    return Graph().parse(data=FOLDER.joinpath("gazetteer.ttl").read_bytes(), format="turtle", publicID=BASE)


@pytest.fixture(scope="module")
def text() -> str:
    """The plan's text, folded."""
    return folded_name(FOLDER.joinpath("source.txt").read_text(encoding="utf-8"))


def test_every_preferred_and_hidden_label_stands_in_the_plan(skos: Graph, text: str) -> None:
    """Only alternative labels may be forms that the plan does not use."""
    labels = {str(v) for p in (SKOS.prefLabel, SKOS.hiddenLabel) for v in skos.objects(None, p) if v.language == "zh"}
    assert [label for label in labels if folded_name(label) not in text] == []


def test_no_label_is_shared(entries: list[Entity]) -> None:
    """A name leads to one entity, so that it can be asked for by name."""
    names = Counter(name for entry in entries for name in {entry.label, *entry.alternatives})
    assert [name for name, count in names.items() if count > 1] == []


def test_every_entry_is_found_by_its_name(gazetteer: Gazetteer, entries: list[Entity], text: str) -> None:
    """No entry is hidden everywhere by longer names: each is found somewhere in the plan, units by their clause."""
    found = {path for _, _, path in gazetteer.names.find(text)}
    assert [e.path for e in entries if e.path not in found and gazetteer.body(e.label) is None] == []


def test_every_entry_is_named_in_english_too(entries: list[Entity]) -> None:
    """Each has an English name, and none has two entities behind it within one class."""
    names = Counter((entry.classes[0], entry.label_en) for entry in entries)
    assert all(entry.label_en for entry in entries)
    assert [name for name, count in names.items() if count > 1] == []


def test_slugs_are_ascii(entries: list[Entity]) -> None:
    """Every path is class/area/slug, in lower-case ASCII."""
    assert [e.path for e in entries if not re.fullmatch(r"[a-z]+/qibao/[a-z0-9]+", e.path)] == []


def test_every_kind_is_a_concept_of_the_code_lists(entries: list[Entity]) -> None:
    """plan:kind leads to a concept of ontology/schemes."""
    concepts = set(vocabulary("schemes").subjects(SKOS.inScheme, None))
    assert [e.path for e in entries if e.kind and URIRef(e.kind) not in concepts] == []


def test_places_and_units_have_kinds(entries: list[Entity]) -> None:
    """Every place and every unit says what kind it is; only 各居村 is of two kinds."""
    without = [e.label for e in entries if {"Place", "Unit", "CollectiveUnit"}.intersection(e.classes) and not e.kind]
    assert without == ["各居村"]


def test_places_form_a_hierarchy(gazetteer: Gazetteer, entries: list[Entity]) -> None:
    """No place lies, through others, within itself, and all the town's places lie within 上海市."""

    def around(path: str) -> set[str]:
        upper = set(gazetteer.entities[path].within)
        return upper.union(*map(around, upper)) if upper else upper

    for entry in entries:
        assert entry.path not in around(entry.path)
    assert "place/qibao/shanghaishi" in around("place/qibao/jiuxingcheng")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("place/qibao/shanghaishi", "310000"),
        ("place/qibao/minhangqu", "310112"),
        ("place/qibao/qibaozhen", "310112102"),
        ("place/qibao/qibaocun", "310112102202"),
        ("unit/qibao/jiuxingcun", "310112102203"),
    ],
)
def test_division_codes_are_the_national_ones(gazetteer: Gazetteer, path: str, code: str) -> None:
    """The codes are those of the national statistics bureau, 2023."""
    assert gazetteer.entities[path].code == code


def test_only_the_names_of_divisions_carry_codes(entries: list[Entity]) -> None:
    """Nothing else bears a code of the national list."""
    assert len([entry for entry in entries if entry.code]) == 5
