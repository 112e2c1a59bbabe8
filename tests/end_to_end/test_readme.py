"""The counts that the README states are those of the plan's graph."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF
from rdflib.namespace import GEO

from graph.model import Level
from graph.pipeline import BuiltPlan, build_folder
from graph.plan_folder import bundled_plans
from ontology.namespaces import OA
from ontology.terms import PLAN

README = Path(__file__).parents[2] / "README.md"
MAPPED = ("place/", "project/", "facility/")


@pytest.fixture(scope="module")
def built() -> BuiltPlan:
    """The plan that comes with the program."""
    return build_folder(next(bundled_plans()), "http://localhost:8080/")


@pytest.fixture(scope="module")
def rows() -> dict[str, list[int]]:
    """The README's table of counts: the numbers of each row by its first cell."""
    table = README.read_text("utf-8").partition("<!-- counts")[2].partition("<!-- /counts -->")[0]
    cells = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", table, flags=re.MULTILINE)
    return {name: [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", said)] for name, said in cells}


def test_passages(built: BuiltPlan, rows: dict[str, list[int]]) -> None:
    """All passages, and those of each level in the order of the row."""
    count = Counter(passage.level for passage in built.extraction.outline.passages)
    levels = (Level.PART, Level.SECTION, Level.GROUP, Level.TASK, Level.PRINCIPLE, Level.SAFEGUARD)
    assert rows["numbered passages"] == [count.total(), *(count[level] for level in levels)]


def test_responsibilities(built: BuiltPlan, rows: dict[str, list[int]]) -> None:
    """Clauses, responsibilities, units, and the collective ones among the units."""
    tasks = built.extraction.outline.tasks
    units = [unit for task in tasks for unit in task.units]
    clauses = sum(bool(task.units) for task in tasks)
    collective = {unit.name for unit in units if unit.collective}
    assert rows["responsibility clauses"] == [clauses, len(units), len({unit.name for unit in units}), len(collective)]


def test_goals_targets_and_mentions(built: BuiltPlan, rows: dict[str, list[int]]) -> None:
    """What else was found."""
    outline = built.extraction.outline
    assert rows["goals · targets"] == [len(outline.goals), len(outline.targets)]
    assert rows["mentions of places, projects, brands and other things"] == [len(built.extraction.linking.mentions)]


def test_triples_positions_and_citations(built: BuiltPlan, rows: dict[str, list[int]]) -> None:
    """The size of both graphs, how many things are located, each in one way, and how many annotations there are."""
    stated = built.graph.stated.triples
    assert rows["triples stated · inferred"] == [len(stated), len(built.graph.inferred.triples)]
    located, drawn, nowhere = (
        {s for s, p, _ in built.graph.geometry.triples if p == name and "/landmark/" not in s}
        for name in (GEO.hasGeometry, PLAN.hasSchematicGeometry, PLAN.whyNotLocated)
    )
    named = {entity.path for entity in built.extraction.linking.entities if entity.path.startswith(MAPPED)}
    assert rows["places, projects, facilities located · drawn schematically · not located"] == [
        len(located), len(drawn), len(nowhere)
    ]  # fmt: skip
    assert len(named) == len(located | drawn | nowhere) == len(located) + len(drawn) + len(nowhere)
    assert rows["citations"] == [sum(p == RDF.type and o == OA.Annotation for _, p, o in stated)]
