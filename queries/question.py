"""One question of the catalogue: what it is called, what it takes, what it gives, and its SPARQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from queries.subjects import SUBJECTS

Titles = Mapping[str, str]
"""A text for people by language: "zh" and "en"."""


class ParameterType(StrEnum):
    """What a parameter takes."""

    IRI = "iri"  # a thing of a class, by IRI, label, alternative label or key
    DATE = "date"  # a day; a month or a year is its last day, or its first where the parameter begins a period
    INTEGER = "integer"
    TEXT = "text"
    CHOICE = "choice"  # one of a few words
    WKT = "wkt"  # a shape in WKT, in degrees, the longitude first


class ColumnType(StrEnum):
    """What a column holds."""

    IRI = "iri"
    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    WKT = "wkt"


class ViewKind(StrEnum):
    """How an answer is best shown; every one can be shown as a table."""

    TABLE = "table"
    BAR = "bar"
    MATRIX = "matrix"
    MAP = "map"
    GRAPH = "graph"
    TIMELINE = "timeline"


@dataclass(frozen=True, slots=True)
class View:
    """A way of showing an answer, and the columns that play each role in it."""

    kind: ViewKind
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that a question takes; `variable` is what it is called in the query."""

    name: str
    type: ParameterType
    title: Titles
    variable: str
    help: Titles | None = None
    classes: tuple[str, ...] = ()  # IRIs; the thing is of one of them
    keys: tuple[str, ...] = ()  # IRIs of properties that name a thing, besides its labels
    choices: tuple[str, ...] = ()
    choice_titles: Mapping[str, Titles] = field(default_factory=dict)
    minimum: int | None = None  # of an integer
    maximum: int | None = None
    begins: bool = False  # a date: a month or a year is its first day
    required: bool = False
    repeatable: bool = False
    default: str | None = None
    example: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answer, named as its variable."""

    name: str
    type: ColumnType
    title: Titles


@dataclass(frozen=True, slots=True)
class Question:
    """A question as filed: `prologue` and `select` together are the SPARQL, which answers for everything."""

    name: str
    subject: str
    title: Titles
    description: Titles
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    view: View
    prologue: str
    select: str

    @property
    def text(self) -> str:
        """The SPARQL as it runs anywhere."""
        return self.prologue + self.select

    @property
    def subject_title(self) -> Titles:
        """What the subject is called."""
        return SUBJECTS[self.subject]

    @property
    def example(self) -> Mapping[str, tuple[str, ...]]:
        """Values for a first try, by parameter."""
        return {parameter.name: parameter.example for parameter in self.parameters if parameter.example}
