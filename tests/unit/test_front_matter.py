"""A question's file is read as it is meant, and what is wrong in one is said in one sentence."""

from __future__ import annotations

import pytest

from queries.errors import QuestionFileError
from queries.front_matter import read_question
from queries.question import ColumnType, Display, ParameterType

GOOD = """#+ title: {zh: 任务, en: Tasks}
#+ description:
#+   zh: 某单位的任务。
#+   en: The tasks of a unit.
#+ tags: [task, unit]
#+ parameters:
#+   - name: unit
#+     type: iri
#+     class: [plan:Unit, plan:Organization]
#+     key: plan:number
#+     variable: who
#+     required: true
#+     repeatable: true
#+     title: {zh: 单位, en: Unit}
#+     example: [经发办, 规建办]
#+   - {name: before, type: date, title: {zh: 日期, en: Date}}
#+ columns:
#+   - {name: task, type: iri, title: {zh: 任务, en: Task}}
#+   - {name: tasks, type: integer, title: {zh: 任务数, en: Tasks}}
#+ display: bar

# An ordinary comment.
PREFIX plan: <http://example.org/plan#>

SELECT ?task (COUNT(DISTINCT ?task) AS ?tasks) WHERE {
  VALUES (?who ?before) { (UNDEF UNDEF) }
  ?task plan:responsibleUnit ?who .
}
GROUP BY ?task
"""


def test_a_file_is_read_as_it_is_meant() -> None:
    """Titles, parameters with their classes and keys, columns and the two parts of the query."""
    question = read_question("tasks-of", "tasks", GOOD)
    unit, before = question.parameters
    assert (question.name, question.subject, question.tags) == ("tasks-of", "tasks", ("task", "unit"))
    assert question.title == {"zh": "任务", "en": "Tasks"}
    assert (unit.type, unit.variable, unit.required, unit.repeatable) == (ParameterType.IRI, "who", True, True)
    assert unit.classes == ("http://example.org/plan#Unit", "http://example.org/plan#Organization")
    assert unit.keys == ("http://example.org/plan#number",)
    assert (before.type, before.variable, before.required) == (ParameterType.DATE, "before", False)
    assert [(column.name, column.type) for column in question.columns] == [
        ("task", ColumnType.IRI),
        ("tasks", ColumnType.INTEGER),
    ]
    assert question.display is Display.BAR
    assert question.example == {"unit": ("经发办", "规建办")}
    assert question.text == GOOD
    assert question.select.startswith("SELECT ?task")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("#+ title: {zh: 任务, en: Tasks}\n", "", "title needs a text in each of zh, en"),
        ("{zh: 任务, en: Tasks}", "{zh: 任务}", "title needs a text in each of zh, en"),
        ("#+ tags", "#+ tag", "the front matter has tag, which is none of"),
        ("#+     type: iri", "#+     type: uri", "the type of parameter unit is 'uri', which is none of iri, date"),
        ("#+     class: [plan:Unit, plan:Organization]\n", "", "type iri needs one"),
        ("type: date", "type: date, class: plan:Unit", "a class belongs to type iri"),
        ("type: date", "type: choice", "type choice needs them"),
        ("plan:Organization", "org:Organization", "org:Organization has no PREFIX in this file"),
        ("required: true", "required: yes please", "required is true or false"),
        ("#+   - {name: task,", "#+   - {name: thing,", "are not the SELECT's variables"),
        ("(?who ?before)", "(?unit ?before)", r"the parameters need a line VALUES \(\?who \?before\)"),
        ("{ (UNDEF UNDEF) }", "{ (1 2) }", "the parameters need a line VALUES"),
        ("GROUP BY ?task\n", "GROUP BY ?task LIMIT 5\n", "LIMIT and OFFSET are added"),
        ("SELECT ?task", "CONSTRUCT ?task", "comes one SELECT"),
        ("display: bar", "display: pie", "display is 'pie', which is none of table"),
        ("#+ display: bar", "#+ display: [", "while parsing a flow"),
        ("#+     title: {zh: 单位, en: Unit}\n", "", "title needs a text"),
        ("#+   - name: unit\n#+     type", "#+   - type", "name is missing or no text"),
    ],
)
def test_what_is_wrong_is_said(old: str, new: str, message: str) -> None:
    """Each fault is named together with the file that has it."""
    assert old in GOOD
    with pytest.raises(QuestionFileError, match=message) as caught:
        read_question("tasks-of", "tasks", GOOD.replace(old, new))
    assert str(caught.value).startswith("questions/tasks/tasks-of.rq: ")


@pytest.mark.parametrize("name", ["Tasks", "tasks of", "任务", "../tasks", ""])
def test_a_question_is_named_for_an_address(name: str) -> None:
    """Names are lower-case letters, digits and hyphens."""
    with pytest.raises(QuestionFileError, match="lower-case letters"):
        read_question(name, "tasks", GOOD)
