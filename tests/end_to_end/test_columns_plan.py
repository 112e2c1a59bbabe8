"""The plan in columns: the analytic questions and the catalogue's have the engine's answer, or none."""

from __future__ import annotations

import json
from pathlib import Path
from string import Template

import pytest

from graph.store.base import Store, select
from graph.store.embedded import EmbeddedStore, MergedCopy
from graph.store.embedded.columns.answering import Columns
from graph.store.embedded.columns.asking import read
from graph.store.embedded.columns.building import build_columns
from graph.store.embedded.columns.syntax import NotInColumns
from graph.store.formats import DEFAULT_FORMATS, Format
from queries.catalogue import Catalogue
from queries.parameters import bind

MEGABYTE = 1024 * 1024
ANALYTIC = sorted((Path(__file__).parents[1] / "benchmarks" / "bench" / "analytic").glob("*.rq"))
CATALOGUE = 20  # questions, or more, that the columns answer
PLAN = "PREFIX plan: <https://w3id.org/plangraph/ontology#>"

Both = tuple[Columns, MergedCopy]


@pytest.fixture(scope="module")
def both(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Both:
    """The plan in columns and in the engine."""
    file = tmp_path_factory.mktemp("columns") / "columns"
    with EmbeddedStore() as copied:
        copied.load(store.dump(Format.N_QUADS).read(), Format.N_QUADS)
        engine = copied.merged_copy()
    build_columns(engine, file, 64 * MEGABYTE, 256 * MEGABYTE)
    return Columns(file, 256 * MEGABYTE), engine


def always(*_pattern: object) -> bool:
    """Every pattern counts as one of many triples, so that small data are answered from columns too."""
    return True


def compared(both: Both, query: str) -> bool:
    """Whether columns answer a query, which they then do with the engine's rows."""
    columns, engine = both
    try:
        [*columns.lines(read(query, always))]
    except NotInColumns:
        return False
    answer = columns.answer(read(query, always), DEFAULT_FORMATS)
    assert answer is not None
    assert json.loads(answer.read()) == json.loads(engine.query(query).read()), query
    return True


@pytest.mark.parametrize("file", ANALYTIC, ids=[file.stem for file in ANALYTIC])
def test_the_analytic_questions_are_answered(both: Both, store: Store, file: Path) -> None:
    """Each of them, row by row, about the busiest unit and the widest area."""
    hubs = {
        hub: select(
            store,
            f"{PLAN} SELECT ?x (COUNT(?t) AS ?n) {{ ?t plan:{said} ?x }} GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 1",
        ).records[0]["x"]
        for hub, said in (("unit", "responsibleUnit"), ("area", "inArea"))
    }
    assert compared(both, Template(file.read_text("utf-8")).substitute(hubs))


def test_the_catalogue_is_answered_as_ever(both: Both) -> None:
    """Of the catalogue's questions, those that columns answer have the engine's rows in the engine's order."""
    catalogue = Catalogue()
    answered = 0
    for name in catalogue:
        question = catalogue[name]
        answered += compared(both, question.prologue + bind(question, {}))
    assert answered >= CATALOGUE, answered
