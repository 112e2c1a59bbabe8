"""The catalogue answers as a reader of the plan answers: expected/questions.yaml, one test an expectation."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

QUESTIONS = Path(__file__).parent / "expected" / "questions.yaml"

Expectation = dict[str, Any]
Key = tuple[Any, ...]


def expectations() -> list[Any]:
    """Every expectation as a pytest parameter, named after its question and parameters."""
    return [pytest.param(case, id=_name(case)) for case in yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))]


def _name(case: Expectation) -> str:
    values = [value if isinstance(value, str) else "+".join(value) for value in case.get("parameters", {}).values()]
    return "-".join([case["question"], *values, *case["columns"]])


def _keys(rows: list[Any]) -> list[Key]:
    return [tuple(row) if isinstance(row, list) else (row,) for row in rows]


def _local(value: Any) -> Any:
    """A concept's local name, any other value as it is."""
    return value.rsplit("#", 1)[-1] if isinstance(value, str) and value.startswith("http") else value


def _wrong(case: Expectation, given: set[Key]) -> list[str]:
    """What is wrong with the rows given, in words."""
    must, may = set(_keys(case["must"])), set(_keys(case.get("may", [])))
    faults = [f"missing {row}" for row in sorted(must - given)]
    if case.get("exact") or "may" in case:
        faults += [f"extra {row}" for row in sorted(given - must - may, key=str)]
    faults += [f"must not be there: {row}" for row in sorted(set(_keys(case.get("must_not", []))) & given)]
    faults += [f"none of {names}" for names in case.get("any_of", []) if not given & set(_keys(names))]
    return faults


@pytest.mark.parametrize("case", expectations())
def test_a_question_answers_as_a_reader_does(case: Expectation, answer: Any) -> None:
    """The rows are those the reader gave, none missing and none too many."""
    rows = answer(case["question"], **case.get("parameters", {}))
    faults = _wrong(case, {tuple(_local(row[column]) for column in case["columns"]) for row in rows})
    assert not faults, "\n".join([f"{case['question']} {case.get('parameters', {})}:", *faults])


@pytest.mark.parametrize("case", expectations())
def test_no_row_stands_twice(case: Expectation, answer: Any) -> None:
    """An answer has every row once."""
    rows = answer(case["question"], **case.get("parameters", {}))
    identity = ["task", "place"] if case["question"] == "tasks-at-place" else None
    counted = Counter(tuple(row[column] for column in identity or row) for row in rows)
    assert [row for row, times in counted.items() if times > 1] == []
