"""Targets and evidence, against expected/targets.yaml and expected/evidence.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

EXPECTED = Path(__file__).parent / "expected"
TARGETS = yaml.safe_load((EXPECTED / "targets.yaml").read_text(encoding="utf-8"))
EVIDENCE = yaml.safe_load((EXPECTED / "evidence.yaml").read_text(encoding="utf-8"))

Row = dict[str, Any]


def _is(row: Row, expected: Row) -> bool:
    return row["number"] == expected["number"] and expected["words"] in row["quote"]


@pytest.mark.parametrize("expected", TARGETS["must"], ids=lambda target: f"{target['number']}-{target['words']}")
def test_a_promise_is_a_target_with_its_number_and_date(expected: Row, answer: Any) -> None:
    """A promise of the plan is one target, with the values its words give."""
    found = [row for row in answer("targets") if _is(row, expected)]
    assert len(found) == 1
    compared = [key for key in expected if key not in ("number", "words")]
    assert {key: found[0][key] for key in compared} == {key: expected[key] for key in compared}


def test_nothing_else_is_a_target(answer: Any) -> None:
    """No target is invented from a number that belongs to a name, a slogan or a period."""
    known = TARGETS["must"] + TARGETS["may"]
    assert [row for row in answer("targets") if not any(_is(row, expected) for expected in known)] == []


def _span(words: str, word: str, source: str) -> tuple[int, int]:
    """Where the word stands: in these words, which stand once in the plan."""
    assert source.count(words) == words.count(word) == 1
    start = source.index(words) + words.index(word)
    return start, start + len(word)


def _touching(rows: list[Row], span: tuple[int, int]) -> list[Row]:
    return [row for row in rows if row["start"] < span[1] and span[0] < row["end"]]


@pytest.mark.parametrize("expected", EVIDENCE, ids=lambda case: case["entity"])
def test_evidence_stands_where_the_plan_names_the_entity(expected: Row, answer: Any, source: str) -> None:
    """Each place where the plan names the entity is cited, in the passage where it stands, with the words there."""
    rows = answer("evidence-of", entity=expected["entity"])
    assert [row for row in rows if source[row["start"] : row["end"]] != row["quote"]] == []
    for number, words in expected["must"]:
        cited = _touching(rows, _span(words, expected["word"], source))
        assert {row["number"] for row in cited} == {number}, f"{words}: {cited}"
        assert all(expected["word"] in row["quote"] for row in cited)
    if expected.get("exact"):
        assert len({row["start"] for row in rows}) == len(expected["must"]), rows


@pytest.mark.parametrize("expected", [case for case in EVIDENCE if "must_not" in case], ids=lambda case: case["entity"])
def test_a_longer_name_is_no_evidence_of_the_shorter(expected: Row, answer: Any, source: str) -> None:
    """What names a look-alike (九星村 for 九星) is not cited."""
    rows = answer("evidence-of", entity=expected["entity"])
    for _number, words in expected["must_not"]:
        assert _touching(rows, _span(words, expected["word"], source)) == [], words
