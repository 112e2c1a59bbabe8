"""A filter in CQL2's text or JSON, read into CQL2 JSON by the parser of stac-utils."""

from __future__ import annotations

import re
from typing import Any

import cql2

from queries.features.errors import FeatureRequestError

TEXT, JSON = "cql2-text", "cql2-json"
Expression = Any
"""A node of CQL2 JSON: an operation with its arguments, a property, a geometry, a time, a list or a plain value."""

# The parser is recursive and would overflow its stack: in one of a megabyte 200 brackets or 1,000 signs did.
_NESTED = 50
_SIGNS = 500
_DEEP = 100
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"")
_SIGN = re.compile(r"[-+*/%^]|\bdiv\b", re.IGNORECASE)
_NOT = re.compile(r"\bnot\b", re.IGNORECASE)


def parse(text: str, language: str) -> Expression:
    """The filter as CQL2 JSON; raises FeatureRequestError, which says where the text cannot be read."""
    if language == TEXT:
        _require_shallow(text)
    try:
        found = (cql2.parse_text if language == TEXT else cql2.parse_json)(text).to_json()
    except (cql2.ParseError, Exception) as error:  # some of its errors have no class of their own
        raise FeatureRequestError("filter", f"filter is no {language}: {_told(str(error))}") from error
    if found is None:
        raise FeatureRequestError("filter", f"filter is no {language}: null is no condition.")
    if _depth(found) > _DEEP:
        raise _too_deep()
    return found


def _require_shallow(text: str) -> None:
    """Refuse what is nested more deeply than anybody writes, before the parser sees it."""
    plain = _QUOTED.sub("''", text)
    nested = deepest = 0
    for character in plain:
        nested += (character == "(") - (character == ")")
        deepest = max(deepest, nested)
    if deepest > _NESTED or len(_NOT.findall(plain)) > _NESTED or len(_SIGN.findall(plain)) > _SIGNS:
        raise _too_deep()


def _depth(expression: Expression) -> int:
    """How many levels an expression has."""
    waiting, deepest = [(expression, 1)], 0
    while waiting:
        found, level = waiting.pop()
        deepest = max(deepest, level)
        inner = found.get("args", ()) if isinstance(found, dict) else found if isinstance(found, list) else ()
        waiting += [(part, level + 1) for part in inner]
    return deepest


def _too_deep() -> FeatureRequestError:
    return FeatureRequestError(
        "filter", f"filter is nested too deeply: {_NESTED} brackets, {_NESTED} NOT and {_SIGNS} signs are the most."
    )


def _told(message: str) -> str:
    """The parser's message as one sentence: the place, and what would have fitted there."""
    place = re.search(r"--> (\d+):(\d+)", message)
    expected = message.rpartition("= ")[2].strip() if "= " in message else message.strip()
    at = f"line {place[1]}, column {place[2]}: " if place else ""
    return f"{at}{' '.join(expected.split())[:300]}."
