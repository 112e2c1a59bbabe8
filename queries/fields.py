"""Reads the fields of a question's front matter: each has its form, and a misfit is a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from queries.question import Titles

LANGUAGES = ("zh", "en")

Word = TypeVar("Word", bound=StrEnum)


class FieldError(Exception):
    """A field that cannot be read; the file's name is put before the sentence."""


def mapping(value: object, what: str, known: Iterable[str] | None = None) -> Mapping[str, Any]:
    """Return a mapping, of the known names only where they are told."""
    if not isinstance(value, dict):
        raise FieldError(f"{what} is not a mapping of names to values")
    unknown = [] if known is None else sorted(set(map(str, value)) - set(known))
    if unknown:
        raise FieldError(f"{what} has {', '.join(unknown)}, which is none of {', '.join(sorted(known or ()))}")
    return value


def items(content: Mapping[str, Any], key: str) -> list[Any]:
    """Return a list, empty where the key is not there."""
    value = content.get(key, [])
    if not isinstance(value, list):
        raise FieldError(f"{key} is a list")
    return value


def text(content: Mapping[str, Any], key: str) -> str:
    """Return a text, which has to be there."""
    value = content.get(key)
    if not isinstance(value, str) or not value:
        raise FieldError(f"{key} is missing or no text")
    return value


def texts(value: object) -> tuple[str, ...]:
    """Return one value or a list of them as texts."""
    return tuple(str(item) for item in (value if isinstance(value, list) else [value]))


def titles(content: Mapping[str, Any], key: str) -> Titles:
    """Return a text in each language."""
    value = content.get(key)
    complete = isinstance(value, dict) and set(value) == set(LANGUAGES)
    if not complete or not all(isinstance(title, str) and title.strip() for title in content[key].values()):
        raise FieldError(f"{key} needs a text in each of {', '.join(LANGUAGES)}")
    return {language: " ".join(str(content[key][language]).split()) for language in LANGUAGES}


def flag(content: Mapping[str, Any], key: str) -> bool:
    """Return true or false; false where the key is not there."""
    value = content.get(key, False)
    if not isinstance(value, bool):
        raise FieldError(f"{key} is true or false")
    return value


def whole(content: Mapping[str, Any], key: str) -> int | None:
    """Return a whole number; None where the key is not there."""
    value = content.get(key)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise FieldError(f"{key} is a whole number")
    return value


def word(words: type[Word], value: object, what: str) -> Word:
    """Return one of a few words."""
    try:
        return words(str(value))
    except ValueError:
        raise FieldError(f"{what} is {value!r}, which is none of {', '.join(words)}") from None


def expand(curie: str, prefixes: Mapping[str, str]) -> str:
    """Return the IRI that a prefixed name stands for in a file with these prefixes."""
    prefix, colon, local = curie.partition(":")
    if not colon or prefix not in prefixes:
        raise FieldError(f"{curie} has no PREFIX in this file")
    return prefixes[prefix] + local
