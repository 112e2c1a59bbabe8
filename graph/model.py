"""What the steps hand to each other, from a document's text to the facts found in it.

All offsets are 0-based character (code point) offsets into `Document.text`,
end exclusive, so that `text[start:end]` is the passage meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from rdflib import URIRef
from rdflib.term import Node as Term

Triple = tuple[URIRef, URIRef, Term]


class Level(StrEnum):
    """What a passage is in the document."""

    PART = "part"
    SECTION = "section"
    GROUP = "group"
    ITEM = "item"
    TASK = "task"
    PRINCIPLE = "principle"
    GOAL = "goal"
    SAFEGUARD = "safeguard"


class Role(StrEnum):
    """The part a unit plays in a task."""

    RESPONSIBLE = "responsible"
    LEAD = "lead"
    SUPPORT = "support"


class EntityType(StrEnum):
    """The kinds of things a plan names, besides the units that are responsible."""

    PLACE = "place"
    PROJECT = "project"
    FACILITY = "facility"
    BRAND = "brand"
    INDUSTRY = "industry"
    PROGRAMME = "programme"
    POLICY = "policy"
    EVENT = "event"
    ORGANIZATION = "organization"


class Severity(StrEnum):
    """How much a problem costs: an error refuses the document, a warning is reported."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was not understood: what, where, and what would fit, in one sentence."""

    kind: str
    message: str
    start: int | None = None
    end: int | None = None
    severity: Severity = Severity.WARNING


class PlanError(Exception):
    """A document or plan that cannot be taken; the message is one sentence for a person."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document's text, and where it came from."""

    text: str
    sha256: str  # of the text in UTF-8
    name: str  # the file's name, without folders
    media_type: str


@dataclass(frozen=True, slots=True)
class UnitReference:
    """One unit as a responsibility clause names it; `order` counts from 1 within its task."""

    name: str  # white space removed
    role: Role
    label: str  # the clause's own word (责任单位, 牵头部门 …), "" where it has none
    collective: bool  # 相关村, 各居委, 镇属公司 …: a group, not one body
    order: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """One numbered (or dashed) passage of the document, its own sub-passages included."""

    number: str  # path of ordinals, "2.1.1.2"
    level: Level
    marker: str  # as written: "(一)", "1.", "——"
    title: str  # heading without marker and final 。
    parent: str | None  # the number of the passage it stands in
    start: int
    end: int
    title_start: int
    title_end: int
    units: tuple[UnitReference, ...] = ()
    is_safeguard: bool = False  # stands under 保障措施; a safeguard that names units is a task as well


@dataclass(frozen=True, slots=True)
class Period:
    """The years a plan covers, both included."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal named in the plan's words, and the passages that serve it."""

    title: str
    number: str | None  # its own passage's number, where it has one
    stated_in: str | None  # the number of the passage that states it
    start: int
    end: int
    served_by: tuple[GoalReference, ...] = ()


