"""Reads a question's file: `#+` lines of YAML, then SPARQL; what is wrong in it is one sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import yaml

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml: the same, a tenth as fast
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

from queries import fields
from queries.errors import QuestionFileError
from queries.fields import FieldError
from queries.parameter_fields import read_parameter
from queries.question import Column, ColumnType, Question, View, ViewKind
from queries.views import misfit

PARAMETER_ROW = re.compile(r"VALUES \(((?:\?\w+ ?)+)\) \{ \((UNDEF(?: UNDEF)*)\) \}")

_PREFIX = re.compile(r"^PREFIX\s+([\w-]*):\s*<([^>]*)>", re.MULTILINE)
_PARTS = re.compile(r"(?P<prologue>(?:\s*(?:#[^\n]*|PREFIX[^\n]*)\n)*\s*)(?P<select>SELECT\b.*)", re.DOTALL)
_PROJECTED = re.compile(r"\(.*? AS \?(\w+)\)|\?(\w+)")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_OUTER_PAGE = re.compile(r"\b(?:LIMIT|OFFSET)\b[^{}]*$", re.IGNORECASE)
_OUTER_ORDER = re.compile(r"\bORDER BY\b[^{}]*$")

_QUESTION_KEYS = {"title", "description", "tags", "parameters", "columns", "view"}
_COLUMN_KEYS = {"name", "type", "title"}


def read_question(name: str, subject: str, text: str) -> Question:
    """Read the file `{subject}/{name}.rq`; raises QuestionFileError."""
    try:
        return _question(name, subject, text)
    except (FieldError, yaml.YAMLError) as error:
        raise QuestionFileError(f"questions/{subject}/{name}.rq: {error}") from error


def _question(name: str, subject: str, text: str) -> Question:
    if not _NAME.fullmatch(name):
        raise FieldError("a question is named in lower-case letters, digits and hyphens")
    parts = _PARTS.fullmatch(text)
    if parts is None:
        raise FieldError("after the front matter and the PREFIX lines comes one SELECT")
    content = fields.mapping(yaml.load(_front_matter(text), Loader), "the front matter", _QUESTION_KEYS)
    prefixes = dict(_PREFIX.findall(parts["prologue"]))
    columns = tuple(_column(item) for item in fields.items(content, "columns"))
    question = Question(
        name=name,
        subject=subject,
        title=fields.titles(content, "title"),
        description=fields.titles(content, "description"),
        tags=fields.texts(content.get("tags", [])),
        parameters=tuple(read_parameter(item, prefixes) for item in fields.items(content, "parameters")),
        columns=columns,
        view=_view(content.get("view", {"kind": "table"}), columns),
        prologue=parts["prologue"],
        select=parts["select"],
    )
    _check_query(question)
    return question


def _front_matter(text: str) -> str:
    return "\n".join(line.removeprefix("#+").removeprefix(" ") for line in text.splitlines() if line.startswith("#+"))


def _column(item: object) -> Column:
    content = fields.mapping(item, "a column", _COLUMN_KEYS)
    name = fields.text(content, "name")
    kind = fields.word(ColumnType, content.get("type"), f"the type of column {name}")
    return Column(name, kind, fields.titles(content, "title"))


def _view(item: object, columns: Sequence[Column]) -> View:
    content = dict(fields.mapping(item, "view"))
    kind = fields.word(ViewKind, content.pop("kind", None), "the kind of view")
    roles: Mapping[str, tuple[str, ...]] = {name: fields.texts(played) for name, played in content.items()}
    wrong = misfit(kind, roles, columns)
    if wrong:
        raise FieldError(wrong)
    return View(kind, roles)


def _check_query(question: Question) -> None:
    """The query takes what the front matter says, gives what it says in an order, and leaves paging to the asker."""
    projected = [a or b for a, b in _PROJECTED.findall(question.select.partition("WHERE")[0])]
    named = [column.name for column in question.columns]
    if projected != named:
        raise FieldError(f"the columns {named} are not the SELECT's variables {projected}")
    variables = [f"?{parameter.variable}" for parameter in question.parameters]
    rows = {tuple(row.split()) for row, _ in PARAMETER_ROW.findall(question.select)}
    if rows != ({tuple(variables)} if variables else set()):
        raise FieldError(
            f"the parameters need a line VALUES ({' '.join(variables)}) {{ (UNDEF …) }}, and no other such line"
        )
    if _OUTER_PAGE.search(question.select):
        raise FieldError("LIMIT and OFFSET are added by whoever asks")
    if not _OUTER_ORDER.search(question.select):
        raise FieldError("without ORDER BY the pages of an answer have no order")
