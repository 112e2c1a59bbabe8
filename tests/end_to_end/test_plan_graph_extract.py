"""`plangraph extract` on the plan, as a subprocess: the promised JSON, and offsets that hold."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import pytest

KEYS = {
    "plan": {"title", "issuers", "date", "period"},
    "sections": {"number", "level", "marker", "title", "parent", "start", "end"},
    "tasks": {"number", "marker", "title", "parent", "start", "end", "units"},
    "units": {"name", "role", "collective", "start", "end"},
    "mentions": {"surface", "type", "canonical", "iri", "in", "start", "end", "method", "confidence"},
    "targets": {"in", "quote", "value", "unit", "date", "start", "end"},
}
TYPES = {"place", "project", "facility", "brand", "industry", "programme", "policy", "event", "organization"}

Found = dict[str, Any]


@pytest.fixture(scope="module")
def text_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the command writes the text its offsets refer to."""
    return tmp_path_factory.mktemp("extract") / "text.txt"


@pytest.fixture(scope="module")
def found(plan_folder: Traversable, text_file: Path) -> Found:
    """What the command prints for the plan."""
    command = [
        Path(sys.executable).with_name("plangraph"),
        "extract",
        str(plan_folder / "source.txt"),
        "--text-out",
        text_file,
    ]
    run = subprocess.run(command, capture_output=True, check=True, cwd=text_file.parent)
    return json.loads(run.stdout.decode("utf-8"))


def test_the_keys_are_the_promised_ones(found: Found) -> None:
    """Every object of the JSON has the contract's keys."""
    assert {"plan", "text_sha256", "text_path", "sections", "tasks", "mentions", "targets"} <= set(found)
    assert set(found["plan"]) >= KEYS["plan"]
    for name in ("sections", "tasks", "mentions", "targets"):
        assert found[name]
        assert [one for one in found[name] if not set(one) >= KEYS[name]] == []
    assert [unit for task in found["tasks"] for unit in task["units"] if not set(unit) >= KEYS["units"]] == []
    assert {mention["type"] for mention in found["mentions"]} <= TYPES


def test_the_head_is_the_plan_s(found: Found, outline: Found) -> None:
    """Issuers, date and period are those of the document's head and foot."""
    said = found["plan"]
    assert (said["issuers"], said["date"], said["period"]) == (outline["issuers"], outline["date"], outline["period"])
    assert said["title"].replace(" ", "") == outline["title"].replace(" ", "")


def test_the_text_is_written_and_hashed(found: Found, text_file: Path) -> None:
    """--text-out writes the very text of the SHA-256."""
    assert Path(found["text_path"]).name == text_file.name
    assert hashlib.sha256(text_file.read_bytes()).hexdigest() == found["text_sha256"]


def test_offsets_point_at_what_they_quote(found: Found, text_file: Path) -> None:
    """Surfaces, quotes, unit names, markers and titles stand at their offsets."""
    text = text_file.read_bytes().decode("utf-8")

    def at(one: Found) -> str:
        return text[one["start"] : one["end"]]

    assert [one for one in found["mentions"] if at(one) != one["surface"]] == []
    assert [one for one in found["targets"] if at(one) != one["quote"]] == []
    assert [one for task in found["tasks"] for one in task["units"] if at(one) != one["name"]] == []
    nodes = found["sections"] + found["tasks"]
    assert [one for one in nodes if not at(one).startswith(one["marker"] + one["title"])] == []


def test_the_sections_are_those_transcribed(found: Found, outline: Found) -> None:
    """Parts, sections, groups, principles and safeguards stand in reading order, and nothing else."""
    expected = [
        (one["number"], one["level"], one["marker"], one["title"], one["number"].rpartition(".")[0] or None)
        for one in outline["passages"]
        if one["level"] != "task"
    ]
    given = [(one["number"], one["level"], one["marker"], one["title"], one["parent"]) for one in found["sections"]]
    assert given == expected


def test_the_tasks_are_those_transcribed_with_their_units(found: Found, outline: Found) -> None:
    """The 41 tasks have the units of their clauses, in order, with role and groups marked."""
    expected = [
        (one["number"], one["title"], [(name, one["role"], name in outline["collective"]) for name in one["units"]])
        for one in outline["passages"]
        if one["level"] == "task"
    ]
    given = [
        (one["number"], one["title"], [(unit["name"], unit["role"], unit["collective"]) for unit in one["units"]])
        for one in found["tasks"]
    ]
    assert given == expected


def test_the_mentions_stand_in_the_passage_they_say(found: Found) -> None:
    """A mention lies within the passage its `in` numbers."""
    spans = {one["number"]: (one["start"], one["end"]) for one in found["sections"] + found["tasks"]}
    outside = [
        one
        for one in found["mentions"]
        if one["in"] is not None and not spans[one["in"]][0] <= one["start"] < one["end"] <= spans[one["in"]][1]
    ]
    assert outside == []