@dataclass(frozen=True, slots=True)
class GoalReference:
    """A passage whose heading names a goal, and the characters that do."""

    number: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Target:
    """A measurable or dated promise: what, how much, by when.

    `date` is the lexical form of xsd:gYear, xsd:gYearMonth or xsd:date ("2025", "2025-05", "2025-05-31").
    One number is `value`; a range is `minimum` and `maximum`, of which one may be open.
    """

    passage: str | None
    quote: str
    subject: str | None
    value: Decimal | None
    minimum: Decimal | None
    maximum: Decimal | None
    unit: str | None
    date: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The document taken apart: its head, its passages in reading order, and what was not understood."""

    title: str
    issuers: tuple[str, ...]
    date: str | None  # ISO date of issue
    period: Period | None
    passages: tuple[Passage, ...]
    goals: tuple[Goal, ...] = ()
    targets: tuple[Target, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def tasks(self) -> tuple[Passage, ...]:
        """The passages that are tasks, in reading order."""
        return tuple(p for p in self.passages if p.level is Level.TASK)

    @property
    def sections(self) -> tuple[Passage, ...]:
        """The passages that are not tasks, in reading order."""
        return tuple(p for p in self.passages if p.level is not Level.TASK)


class Basis(StrEnum):
    """How a spatial relation is known; the values are the concepts of `ontology/schemes/relation-bases.ttl`."""

    STATED = "stated"
    COMPUTED = "computed"
    AUTHORITY = "authority"
    CURATED = "curated"


@dataclass(frozen=True, slots=True, order=True)
class SpatialClaim:
    """That an entity is within, beside or at a place, and what that rests on."""

    predicate: str  # local name in plan:, "within", "adjacentTo" or "locatedAt"
    place: str  # path of the place
    basis: Basis
    quote: str = ""  # the plan's words, where it states it
    source: str = ""  # the list, where an authority's does


@dataclass(frozen=True, slots=True)
class Entity:
    """Something with a name of its own, and what is known of it: from the gazetteer, or from a rule."""

    path: str  # its IRI below {base}id/: "place/qibao/jiuxing"
    classes: tuple[str, ...]  # local names in plan:, the one that fits best first: ("Place",)
    label: str  # as written in the plan
    label_en: str | None = None
    alternatives: tuple[str, ...] = ()  # other forms in the plan or in use
    kind: str | None = None  # IRI of a SKOS concept of ontology/schemes
    within: tuple[str, ...] = ()  # paths of places (places only)
    located_at: tuple[str, ...] = ()  # paths of places (projects, facilities …)
    adjacent_to: tuple[str, ...] = ()  # paths of places (places only)
    claims: tuple[SpatialClaim, ...] = ()  # what each of these rests on
    code: str | None = None  # national division code
    note: str | None = None  # why it is this and not its look-alike


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text where an entity is named."""

    surface: str
    type: EntityType
    canonical: str  # the entity's preferred name
    path: str  # the entity's IRI below {base}id/
    passage: str | None  # the number of the innermost passage, None before the first
    start: int
    end: int
    method: str  # "gazetteer", or the rule's name
    confidence: float


@dataclass(frozen=True, slots=True)
class Position:
    """Where an entity is or is drawn, or why that is not known: a feature of a plan's `places.geojson`."""

    path: str  # of the entity below {base}id/, or of a landmark
    name: str
    geometry: Mapping[str, Any] | None  # a GeoJSON geometry, longitude first; None: not located
    note: str  # how it was found, or why it was not, in one sentence
    note_en: str
    method: str | None = None  # a concept of ontology/schemes/locating-methods.ttl
    accuracy: float | None = None  # metres; None where the geometry is schematic
    source: str | None = None
    schematic: bool = False
    neighbours: tuple[str, ...] = ()  # paths of what it was worked out from
    name_en: str | None = None  # of a landmark

    @property
    def is_landmark(self) -> bool:
        """Whether this is a thing that the plan does not name."""
        return self.path.startswith("landmark/")


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """What `plan.toml` says of a plan that its text does not."""

    slug: str  # names the plan in IRIs and graph names
    area: str  # the `{area}` of entity IRIs: whose 党建办 is meant
    jurisdiction: str | None = None  # path of the place the plan is for
    label_en: str | None = None
    source_url: str | None = None  # where the document is published


@dataclass(frozen=True, slots=True)
class Linking:
    """The entities a document names: where, and what each one is."""

    mentions: tuple[Mention, ...]  # by start, then end
    entities: tuple[Entity, ...]  # all that are mentioned or responsible, and what they lie within; by path
    unit_paths: Mapping[str, str]  # `UnitReference.name` to the path of its unit
    problems: tuple[Problem, ...] = ()


class NamedGraph(NamedTuple):
    """A graph and its name; the triples are without duplicates and in a fixed order."""

    name: URIRef
    triples: tuple[Triple, ...]


@dataclass(frozen=True, slots=True)
class PlanGraph:
    """A plan as named graphs: what it states, what follows, and how both were made."""

    plan: URIRef
    stated: NamedGraph
    inferred: NamedGraph
    provenance: NamedGraph  # this plan's share of the graph of that name
    geometry: NamedGraph  # where its things are
    spatial: NamedGraph  # the relations that follow from that

    @property
    def own(self) -> tuple[NamedGraph, ...]:
        """The graphs that are this plan's alone; one may be empty."""
        return self.stated, self.inferred, self.geometry, self.spatial

    @property
    def graphs(self) -> Mapping[URIRef, tuple[Triple, ...]]:
        """The graphs by name, without empty ones."""
        return {graph.name: graph.triples for graph in (*self.own, self.provenance) if graph.triples}
