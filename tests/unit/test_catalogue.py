"""The catalogue has the questions that others rely on, under their names, parameters and columns."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib.plugins.sparql import prepareQuery

from queries.catalogue import Catalogue
from queries.errors import QuestionFileError, UnknownQuestion
from queries.question import ViewKind
from queries.subjects import SUBJECTS

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

UNIONS = re.compile(r"UNION {[^{}]*}")
PLACES = re.compile(r"UNION { \?\w+ plan:concerns(Project|Facility)/plan:locatedAt \?\w+ }")
PLACE_PATH = "plan:concernsPlace|((plan:concernsProject|plan:concernsFacility)/plan:locatedAt)"
GOAL_PATH = "plan:contributesTo|(plan:partOf*/plan:serves)"
# A unit, a goal, a brand or a place that is asked for leaves few tasks, or the set is beyond Virtuoso there.
OF_FEW_TASKS = {
    *("places-of-goal", "places-of-unit", "tasks-of-goal", "tasks-of-unit-at-place", "tasks-of-unit-by-goal"),
    *("tasks-of-unit-for-goal", "units-of-goal", "brands-by-goal", "units-at-place", "places-where-units-meet"),
    "place-profile",
}

MINIMAL = """#+ title: {zh: 问, en: Asked}
#+ description: {zh: 问, en: Asked}
#+ columns:
#+   - {name: s, type: iri, title: {zh: 物, en: Thing}}
SELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s
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


def test_the_promised_parameters_are_required(catalogue: Catalogue) -> None:
    """Of the promised questions only tasks-shared-by takes several values; each needs what it takes."""
    parameters = [(name, parameter) for name in PROMISED for parameter in catalogue[name].parameters]
    assert {name for name, parameter in parameters if parameter.repeatable} == {"tasks-shared-by"}
    assert all(parameter.required for _, parameter in parameters)


def test_there_are_thirty_questions_more_than_promised(catalogue: Catalogue) -> None:
    """The catalogue answers what clerks, planners, integrators and supervisors ask beyond the promised questions."""
    assert len(set(catalogue) - set(PROMISED)) >= 30


def test_questions_are_listed_by_subject(catalogue: Catalogue) -> None:
    """Subjects come in their order, and each has a question."""
    assert list(dict.fromkeys(question.subject for question in catalogue.values())) == list(SUBJECTS)


@pytest.mark.parametrize("name", sorted(Catalogue()))
def test_a_question_is_sparql_with_the_columns_it_names(catalogue: Catalogue, name: str) -> None:
    """Another engine parses the file and projects the columns; there are titles in both languages and examples."""
    question = catalogue[name]
    projected = [str(variable) for variable in prepareQuery(question.text).algebra["PV"]]
    assert projected == [column.name for column in question.columns]
    assert set(question.title) == set(question.description) == {"zh", "en"}
    assert all(parameter.example for parameter in question.parameters)
    assert "ORDER BY" in question.select


@pytest.mark.parametrize("name", sorted(Catalogue()))
def test_where_a_task_is_and_what_it_is_for_is_asked_in_the_same_words(catalogue: Catalogue, name: str) -> None:
    """Places and goals of all tasks are a set of their own; only where few tasks are left are they a path."""
    text = catalogue[name].select
    assert all(
        PLACES.fullmatch(union) for union in UNIONS.findall(text) if "plan:locatedAt ?" in union and "concerns" in union
    )
    paths = [path for path in (PLACE_PATH, GOAL_PATH) if path in text]
    assert not paths or name in OF_FEW_TASKS


def test_every_view_that_there_is_is_used_for_something(catalogue: Catalogue) -> None:
    """The ways of showing an answer are those that the questions name."""
    assert {question.view.kind for question in catalogue.values()} == set(ViewKind)


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
    (tmp_path / "tasks").mkdir()
    (tmp_path / "tasks" / "broken.rq").write_text("ASK {}", encoding="utf-8")
    catalogue = Catalogue(tmp_path)
    with pytest.raises(QuestionFileError, match=r"questions/tasks/broken\.rq: after the front matter"):
        len(catalogue)


def test_a_name_is_used_once(tmp_path: Path) -> None:
    """Two subjects cannot have a question of one name; files of other kinds are passed over."""
    for subject in ("tasks", "units"):
        (tmp_path / subject).mkdir()
        (tmp_path / subject / "asked.rq").write_text(MINIMAL, encoding="utf-8")
    (tmp_path / "README.md").write_text("", encoding="utf-8")
    with pytest.raises(QuestionFileError, match="tasks has that name too"):
        list(Catalogue(tmp_path))
    (tmp_path / "units" / "asked.rq").rename(tmp_path / "units" / "asked.txt")
    assert list(Catalogue(tmp_path)) == ["asked"]


def test_a_folder_is_a_subject(tmp_path: Path) -> None:
    """A folder that is no subject is refused: its questions would be listed nowhere."""
    (tmp_path / "taks").mkdir()
    with pytest.raises(QuestionFileError, match=r"questions/taks: no subject is called that; there are tasks, units"):
        len(Catalogue(tmp_path))


def test_the_documentation_lists_every_question(catalogue: Catalogue) -> None:
    """docs/questions.md tells each question's name, parameters, titles and view, by subject and in their order."""
    text = (Path(__file__).parents[2] / "docs" / "questions.md").read_text(encoding="utf-8")
    listed = text.partition("## All questions\n\n")[2].strip().splitlines()
    assert listed == _listing(catalogue)


def _listing(catalogue: Catalogue) -> list[str]:
    """The questions as tables of Markdown."""
    lines: list[str] = []
    for subject, title in SUBJECTS.items():
        lines += [
            "",
            f"### {title['zh']} · {title['en']}",
            "",
            "| name | parameters | asks for | view |",
            "|---|---|---|---|",
        ]
        for question in (found for found in catalogue.values() if found.subject == subject):
            parameters = " ".join(f"`{p.name}`" if p.required else f"[`{p.name}`]" for p in question.parameters)
            asked = f"{question.title['zh']} · {question.title['en']}"
            lines.append(f"| `{question.name}` | {parameters} | {asked} | {question.view.kind} |")
    return lines[1:]
