"""Reading a gazetteer: what it takes from SKOS, and the sentence it gives for what does not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.link import Gazetteer, load_gazetteer
from graph.model import Basis, Entity, PlanError, SpatialClaim

BASE = "https://example.org/plans/"
PREFIXES = """
@prefix kind: <https://w3id.org/plangraph/kind#> .
@prefix plan: <https://w3id.org/plangraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
TOWN = '<id/place/a/zhen> a plan:Place ; skos:prefLabel "高桥镇"@zh .\n'


def load(tmp_path: Path, turtle: str) -> Gazetteer:
    """Load these entries."""
    file = tmp_path / "gazetteer.ttl"
    file.write_text(PREFIXES + turtle, encoding="utf-8")
    return load_gazetteer(file, BASE)


def searched(gazetteer: Gazetteer, text: str) -> list[tuple[str, str | None]]:
    """The names found in a text, and what each stands for."""
    return [(text[start:end], path) for start, end, path in gazetteer.names.find(text)]


def test_an_entry_becomes_an_entity(tmp_path: Path) -> None:
    """Classes, labels, kind, code, note and places are taken over; IRIs become paths below the base."""
    gazetteer = load(
        tmp_path,
        TOWN
        + """<id/place/a/laojie> a plan:Place ; skos:prefLabel "老街"@zh, "Old Street"@en ;
            skos:altLabel "老街区域"@zh, "老街一带"@zh ; skos:notation "310" ; skos:scopeNote "不是古镇。"@zh ;
            plan:kind kind:area ; plan:within <id/place/a/zhen> .""",
    )
    assert gazetteer.entities["place/a/laojie"] == Entity(
        path="place/a/laojie",
        classes=("Place",),
        label="老街",
        label_en="Old Street",
        alternatives=("老街一带", "老街区域"),
        kind="https://w3id.org/plangraph/kind#area",
        within=("place/a/zhen",),
        claims=(SpatialClaim("within", "place/a/zhen", Basis.CURATED),),
        code="310",
        note="不是古镇。",
    )


def test_the_class_that_the_iri_names_comes_first(tmp_path: Path) -> None:
    """Of several classes the one in the path fits best."""
    turtle = '<id/brand/a/jie> a plan:Event, plan:Brand ; skos:prefLabel "灯节"@zh .'
    assert load(tmp_path, turtle).entities["brand/a/jie"].classes == ("Brand", "Event")


def test_the_longest_name_wins(tmp_path: Path) -> None:
    """Of names that begin alike the longest is found, and each text is searched for all forms."""
    turtle = TOWN + '<id/facility/a/xue> a plan:Facility ; skos:prefLabel "高桥镇中学"@zh ; skos:altLabel "高中"@zh .'
    assert searched(load(tmp_path, turtle), "高桥镇的高桥镇中学、高中") == [
        ("高桥镇", "place/a/zhen"),
        ("高桥镇中学", "facility/a/xue"),
        ("高中", "facility/a/xue"),
    ]


def test_a_phrase_that_names_nothing_hides_the_names_in_it(tmp_path: Path) -> None:
    """An entry without a class of ours is found, and stands for nothing."""
    turtle = TOWN + '<id/phrase/a/x> a skos:Concept ; skos:prefLabel "高桥镇式"@zh .'
    assert searched(load(tmp_path, turtle), "高桥镇式发展,高桥镇") == [("高桥镇式", None), ("高桥镇", "place/a/zhen")]


def test_a_hidden_label_leaves_the_beginning_of_a_name_to_another(tmp_path: Path) -> None:
    """Of 高桥镇亮灯工程 only 亮灯工程 is searched for, so that the place before it is found as well."""
    turtle = (
        TOWN + '<id/project/a/l> a plan:Project ; skos:prefLabel "高桥镇亮灯工程"@zh ; skos:hiddenLabel "亮灯工程"@zh .'
    )
    gazetteer = load(tmp_path, turtle)
    assert searched(gazetteer, "高桥镇亮灯工程") == [("高桥镇", "place/a/zhen"), ("亮灯工程", "project/a/l")]
    assert gazetteer.entities["project/a/l"].alternatives == ()


def test_a_number_is_not_cut(tmp_path: Path) -> None:
    """04单元 is not found in 104单元, nor POCT in POCTS."""
    turtle = (
        '<id/place/a/x> a plan:Place ; skos:prefLabel "04单元"@zh .'
        '<id/industry/a/y> a plan:Industry ; skos:prefLabel "POCT"@zh .'
    )
    assert searched(load(tmp_path, turtle), "104单元和04单元,pocts和poct") == [
        ("04单元", "place/a/x"),
        ("poct", "industry/a/y"),
    ]


def test_a_unit_is_found_in_clauses_only(tmp_path: Path) -> None:
    """A unit that is no organization is known by all its names, but not searched for in the text."""
    turtle = '<id/unit/a/jfb> a plan:Unit ; skos:prefLabel "经发办"@zh ; skos:altLabel "经济发展办公室"@zh .'
    gazetteer = load(tmp_path, turtle)
    assert searched(gazetteer, "经发办") == []
    assert gazetteer.body("经济发展办公室") == gazetteer.body("经 发办") == gazetteer.entities["unit/a/jfb"]
    assert gazetteer.body("经发中心") is None


def test_without_a_source_the_gazetteer_is_empty() -> None:
    """A plan may come without a gazetteer."""
    gazetteer = load_gazetteer(None, BASE)
    assert not gazetteer.entities
    assert searched(gazetteer, "七宝") == []


@pytest.mark.parametrize(
    ("turtle", "sentence"),
    [
        ("this is no Turtle", "cannot be read as Turtle"),
        ('<id/place/a/x> a plan:Place ; skos:prefLabel "X"@en .', "has 0 Chinese skos:prefLabel"),
        ('<id/place/a/x> a plan:Place ; skos:prefLabel "甲"@zh, "乙"@zh .', "has 2 Chinese skos:prefLabel"),
        ('<id/place/a/x> a plan:Plaze ; skos:prefLabel "甲"@zh .', "is a plan:Plaze"),
        ('<id/place/a/x> a plan:Project ; skos:prefLabel "甲"@zh .', "its IRI should begin with project/"),
        ('<http://elsewhere/x> a plan:Place ; skos:prefLabel "甲"@zh .', "does not lie below"),
        (TOWN + '<id/place/a/x> a plan:Place ; skos:prefLabel "高桥镇"@zh .', "shares the name 高桥镇 with"),
        (
            '<id/place/a/x> a plan:Place ; skos:prefLabel "甲"@zh ; plan:within <id/place/a/y> .',
            "lies in place/a/y, which is no place of this file",
        ),
        (
            '<id/unit/a/x> a plan:Unit ; skos:prefLabel "经发办"@zh .'
            '<id/unit/a/y> a plan:Unit ; skos:prefLabel "经发中心"@zh ; skos:altLabel "经发办"@zh .',
            "shares the name 经发办 with unit/a/x",
        ),
        ('<id/place/a/x> a plan:Place ; skos:prefLabel " "@zh .', "has 0 Chinese skos:prefLabel"),
        ("<id/place/a/x> a plan:Place .", "has 0 Chinese skos:prefLabel"),
    ],
)
def test_what_does_not_fit_is_said_in_one_sentence(tmp_path: Path, turtle: str, sentence: str) -> None:
    """An entry that does not fit names the file, the entry and what is wrong."""
    with pytest.raises(PlanError, match=r"gazetteer\.ttl") as caught:
        load(tmp_path, turtle)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value).strip()
