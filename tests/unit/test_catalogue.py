"""The catalogue has the questions that others rely on, under their names, parameters and columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib.plugins.sparql import prepareQuery

from queries.catalogue import Catalogue
from queries.errors import QuestionFileError, UnknownQuestion
from queries.question import Display

PROMISED = {
    "tasks": ([], "task number title"),
    "tasks-of-unit": (["unit"], "task number title"),
    "tasks-shared-by": (["unit"], "task number title"),
    "tasks-at-place": (["place"], "task number title place placeLabel"),
    "tasks-of-goal": (["goal"], "task number title"),
    "tasks-of-brand": (["brand"], "task number title"),
    "tasks-due-by": (["date"], "task number title due quote"),
    "units": ([], "unit label"),
    "unit-load": ([], "unit label tasks"),
    "units-of-task": (["task"], "unit label role"),
    "units-at-place": (["place"], "unit label tasks"),
    "unit-collaboration": ([], "unitA labelA unitB labelB tasks"),
    "places": ([], "place label kind within wkt"),
    "places-of-unit": (["unit"], "place label tasks"),
    "brands": ([], "brand label tasks"),
    "units-of-brand": (["brand"], "unit label"),
    "goal-tree": ([], "goal goalLabel section sectionLabel task number title"),
    "targets": ([], "target task number quote value min max unit date subject"),
    "evidence-of": (["entity"], "in number quote start end"),
}

MINIMAL = """#+ title: {zh: 问, en: Asked}
#+ description: {zh: 问, en: Asked}
#+ columns:
#+   - {name: s, type: iri, title: {zh: 物, en: Thing}}
SELECT ?s WHERE { ?s ?p ?o }
"""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The questions as filed."""
    return Catalogue()


@pytest.mark.parametrize("name", PROMISED)
def test_a_promised_question_keeps_its_promise(catalogue: Catalogue, name: str) -> None:
    """Its parameters and columns are the promised ones, in that order."""
    question = catalogue[name]
    parameters, columns = PROMISED[name]
    assert [parameter.name for parameter in question.parameters] == parameters
    assert [column.name for column in question.columns] == columns.split()


def test_only_units_in_common_may_be_several(catalogue: Catalogue) -> None:
    """The unit of tasks-shared-by is repeatable; every parameter there is is required."""
    parameters = [(question.name, parameter) for question in catalogue.values() for parameter in question.parameters]
    assert {name for name, parameter in parameters if parameter.repeatable} == {"tasks-shared-by"}
    assert all(parameter.required for _, parameter in parameters)


@pytest.mark.parametrize("name", sorted(Catalogue()))
def test_a_question_is_sparql_with_the_columns_it_names(catalogue: Catalogue, name: str) -> None:
    """Another engine parses the file and projects the columns; there are titles in both languages and examples."""
    question = catalogue[name]
    projected = [str(variable) for variable in prepareQuery(question.text).algebra["PV"]]
    assert projected == [column.name for column in question.columns]
    assert set(question.title) == set(question.description) == {"zh", "en"}
    assert all(parameter.example for parameter in question.parameters)
    assert "ORDER BY" in question.select


def test_every_display_that_there_is_is_used_for_something(catalogue: Catalogue) -> None:
    """The ways of showing an answer are those that the questions name."""
    assert {question.display for question in catalogue.values()} == set(Display)


def test_an_unknown_question_is_told_those_of_a_like_name(catalogue: Catalogue) -> None:
    """A misspelt name is refused and the right one offered."""
    with pytest.raises(UnknownQuestion, match="tasks-of-unit") as caught:
        catalogue["task-of-unit"]
    assert "tasks-of-unit" in caught.value.near
    assert "task-of-unit" not in catalogue
    with pytest.raises(UnknownQuestion, match=r"There is no question 'xyzzy'\.$"):
        catalogue["xyzzy"]


def test_files_are_read_when_asked_for(tmp_path: Path) -> None:
    """A catalogue of broken files can be made; the first question asked of it says what is broken."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "broken.rq").write_text("ASK {}", encoding="utf-8")
    catalogue = Catalogue(tmp_path)
    with pytest.raises(QuestionFileError, match=r"questions/tests/broken\.rq: after the front matter"):
        len(catalogue)


def test_a_name_is_used_once(tmp_path: Path) -> None:
    """Two subjects cannot have a question of one name; files of other kinds are passed over."""
    for subject in ("one", "two"):
        (tmp_path / subject).mkdir()
        (tmp_path / subject / "asked.rq").write_text(MINIMAL, encoding="utf-8")
    (tmp_path / "README.md").write_text("", encoding="utf-8")
    with pytest.raises(QuestionFileError, match="one has that name too"):
        list(Catalogue(tmp_path))
    (tmp_path / "two" / "asked.rq").rename(tmp_path / "two" / "asked.txt")
    assert list(Catalogue(tmp_path)) == ["asked"]
