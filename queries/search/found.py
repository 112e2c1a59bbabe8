"""What search deals in: the things that have names, the sentences, and what an answer says of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What can be found, in the order in which an answer groups it."""

    UNIT = "unit"
    PLACE = "place"
    PROJECT = "project"
    FACILITY = "facility"
    BRAND = "brand"
    INDUSTRY = "industry"
    PROGRAMME = "programme"
    POLICY = "policy"
    EVENT = "event"
    ORGANIZATION = "organization"
    GOAL = "goal"
    TASK = "task"
    SECTION = "section"
    PRINCIPLE = "principle"
    SAFEGUARD = "safeguard"
    PLAN = "plan"
    QUESTION = "question"
    SENTENCE = "sentence"


class Match(StrEnum):
    """How something was found, the best way first."""

    EXACT = "exact"  # the whole name, or a whole alias
    PREFIX = "prefix"  # the name begins so
    ALIAS = "alias"  # an alias begins so
    PART = "part"  # the words stand together in a name
    PINYIN = "pinyin"  # a name, or the beginning of one, sounds so
    INITIALS = "initials"  # a name's syllables begin so
    WORDS = "words"  # all the words are in the name
    NEAR = "near"  # a name is written or sounds almost so
    TEXT = "text"  # a sentence of a plan


class Span(NamedTuple):
    """A range of characters, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Context:
    """Where something stands: the plan's name and, of a passage, its number and title."""

    plan: str = ""
    number: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that has a name: what it is called by language, its other names, and how often it is mentioned."""

    iri: str
    kind: Kind
    names: Mapping[str, str]  # "zh", "en"
    aliases: tuple[str, ...] = ()
    mentions: int = 0
    context: Context = Context()

    def name(self, language: str) -> str:
        """What it is called in a language, or in any."""
        return self.names.get(language) or next(iter(self.names.values()))

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name, the language's own first."""
        return tuple(dict.fromkeys((*self.names.values(), *self.aliases)))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a plan, with its place in the text that `source` names."""

    source: str
    start: int
    end: int
    text: str
    node: str | None = None  # the passage it stands in
    context: Context = Context()


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: what was found, how, the words that matched, and which of their characters to mark."""

    item: Thing | Sentence
    match: Match
    matched: str  # the name that matched, or the sentence
    marks: tuple[Span, ...]

    @property
    def kind(self) -> Kind:
        """What was found."""
        return self.item.kind if isinstance(self.item, Thing) else Kind.SENTENCE


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the results, how many there are of each kind, and how well the words were met."""

    hits: tuple[Hit, ...]
    counts: Mapping[Kind, int]
    words: tuple[str, ...] = ()
    near: bool = False  # no name is so: these are names almost so
    partial: bool = False  # no sentence has all the words: these have some

    @property
    def total(self) -> int:
        """How many results there are in all."""
        return sum(self.counts.values())
