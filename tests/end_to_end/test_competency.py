"""The catalogue answers as a reader of the plan answers: expected/questions.yaml, one test an expectation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from queries.catalogue import Catalogue
from queries.question import ColumnType

QUESTIONS = Path(__file__).parent / "expected" / "questions.yaml"

# Expected in test_competency_outline.py and test_competency_evidence.py, from the outline and from the targets' words,
# and `places-without-geometry`, below.
EXPECTED_ELSEWHERE = {
    *("tasks", "units", "units-of-task", "unit-collaboration", "goal-tree", "targets", "evidence-of"),
    "places-without-geometry",
}

# In this plan no two things have one name, and no task that no map shows has both a brand and a date.
NOTHING = {"same-names", "map-tasks-not-located"}

FITS: dict[ColumnType, Callable[[Any], bool]] = {
    ColumnType.IRI: lambda value: isinstance(value, str) and re.fullmatch(r"https?://[^\s<>\"]+", value) is not None,
    ColumnType.TEXT: lambda value: isinstance(value, str) and value != "",
    ColumnType.INTEGER: lambda value: type(value) is int,
    ColumnType.NUMBER: lambda value: type(value) in (int, float),
    ColumnType.DATE: lambda value: re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) is not None,
    ColumnType.WKT: lambda value: re.fullmatch(r"(<[^>]+> )?[A-Z]+ *\(.*\)", value) is not None,
}

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
    """What is wrong with the distinct rows given, in words."""
    must, may = set(_keys(case["must"])), set(_keys(case.get("may", [])))
    faults = [f"missing {row}" for row in sorted(must - given, key=str)]
    if case.get("exact") or "may" in case:
        faults += [f"extra {row}" for row in sorted(given - must - may, key=str)]
    faults += [f"must not be there: {row}" for row in sorted(set(_keys(case.get("must_not", []))) & given, key=str)]
    faults += [f"none of {names}" for names in case.get("any_of", []) if not given & set(_keys(names))]
    return faults


@pytest.mark.parametrize("case", expectations())
def test_a_question_answers_as_a_reader_does(case: Expectation, answer: Any) -> None:
    """The rows are those the reader gave, none missing and none too many."""
    rows = answer(case["question"], **case.get("parameters", {}))
    faults = _wrong(case, {tuple(_local(row[column]) for column in case["columns"]) for row in rows})
    if "rows" in case and len(rows) != case["rows"]:
        faults.append(f"{len(rows)} rows, not {case['rows']}")
    assert not faults, "\n".join([f"{case['question']} {case.get('parameters', {})}:", *faults])


@pytest.mark.parametrize("case", expectations())
def test_no_row_stands_twice(case: Expectation, answer: Any) -> None:
    """An answer has every row once."""
    rows = answer(case["question"], **case.get("parameters", {}))
    identity = ["task", "place"] if case["question"] == "tasks-at-place" else None
    counted = Counter(tuple(row[column] for column in identity or row) for row in rows)
    assert [row for row, times in counted.items() if times > 1] == []


def test_every_question_is_expected() -> None:
    """No question of the catalogue goes without an answer that was read from the plan."""
    cases = {case["question"] for case in yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))}
    assert cases | EXPECTED_ELSEWHERE == set(Catalogue())


@pytest.mark.parametrize("name", list(Catalogue()))
def test_an_answer_has_the_shape_that_the_question_promises(name: str, answer: Any) -> None:
    """Asked as its example, a question has rows, and every value is of its column's type."""
    question = Catalogue()[name]
    values = {name: list(given) if len(given) > 1 else given[0] for name, given in question.example.items()}
    rows = answer(name, **values)
    assert rows or name in NOTHING
    wrong = [
        (column.name, row[column.name])
        for column in question.columns
        for row in rows
        if row[column.name] is not None and not FITS[column.type](row[column.name])
    ]
    assert wrong == []


def test_places_without_a_geometry_are_those_that_the_places_show_none_of(answer: Any) -> None:
    """The two questions agree about every place."""
    shown = {row["place"] for row in answer("places") if row["wkt"] is None}
    assert {row["place"] for row in answer("places-without-geometry")} == shown
