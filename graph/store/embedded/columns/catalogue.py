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

GAP = 65_536
"""From the number of one term of a file to the next, so that those that come later find a place between two."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate's number, the kinds of its subjects and of its objects, and between which numbers its objects are.

    Since some of its triples were taken away, kinds and numbers may be more than there are, but never less.
    """

    number: int
    subjects: int
    objects: int
    first_object: int
    last_object: int
    table: str = "triples"
    """Where its triples are: those of the file, or also what has changed since."""


class Catalogue(Protocol):
    """Where a translation looks up what it must know of the data."""

    def predicate(self, iri: str) -> Predicate | None:
        """A predicate; None where no triple has it."""
        ...

    def number(self, term: Iri | Text) -> int | None:
        """The number of a term; None where there is none."""
        ...

    def is_doubtful(self, term: Iri | Text) -> bool:
        """Whether a term that has a number may be in no triple any more."""
        ...
