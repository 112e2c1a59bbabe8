"""Each spatial relation of a gazetteer says what it rests on: words of the plan, an authority's list, or the editor."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.link.claims import DIVISION_CODES
from graph.link.gazetteer import load_gazetteer
from graph.model import Basis, PlanError, SpatialClaim

HEAD = """
@prefix dct: <http://purl.org/dc/terms/> . @prefix plan: <https://w3id.org/plangraph/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<id/place/a/qu> a plan:Place ; skos:prefLabel "区"@zh ; skos:notation "310110" .
<id/place/a/zhen> a plan:Place ; skos:prefLabel "镇"@zh ; skos:notation "310110102" ; plan:within <id/place/a/qu> .
<id/place/a/lu> a plan:Place ; skos:prefLabel "路"@zh ; plan:within <id/place/a/zhen> ;
    plan:adjacentTo <id/place/a/he> .
<id/place/a/he> a plan:Place ; skos:prefLabel "河"@zh ; skos:notation "310112103" ; plan:within <id/place/a/qu> .
"""
SIDES = "[] a plan:SpatialRelation ; rdf:subject <id/place/a/lu> ; rdf:predicate plan:{} ; rdf:object <id/place/a/he>"


def _explained(predicate: str, rest: str) -> str:
    return f"{SIDES.format(predicate)} ; {rest} ."


def _claims(folder: Path, more: str = "") -> dict[str, tuple[SpatialClaim, ...]]:
    file = folder / "gazetteer.ttl"
    file.write_text(HEAD + more, "utf-8")
    entities = load_gazetteer(file, "http://localhost:8080/").entities
    return {path.rsplit("/", 1)[1]: entity.claims for path, entity in entities.items()}


def test_a_code_that_continues_another_s_is_an_authority_s(tmp_path: Path) -> None:
    """Where the division codes say so they are named; else, and for a code of another district, it is the editor's."""
    claims = _claims(tmp_path)
    assert claims["zhen"] == (SpatialClaim("within", "place/a/qu", Basis.AUTHORITY, source=DIVISION_CODES),)
    assert claims["he"] == (SpatialClaim("within", "place/a/qu", Basis.CURATED),)
    assert claims["qu"] == ()


def test_the_plan_s_words_are_a_statement(tmp_path: Path) -> None:
    """What is explained with a quote is the plan's, with a source a list's, and both may be there."""
    quoted = _explained("adjacentTo", 'plan:quote "沿河的路"')
    listed = _explained("adjacentTo", 'dct:source "河道名录"@zh')
    assert _claims(tmp_path, quoted + listed)["lu"] == (
        SpatialClaim("adjacentTo", "place/a/he", Basis.AUTHORITY, source="河道名录"),
        SpatialClaim("adjacentTo", "place/a/he", Basis.STATED, quote="沿河的路"),
        SpatialClaim("within", "place/a/zhen", Basis.CURATED),
    )


@pytest.mark.parametrize(
    ("explained", "says"),
    [
        (_explained("within", 'plan:quote "路"'), "does not state: place/a/lu within place/a/he"),
        (_explained("kind", 'plan:quote "路"'), "does not state"),
        ("[] a plan:SpatialRelation ; rdf:predicate plan:within .", "does not state: nothing within nothing"),
        (_explained("adjacentTo", 'plan:basis "x"'), "should name either"),
        (_explained("adjacentTo", 'plan:quote "路" ; dct:source "录"'), "should name either"),
    ],
)
def test_an_explanation_of_nothing_is_refused(tmp_path: Path, explained: str, says: str) -> None:
    """A relation that the gazetteer lacks, or that rests on nothing or on two things at once, is one sentence."""
    with pytest.raises(PlanError, match=r"gazetteer\.ttl") as refusal:
        _claims(tmp_path, explained)
    assert says in str(refusal.value)
