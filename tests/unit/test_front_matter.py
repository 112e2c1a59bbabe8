"""A question's file is read as it is meant, and what is wrong in one is said in one sentence."""

from __future__ import annotations

import pytest

from queries.errors import QuestionFileError
from queries.front_matter import read_question
from queries.question import ColumnType, ParameterType, ViewKind

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
#+   - {name: before, type: date, title: {zh: 日期, en: Date}, help: {zh: 到这一天, en: Up to this day}}
#+   - {name: most, type: integer, min: 1, max: 9, default: 3, title: {zh: 最多, en: At most}}
#+   - name: role
#+     type: choice
#+     choices:
#+       - {value: lead, title: {zh: 牵头, en: Lead}}
#+       - {value: support, title: {zh: 配合, en: Support}}
#+     title: {zh: 角色, en: Role}
#+     example: lead
#+ columns:
#+   - {name: task, type: iri, title: {zh: 任务, en: Task}}
#+   - {name: tasks, type: integer, title: {zh: 任务数, en: Tasks}}
#+ view: {kind: bar, label: task, value: tasks}

# An ordinary comment.
PREFIX plan: <http://example.org/plan#>

SELECT ?task (COUNT(DISTINCT ?task) AS ?tasks) WHERE {
  VALUES (?who ?before ?most ?role) { (UNDEF UNDEF UNDEF UNDEF) }
  ?task plan:responsibleUnit ?who .
}
GROUP BY ?task
ORDER BY ?task
"""


def test_a_file_is_read_as_it_is_meant() -> None:
    """Titles, parameters with their classes and keys, columns and the two parts of the query."""
    question = read_question("tasks-of", "tasks", GOOD)
    unit, before, most, role = question.parameters
    assert (question.name, question.subject, question.tags) == ("tasks-of", "tasks", ("task", "unit"))
    assert question.title == {"zh": "任务", "en": "Tasks"}
    assert (unit.type, unit.variable, unit.required, unit.repeatable) == (ParameterType.IRI, "who", True, True)
    assert unit.classes == ("http://example.org/plan#Unit", "http://example.org/plan#Organization")
    assert unit.keys == ("http://example.org/plan#number",)
    assert (before.type, before.variable, before.required) == (ParameterType.DATE, "before", False)
    assert (before.help, unit.help) == ({"zh": "到这一天", "en": "Up to this day"}, None)
    assert (most.minimum, most.maximum, most.default) == (1, 9, "3")
    assert role.choices == ("lead", "support")
    assert role.choice_titles["support"] == {"zh": "配合", "en": "Support"}
    assert [(column.name, column.type) for column in question.columns] == [
        ("task", ColumnType.IRI),
        ("tasks", ColumnType.INTEGER),
    ]
    assert (question.view.kind, question.view.roles) == (ViewKind.BAR, {"label": ("task",), "value": ("tasks",)})
    assert question.example == {"unit": ("经发办", "规建办"), "role": ("lead",)}
    assert question.text == GOOD
    assert question.select.startswith("SELECT ?task")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("#+ title: {zh: 任务, en: Tasks}\n", "", "title needs a text in each of zh, en"),
        ("{zh: 任务, en: Tasks}", "{zh: 任务}", "title needs a text in each of zh, en"),
        ("#+ tags", "#+ tag", "the front matter has tag, which is none of"),
        ("#+     type: iri", "#+     type: uri", "the type of parameter unit is 'uri', which is none of iri, date"),
        ("#+     class: [plan:Unit, plan:Organization]\n", "", "type iri needs class"),
        ("type: date", "type: date, class: plan:Unit", "class belongs to type iri"),
        ("type: date", "type: date, key: plan:number", "key belongs to type iri"),
        ("type: date", "type: date, max: 9", "max belongs to type integer"),
        ("type: date", "type: choice", "type choice needs choices"),
        ("type: integer, min: 1, max: 9", "type: integer, begins: true", "begins belongs to type date"),
        ("{value: lead, title: {zh: 牵头, en: Lead}}", "lead", "a choice is not a mapping"),
        ("example: lead", "example: head", "'head' is none of its choices"),
        ("default: 3", "default: 10", "'10' is no number that it takes"),
        ("default: 3", "default: three", "'three' is no number that it takes"),
        ("min: 1", "min: one", "min is a whole number"),
        ("required: true", "required: true\n#+     default: 经发办", "with a default it is not required"),
        ("#+     example: [经发办, 规建办]\n", "", "one that is required has an example"),
        ("repeatable: true", "repeatable: false", "several examples belong to one that is repeatable"),
        ("help: {zh: 到这一天, en: Up to this day}", "help: up to this day", "help needs a text in each of zh, en"),
        ("plan:Organization", "org:Organization", "org:Organization has no PREFIX in this file"),
        ("required: true", "required: yes please", "required is true or false"),
        ("#+   - {name: task,", "#+   - {name: thing,", "which is no column"),
        (
            "#+   - {name: task, ty",
            "#+   - {name: x, type: iri, title: {zh: 甲, en: A}}\n#+   - {name: task, ty",
            "SELECT's var",
        ),
        ("(?who ?before", "(?unit ?before", r"the parameters need a line VALUES \(\?who \?before"),
        ("{ (UNDEF UNDEF UNDEF UNDEF) }", "{ (1 2 3 4) }", "the parameters need a line VALUES"),
        ("ORDER BY ?task\n", "ORDER BY ?task LIMIT 5\n", "LIMIT and OFFSET are added"),
        ("ORDER BY ?task\n", "", "without ORDER BY"),
        ("SELECT ?task", "CONSTRUCT ?task", "comes one SELECT"),
        ("kind: bar", "kind: pie", "the kind of view is 'pie', which is none of table"),
        ("view: {kind: bar", "view: [", "while parsing a flow"),
        ("view: {kind: bar, label: task, value: tasks}", "view: bar", "view is not a mapping"),
        ("kind: bar, label: task", "kind: bar", "view bar: label is played by 1 to 1 columns, not by 0"),
        ("value: tasks}", "value: task}", "view bar: value is a column of type integer or number, and task is iri"),
        ("kind: bar,", "kind: bar, row: task,", "view bar has row, which is none of label, value, thing"),
        ("{kind: bar, label: task, value: tasks}", "{kind: graph, things: [task, task], labels: [task]}", "labels is"),
        ("#+ columns:", "#+ columns: {}\n#+ tags:", "columns is a list"),
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
