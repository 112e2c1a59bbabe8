"""Reads a question's file: `#+` lines of YAML, then SPARQL; what is wrong in it is one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

import yaml

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml: the same, a tenth as fast
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

from queries.errors import QuestionFileError
from queries.question import Column, ColumnType, Display, Parameter, ParameterType, Question, Titles

LANGUAGES = ("zh", "en")
PARAMETER_ROW = re.compile(r"VALUES \(((?:\?\w+ ?)+)\) \{ \((UNDEF(?: UNDEF)*)\) \}")

_PREFIX = re.compile(r"^PREFIX\s+([\w-]*):\s*<([^>]*)>", re.MULTILINE)
_PARTS = re.compile(r"(?P<prologue>(?:\s*(?:#[^\n]*|PREFIX[^\n]*)\n)*\s*)(?P<select>SELECT\b.*)", re.DOTALL)
_PROJECTED = re.compile(r"\(.*? AS \?(\w+)\)|\?(\w+)")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_OUTER_PAGE = re.compile(r"\b(?:LIMIT|OFFSET)\b[^{}]*$", re.IGNORECASE)

_QUESTION_KEYS = {"title", "description", "tags", "parameters", "columns", "display"}
_PARAMETER_KEYS = {
    *("name", "type", "title", "variable", "class", "key", "choices", "required", "repeatable", "example"),
}
_COLUMN_KEYS = {"name", "type", "title"}

Word = TypeVar("Word", bound=StrEnum)


def read_question(name: str, subject: str, text: str) -> Question:
    """Read the file `{subject}/{name}.rq`; raises QuestionFileError."""
    try:
        return _question(name, subject, text)
    except (_Wrong, yaml.YAMLError) as error:
        raise QuestionFileError(f"questions/{subject}/{name}.rq: {error}") from error


class _Wrong(Exception):
    """Something in a question's file; the file's name is put before it."""


def _question(name: str, subject: str, text: str) -> Question:
    if not _NAME.fullmatch(name):
        raise _Wrong("a question is named in lower-case letters, digits and hyphens")
    parts = _PARTS.fullmatch(text)
    if parts is None:
        raise _Wrong("after the front matter and the PREFIX lines comes one SELECT")
    content = _mapping(yaml.load(_front_matter(text), Loader), "the front matter", _QUESTION_KEYS)
    prefixes = dict(_PREFIX.findall(parts["prologue"]))
    question = Question(
        name=name,
        subject=subject,
        title=_titles(content, "title"),
        description=_titles(content, "description"),
        tags=_texts(content.get("tags", [])),
        parameters=tuple(_parameter(item, prefixes) for item in content.get("parameters", [])),
        columns=tuple(_column(item) for item in content.get("columns", [])),
        display=_word(Display, content.get("display", "table"), "display"),
        prologue=parts["prologue"],
        select=parts["select"],
    )
    _check_query(question)
    return question


def _front_matter(text: str) -> str:
    return "\n".join(line.removeprefix("#+").removeprefix(" ") for line in text.splitlines() if line.startswith("#+"))


def _parameter(item: object, prefixes: Mapping[str, str]) -> Parameter:
    content = _mapping(item, "a parameter", _PARAMETER_KEYS)
    name = _text(content, "name")
    kind = _word(ParameterType, content.get("type"), f"the type of parameter {name}")
    classes = tuple(_expand(curie, prefixes) for curie in _texts(content.get("class", [])))
    choices = _texts(content.get("choices", []))
    if (kind is ParameterType.IRI) != bool(classes):
        raise _Wrong(f"parameter {name}: a class belongs to type iri, and type iri needs one")
    if (kind is ParameterType.CHOICE) != bool(choices):
        raise _Wrong(f"parameter {name}: choices belong to type choice, and type choice needs them")
    return Parameter(
        name=name,
        type=kind,
        title=_titles(content, "title"),
        variable=str(content.get("variable", name)),
        classes=classes,
        keys=tuple(_expand(curie, prefixes) for curie in _texts(content.get("key", []))),
        choices=choices,
        required=_flag(content, "required"),
        repeatable=_flag(content, "repeatable"),
        example=_texts(content.get("example", [])),
    )


def _column(item: object) -> Column:
    content = _mapping(item, "a column", _COLUMN_KEYS)
    name = _text(content, "name")
    return Column(name, _word(ColumnType, content.get("type"), f"the type of column {name}"), _titles(content, "title"))


def _check_query(question: Question) -> None:
    """The query takes what the front matter says, gives what it says, and leaves paging to whoever asks."""
    projected = [a or b for a, b in _PROJECTED.findall(question.select.partition("WHERE")[0])]
    named = [column.name for column in question.columns]
    if projected != named:
        raise _Wrong(f"the columns {named} are not the SELECT's variables {projected}")
    variables = [f"?{parameter.variable}" for parameter in question.parameters]
    rows = {tuple(row.split()) for row, _ in PARAMETER_ROW.findall(question.select)}
    if rows != ({tuple(variables)} if variables else set()):
        raise _Wrong(
            f"the parameters need a line VALUES ({' '.join(variables)}) {{ (UNDEF …) }}, and no other such line"
        )
    if _OUTER_PAGE.search(question.select):
        raise _Wrong("LIMIT and OFFSET are added by whoever asks")


def _mapping(value: object, what: str, known: Iterable[str]) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _Wrong(f"{what} is not a mapping of names to values")
    unknown = sorted(set(map(str, value)) - set(known))
    if unknown:
        raise _Wrong(f"{what} has {', '.join(unknown)}, which is none of {', '.join(sorted(known))}")
    return value


def _text(content: Mapping[str, Any], key: str) -> str:
    value = content.get(key)
    if not isinstance(value, str) or not value:
        raise _Wrong(f"{key} is missing or no text")
    return value


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in (value if isinstance(value, list) else [value]))


def _titles(content: Mapping[str, Any], key: str) -> Titles:
    value = content.get(key)
    if (
        not isinstance(value, dict)
        or set(value) != set(LANGUAGES)
        or not all(isinstance(t, str) for t in value.values())
    ):
        raise _Wrong(f"{key} needs a text in each of {', '.join(LANGUAGES)}")
    return value


def _flag(content: Mapping[str, Any], key: str) -> bool:
    value = content.get(key, False)
    if not isinstance(value, bool):
        raise _Wrong(f"{key} is true or false")
    return value


def _word(words: type[Word], value: object, what: str) -> Word:
    try:
        return words(str(value))
    except ValueError:
        raise _Wrong(f"{what} is {value!r}, which is none of {', '.join(words)}") from None


def _expand(curie: str, prefixes: Mapping[str, str]) -> str:
    prefix, colon, local = curie.partition(":")
    if not colon or prefix not in prefixes:
        raise _Wrong(f"{curie} has no PREFIX in this file")
    return prefixes[prefix] + local
