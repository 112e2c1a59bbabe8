"""What the columns hold: the numbers of terms, and what kinds of terms stand with each predicate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from graph.store.embedded.columns.syntax import Iri, Text

# Kinds of terms, as bits, so that several are a sum.
IRI, BLANK, STRING, TAGGED, INTEGER, OTHER = (1 << place for place in range(6))
RESOURCES = IRI | BLANK
LITERALS = STRING | TAGGED | INTEGER | OTHER
ANY = RESOURCES | LITERALS


NOWHERE = -1
"""The number of no term."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate's number, the kinds of its subjects and of its objects, and between which numbers its objects are."""

    number: int
    subjects: int
    objects: int
    first_object: int
    last_object: int


class Catalogue(Protocol):
    """Where a translation looks up what it must know of the data."""

    def predicate(self, iri: str) -> Predicate | None:
        """A predicate; None where no triple has it."""
        ...

    def number(self, term: Iri | Text) -> int | None:
        """The number of a term; None where there is none."""
        ...
