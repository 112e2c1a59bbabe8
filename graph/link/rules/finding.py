"""What every rule is: a name, how far it is believed, and a function that finds names in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from graph.model import EntityType
from ontology.namespaces import KIND


@dataclass(frozen=True, slots=True)
class Finding:
    """A name that a rule found: its range in the text, its type, and its kind where the form tells."""

    start: int
    end: int
    type: EntityType
    kind: str | None = None  # local name of a concept of ontology/schemes

    @property
    def kind_iri(self) -> str | None:
        """The IRI of the kind."""
        return None if self.kind is None else str(KIND[self.kind])


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to know a name by its form; `find` takes folded text: a stretch a line."""

    name: str
    confidence: float
    find: Callable[[str], Iterable[Finding]]
    occurrences: int = 1  # how often a name must stand in the document for its form to be believed
