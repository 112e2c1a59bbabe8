"""Reads a parameter of a question's front matter, and refuses what contradicts itself in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from queries import fields
from queries.fields import FieldError
from queries.question import Parameter, ParameterType, Titles

_KEYS = {
    *("name", "type", "title", "help", "variable", "class", "key", "choices", "min", "max", "begins"),
    *("required", "repeatable", "default", "example"),
}
# A field that belongs to one type only, and whether that type needs it.
_OF_TYPE = {
    "class": (ParameterType.IRI, True),
    "choices": (ParameterType.CHOICE, True),
    "key": (ParameterType.IRI, False),
    "min": (ParameterType.INTEGER, False),
    "max": (ParameterType.INTEGER, False),
    "begins": (ParameterType.DATE, False),
}


def read_parameter(item: object, prefixes: Mapping[str, str]) -> Parameter:
    """Read one parameter; raises FieldError."""
    content = fields.mapping(item, "a parameter", _KEYS)
    name = fields.text(content, "name")
    kind = fields.word(ParameterType, content.get("type"), f"the type of parameter {name}")
    _check_type(name, kind, content)
    choices = _choices(content)
    parameter = Parameter(
        name=name,
        type=kind,
        title=fields.titles(content, "title"),
        variable=str(content.get("variable", name)),
        help=fields.titles(content, "help") if "help" in content else None,
        classes=tuple(fields.expand(curie, prefixes) for curie in fields.texts(content.get("class", []))),
        keys=tuple(fields.expand(curie, prefixes) for curie in fields.texts(content.get("key", []))),
        choices=tuple(choices),
        choice_titles=choices,
        minimum=fields.whole(content, "min"),
        maximum=fields.whole(content, "max"),
        begins=fields.flag(content, "begins"),
        required=fields.flag(content, "required"),
        repeatable=fields.flag(content, "repeatable"),
        default=str(content["default"]) if "default" in content else None,
        example=fields.texts(content.get("example", [])),
    )
    _check_values(parameter)
    return parameter


def _check_type(name: str, kind: ParameterType, content: Mapping[str, Any]) -> None:
    for key, (owner, needed) in _OF_TYPE.items():
        if key in content and kind is not owner:
            raise FieldError(f"parameter {name}: {key} belongs to type {owner}")
        if needed and kind is owner and not content.get(key):
            raise FieldError(f"parameter {name}: type {owner} needs {key}")


def _choices(content: Mapping[str, Any]) -> Mapping[str, Titles]:
    listed = [fields.mapping(item, "a choice", {"value", "title"}) for item in fields.items(content, "choices")]
    return {fields.text(item, "value"): fields.titles(item, "title") for item in listed}


def _check_values(parameter: Parameter) -> None:
    """A default makes asking needless, and whatever is proposed has to be acceptable."""
    if parameter.required and parameter.default is not None:
        raise FieldError(f"parameter {parameter.name}: with a default it is not required")
    if parameter.required and not parameter.example:
        raise FieldError(f"parameter {parameter.name}: one that is required has an example")
    if len(parameter.example) > 1 and not parameter.repeatable:
        raise FieldError(f"parameter {parameter.name}: several examples belong to one that is repeatable")
    proposed = (*parameter.example, *(() if parameter.default is None else (parameter.default,)))
    for value in proposed if parameter.choices else ():
        if value not in parameter.choices:
            raise FieldError(f"parameter {parameter.name}: {value!r} is none of its choices")
    for value in proposed if parameter.type is ParameterType.INTEGER else ():
        _check_number(parameter, value)


def _check_number(parameter: Parameter, value: str) -> None:
    least, most = parameter.minimum, parameter.maximum
    number = int(value) if value.lstrip("-").isdecimal() else None
    if number is None or (least is not None and number < least) or (most is not None and number > most):
        raise FieldError(f"parameter {parameter.name}: {value!r} is no number that it takes")
