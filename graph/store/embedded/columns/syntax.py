"""The part of SPARQL that the columns answer: what a query of it is made of."""

from __future__ import annotations

from dataclasses import dataclass, field


class NotInColumns(Exception):
    """Something that is not answered from columns, or not surely as the engine would; the message says what."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Iri:
    """An IRI."""

    value: str


@dataclass(frozen=True, slots=True)
class Text:
    """A string, or a text in a language."""

    value: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """An integer."""

    value: int


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or a function, by its sign or its name in capitals."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """COUNT, SUM, MIN or MAX; of solutions where there is no argument."""

    name: str
    distinct: bool
    argument: Variable | None


Term = Variable | Iri | Text
Expression = Variable | Iri | Text | Number | Call | Aggregate


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: a predicate, from object to subject if inverse, perhaps again and again."""

    predicate: str
    inverse: bool = False
    repeats: str = ""
    """Nothing, or + or *."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern, whose predicate is a variable or a step."""

    subject: Term
    predicate: Variable | Step
    object: Term


@dataclass(frozen=True, slots=True)
class Exists:
    """A filter for solutions to which a group adds something, or nothing."""

    group: Group
    negated: bool


@dataclass(frozen=True, slots=True)
class Optional:
    """What is added to a solution if it can be."""

    group: Group


@dataclass(frozen=True, slots=True)
class Bind:
    """A variable that stands for the value of an expression."""

    variable: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class Union:
    """The solutions of several groups, one after the other; or of one that stands in braces of its own."""

    branches: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class SubSelect:
    """The rows of a query within a query."""

    select: Select


@dataclass(frozen=True, slots=True)
class Rows:
    """Values that are written out, a row for each combination; None is UNDEF."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Iri | Text | None, ...], ...]


Element = Pattern | Optional | Bind | Union | SubSelect | Rows


@dataclass(slots=True)
class Group:
    """Elements in the order in which they stand, and filters, which hold for the whole group wherever they stand."""

    elements: list[Element] = field(default_factory=list)
    filters: list[Expression] = field(default_factory=list)
    exists: list[Exists] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Order:
    """One thing to sort by."""

    expression: Expression
    descending: bool


@dataclass(slots=True)
class Select:
    """A query. Its columns are None for all variables."""

    distinct: bool
    columns: dict[str, Expression] | None
    group: Group
    group_by: list[str] = field(default_factory=list)
    having: list[Expression] = field(default_factory=list)
    order: list[Order] = field(default_factory=list)
    limit: int | None = None
    offset: int = 0
